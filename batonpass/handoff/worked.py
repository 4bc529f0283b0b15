"""How much working time has a promise used, how much had passed since it began, and when is the rest of it over?"""

from __future__ import annotations

from datetime import datetime, timedelta

from .hours import Hours, due, elapsed
from .lead import Clock
from .setting import Setting


def used_by(clock: Clock, at: datetime, hours: Hours) -> float:
    """The seconds of working time this promise has used until that instant, in the hours it is laid out on.

    To the microsecond: a part of a second left out would make the promise later each time it is laid out (T7).
    """
    return _seconds(timedelta(seconds=clock.used_seconds) + elapsed(clock.laid_at, at, hours))


def beyond(clock: Clock, at: datetime, hours: Hours) -> float:
    """The seconds of working time that have passed since a promise was due, in the hours it is laid out on."""
    before = timedelta(seconds=max(0, clock.used_seconds - clock.budget_seconds))
    return _seconds(before + elapsed(max(clock.due_at, clock.laid_at), at, hours))


def rest_due(clock: Clock, at: datetime, *, used: float, hours: Hours) -> datetime:
    """When what is left of a promise is over, laid out from that instant on: the seconds used stay used (T7, T8).

    One that is used up is due at once.
    """
    return due(at, timedelta(seconds=max(0, clock.budget_seconds - used)), hours)


def worked_seconds(clock: Clock, at: datetime, setting: Setting) -> float:
    """The working time between the start and that instant: by the hours of whoever had it then, none in a pause (D23).

    Each stretch counts by its own hours (T8), and never for more than it did when the next one began.
    """
    begun = [one for one in clock.ran if one.since <= at]
    if not begun:
        return 0
    last, later = begun[-1], clock.ran[len(begun) :]
    worked = timedelta(seconds=last.worked_seconds)
    if last.calendars:
        worked += elapsed(last.since, at, setting.hours(last.calendars))
    return min([_seconds(worked), *(one.worked_seconds for one in later[:1])])


def _seconds(length: timedelta) -> float:
    """Seconds as they are written: whole ones without a point."""
    whole, rest = divmod(length, timedelta(seconds=1))
    return length.total_seconds() if rest else whole
