"""Do two groups wait differently, more than chance, when some of both still wait?"""

from __future__ import annotations

from math import sqrt

import numpy as np

from batonpass.learn.curves import normal_beyond
from batonpass.learn.intervals import Floats
from batonpass.learn.survival import Flags


def log_rank(waits: Floats, ended: Flags, others: Floats, others_ended: Flags) -> float:
    """The chance of waits at least so different if both groups waited alike (log-rank); 1 where nobody can tell."""
    if not len(waits) or not len(others):
        return 1.0
    times = np.unique(np.concatenate([waits[ended], others[others_ended]]))
    mine, mine_ended = np.sort(waits), np.sort(waits[ended])
    both = np.sort(np.concatenate([waits, others]))
    both_ended = np.sort(np.concatenate([waits[ended], others[others_ended]]))
    risk = (len(both) - np.searchsorted(both, times)).astype(float)
    my_risk = (len(mine) - np.searchsorted(mine, times)).astype(float)
    ends, my_ends = _at(both_ended, times), _at(mine_ended, times)
    share = my_risk / risk
    spread = (ends * share * (1 - share) * (risk - ends) / np.maximum(risk - 1, 1)).sum()
    return normal_beyond(float((my_ends - ends * share).sum()) / sqrt(spread)) if spread > 0 else 1.0


def _at(ordered: Floats, times: Floats) -> Floats:
    """How many fall on each of these times."""
    last, first = np.searchsorted(ordered, times, side="right"), np.searchsorted(ordered, times)
    return (last - first).astype(np.float64)
