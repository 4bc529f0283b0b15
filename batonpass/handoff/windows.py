"""On which days and at which hours is a team at work, and which stretches of universal time are those?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from .instants import EPOCH

ONE_DAY = timedelta(days=1)
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Open from `opens` until just before `closes` (T2), both on the wall clock, from midnight of the day it opens.

    17:00 is 17 hours. A close past 24 hours is on the next day: a night shift from 22:00 to 06:00 closes at 30 hours.
    """

    opens: timedelta
    closes: timedelta

    def __str__(self) -> str:
        return f"{wall(self.opens)}-{wall(self.closes)}"


Day = tuple[Window, ...]
Span = tuple[int, int]
"""A stretch of open time, [from, until), in whole microseconds of universal time since 1970."""


def _none(year: int) -> Collection[date]:  # noqa: ARG001  every list of holidays takes a year, this one has nothing to say
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A team's written working time: local windows by weekday (Monday first) in one zone, and days that differ (T1).

    A special day is worked as written, holiday or not. A holiday is closed. An early close cuts a usual day short.
    A night shift belongs to the day it opens: the eve's shift runs on into a holiday, the holiday's own does not begin.
    `holidays` gives all dates of one year, so that no year need be listed before it is asked for.
    """

    name: str
    zone: tzinfo
    week: tuple[Day, ...]
    holidays: Callable[[int], Collection[date]] = _none
    early_close: Mapping[date, timedelta] = field(default_factory=dict[date, timedelta])
    special: Mapping[date, Day] = field(default_factory=dict[date, Day])

    def __post_init__(self) -> None:
        """Refuse with ValueError what no reader of a file should let through."""
        if len(self.week) != DAYS_A_WEEK:
            raise ValueError(f"{self.name}: a week has seven days, not {len(self.week)}")
        for windows in (*self.week, *self.special.values()):
            for window in windows:
                check(window)
            both = clash(windows)
            if both:
                raise ValueError(f"{self.name}: {both[0]} and {both[1]} overlap")


def check(window: Window) -> None:
    """Raise ValueError unless the window opens within its own day and closes after that, 24 hours later at most."""
    if not timedelta(0) <= window.opens < ONE_DAY:
        raise ValueError(f"{window} opens outside its day")
    if not window.opens < window.closes <= window.opens + ONE_DAY:
        raise ValueError(f"{window} must close after it opens and within 24 hours")


def clash(windows: Iterable[Window]) -> tuple[Window, Window] | None:
    """Give the first two windows of a day that share time; touching ones (12:00 and 12:00) share none."""
    ordered = sorted(windows, key=lambda window: window.opens)
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            return earlier, later
    return None


def wall(since_midnight: timedelta) -> str:
    """Write a wall-clock time as 09:30, or 09:30:15 where seconds matter; 06:00 of the next day as 06:00."""
    of_its_day = since_midnight if since_midnight <= ONE_DAY else since_midnight - ONE_DAY
    minutes, seconds = divmod(int(of_its_day.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def windows_of(day: date, calendar: Calendar, closed: Collection[date]) -> Day:
    """Give the windows that open on this local day, `closed` being the holidays around it."""
    if day in calendar.special:
        return calendar.special[day]
    if day in closed:
        return ()
    usual = calendar.week[day.weekday()]
    early = calendar.early_close.get(day)
    return usual if early is None else _cut(usual, early)


def spans_in(year: int, calendar: Calendar) -> Iterator[Span]:
    """Give the open stretches of one universal year, in order, merged where they touch and cut at the year's two ends.

    Edges that a clock change skips are read with the offset before it, edges that come twice mean the first (T5).
    """
    # Two days before: a night shift of 30 December may close on 1 January at noon universal time, west of everything.
    first, last = date(year, 1, 1) - 2 * ONE_DAY, date(year + 1, 1, 1)
    closed = {day for near in (year - 1, year, year + 1) for day in calendar.holidays(near)}
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    found = (_span(day, window, calendar.zone) for day in days for window in windows_of(day, calendar, closed))
    return clipped(merged(sorted(found)), year_span(year))


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans, sorted by their start, that touch or overlap."""
    current: Span | None = None
    for begin, end in spans:
        if current and begin <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = begin, end
    if current:
        yield current


def shared(ours: Iterable[Span], theirs: Iterable[Span]) -> Iterator[Span]:
    """Give what two sorted lists of spans have in common; what a clock change left without length is not in it."""
    left, right = iter(ours), iter(theirs)
    a, b = next(left, None), next(right, None)
    while a and b:
        begin, end = max(a[0], b[0]), min(a[1], b[1])
        if begin < end:
            yield begin, end
        if a[1] <= b[1]:
            a = next(left, None)
        else:
            b = next(right, None)


def clipped(spans: Iterable[Span], within: Span) -> Iterator[Span]:
    """Give the parts of the spans that lie in `within`."""
    return shared(spans, (within,))


def year_span(year: int) -> Span:
    """Give one universal year, from its first microsecond until the next year's."""
    return micros(datetime(year, 1, 1, tzinfo=UTC) - EPOCH), micros(datetime(year + 1, 1, 1, tzinfo=UTC) - EPOCH)


def micros(length: timedelta) -> int:
    """Count whole microseconds, exactly; floats would round from a century on."""
    return (length.days * 86400 + length.seconds) * 1_000_000 + length.microseconds


def _span(day: date, window: Window, zone: tzinfo) -> Span:
    # Adding to a zoned datetime moves its wall clock, which is what a written time means.
    midnight = datetime.combine(day, time.min, zone)
    return micros(midnight + window.opens - EPOCH), micros(midnight + window.closes - EPOCH)


def _cut(usual: Day, early: timedelta) -> Day:
    return tuple(Window(opens=w.opens, closes=min(w.closes, early)) for w in usual if w.opens < early)
