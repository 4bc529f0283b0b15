"""What would somebody find who sat by the wall clock and ticked off every minute?

A second way to working time, slow and simple: it only reads a wall clock at an instant, never asks for the instant of a
wall time, and it counts. The tests hold the real one against it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from batonpass.handoff.windows import Calendar, Window

A_MINUTE = timedelta(minutes=1)
A_DAY = 1440
AROUND = 10
"""Days that are ticked off on either side of the middle; the outer three are only there for windows that reach in."""


@cache
def walls(zone: tzinfo, first: datetime) -> tuple[tuple[datetime, ...], dict[datetime, int]]:
    """What the wall clock shows each minute, and the minute at which it first shows each time."""
    shown = tuple((first + n * A_MINUTE).astimezone(zone).replace(tzinfo=None) for n in range(2 * AROUND * A_DAY))
    return shown, {wall: n for n, wall in reversed(list(enumerate(shown)))}


class Ticks:
    """Whether a calendar is open in each minute of some days around `middle`."""

    def __init__(self, calendar: Calendar, middle: date) -> None:
        self.calendar = calendar
        self.first = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) - timedelta(days=AROUND)
        self.walls, self.seen = walls(calendar.zone, self.first)
        self.open = bytearray(len(self.walls))
        for n in range(1, 2 * AROUND - 1):
            self._tick_off((self.first + timedelta(days=n)).date())

    def _tick_off(self, day: date) -> None:
        midnight = datetime.combine(day, datetime.min.time())
        for window in self._windows(day):
            opens, closes = self._minute_of(midnight + window.opens), self._minute_of(midnight + window.closes)
            self.open[opens:closes] = b"\x01" * (closes - opens)

    def _windows(self, day: date) -> Iterable[Window]:
        calendar = self.calendar
        if day in calendar.special:
            return calendar.special[day]
        if day in calendar.holidays(day.year):
            return ()
        early = calendar.early_close.get(day, timedelta(days=9))
        return [
            Window(opens=w.opens, closes=min(w.closes, early)) for w in calendar.week[day.weekday()] if w.opens < early
        ]

    def _minute_of(self, wall: datetime) -> int:
        """The minute at which the wall clock first shows this, or would have shown it had it not jumped."""
        if wall in self.seen:
            return self.seen[wall]
        before = max(n for n in range(len(self.walls) - 1) if self.walls[n] < wall < self.walls[n + 1])
        return before + (wall - self.walls[before]) // A_MINUTE

    def number(self, at: datetime) -> int:
        """The number of an instant's minute."""
        return (at - self.first) // A_MINUTE

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open minutes between two instants."""
        return sum(self.open[self.number(start) : self.number(end)]) * A_MINUTE

    def due(self, start: datetime, budget: timedelta) -> datetime | None:
        """The end of the minute in which the budget runs out, if that is within sight."""
        left, n = budget // A_MINUTE, self.number(start)
        while left and n < self._sight():
            left -= self.open[n]
            n += 1
        return None if left else self.first + n * A_MINUTE

    def next_open(self, at: datetime) -> datetime | None:
        """The first open minute, if one is within sight."""
        found = self.open.find(1, self.number(at), self._sight())
        return None if found < 0 else self.first + found * A_MINUTE

    def _sight(self) -> int:
        return len(self.open) - 3 * A_DAY
