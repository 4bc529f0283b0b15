"""On which dates does the team keep other hours than its week says?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from batonpass.handoff.windows import ONE_DAY, Calendar, Day, wall, windows_of
from batonpass.written.dates import read_date
from batonpass.written.notes import Notes
from batonpass.written.refused import quoted
from batonpass.written.wall_times import read_time, read_windows
from batonpass.written.weeks import read_flag

CLOSED_MOST = 365
"""Closed for a year on end is a mistake in a list of dates: no promise could be kept, and none should be made."""

LISTED_LEAST = 50
"""Fewer dates than this cannot close a year, even for a team that works one day a week."""


def read_special(said: Mapping[str, object], notes: Notes) -> dict[date, Day]:
    """Read `special`, the hours of single dates, worked as written even on a holiday; [] is closed."""
    found: dict[date, Day] = {}
    overnight = read_flag(said, "overnight")
    for name, hours, here in _by_date(said, "special", notes, '{"2026-12-19": ["10:00", "14:00"]}'):
        day = read_date(name, here)
        windows = read_windows(hours, here, overnight=overnight)
        if day and windows is not None:
            found[day] = windows
    return found


def read_early_closes(
    said: Mapping[str, object], notes: Notes, *, week: tuple[Day, ...], special: Collection[date]
) -> dict[date, timedelta]:
    """Read `early_close`, the closing times of dates that end before their usual time."""
    found: dict[date, timedelta] = {}
    for name, closing, here in _by_date(said, "early_close", notes, '{"2026-12-24": "12:00"}'):
        day, early = read_date(name, here), read_time(closing, here)
        if day in special:
            here.add(f"{day} is also under `special`", "Write its hours there and remove this line", at_key=True)
        elif day and early is not None:
            found[day] = _early(early, week[day.weekday()], here)
    return found


def check_long_closing(calendar: Calendar, listed: Sequence[date], notes: Notes) -> None:
    """Note a year or more without an opening, which only a list of dates, here in order, can bring about (D29)."""
    if len(listed) < LISTED_LEAST:
        return
    closed = {year: calendar.holidays(year) for year in range(listed[0].year, listed[-1].year + 1)}
    run = 0
    for number in range(listed[0].toordinal(), listed[-1].toordinal() + 1):
        day = date.fromordinal(number)
        run = 0 if windows_of(day, calendar, closed[day.year]) else run + 1
        if run == CLOSED_MOST:
            since = day - timedelta(days=run - 1)
            says = f"closed for a year on end from {since}: {len(listed)} dates are listed"
            notes.under("holidays").add(says, "Remove the dates that are worked")
            return


def _early(early: timedelta, usual: Day, notes: Notes) -> timedelta:
    """Place an early close on its day or, for a night shift, after midnight; on a closed day it changes nothing."""
    if not usual:
        return early
    opens, closes = min(window.opens for window in usual), max(window.closes for window in usual)
    placed = early + ONE_DAY if early <= opens and closes > ONE_DAY else early
    if placed <= opens:
        says = f"{wall(early)} is not after the usual opening at {wall(opens)}"
        notes.add(says, "If it is closed all day, list it under `holidays`")
    elif placed > closes:
        notes.add(
            f"{wall(early)} is later than the usual {wall(closes)}", "For longer hours write the date under `special`"
        )
    return placed


def _by_date(said: Mapping[str, object], key: str, notes: Notes, example: str) -> Iterator[tuple[str, object, Notes]]:
    written = said.get(key, {})
    if not isinstance(written, Mapping):
        notes.under(key).add(f"{quoted(written)} is not a group of dates", f"Write them such as {example}")
        return
    for name, value in cast("Mapping[str, object]", written).items():
        yield name, value, notes.under(key, name)
