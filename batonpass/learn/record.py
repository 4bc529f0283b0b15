"""How does somebody stand with first touches: today, and for how many working days without a breach?

Counted as every report counts (`counted.followed_up`), with two exceptions for whoever counts their own: a promise that
was paused is judged by the instant it was due before, and one that broke and was closed afterwards stays broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from batonpass.handoff.lead import ClockState

LEAST: Final = 3
"""Fewer answered promises, or fewer days, say nothing and are not shown."""
BACK: Final = timedelta(days=92)
"""So far back a streak is counted."""
LATELY: Final = timedelta(days=28)
"""So far back it is looked first; most streaks end there."""
SHOWN: Final = 10
"""So many of the last days with an answer are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Promises of a first touch that stand alike, `many` in number.

    `late` ones ended after they were due, run on past it or broke; `at` is when they were due, and for others when they
    ended.
    """

    state: str
    late: bool
    excused: bool
    at: datetime
    many: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many first touches were made in time on a day, and how many promises broke on it."""

    on: date
    kept: int
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Today's first touches, and the working days in a row without a breach, the last `SHOWN` of them with their days.

    `of` and `streak` are 0 where there is too little to say. `settled`: promises of earlier days would change nothing.
    """

    kept: int
    of: int
    streak: int
    days: tuple[Day, ...]
    settled: bool = field(default=True, compare=False)

    @property
    def lately(self) -> tuple[int, int]:
        """On those last days: how many were made in time, of how many; (0, 0) where that is too little to say."""
        kept = sum(day.kept for day in self.days)
        of = kept + sum(day.broken for day in self.days)
        return (kept, of) if of >= LEAST else (0, 0)


def verdict_of(promise: Promise) -> bool | None:
    """Whether it was kept; None while it runs, when it is excused, or closed before it was due."""
    if promise.late:
        return None if promise.excused else False
    return True if promise.state == ClockState.MET else None


def record(
    promises: Iterable[Promise],
    *,
    now: datetime,
    zone: tzinfo,
    worked: Callable[[date], bool],
    back: timedelta = BACK,
) -> Record:
    """Count them by the days of `zone`, so far `back`; `worked` says whether somebody's hours were open on a day.

    A day counts into the streak when they worked and made a first touch in time and broke none. A day off neither ends
    nor lengthens it, and neither does one on which nothing was answered.
    """
    kept, broken = Counter[date](), Counter[date]()
    for one in promises:
        well = verdict_of(one)
        if well is not None:
            (kept if well else broken)[one.at.astimezone(zone).date()] += one.many
    today = now.astimezone(zone).date()
    first = (now - back).astimezone(zone).date()
    days = [
        Day(on=day, kept=kept[day], broken=broken[day])
        for day in sorted({*kept, *broken})
        if first < day and worked(day)
    ]
    streak = _unbroken(days)
    answered = kept[today] + broken[today]
    return Record(
        kept=kept[today],
        of=answered if answered >= LEAST else 0,
        streak=streak if streak >= LEAST else 0,
        days=tuple(days[-SHOWN:]),
        settled=streak < len(days) >= SHOWN,
    )


def _unbroken(days: list[Day]) -> int:
    """How many days, back from the last, had no breach."""
    count = 0
    for day in reversed(days):
        if day.broken:
            break
        count += 1
    return count
