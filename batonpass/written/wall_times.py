"""From when until when, on the wall clock: what do ["09:00", "18:00"] and its kin mean?"""

import re
from datetime import timedelta
from typing import cast

from batonpass.handoff.windows import ONE_DAY, Day, Window, clash, wall
from batonpass.written.notes import Notes
from batonpass.written.refused import quoted

NIGHT_MOST = timedelta(hours=12)
"""A close before the open is a night shift up to this length; longer, two swapped times are more likely."""

_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_A_PAIR = 'Write a pair such as ["09:00", "18:00"], or a list of such pairs'


def read_time(written: object, notes: Notes) -> timedelta | None:
    """Read 09:00, 9:00, 09:00:30 or 24:00 as time since midnight; note anything else."""
    found = _TIME.fullmatch(written) if isinstance(written, str) else None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    since = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not found or since > ONE_DAY:
        notes.add(f"{quoted(written)} is not a time of day", 'Write one from "00:00" to "24:00", such as "09:00"')
        return None
    return since


def read_windows(written: object, notes: Notes, *, overnight: bool | None) -> Day | None:
    """Read one pair of times, or a list of pairs, as the windows of a day; an empty list is a closed day.

    `overnight` is the calendar's word on windows that close before they open: True, they end on the next day however
    long they are; False, they are a mistake; None, they are a night shift if that lasts twelve hours at most.
    """
    if not isinstance(written, list):
        notes.add(f"{quoted(written)} is not a pair of times", _A_PAIR)
        return None
    items = cast("list[object]", written)
    if items and not any(isinstance(item, list) for item in items):
        windows = [_window(items, notes, overnight=overnight)]
    else:
        windows = [_window(item, notes.under(place), overnight=overnight) for place, item in enumerate(items)]
    whole = tuple(window for window in windows if window)
    both = clash(whole)
    if both:
        notes.add(f"{both[0]} and {both[1]} overlap", "Write one window, or move one of them")
    return whole if len(whole) == len(windows) else None


def _window(written: object, notes: Notes, *, overnight: bool | None) -> Window | None:
    pair = cast("list[object]", written) if isinstance(written, list) else []
    if len(pair) != 2:  # noqa: PLR2004  a pair
        notes.add(f"{quoted(written)} is not a pair of times", _A_PAIR)  # pyright: ignore[reportUnknownArgumentType]
        return None
    opens, closes = read_time(pair[0], notes.under(0)), read_time(pair[1], notes.under(1))
    if opens is None or closes is None:
        return None
    if opens == ONE_DAY:
        notes.under(0).add("24:00 is the end of a day and cannot open it", 'Write "00:00"')
        return None
    if opens == closes:
        notes.add(f"opens and closes at {wall(opens)}", 'For around the clock write ["00:00", "24:00"]')
        return None
    if opens < closes:
        return Window(opens=opens, closes=closes)
    return _night(opens, closes + ONE_DAY, notes, overnight=overnight)


def _night(opens: timedelta, closes: timedelta, notes: Notes, *, overnight: bool | None) -> Window | None:
    if overnight or (overnight is None and closes - opens <= NIGHT_MOST):
        return Window(opens=opens, closes=closes)
    lasts = "" if overnight is False else f"; as a night shift it would last {wall(closes - opens)} hours"
    notes.add(
        f"{wall(opens)}-{wall(closes)} closes before it opens{lasts}",
        f'Write ["{wall(closes)}", "{wall(opens)}"], or add `overnight: true` if it ends on the next day',
    )
    return None
