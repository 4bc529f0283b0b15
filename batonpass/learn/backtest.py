"""Had this playbook been in force then: which leads would sales have got, and what became of them?

Every difference is between the same leads, so its interval is that of the leads on which the two playbooks differ. A
lead that nobody worked has no outcome: it is counted apart, and bounds say what it could change.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.learn.intervals import Floats, Rate, Z, rate_of, student_t
from batonpass.learn.many import Truth

UNKNOWN: Final = -1
MANY: Final = 1_000
"""From so many leads on, the spread is known as well as it need be."""
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number that would have come out otherwise in another such time: with a 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between what a share lies, whatever became of those whose outcome nobody knows."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What sales would have got under one playbook.

    `precision`: of those with an outcome, how many converted. `recall`: of all that converted, how many it hands over.
    """

    volume: Amount
    unknown: int
    precision: Rate
    precision_bounds: Bounds
    recall: Rate
    recall_bounds: Bounds
    revenue: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Leads that only one of the two hands over, and what became of them."""

    leads: int
    converted: int
    failed: int
    unknown: int
    rate: Rate
    revenue: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Both playbooks on the same leads, who flips, and the differences (after less before)."""

    leads: int
    before: Side
    after: Side
    joins: Flip
    leaves: Flip
    volume: Amount
    precision: Amount | None
    recall: Amount | None
    revenue: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many of the leads one rep or queue would have got under each, and the difference."""

    to: str
    before: Amount
    after: Amount
    more: Amount


def backtest(before: Truth, after: Truth, outcome: Codes, worth: Floats) -> Backtest:
    """Compare whom two playbooks hand over, given what became of each lead (1, 0, or -1: nobody knows).

    `worth` is the revenue of each lead, not a number where none is known; only that of converted leads counts.
    """
    earned = np.where((outcome == 1) & np.isfinite(worth), worth, 0.0)
    known_worth = bool(np.isfinite(worth).any())
    money = earned if known_worth else None
    changed = after.astype(np.float64) - before
    return Backtest(
        leads=len(outcome),
        before=_side(before, outcome, money),
        after=_side(after, outcome, money),
        joins=_flip(after & ~before, outcome, earned),
        leaves=_flip(before & ~after, outcome, earned),
        volume=_sum_of(changed),
        precision=_precision_apart(before, after, outcome),
        recall=_recall_apart(before, after, outcome),
        revenue=_sum_of(changed * earned) if known_worth else None,
    )


def loads(before: npt.NDArray[np.int32], after: npt.NDArray[np.int32], names: tuple[str, ...]) -> tuple[Load, ...]:
    """Who gets how many: `before` and `after` count `names`, and are negative for leads that go nowhere."""
    found: list[Load] = []
    for n, name in enumerate(names):
        was, becomes = (before == n), (after == n)
        if was.any() or becomes.any():
            more = _sum_of(becomes.astype(np.float64) - was)
            found.append(Load(to=name, before=_count(int(was.sum())), after=_count(int(becomes.sum())), more=more))
    return tuple(found)


def _side(ready: Truth, outcome: Codes, earned: Floats | None) -> Side:
    won, open_ = outcome == 1, outcome == UNKNOWN
    hits, known = int((ready & won).sum()), int((ready & ~open_).sum())
    unknown, volume = int((ready & open_).sum()), int(ready.sum())
    missed, unknown_out = int((~ready & won).sum()), int((~ready & open_).sum())
    return Side(
        volume=_count(volume),
        unknown=unknown,
        precision=rate_of(hits, known),
        precision_bounds=Bounds(low=_share(hits, volume), high=_share(hits + unknown, volume)),
        recall=rate_of(hits, hits + missed),
        recall_bounds=Bounds(
            low=_share(hits, hits + missed + unknown_out), high=_share(hits + unknown, hits + unknown + missed)
        ),
        revenue=None if earned is None else _sum_of(earned * ready),
    )


def _flip(who: Truth, outcome: Codes, earned: Floats) -> Flip:
    converted, failed = int((who & (outcome == 1)).sum()), int((who & (outcome == 0)).sum())
    return Flip(
        leads=int(who.sum()),
        converted=converted,
        failed=failed,
        unknown=int((who & (outcome == UNKNOWN)).sum()),
        rate=rate_of(converted, converted + failed),
        revenue=float(earned[who].sum()),
    )


def _precision_apart(before: Truth, after: Truth, outcome: Codes) -> Amount | None:
    known, won = outcome != UNKNOWN, (outcome == 1).astype(np.float64)
    shares: list[float] = []
    pulls = np.zeros(len(outcome))
    for sign, ready in ((-1, before & known), (1, after & known)):
        count = int(ready.sum())
        if not count:
            return None
        share = float(won[ready].mean())
        shares.append(share)
        pulls += sign * ready * (won - share) / count
    return _with_spread(shares[1] - shares[0], pulls)


def _recall_apart(before: Truth, after: Truth, outcome: Codes) -> Amount | None:
    won = outcome == 1
    count = int(won.sum())
    if not count:
        return None
    if np.array_equal(before, after):
        return Amount(value=0.0, low=0.0, high=0.0)
    moved = after[won].astype(np.float64) - before[won]
    apart, flipped = float(moved.mean()), int(np.count_nonzero(moved))
    # As if one lead more had flipped and one had not: where none has, another such time may differ (Agresti and Min).
    middle = float(moved.sum()) / (count + 2)
    reach = Z * sqrt(((flipped + 1) / (count + 2) - middle * middle) / (count + 2))
    return Amount(value=apart, low=max(-1.0, middle - reach), high=min(1.0, middle + reach))


def _sum_of(each: Floats) -> Amount:
    """A sum over leads that come as they come; for plain counts this is the score interval of a Poisson mean.

    Each lead weighs in the spread with its square, and in how lopsided it is with its cube. A spread that hangs on a
    few large amounts is known as badly as one of so few leads, and the range is the wider for it (Satterthwaite); where
    each lead counts one, more or less, it follows from how many they are, however few.
    """
    value, squares, fourths = float(each.sum()), float((each * each).sum()), float((each**4).sum())
    if not squares:
        return Amount(value=value, low=value, high=value)
    lopsided, worth = float((each**3).sum()) / squares, squares * squares / fourths
    counted = squares == fourths == float(np.abs(each).sum())
    z = Z if counted or worth >= MANY else student_t(worth)
    middle, reach = value + z * z / 2 * lopsided, z * sqrt(squares + (z * lopsided) ** 2 / 4)
    return Amount(value=value, low=middle - reach, high=middle + reach)


def _count(leads: int) -> Amount:
    """A count of leads that come as they come (score interval of a Poisson mean)."""
    middle, reach = leads + Z * Z / 2, Z * sqrt(leads + Z * Z / 4)
    return Amount(value=leads, low=max(0.0, middle - reach), high=middle + reach)


def _with_spread(value: float, pulls: Floats) -> Amount:
    reach = Z * sqrt(float((pulls * pulls).sum()))
    return Amount(value=value, low=value - reach, high=value + reach)


def _share(hits: int, of: int) -> float | None:
    return hits / of if of else None
