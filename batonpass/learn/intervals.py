"""How far may a share or a median be off, and is a difference more than chance?

Every figure comes with its 95 % interval, and none is given for fewer cases than a stated minimum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.learn.curves import beta_quantile, chi_square_above, gamma_above, normal_beyond

Z: Final = 1.959963984540054
ALPHA: Final = 0.05
RATE_LEAST: Final = 20
"""No share of fewer cases than this is shown: with 20 an interval already spans 40 points."""
MEDIAN_LEAST: Final = 10
EXACT_MOST: Final = 2_000
"""Up to so many cases ranks are exact; beyond, the normal curve is, rounded outwards."""
FEW: Final = 5
"""Below so many expected cases a comparison is made by exact counting."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share: how many of how many, with a 95 % interval; None where too few to say."""

    hits: int
    of: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """A point of a distribution with a 95 % interval from the ranks; None where too few to say, or too few above."""

    of: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def rate_of(hits: int, of: int, *, least: int = RATE_LEAST) -> Rate:
    """A share with its Wilson interval; without figures when there are fewer than `least` cases."""
    if of < max(least, 1):
        return Rate(hits=hits, of=of)
    low, high = wilson(hits, of)
    return Rate(hits=hits, of=of, rate=hits / of, low=low, high=high)


def student_t(freedom: float) -> float:
    """How many standard errors 95 % lie within, where the error itself is known from so few differences."""
    share = beta_quantile(ALPHA, freedom / 2, 0.5)
    return sqrt(freedom * (1 - share) / share)


