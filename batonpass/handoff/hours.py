"""Working time: when is it due, and how much of it has passed?

Open time is compiled year by year, when first asked for, into sorted openings and closings with running totals; both
questions read the same totals, so they can never disagree, and either is two bisections however long the span.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from itertools import accumulate, chain

from .instants import EPOCH
from .record import Record
from .windows import Calendar, Span, clipped, merged, micros, shared, spans_in

FIRST_YEAR, LAST_YEAR = 1970, 2100


class NeverOpens(ValueError):
    """The hours have no open time within a whole calendar year: nothing can be promised by them."""


class OutOfRange(ValueError):
    """The instant lies before 1970 or after 2100, where no hours are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The open time of one universal year; `worked[i]` is the open time before opening i, the last entry all of it."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]

    def worked_by(self, at: int) -> int:
        """Count the open microseconds of this year that have passed at an instant in it."""
        begun = bisect_right(self.opens, at)
        if not begun:
            return 0
        return self.worked[begun] - max(0, self.closes[begun - 1] - at)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hours:
    """Working time ready to be asked; `zone` is where its days are local days. Years are compiled once and kept."""

    name: str
    zone: tzinfo
    spans: Callable[[int], Iterable[Span]] = field(repr=False)
    years: dict[int, Year] = field(default_factory=dict[int, Year], repr=False)

    def year(self, number: int) -> Year:
        """Give one compiled year; raise OutOfRange outside 1970 to 2100."""
        known = self.years.get(number)
        if known is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise OutOfRange(f"{self.name}: hours are kept from {FIRST_YEAR} to {LAST_YEAR}, not in {number}")
            known = self.years[number] = _compiled(self.spans(number))
        return known


class Days(Record):
    """So many local calendar days from an instant on, which no other hours and no other owner make fewer (T11)."""

    since: datetime
    count: int


def hours_of(calendar: Calendar) -> Hours:
    """Make a written calendar ready to be asked."""
    return Hours(name=calendar.name, zone=calendar.zone, spans=partial(spans_in, calendar=calendar))


def both(ours: Hours, theirs: Hours) -> Hours:
    """Give the time when both are open (T6: the owner's hours in the lead's contact window); local days are `ours`."""

    def spans(year: int) -> Iterator[Span]:
        a, b = ours.year(year), theirs.year(year)
        return shared(zip(a.opens, a.closes, strict=True), zip(b.opens, b.closes, strict=True))

    return Hours(name=f"{ours.name} and {theirs.name}", zone=ours.zone, spans=spans)


def ever_open(at: datetime, hours: Hours) -> bool:
    """Is there an open time from this instant on, looking a whole year ahead?"""
    try:
        next_open(at, hours)
    except NeverOpens:
        return False
    return True


def due(start: datetime, budget: timedelta, hours: Hours) -> datetime:
    """Give the earliest instant by which `budget` of working time has passed since `start`, in UTC (T3).

    A budget that runs out exactly at close is due at close. No budget is due at once, open or not.
    Raises NeverOpens, OutOfRange, and ValueError for a naive start or a negative budget.
    """
    at = universal(start)
    left = micros(budget)
    if left <= 0:
        if left:
            raise ValueError("a budget of working time is never negative")
        return at
    number = at.year
    year = hours.years.get(number) or hours.year(number)
    left += year.worked_by(micros(at - EPOCH))
    while left > year.worked[-1]:
        left -= year.worked[-1]
        number += 1
        year = _next_year(hours, number)
    begun = bisect_left(year.worked, left) - 1
    return EPOCH + timedelta(microseconds=year.opens[begun] + left - year.worked[begun])


def elapsed(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """Count the working time between two instants; none, never less, if the end is not after the start (D25)."""
    first, last = universal(start), universal(end)
    if last <= first:
        return timedelta(0)
    total = -_year_at(first, hours).worked_by(micros(first - EPOCH))
    for number in range(first.year, last.year):
        total += hours.year(number).worked[-1]
    total += _year_at(last, hours).worked_by(micros(last - EPOCH))
    return timedelta(microseconds=total)


def is_open(at: datetime, hours: Hours) -> bool:
    """Tell whether the hours are open at this instant: yes at the opening one, no at the closing one (T2)."""
    moment = universal(at)
    year, now = _year_at(moment, hours), micros(moment - EPOCH)
    begun = bisect_right(year.opens, now)
    return begun > 0 and now < year.closes[begun - 1]


def next_open(at: datetime, hours: Hours) -> datetime:
    """Give the first open instant that is not before `at`, in UTC; raise NeverOpens if a whole year has none."""
    moment = universal(at)
    number, now = moment.year, micros(moment - EPOCH)
    year = hours.year(number)
    coming = bisect_right(year.closes, now)
    while coming == len(year.opens):
        number += 1
        year, coming = _next_year(hours, number), 0
    return EPOCH + timedelta(microseconds=max(now, year.opens[coming]))


def local_days_later(at: datetime, days: int, hours: Hours) -> datetime:
    """Give the same wall-clock time `days` local days later, moved to the next opening if closed then (T11)."""
    return next_open(same_time_later(at, days, hours), hours)


def same_time_later(at: datetime, days: int, hours: Hours) -> datetime:
    """Give the same wall-clock time `days` local days later, whether or not they are open then (T11)."""
    moment = universal(at)
    later = (moment.astimezone(hours.zone) + timedelta(days=days)).replace(fold=0).astimezone(UTC)
    # No days later must not mean the first of two equal hours when we are in the second.
    return max(moment, later)


def open_between(start: datetime, end: datetime, hours: Hours) -> tuple[tuple[datetime, datetime], ...]:
    """Give the open stretches between two instants, in UTC, whole where they run over a new year."""
    first, last = universal(start), universal(end)
    within = micros(first - EPOCH), micros(last - EPOCH)
    years = (hours.year(number) for number in range(first.year, last.year + 1))
    spans = chain.from_iterable(zip(year.opens, year.closes, strict=True) for year in years)
    return tuple((_instant(opens), _instant(closes)) for opens, closes in clipped(merged(spans), within))


def universal(at: datetime) -> datetime:
    """Give the same instant in UTC; raise ValueError for a naive one, whose meaning would depend on the machine."""
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone: give an instant with an offset, or in UTC")
    return at.astimezone(UTC)


def _compiled(spans: Iterable[Span]) -> Year:
    listed = tuple(spans)
    return Year(
        opens=tuple(opens for opens, _ in listed),
        closes=tuple(closes for _, closes in listed),
        worked=tuple(accumulate((closes - opens for opens, closes in listed), initial=0)),
    )


def _year_at(moment: datetime, hours: Hours) -> Year:
    return hours.years.get(moment.year) or hours.year(moment.year)


def _next_year(hours: Hours, number: int) -> Year:
    year = hours.year(number)
    if not year.opens:
        raise NeverOpens(f"{hours.name}: nothing is open in all of {number}")
    return year


def _instant(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)
