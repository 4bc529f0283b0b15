"""On which days, or between which instants, does a calendar in iCalendar form say that somebody is away?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast

from icalendar import Calendar

from .rules import occurrences

HORIZON = timedelta(days=400)
"""Repeated events are laid out this far ahead, and no further."""
PAST = timedelta(days=30)
EVENTS_MOST = 5_000
DAY = timedelta(days=1)
REPEATED_MOST = 200
"""Of one calendar no more rules are followed: each may cost half a second."""
NAME_MOST, SAYS_MOST = 60, 500
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, OverflowError)
"""How an event turns out to mean nothing."""


OUTLOOKS = "X-MICROSOFT-CDO-BUSYSTATUS"
AT_WORK = ("FREE", "WORKINGELSEWHERE")
"""What Outlook says of a day at home: the time is taken, and the person is at work."""


class NoCalendar(ValueError):
    """The text is no iCalendar file."""


class PartlyRead(NoCalendar):
    """Some events cannot be read; `away` is what all others say."""

    def __init__(self, says: str, away: tuple[Away, ...]) -> None:
        """Keep what could be read beside what is wrong with the rest."""
        super().__init__(says)
        self.away = away


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days away, both included; to the minute when the event is no whole day."""

    first: date
    last: date
    begins: datetime | None = None
    ends: datetime | None = None


def absences(text: bytes, *, zone: tzinfo, now: datetime, whose: str = "", most: int = EVENTS_MOST) -> tuple[Away, ...]:
    """Every opaque event of a leave calendar that has not long passed, in order, repeated ones laid out.

    Free ("transparent") and cancelled events are no leave, nor is work from elsewhere, nor what the one `whose` address
    this is has declined. Times without a zone are those of `zone`, the rep's own.
    Raises NoCalendar for a text that is none, PartlyRead with all others where some cannot be read or are too many.
    """
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise NoCalendar(f"this is no iCalendar file: {error}") from None
    events = [cast("Any", part) for part in calendar.walk("VEVENT")]
    moved, found, wrong = set[tuple[str, datetime]](), set[Away](), list[str]()
    for event in (one for one in events if "RECURRENCE-ID" in one):
        with _noting(event, wrong):
            moved.add((_uid(event), _instant(event["RECURRENCE-ID"].dt, zone)))
    beyond = {id(one) for one in [one for one in events if "RRULE" in one][REPEATED_MOST:]}
    theirs = {_address(one) for one in (whose, calendar.get("X-WR-CALNAME", "")) if "@" in one}
    to_come = [one for one in events if _may_come(one, (now - PAST - DAY).date())]
    if len(to_come) > most:
        wrong.append(f"all but the first {most:,} of {len(to_come):,} events")
    for event in to_come[:most]:
        with _noting(event, wrong):
            _must_be_few(event, beyond)
            counts = _counts(event) and not _declined(event, theirs)
            found |= {*_laid_out(event, zone, now, moved)} if counts else set()
    away = tuple(sorted(found, key=_order))
    if wrong:
        raise PartlyRead(f"not read: {', '.join(dict.fromkeys(wrong))}"[:SAYS_MOST], away)
    return away


@contextmanager
def _noting(event: Any, wrong: list[str]) -> Iterator[None]:
    """An event that means nothing, by a slip of who wrote it, costs that event alone and is told."""
    try:
        yield
    except UNREADABLE:
        wrong.append(f"the event {str(event.get('SUMMARY', '') or _uid(event))[:NAME_MOST]!r}")


def _may_come(event: Any, since: date) -> bool:
    """A calendar that has been kept for years holds thousands of days that have passed, and those first."""
    if "RRULE" in event or "RDATE" in event or "DURATION" in event or "DTSTART" not in event:
        return True
    try:
        last = (event["DTEND"] if "DTEND" in event else event["DTSTART"]).dt
    except UNREADABLE:
        return True
    return (last.date() if isinstance(last, datetime) else last) >= since


def _must_be_few(event: Any, beyond: set[int]) -> None:
    if id(event) in beyond:
        raise ValueError(f"at most {REPEATED_MOST} events of a calendar repeat")


def _order(away: Away) -> tuple[date, str]:
    return away.first, str(away.begins)


def _counts(event: Any) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", OUTLOOKS)}
    at_work = said["TRANSP"] == "TRANSPARENT" or said[OUTLOOKS] in AT_WORK
    return not at_work and said["STATUS"] != "CANCELLED" and "DTSTART" in event


