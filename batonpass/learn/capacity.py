"""Will so many reps keep this promise at this volume, and what is the cheapest change if they will not?

Only working time passes here: leads that come outside of it wait for the opening, and the promise runs from there on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush, heapreplace
from typing import Final, TypeAlias

import numpy as np

from batonpass.learn.intervals import Floats, student_t, wilson
from batonpass.learn.many import Whole

HOURS: Final = 24
WEEK_DAYS: Final = 7
RUNS: Final = 20
MINUTES: Final = 60.0
REPS_MOST: Final = 200
SHIFT_MOST: Final = 3
"""By so many hours a working day may begin sooner or later."""
CLOSE: Final = 1e-6
STEPS: Final = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 360.0, 480.0, 960.0, 1440.0, 2400.0)
"""Minutes of working time that people promise."""


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
    """A share over repeated runs, with a 95 % interval from their number, their leads and how far they differ."""

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


Run: TypeAlias = tuple[Floats, Whole, Floats]


def simulate(office: Office, weeks: int, chance: np.random.Generator, *, runs: int = RUNS) -> Simulated:
    """Let leads come at random for so many weeks, `runs` times over; the most pressing is answered first."""
    return _told(office, [_run(office, weeks, chance) for _ in range(runs)])


def cheapest(office: Office, weeks: int, chance: np.random.Generator, *, allowed: float) -> Change | None:
    """The change with the fewest rep hours after which surely no more than the allowed share breaks, if any.

    All are tried in the order of what they cost, so the first that keeps the promise is the cheapest. Where more comes
    in than reps can ever do, no promise holds, and none is tried.
    """
    for hours, says, changed in sorted(changes_of(office), key=lambda one: one[0]):
        if changed.load < changed.reps:
            broken = simulate(changed, weeks, chance, runs=RUNS // 2).broken
            if broken.high <= allowed:
                return Change(says=says, hours=hours, broken=broken)
    return None


def changes_of(office: Office) -> Iterator[tuple[float, str, Office]]:
    """Every single change: what it costs in rep hours a week, what it is, and the office after it."""
    length = office.closes - office.opens
    for hours in range(-SHIFT_MOST, SHIFT_MOST + 1):
        opens, closes = office.opens + hours, office.closes + hours
        if hours and opens >= 0 and closes <= HOURS:
            yield 0.0, f"work from {opens}:00 to {closes}:00", replace(office, opens=opens, closes=closes)
    for more in range(1, min(2 * office.reps + 3, REPS_MOST - office.reps)):
        says = f"{more} more rep{'s' if more > 1 else ''}"
        yield float(more * length * office.days), says, replace(office, reps=office.reps + more)
    for hours in range(1, HOURS - office.closes + 1):
        later = replace(office, closes=office.closes + hours)
        yield float(hours * office.days * office.reps), f"open until {later.closes}:00", later
    for hours in range(1, office.opens + 1):
        earlier = replace(office, opens=office.opens - hours)
        yield float(hours * office.days * office.reps), f"open from {earlier.opens}:00", earlier


def keepable(office: Office, weeks: int, chance: np.random.Generator, *, allowed: float) -> tuple[Tier, ...] | None:
    """The shortest promise to each tier that this office surely keeps as it is, in steps that people promise.

    None where more comes in than reps can ever do, or where no promise of a week would hold.
    """
    if office.load >= office.reps:
        return None
    runs = [_run(office, weeks, chance) for _ in range(RUNS // 2)]
    tiers = tuple(
        replace(tier, budget=_step(_within([waits[kind == n] for waits, kind, _ in runs], allowed)))
        for n, tier in enumerate(office.tiers)
    )
    for _ in STEPS:
        found = simulate(replace(office, tiers=tiers), weeks, chance, runs=RUNS // 2).tiers
        if all(one.high <= allowed for one in found.values()):
            return tiers
        tiers = tuple(
            replace(tier, budget=_step(tier.budget + 1)) if found[tier.name].high > allowed else tier for tier in tiers
        )
    return None


def _within(runs: Sequence[Floats], allowed: float) -> float:
    """Within how many minutes all but the allowed share were begun."""
    waits = np.concatenate(runs) if runs else np.zeros(0)
    return float(np.quantile(waits, 1 - allowed)) if len(waits) else 0.0


def _step(minutes: float) -> float:
    return next((one for one in STEPS if one >= minutes), STEPS[-1])


def _run(office: Office, weeks: int, chance: np.random.Generator) -> Run:
    """One run: how long each lead waited, its tier, and how many waited by hour of the day."""
    comes = _arrivals(office, weeks, chance)
    shares = np.array([tier.share for tier in office.tiers])
    kind = chance.choice(len(shares), len(comes), p=shares / shares.sum())
    takes = chance.exponential(office.handling, len(comes))
    starts = answered(comes, takes, comes + _budgets(office)[kind], reps=office.reps)
    return starts - comes, kind, _queue(office, comes, starts)


def _budgets(office: Office) -> Floats:
    return np.array([tier.budget for tier in office.tiers])


def _told(office: Office, runs: Sequence[Run]) -> Simulated:
    budgets = _budgets(office)
    each = [((waits > budgets[kind] + CLOSE).astype(np.float64), kind) for waits, kind, _ in runs]
    return Simulated(
        leads=sum(len(late) for late, _ in each),
        broken=_share([late for late, _ in each]),
        tiers={tier.name: _share([late[kind == n] for late, kind in each]) for n, tier in enumerate(office.tiers)},
        waiting=tuple(np.mean([queue for _, _, queue in runs], axis=0).tolist()),
        busy=min(1.0, office.load / office.reps),
    )


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


def _share(runs: Sequence[Floats]) -> Share:
    """How many of all leads were late, and how far that may be from what endless runs would give.

    Leads of one run wait for one another, so they say less than as many leads apart: as much as so many fewer as the
    runs differ more than chance lets them. Few leads of which none was late say little, and the interval is as wide.
    """
    counts = np.array([len(late) for late in runs], dtype=np.float64)
    hits = np.array([float(late.sum()) for late in runs])
    leads = float(counts.sum())
    if not leads:
        return Share(value=0.0, low=0.0, high=1.0)
    value = float(hits.sum()) / leads
    if len(runs) == 1:
        return Share(value=value, low=0.0, high=1.0)
    apart = float(np.square(hits - value * counts).sum()) * len(runs) / (len(runs) - 1)
    alone = value * (1 - value) * leads
    worth = leads / max(1.0, apart / alone) if alone else leads
    low, high = wilson(value * worth, worth, student_t(len(runs) - 1))
    return Share(value=value, low=min(low, value), high=max(high, value))
