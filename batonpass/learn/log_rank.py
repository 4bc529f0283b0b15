"""Do two groups wait differently, more than chance, when some of both still wait?"""

from __future__ import annotations

from math import sqrt

import numpy as np

from batonpass.learn.curves import normal_beyond
from batonpass.learn.intervals import Floats
from batonpass.learn.survival import Flags, Ordered, below, ordered, steps_of


def log_rank(waits: Floats, ended: Flags, others: Floats, others_ended: Flags) -> float:
    """The chance of waits at least so different if both groups waited alike (log-rank); 1 where nobody can tell."""
    return log_rank_of(ordered(waits, ended), ordered(others, others_ended))


def log_rank_of(mine: Ordered, others: Ordered) -> float:
    """The same of waits in order."""
    if not len(mine) or not len(others):
        return 1.0
    both = np.concatenate([mine.over, others.over])
    order = np.argsort(both, kind="stable")
    times, first, ends = steps_of(both[order])
    if not len(times):
        return 1.0
    ended = np.concatenate([[0], np.cumsum(order < len(mine.over))])
    my_ends = (ended[np.append(first[1:], len(both))] - ended[first]).astype(np.float64)
    my_still = below(mine.still, times)
    my_risk = (len(mine) - ended[first] - my_still).astype(np.float64)
    risk = (len(mine) + len(others) - first - my_still - below(others.still, times)).astype(np.float64)
    share = my_risk / risk
    spread = (ends * share * (1 - share) * (risk - ends) / np.maximum(risk - 1, 1)).sum()
    return normal_beyond(float((my_ends - ends * share).sum()) / sqrt(spread)) if spread > 0 else 1.0