def wilson(hits: float, of: float, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval for a share; it stays within 0 and 1 and holds its promise for small numbers."""
    share, extra = hits / of, z * z / of
    middle = (share + extra / 2) / (1 + extra)
    reach = z * sqrt(share * (1 - share) / of + extra / (4 * of)) / (1 + extra)
    return (0.0 if hits == 0 else middle - reach), (1.0 if hits == of else middle + reach)


def clopper_pearson(hits: int, of: int, alpha: float = ALPHA) -> tuple[float, float]:
    """The exact interval for a share: never less sure than it says, and wider for it."""
    low = 0.0 if hits == 0 else beta_quantile(alpha / 2, hits, of - hits + 1)
    high = 1.0 if hits == of else beta_quantile(1 - alpha / 2, hits + 1, of - hits)
    return low, high


def quantile_of(values: Floats, share: float, *, least: int = MEDIAN_LEAST) -> Quantile:
    """A point of the distribution (0.5: the median) with the interval that order statistics give, whatever its form."""
    count = int(values.size)
    if count < max(least, 1):
        return Quantile(of=count)
    low, high = ranks(count, share)
    wanted = {ceil(count * share) - 1, min(floor(count * share), count - 1), low - 1, high - 1} & {*range(count)}
    ordered = np.partition(values, sorted(wanted))
    return Quantile(
        of=count,
        value=float(np.quantile(ordered, share, method="averaged_inverted_cdf")),
        low=float(ordered[low - 1]) if low >= 1 else None,
        high=float(ordered[high - 1]) if high <= count else None,
    )


def ranks(count: int, share: float, alpha: float = ALPHA) -> tuple[int, int]:
    """The ranks, from 1, between which the quantile lies with 95 %; 0 or count + 1 where no value can bound it."""
    if count > EXACT_MOST:
        reach = Z * sqrt(count * share * (1 - share))
        return floor(count * share - reach), ceil(count * share + reach) + 1
    below = binomial_below(count, share)
    low = int(np.searchsorted(below, alpha / 2, side="right"))
    high = int(np.searchsorted(below, 1 - alpha / 2, side="left")) + 1
    return low, high


def binomial_below(count: int, share: float) -> Floats:
    """The chance of at most 0, 1, … `count` hits."""
    hits = np.arange(count + 1)
    logs = log_factorials(count)
    each = logs[count] - logs[hits] - logs[count - hits] + hits * np.log(share) + (count - hits) * np.log1p(-share)
    return np.cumsum(np.exp(each))


def band(count: int, share: float, alpha: float = ALPHA) -> tuple[float, float]:
    """Between which shares chance alone puts a group of this size, if its true share were `share` (funnel limits)."""
    if share in (0, 1) or not count:
        return share, share
    if count > EXACT_MOST:
        reach = Z * sqrt(count * share * (1 - share))
        return max(0.0, floor(count * share - reach) / count), min(1.0, ceil(count * share + reach) / count)
    below = binomial_below(count, share)
    low, high = np.searchsorted(below, alpha / 2), np.searchsorted(below, 1 - alpha / 2)
    return float(low) / count, float(high) / count


def difference(hits: int, of: int, others: int, of_others: int) -> float:
    """The chance of two shares at least so different if there were no difference: Fisher's where few, else a score."""
    whole, all_hits = of + of_others, hits + others
    if not of or not of_others or all_hits in (0, whole):
        return 1.0
    least = min(of, of_others) * min(all_hits, whole - all_hits) / whole
    if least < FEW:
        return fisher(hits, of, others, of_others)
    share = all_hits / whole
    spread = sqrt(share * (1 - share) * (1 / of + 1 / of_others))
    return normal_beyond((hits / of - others / of_others) / spread)


def fisher(hits: int, of: int, others: int, of_others: int) -> float:
    """Fisher's exact chance, two-sided: all tables as unlikely as this one or more so."""
    whole, all_hits = of + of_others, hits + others
    logs = log_factorials(whole)
    possible = np.arange(max(0, all_hits - of_others), min(of, all_hits) + 1)
    rest = all_hits - possible
    each = (
        logs[of] - logs[possible] - logs[of - possible]
        + logs[of_others] - logs[rest] - logs[of_others - rest]
        - (logs[whole] - logs[all_hits] - logs[whole - all_hits])
    )  # fmt: skip
    here = each[hits - possible[0]]
    return min(1.0, float(np.exp(each[each <= here + 1e-7]).sum()))


def alike(hits: Sequence[int], of: Sequence[int]) -> float:
    """The chance of groups at least so different if all had the same share.

    Pearson's chi-square; where some group is expected fewer than five hits or misses that curve cries wolf, and one
    with the exact mean and variance of such groups is taken (Nass). 1 for fewer than twenty in all.
    """
    counts, wins = np.asarray(of, float), np.asarray(hits, float)
    used = counts > 0
    counts, wins = counts[used], wins[used]
    share = wins.sum() / counts.sum() if counts.size else 0.0
    if counts.size <= 1 or share in (0.0, 1.0):
        return 1.0
    spread = float(((wins - counts * share) ** 2 / (counts * share * (1 - share))).sum())
    if counts.min() * min(share, 1 - share) >= FEW:
        return chi_square_above(spread, counts.size - 1)
    if counts.sum() < RATE_LEAST:
        return 1.0
    mean, variance = spread_of(counts, float(wins.sum()))
    return gamma_above(mean * mean / variance, spread * mean / variance) if variance > 0 else 1.0


def spread_of(counts: Floats, hits: float) -> tuple[float, float]:
    """Mean and variance of Pearson's chi-square of groups of these sizes, if so many hits fell on them by lot."""
    whole, groups = float(counts.sum()), counts.size
    sides = np.array([hits, whole - hits])
    (free, uneven), (two_free, two_uneven) = (
        ((n.size - 1) * (whole - n.size) / (whole - 1), (whole * (1 / n).sum() - n.size**2) / (whole - 2))
        for n in (counts, sides)
    )
    apart = 2 * whole / (whole - 3) * (free - uneven) * (two_free - two_uneven)
    return whole * (groups - 1) / (whole - 1), apart + whole**2 / (whole - 1) * uneven * two_uneven


def benjamini_hochberg(chances: Sequence[float]) -> tuple[float, ...]:
    """The chances adjusted for how many were looked at, in their order: below 0.05, one in twenty finds is false."""
    if not chances:
        return ()
    given = np.asarray(chances, float)
    order = np.argsort(given)[::-1]
    raised = given[order] * given.size / np.arange(given.size, 0, -1)
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(np.minimum.accumulate(raised), 1.0)
    return tuple(float(one) for one in adjusted)


def log_factorials(count: int) -> Floats:
    """The logarithms of 0!, 1!, … `count`!."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, count + 1, dtype=float)))))
