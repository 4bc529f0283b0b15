"""Will so many reps keep this promise at this volume, and what is the cheapest change if they will not?

Only working time passes here: leads that come outside of it wait for the opening, and the promise runs from there on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush, heapreplace
from math import sqrt
from typing import Final

import numpy as np

from batonpass.learn.intervals import Floats, Z

HOURS: Final = 24
WEEK_DAYS: Final = 7
RUNS: Final = 20
MINUTES: Final = 60.0
REPS_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A share of the leads, and how many minutes of working time their first touch may take."""

    name: str
    share: float
    budget: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The leads of a week by weekday (7) and hour (24), who works when, and how long one lead takes (minutes)."""

    volume: Floats
    reps: int
    opens: int
    closes: int
    days: int
    handling: float
    tiers: tuple[Tier, ...]

    @property
    def load(self) -> float:
        """How many reps are busy on average while the office is open."""
        return float(self.volume.sum()) * self.handling / ((self.closes - self.opens) * MINUTES * self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share over repeated runs, with a 95 % interval from their differences."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """How many promises break, in all and by tier, how many leads wait by hour of the day, and how busy reps are."""

    leads: int
    broken: Share
    tiers: dict[str, Share]
    waiting: tuple[float, ...]
    busy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that would keep the promise, what it costs in rep hours a week, and what would then break."""

    says: str
    hours: float
    broken: Share


def simulate(office: Office, weeks: int, chance: np.random.Generator, *, runs: int = RUNS) -> Simulated:
    """Let leads come at random for so many weeks, `runs` times over; the most pressing is answered first."""
    each = [_run(office, weeks, chance) for _ in range(runs)]
    names = tuple(tier.name for tier in office.tiers)
    return Simulated(
        leads=sum(len(late) for late, _, _ in each),
        broken=_share([late.mean() if len(late) else 0.0 for late, _, _ in each]),
        tiers={name: _share([_mean(late[kind == n]) for late, kind, _ in each]) for n, name in enumerate(names)},
        waiting=tuple(np.mean([queue for _, _, queue in each], axis=0).tolist()),
        busy=min(1.0, office.load / office.reps),
    )


def cheapest(office: Office, weeks: int, chance: np.random.Generator, *, allowed: float) -> Change | None:
    """The change with the fewest rep hours after which surely no more than the allowed share breaks, if any."""
    found = [
        one for one in (_more_reps(office, weeks, chance, allowed), _longer(office, weeks, chance, allowed)) if one
    ]
    return min(found, key=lambda one: one.hours, default=None)


def _more_reps(office: Office, weeks: int, chance: np.random.Generator, allowed: float) -> Change | None:
    week = (office.closes - office.opens) * office.days
    for reps in range(office.reps + 1, min(office.reps * 3 + 3, REPS_MOST)):
        broken = simulate(replace(office, reps=reps), weeks, chance, runs=RUNS // 2).broken
        if broken.high <= allowed:
            more = reps - office.reps
            return Change(says=f"{more} more rep{'s' if more > 1 else ''}", hours=float(more * week), broken=broken)
    return None


def _longer(office: Office, weeks: int, chance: np.random.Generator, allowed: float) -> Change | None:
    for hours in range(1, HOURS - office.closes + 1):
        broken = simulate(replace(office, closes=office.closes + hours), weeks, chance, runs=RUNS // 2).broken
        if broken.high <= allowed:
            return Change(
                says=f"open until {office.closes + hours}:00",
                hours=float(hours * office.days * office.reps),
                broken=broken,
            )
    return None


def _run(office: Office, weeks: int, chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """One run: whether each lead was late, its tier, and how many waited by hour of the day."""
    comes = _arrivals(office, weeks, chance)
    shares = np.array([tier.share for tier in office.tiers])
    kind = chance.choice(len(shares), len(comes), p=shares / shares.sum())
    takes = chance.exponential(office.handling, len(comes))
    budget = np.array([tier.budget for tier in office.tiers])[kind]
    starts = answered(comes, takes, comes + budget, reps=office.reps)
    return (starts > comes + budget).astype(np.float64), kind.astype(np.float64), _queue(office, comes, starts)


def _arrivals(office: Office, weeks: int, chance: np.random.Generator) -> Floats:
    """When leads come, in minutes of working time since the first opening; outside of it they come at the opening."""
    counts = chance.poisson(np.tile(office.volume.ravel(), weeks))
    slots = np.repeat(np.arange(len(counts)), counts)
    day, hour = np.divmod(slots, HOURS)
    within = hour + chance.random(len(slots))
    length = (office.closes - office.opens) * MINUTES
    week, weekday = np.divmod(day, WEEK_DAYS)
    closed = weekday >= office.days
    open_days = week * office.days + np.minimum(weekday, office.days)
    passed = np.where(closed, 0.0, np.clip((within - office.opens) * MINUTES, 0.0, length))
    return np.sort(open_days * length + passed)


def answered(comes: Floats, takes: Floats, due: Floats, *, reps: int) -> Floats:
    """When each lead is begun: a free rep takes the one that is due first of those that are there."""
    starts = np.zeros(len(comes))
    free = [0.0] * reps
    waits: list[tuple[float, int]] = []
    order: Sequence[float] = comes.tolist()
    lengths, dues = takes.tolist(), due.tolist()
    place = 0
    while place < len(order) or waits:
        if not waits:
            heappush(waits, (dues[place], place))
            place += 1
        now = max(free[0], order[waits[0][1]])
        while place < len(order) and order[place] <= now:
            heappush(waits, (dues[place], place))
            place += 1
        _, lead = heappop(waits)
        begun = max(now, order[lead])
        starts[lead] = begun
        heapreplace(free, begun + lengths[lead])
    return starts


def _queue(office: Office, comes: Floats, starts: Floats) -> Floats:
    """How many leads wait at the middle of each hour of a working day, on average."""
    length = (office.closes - office.opens) * MINUTES
    days = int(comes[-1] // length) + 1 if len(comes) else 1
    waiting = np.zeros(HOURS)
    for hour in range(office.opens, office.closes):
        instants = np.arange(days) * length + (hour - office.opens + 0.5) * MINUTES
        here = np.searchsorted(comes, instants, side="right") - np.searchsorted(np.sort(starts), instants, side="right")
        waiting[hour] = float(here.mean())
    return waiting


def _share(each: Sequence[float]) -> Share:
    values = np.array(each)
    value = float(values.mean())
    reach = Z * float(values.std(ddof=1)) / sqrt(len(values)) if len(values) > 1 else 1.0
    return Share(value=value, low=max(0.0, value - reach), high=min(1.0, value + reach))


def _mean(late: Floats) -> float:
    return float(late.mean()) if len(late) else 0.0
