"""Made-up leads whose true points are known, for what is learned to be held against."""

from __future__ import annotations

import numpy as np

from batonpass.learn.inputs import Input, Inputs
from batonpass.learn.logistic import chances

SLOPE = 0.05
TODAY = np.array([20.0, 10.0, 0.0, -10.0, 5.0])


def some_inputs(chance, count, *, today=TODAY, regions=()):
    """Leads with rules that hold at random. `regions`: points that other models write, and how many leads they have."""
    rows = (chance.random((count, len(today))) < 0.4).astype(float)
    model = np.full(count, len(regions), dtype=np.int32)
    first = 0
    for n, (_, leads) in enumerate(regions):
        model[first : first + leads] = n
        first += leads
    return Inputs(
        inputs=tuple(Input(kind="fit", name=f"rule_{n}", says="") for n in range(len(today))),
        models=(*(f"region_{n}" for n in range(len(regions))), "base"),
        today=np.array([*(points for points, _ in regions), today]),
        present=np.ones((len(regions) + 1, len(today)), dtype=bool),
        rows=rows,
        model=model,
    )


def came_of(chance, inputs, true, *, start=-1.0):
    """What becomes of them if `true` are their points (a row a model, or one for all)."""
    points = np.broadcast_to(true, inputs.today.shape)[inputs.model]
    odds = start + SLOPE * (inputs.rows * points).sum(axis=1)
    return chance.random(len(odds)) < chances(odds[:, None], np.ones(1))
