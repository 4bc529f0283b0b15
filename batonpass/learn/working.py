"""How much working time passed between two instants, for very many of them at once?"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from batonpass.handoff.hours import Hours
from batonpass.handoff.instants import EPOCH
from batonpass.learn.intervals import Floats
from batonpass.learn.rounds import SECOND, Instants


def worked(start: Instants, end: Instants, hours: Hours) -> Floats:
    """Seconds of working time from one instant to the other; none, never less, if the end is not after the start."""
    if not len(start):
        return np.zeros(0)
    edges, totals = _totals(hours, int(min(start.min(), end.min())), int(max(start.max(), end.max())))
    passed = np.interp(end, edges, totals) - np.interp(start, edges, totals)
    return np.maximum(0.0, passed) / SECOND


def _totals(hours: Hours, first: int, last: int) -> tuple[Floats, Floats]:
    """Every opening and closing of the years between, with the working time before it."""
    edges: list[int] = []
    totals: list[int] = []
    before = 0
    for number in range(_year(first), _year(last) + 1):
        year = hours.year(number)
        for opens, closes, done in zip(year.opens, year.closes, year.worked, strict=False):
            edges += (opens, closes)
            totals += (before + done, before + done + closes - opens)
        before += year.worked[-1]
    return np.array(edges or [0], np.float64), np.array(totals or [0], np.float64)


def _year(at: int) -> int:
    return (EPOCH + timedelta(microseconds=at)).year
