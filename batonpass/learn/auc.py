"""How well does a score put those who converted before those who did not, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from batonpass.learn.intervals import Floats, Z

Truth = npt.NDArray[np.bool_]
EACH_LEAST: Final = 5
"""With fewer of either kind no interval is given, for it would promise more than it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auc:
    """The chance that a lead that converted had more points than one that did not; a tie is half. None: cannot be said.

    `error` is DeLong's standard error; the interval is drawn on the log-odds, so that it stays within 0 and 1.
    """

    converted: int
    others: int
    value: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None


def auc_of(scores: Floats, won: Truth) -> Auc:
    """The area under the curve with its 95 % interval (DeLong), by ranks: a million leads take a second."""
    converted, others = int(won.sum()), int((~won).sum())
    if not converted or not others:
        return Auc(converted=converted, others=others)
    over, under = _placements(scores, won)
    value = float(over.mean())
    if min(converted, others) < EACH_LEAST:
        return Auc(converted=converted, others=others, value=value)
    error = sqrt(float(over.var(ddof=1)) / converted + float(under.var(ddof=1)) / others)
    low, high = _on_log_odds(value, error)
    return Auc(converted=converted, others=others, value=value, error=error, low=low, high=high)


def mean_of(each: Sequence[Auc]) -> Auc:
    """The mean of areas that were measured on different leads; without a value where one of them has none."""
    converted, others = sum(one.converted for one in each), sum(one.others for one in each)
    if not each or any(one.value is None or one.error is None for one in each):
        return Auc(converted=converted, others=others)
    value = sum(one.value or 0.0 for one in each) / len(each)
    error = sqrt(sum((one.error or 0.0) ** 2 for one in each)) / len(each)
    low, high = _on_log_odds(value, error)
    return Auc(converted=converted, others=others, value=value, error=error, low=low, high=high)


def area(scores: Floats, won: Truth) -> float:
    """The area alone; 0.5 when there is nobody to compare."""
    found = auc_of(scores, won).value
    return 0.5 if found is None else found


def midranks(values: Floats) -> Floats:
    """The rank of each value from 1; equal ones share the mean of theirs."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    last = np.r_[first[1:], len(values)]
    ranks = np.empty(len(values), dtype=np.float64)
    ranks[order] = np.repeat((first + last + 1) / 2, last - first)
    return ranks


def _placements(scores: Floats, won: Truth) -> tuple[Floats, Floats]:
    """Of each who converted, the share of the others that it is above; of each other, the share that is above it."""
    yes, no = scores[won], scores[~won]
    among = midranks(np.concatenate([yes, no]))
    over = (among[: len(yes)] - midranks(yes)) / len(no)
    under = 1 - (among[len(yes) :] - midranks(no)) / len(yes)
    return over, under


def _on_log_odds(value: float, error: float) -> tuple[float, float]:
    if value in (0.0, 1.0) or error <= 0:
        return value, value
    middle, reach = log(value / (1 - value)), Z * error / (value * (1 - value))
    return 1 / (1 + exp(reach - middle)), 1 / (1 + exp(-reach - middle))
