"""When is this team at work, by its calendar as someone wrote it down?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import cast

from batonpass.handoff.hours import Hours, hours_of, next_open
from batonpass.handoff.windows import Calendar
from batonpass.handoff.zones import UnknownZone, zone
from batonpass.written.dates import HolidaysOf, read_closed
from batonpass.written.notes import Notes, Points, points_by_path
from batonpass.written.public_holidays import public_holidays
from batonpass.written.refused import Problem, Refused, kind_of, quoted
from batonpass.written.special_days import check_long_closing, read_early_closes, read_special
from batonpass.written.weeks import WEEK_KEYS, read_week
from batonpass.written.yaml12 import parse

FAR = timedelta(days=60)
"""An opening farther away than this needs a person's word that it is meant (D29)."""

_KNOWN = ("tz", *WEEK_KEYS, "holidays", "closed", "early_close", "special", "note")


def parse_calendar(text: str | bytes, where: str) -> Hours:
    """Read a calendar file, YAML 1.2 or JSON; raise Refused with the line of every problem in it."""
    parsed = parse(text, where)
    return read_calendar(parsed.data, where, point=parsed.problem)


def read_calendars(
    data: object, where: str, *, at: Sequence[str | int] = ("calendars",), point: Points | None = None
) -> dict[str, Hours]:
    """Read calendars by name, as a playbook holds them; raise Refused with the problems of all of them."""
    notes = Notes(point=point or points_by_path(where), at=tuple(at))
    found: dict[str, Hours] = {}
    problems: list[Problem] = []
    for name, written in _group(data, notes, "calendars by name").items():
        try:
            found[name] = read_calendar(written, where, at=(*at, name), point=point)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return found


@cache
def always_open() -> Hours:
    """Give the hours of whoever's hours nobody has said: every hour of every day."""
    return read_calendar({"tz": "UTC", "always": True}, "always")


def read_calendar(
    data: object,
    where: str,
    *,
    at: Sequence[str | int] = (),
    point: Points | None = None,
    holidays_of: HolidaysOf = public_holidays,
) -> Hours:
    """Read one calendar, as YAML or JSON gives it, into hours; raise Refused with every problem found in it.

    `where` names the file and `at` the place of the calendar in it, such as ("calendars", "lisbon"); `point` knows the
    lines, if there are any. What passes has open hours every week, save for listed days, and no year without any.
    """
    notes = Notes(point=point or points_by_path(where), at=tuple(at))
    said = {key: value for key, value in _group(data, notes, "tz, days and hours").items() if value is not None}
    calendar = _calendar(said, notes, holidays_of, name=str(at[-1]) if at else where)
    return hours_of(calendar)


def far_opening(hours: Hours, at: datetime) -> timedelta | None:
    """Tell how long the hours stay closed from `at` on, if that is more than 60 days: somebody should confirm it (D29).

    Raises NeverOpens if a whole calendar year goes by without an opening.
    """
    closed_for = next_open(at, hours) - at
    return closed_for if closed_for > FAR else None


def _calendar(said: Mapping[str, object], notes: Notes, holidays_of: HolidaysOf, *, name: str) -> Calendar:
    notes.only(said, _KNOWN)
    place = _zone(said.get("tz"), notes.under("tz"))
    week = read_week(said, notes)
    closed = read_closed(said, notes, holidays_of)
    special = read_special(said, notes)
    early = read_early_closes(said, notes, week=week, special=special)
    notes.refuse()
    calendar = Calendar(name=name, zone=place, week=week, holidays=closed.in_year, early_close=early, special=special)
    check_long_closing(calendar, closed.listed, notes)
    notes.refuse()
    return calendar


def _zone(written: object, notes: Notes) -> tzinfo:
    if written is None:
        notes.add("no time zone is written", "Write the IANA name of a place: tz: Europe/Berlin")
        return UTC
    try:
        return zone(str(written))
    except UnknownZone as unknown:
        notes.add(f"{quoted(written)} is not the time zone of a place", unknown.instead)
        return UTC


def _group(data: object, notes: Notes, what: str) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        shown = quoted(data) if isinstance(data, str) else kind_of(data)
        notes.add(f"{shown} stands where a group of settings should: {what}")
        notes.refuse()
    return cast("Mapping[str, object]", data)