def _declined(event: Any, theirs: set[str]) -> bool:
    """Whoever is asked to come and says no is at work; calendars keep such an event, and its time reads as taken."""
    asked = [one for one in _listed(event.get("ATTENDEE")) if theirs.intersection(_addresses(one))]
    return bool(asked) and all(str(one.params.get("PARTSTAT", "")).upper() == "DECLINED" for one in asked)


def _addresses(attendee: Any) -> set[str]:
    """How an attendee may be named: by the address itself, or beside a name that some calendars make up."""
    return {_address(str(attendee)), _address(str(attendee.params.get("EMAIL", "")))}


def _address(written: str) -> str:
    return written.strip().casefold().removeprefix("mailto:")


def _uid(event: Any) -> str:
    return str(event.get("UID", ""))


def _laid_out(event: Any, zone: tzinfo, now: datetime, moved: set[tuple[str, datetime]]) -> Iterator[Away]:
    """Each time an event takes place within the horizon; one that was moved stands for itself."""
    start = cast("date | datetime", event["DTSTART"].dt)
    length = _length(event, start, zone)
    for at in _starts(event, start, zone, now):
        if "RECURRENCE-ID" not in event and (_uid(event), _instant(at, zone)) in moved:
            continue
        away = _minutes(at, length, zone) if isinstance(at, datetime) else _days(at, length)
        if away.last >= (now - PAST).date():
            yield away


def _starts(event: Any, start: date | datetime, zone: tzinfo, now: datetime) -> list[date | datetime]:
    beside = [_like(one.dt, start, zone) for part in _listed(event.get("RDATE")) for one in part.dts]
    if "RRULE" not in event:
        return [start, *beside]
    whole_days = not isinstance(start, datetime)
    begin = datetime.combine(start, time.min) if whole_days else cast("datetime", start)
    here = now.astimezone(begin.tzinfo or zone).replace(tzinfo=None)
    times = occurrences(event["RRULE"], begin, zone, since=here - HORIZON, until=here + HORIZON)
    skipped = [one.dt for part in _listed(event.get("EXDATE")) for one in part.dts]
    left_out = {_instant(one, zone) for one in skipped}
    days_out = set() if whole_days else {one for one in skipped if not isinstance(one, datetime)}
    found = [one for one in times if _instant(one, zone) not in left_out and one.date() not in days_out]
    return [*([one.date() for one in found] if whole_days else found), *beside]


def _like(one: Any, start: date | datetime, zone: tzinfo) -> date | datetime:
    """A further date of an event, as a day or an instant, as its first is."""
    at = one[0] if isinstance(one, tuple) else one
    if isinstance(start, datetime) and not isinstance(at, datetime):
        return datetime.combine(at, start.timetz())
    if isinstance(at, datetime) and not isinstance(start, datetime):
        return (at.astimezone(zone) if at.tzinfo else at).date()
    return at


def _listed(value: Any) -> list[Any]:
    return [] if value is None else cast("list[Any]", value) if isinstance(value, list) else [value]


def _length(event: Any, start: date | datetime, zone: tzinfo) -> timedelta:
    """From beginning to end by the clock on the wall where it takes place, so that nine o'clock stays nine o'clock."""
    if "DTEND" not in event:
        usual = timedelta(0) if isinstance(start, datetime) else DAY
        return event["DURATION"].dt if "DURATION" in event else usual
    end = cast("date | datetime", event["DTEND"].dt)
    if not isinstance(start, datetime):
        return (end.date() if isinstance(end, datetime) else end) - start
    if not isinstance(end, datetime):
        end = datetime.combine(end, time.min)
    place = start.tzinfo or zone
    return (end.astimezone(place) if end.tzinfo else end).replace(tzinfo=None) - start.replace(tzinfo=None)


def _days(first: date, length: timedelta) -> Away:
    """The end of a whole-day event is the day after its last."""
    return Away(first=first, last=first + max(DAY, length) - DAY)


def _minutes(begins: datetime, length: timedelta, zone: tzinfo) -> Away:
    start = begins if begins.tzinfo else begins.replace(tzinfo=zone)
    end = start + length  # by the clock on the wall, for both are of one zone
    here, there = start.astimezone(zone), end.astimezone(zone)
    return Away(first=here.date(), last=there.date(), begins=start.astimezone(UTC), ends=end.astimezone(UTC))


def _instant(at: date | datetime, zone: tzinfo) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time.min)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
