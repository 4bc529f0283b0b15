"""Does a group do better or worse than all others of the same months, more than chance?

Who came in lately had less time, and who came in before anything was written down shows nothing: laid beside all leads,
a group that came mostly then looks bad. Laid beside the leads of its own months it does not (Mantel and Haenszel).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import sqrt

import numpy as np

from batonpass.learn.curves import normal_beyond
from batonpass.learn.intervals import FEW, Floats, log_factorials


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One month: how many of the group's leads got there, of how many, and the same of all leads."""

    hits: int
    of: int
    all_hits: int
    all_of: int


def usual(months: list[Stratum]) -> float:
    """How many of the group's leads would have got there, had it done in each month as all did."""
    return sum(one.of * one.all_hits / one.all_of for one in months)


def apart(months: list[Stratum]) -> float:
    """The chance of a group at least so far from the usual; by exact counting where few are expected."""
    lies = sum(one.hits for one in months) - usual(months)
    spread = sum(_variance(one) for one in months)
    if spread <= 0:
        return 1.0
    size, hits = sum(one.of for one in months), sum(one.all_hits for one in months)
    whole, expected = sum(one.all_of for one in months), usual(months)
    if min(expected, size - expected, hits - expected, whole - size - hits + expected) < FEW:
        return _exactly(months if 2 * hits <= whole else [_turned(one) for one in months])
    return normal_beyond(lies / sqrt(spread))


def _variance(one: Stratum) -> float:
    if one.all_of <= 1:
        return 0.0
    share = one.all_hits / one.all_of
    return one.of * share * (1 - share) * (one.all_of - one.of) / (one.all_of - 1)


def _turned(one: Stratum) -> Stratum:
    """The same told of those who did not get there."""
    return Stratum(hits=one.of - one.hits, of=one.of, all_hits=one.all_of - one.all_hits, all_of=one.all_of)


def _exactly(months: list[Stratum]) -> float:
    """All ways to deal the hits of each month that are as unlikely as this one, or more so."""
    logs = log_factorials(max(one.all_of for one in months))
    least = sum(max(0, one.all_hits - one.all_of + one.of) for one in months)
    each = reduce(np.convolve, [_dealt(one, logs) for one in months])
    here = each[sum(one.hits for one in months) - least]
    return min(1.0, float(each[each <= here * (1 + 1e-7)].sum()))


def _dealt(one: Stratum, logs: Floats) -> Floats:
    """The chance of each number of hits that can have fallen on the group in its month."""
    hits = np.arange(max(0, one.all_hits - one.all_of + one.of), min(one.of, one.all_hits) + 1)
    rest, others = one.all_hits - hits, one.all_of - one.of
    ways = logs[one.of] - logs[hits] - logs[one.of - hits] + logs[others] - logs[rest] - logs[others - rest]
    return np.exp(ways - (logs[one.all_of] - logs[one.all_hits] - logs[one.all_of - one.all_hits]))
