"""Which points would fit what came of the leads, if today's points are believed until the leads say otherwise?"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from batonpass.learn.auc import Truth
from batonpass.learn.inputs import Input, Inputs
from batonpass.learn.intervals import Floats
from batonpass.learn.logistic import Belief, Fit, chances, fit

PRIOR: Final = 0.3
"""How far, in log-odds, a weight may lie from today's points (a standard deviation): 60 leads nudge, 6,000 decide."""
REGION: Final = 0.2
"""How far a region's own weight may lie from that of all, beyond what is written of it."""
SLOPE_LEAST: Final = log(2) / 20
"""Points that say little today are read as: twenty double the odds. Any less, and new points would be huge."""
APPLIES_LEAST: Final = 5
HELD: Final = 1e9
"""How firmly an input that keeps its points is held while the others are weighed again beside it."""
ROUNDS_MOST: Final = 20
CENTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An input of one model: today's points, the points the leads speak for with a 95 % interval, what is proposed.

    Where a model writes no points of its own, today's are those proposed for the base. `leads` is to how many it
    applies. `borrowed` is the share that comes from the other leads and not its own.
    """

    input: Input
    model: str
    today: float
    best: float
    low: float
    high: float
    proposed: float
    leads: int
    borrowed: float = 0.0

    @property
    def moves(self) -> bool:
        """Whether other points are proposed."""
        return self.proposed != self.today

    @property
    def told(self) -> str:
        """In words: 18, 12 to 23; of so few leads that it could be anything, that they say nothing."""
        if self.leads < APPLIES_LEAST:
            return "too few to say"
        return f"{self.best:.0f}, {self.low:.0f} to {self.high:.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A model of its own: its leads, and how much of its weights is borrowed from all the others."""

    model: str
    leads: int
    converted: int
    borrowed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """The weights of every model, the base's among them, and what a point is worth in log-odds."""

    weighed: tuple[Weighed, ...]
    regions: tuple[Region, ...]
    slope: float
    points: Floats
    leads: int
    converted: int

    def totals(self, inputs: Inputs) -> Floats:
        """The points of each lead under what is proposed."""
        return (inputs.rows * self.points[inputs.model]).sum(axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All weights side by side; then those that move, beside the others held where they are, at `today`."""

    today: Floats
    all: Fit
    settled: Fit
    moves: Truth

    @property
    def both(self) -> list[tuple[Floats, Floats]]:
        """Weight, low and high end of each input: once settled, and side by side."""
        pairs = ((self.settled.weights, self.all.weights), (self.settled.low, self.all.low))
        return [(a[1:], b[1:]) for a, b in (*pairs, (self.settled.high, self.all.high))]


def calibrate(inputs: Inputs, won: Truth) -> Calibrated:
    """Weigh every input by the leads whose outcome is known.

    Today's points are the belief beforehand. Each model other than the base believes what all leads say, moved by what
    is written of it today, until its own leads say otherwise. An input keeps its points where the interval holds them,
    and where it applies to fewer than five leads. Raises ValueError when all leads came out alike.
    """
    if won.all() or not won.any():
        raise ValueError("there is nothing to learn from leads that all came out alike")
    came = won.astype(np.float64)
    slope = slope_of(inputs.totals, came)
    base = len(inputs.models) - 1
    whole = _all_together(inputs, came, slope)
    per_model = [
        _of_region(inputs, came, whole, model=n, slope=slope) if n != base else (whole, 0.0)
        for n in range(len(inputs.models))
    ]
    weighed = [
        one
        for n, (found, borrowed) in enumerate(per_model)
        for one in _weighed(inputs, found, borrowed, n, slope=slope)
    ]
    proposed = np.array([one.proposed for one in weighed]).reshape(inputs.today.shape)
    return Calibrated(
        weighed=tuple(weighed),
        regions=tuple(_region(inputs, won, n, per_model[n][1]) for n in range(base)),
        slope=slope,
        points=proposed,
        leads=len(won),
        converted=int(won.sum()),
    )


def slope_of(totals: Floats, came: Floats) -> float:
    """What one of today's points is worth in log-odds."""
    found = line(totals, came)
    return max(float(found.weights[1]), SLOPE_LEAST)


def line(totals: Floats, came: Floats) -> Fit:
    """The chance as a line in the points, in log-odds (Platt's): two weights, one for all and one a point."""
    belief = Belief(mean=np.zeros(2), firmness=np.array([1e-6, 1e-6]))
    return fit(np.column_stack([np.ones(len(totals)), totals]), came, belief)


def said(totals: Floats, fitted: Fit) -> Floats:
    """The chance of each lead by a fitted line."""
    return chances(np.column_stack([np.ones(len(totals)), totals]), fitted.weights)


def _all_together(inputs: Inputs, came: Floats, slope: float) -> Found:
    """One weight an input for all leads, what is written of each region set aside."""
    base = inputs.today[-1]
    own = (inputs.rows * (inputs.today - base)[inputs.model]).sum(axis=1) * slope
    # What a point is worth was learned from the same leads: a large weight is believed less firmly for it.
    off = base * float(line(inputs.totals, came).errors[1])
    belief = Belief(mean=np.r_[0.0, base * slope], firmness=np.r_[0.0, 1 / (PRIOR**2 + off**2)])
    return _weigh(inputs.rows, came, belief, today=base * slope, before=own, free=inputs.present[-1])


def _weigh(rows: Floats, came: Floats, belief: Belief, *, today: Floats, before: Floats, free: Truth) -> Found:
    """Weigh all, then hold what keeps its points and weigh the others again beside it, until all is settled."""
    with_one = np.column_stack([np.ones(len(rows)), rows])
    first = fit(with_one, came, belief, before=before)
    moves = free & _beyond(first, today) & ((rows != 0).sum(axis=0) >= APPLIES_LEAST)
    found = first
    for _ in range(ROUNDS_MOST):
        held = np.r_[False, ~moves]
        pinned = Belief(
            mean=np.where(held, np.r_[0.0, today], belief.mean), firmness=np.where(held, HELD, belief.firmness)
        )
        found = fit(with_one, came, pinned, before=before)
        still = moves & _beyond(found, today)
        if (still == moves).all():
            break
        moves = still
    return Found(today=today, all=first, settled=found, moves=moves)


def _beyond(found: Fit, today: Floats) -> Truth:
    """Where the interval does not hold today's weight."""
    return (found.low[1:] > today) | (found.high[1:] < today)


def _of_region(inputs: Inputs, came: Floats, whole: Found, *, model: int, slope: float) -> tuple[Found, float]:
    """The region's own weights, and what share of them is borrowed."""
    own = (inputs.today[model] - inputs.today[-1]) * slope
    spread = whole.all.errors**2 + REGION**2
    here = inputs.model == model
    belief = Belief(mean=whole.all.weights + np.r_[0.0, own], firmness=1 / spread)
    settled = np.where(whole.moves, np.rint(whole.settled.weights[1:] / slope) * slope, inputs.today[-1] * slope)
    today = np.where(inputs.today[model] == inputs.today[-1], settled, inputs.today[model] * slope)
    found = _weigh(
        inputs.rows[here], came[here], belief, today=today, before=np.zeros(int(here.sum())), free=inputs.present[model]
    )
    applies = (inputs.rows[here] != 0).any(axis=0)
    kept = (found.all.errors**2 / spread)[1:]
    return found, float(kept[applies].mean()) if applies.any() else 1.0


def _weighed(inputs: Inputs, found: Found, borrowed: float, model: int, *, slope: float) -> list[Weighed]:
    base = model == len(inputs.models) - 1
    here = np.ones(len(inputs.model), dtype=np.bool_) if base else inputs.model == model
    applies = (inputs.rows[here] != 0).sum(axis=0)
    shown = [np.where(found.moves, a, b) / slope for a, b in found.both]
    today = np.rint(found.today / slope * CENTS) / CENTS
    return [
        Weighed(
            input=one,
            model=inputs.models[model],
            today=float(today[n]),
            best=float(shown[0][n]),
            low=float(shown[1][n]),
            high=float(shown[2][n]),
            proposed=float(np.rint(shown[0][n])) if found.moves[n] else float(today[n]),
            leads=int(applies[n]),
            borrowed=borrowed,
        )
        for n, one in enumerate(inputs.inputs)
    ]


def _region(inputs: Inputs, won: Truth, model: int, borrowed: float) -> Region:
    here = inputs.model == model
    return Region(model=inputs.models[model], leads=int(here.sum()), converted=int(won[here].sum()), borrowed=borrowed)
