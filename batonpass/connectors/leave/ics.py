"""On which days, or between which instants, does a calendar in iCalendar form say that somebody is away?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast

from dateutil.rrule import rrulestr
from icalendar import Calendar

HORIZON = timedelta(days=400)
"""Repeated events are laid out this far ahead, and no further."""
PAST = timedelta(days=30)
EVENTS_MOST = 5_000
DAY = timedelta(days=1)


class NoCalendar(ValueError):
    """The text is no iCalendar file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days away, both included; to the minute when the event is no whole day."""

    first: date
    last: date
    begins: datetime | None = None
    ends: datetime | None = None


def absences(text: bytes, *, zone: tzinfo, now: datetime) -> tuple[Away, ...]:
    """Every opaque event of a leave calendar that has not long passed, in order, repeated ones laid out.

    Free ("transparent") and cancelled events are no leave. Times without a zone are those of `zone`, the rep's own.
    Raises NoCalendar for a text that is none.
    """
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise NoCalendar(f"this is no iCalendar file: {error}") from None
    events = [cast("Any", part) for part in calendar.walk("VEVENT")]
    moved = {(_uid(event), _instant(event["RECURRENCE-ID"].dt, zone)) for event in events if "RECURRENCE-ID" in event}
    found = [away for event in events[:EVENTS_MOST] if _counts(event) for away in _laid_out(event, zone, now, moved)]
    return tuple(sorted(set(found), key=_order))


def _order(away: Away) -> tuple[date, str]:
    return away.first, str(away.begins)


def _counts(event: Any) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS")}
    return said["TRANSP"] != "TRANSPARENT" and said["STATUS"] != "CANCELLED" and "DTSTART" in event


def _uid(event: Any) -> str:
    return str(event.get("UID", ""))


def _laid_out(event: Any, zone: tzinfo, now: datetime, moved: set[tuple[str, datetime]]) -> Iterator[Away]:
    """Each time an event takes place within the horizon; one that was moved stands for itself."""
    start = cast("date | datetime", event["DTSTART"].dt)
    length = _length(event, start)
    whole_days = not isinstance(start, datetime)
    for at in _starts(event, start, zone, now):
        if "RECURRENCE-ID" not in event and (_uid(event), _instant(at, zone)) in moved:
            continue
        away = _days(at, length) if whole_days else _minutes(cast("datetime", at), length, zone)
        if away.last >= (now - PAST).date():
            yield away


def _starts(event: Any, start: date | datetime, zone: tzinfo, now: datetime) -> list[date | datetime]:
    if "RRULE" not in event:
        return [start]
    whole_days = not isinstance(start, datetime)
    begin = datetime.combine(start, time.min) if whole_days else cast("datetime", start)
    here = now.astimezone(begin.tzinfo) if begin.tzinfo else now.astimezone(zone).replace(tzinfo=None)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin)
    left_out = {_instant(one.dt, zone) for part in _listed(event.get("EXDATE")) for one in part.dts}
    found = [
        one for one in rule.between(here - HORIZON, here + HORIZON, inc=True) if _instant(one, zone) not in left_out
    ]
    return [one.date() for one in found] if whole_days else [*found]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else cast("list[Any]", value) if isinstance(value, list) else [value]


def _length(event: Any, start: date | datetime) -> timedelta:
    if "DTEND" in event:
        return event["DTEND"].dt - start
    if "DURATION" in event:
        return event["DURATION"].dt
    return timedelta(0) if isinstance(start, datetime) else DAY


def _days(first: date, length: timedelta) -> Away:
    """The end of a whole-day event is the day after its last."""
    return Away(first=first, last=first + max(DAY, length) - DAY)


def _minutes(begins: datetime, length: timedelta, zone: tzinfo) -> Away:
    start = begins if begins.tzinfo else begins.replace(tzinfo=zone)
    end = start.astimezone(UTC) + length
    here, there = start.astimezone(zone), end.astimezone(zone)
    return Away(first=here.date(), last=there.date(), begins=start.astimezone(UTC), ends=end)


def _instant(at: date | datetime, zone: tzinfo) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time.min)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
