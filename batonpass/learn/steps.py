"""Which rising staircase lies closest to what happened? The chance by points, with no form assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from batonpass.learn.intervals import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """From `since[n]` points on the chance is `chance[n]`; below the first it is that of the first."""

    since: Floats
    chance: Floats

    def at(self, scores: Floats) -> Floats:
        """The chance of each score."""
        return self.chance[np.maximum(np.searchsorted(self.since, scores, side="right") - 1, 0)]


def rising(values: Floats, weights: Floats) -> Floats:
    """The rising values closest to the given ones by weighted squares (pool adjacent violators)."""
    level: list[float] = []
    mass: list[float] = []
    count: list[int] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        level.append(value)
        mass.append(weight)
        count.append(1)
        while len(level) > 1 and level[-2] >= level[-1]:
            _pool(level, mass, count)
    return np.repeat(np.array(level, dtype=np.float64), count)


def steps_of(scores: Floats, won: Floats) -> Steps:
    """The staircase of the chance over the scores; equal scores are one step. Raises ValueError without leads."""
    if not len(scores):
        raise ValueError("there is no lead to learn from")
    since, place = np.unique(scores, return_inverse=True)
    mass = np.bincount(place).astype(np.float64)
    level = rising(np.bincount(place, won) / mass, mass)
    keep = np.r_[True, level[1:] != level[:-1]]
    return Steps(since=since[keep], chance=level[keep])


def _pool(level: list[float], mass: list[float], count: list[int]) -> None:
    """Make one step of the last two."""
    value, weight, many = level.pop(), mass.pop(), count.pop()
    both = mass[-1] + weight
    level[-1] = (level[-1] * mass[-1] + value * weight) / both
    mass[-1] = both
    count[-1] += many
