"""May weights that owe nothing to today's points speak? Only where they foretell leads they never saw better.

They read the very inputs that points read, so they can be written as points, in tenths, and be compared, argued about
and signed like any others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Final

import numpy as np

from batonpass.learn.auc import Auc, Truth, auc_of, mean_of
from batonpass.learn.calibrate import Calibrated
from batonpass.learn.inputs import Inputs
from batonpass.learn.intervals import Floats, Z
from batonpass.learn.logistic import Belief, Fit, chances, fit
from batonpass.learn.proposal import Place
from batonpass.learn.trial import FOLDS, Tried

WIDE: Final = 2.0
"""How far, in log-odds, a weight may lie from nothing (a standard deviation): hardly held, only kept from infinity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictive:
    """Free weights beside points, both on leads they never saw.

    `better` is by how much nearer to what came the free weights were (mean squared distance, lead by lead), with its
    95 % interval; `offered` only where all of it lies above nothing and they order leads no worse. `points` are the
    weights as points, in tenths.
    """

    offered: bool
    because: str
    auc: Auc
    better: float
    low: float
    high: float
    points: Floats


def predictive(inputs: Inputs, won: Truth, trial: Tried, found: Calibrated) -> Predictive:
    """Try free weights on the fifths that the points were tried on."""
    said, areas = np.zeros(len(won)), list[Auc]()
    for fold in range(FOLDS):
        here, others = trial.folds == fold, trial.folds != fold
        said[here] = chances(_rows(inputs.of(here)), _fitted(inputs.of(others), won[others]).weights)
        areas.append(auc_of(said[here], won[here]))
    came = won.astype(np.float64)
    gain = (trial.chances - came) ** 2 - (said - came) ** 2
    mean, error = float(gain.mean()), float(gain.std(ddof=1)) / sqrt(len(gain))
    auc, low = mean_of(areas), mean - Z * error
    because = _why_not(auc, trial.auc, low)
    return Predictive(
        offered=not because,
        because=because or "it foretold leads it never saw better than points do",
        auc=auc,
        better=mean,
        low=low,
        high=mean + Z * error,
        points=np.round(_fitted(inputs, won).weights[len(inputs.models) :] / found.slope, 1),
    )


def numbers_of(free: Predictive, inputs: Inputs) -> Mapping[Place, Decimal]:
    """The weights as points, at every place where the playbook writes some; a model's own give way to the same."""
    base = len(inputs.models) - 1
    return {
        (*(("models", model) if place != base else ()), one.kind, one.name, "points"): Decimal(str(free.points[n]))
        for place, model in enumerate(inputs.models)
        for n, one in enumerate(inputs.inputs)
        if inputs.present[place, n]
        and (place == base or inputs.today[place, n] != inputs.today[base, n])
        and float(free.points[n]) != float(inputs.today[place, n])
    }


def totals_of(free: Predictive, inputs: Inputs) -> Floats:
    """What each lead would have under them."""
    return inputs.rows @ free.points


def _why_not(auc: Auc, points: Auc, low: float) -> str:
    if auc.value is None or points.value is None:
        return "too few leads say how well either orders them"
    if auc.value < points.value:
        worse = f"an area of {auc.value:.3f}, and {points.value:.3f} by points"
        return f"on leads it never saw it orders them no better: {worse}"
    if low <= 0:
        return "on leads it never saw it comes no nearer to what came of them than points do, but for chance"
    return ""


def _fitted(inputs: Inputs, won: Truth) -> Fit:
    count = len(inputs.models) + len(inputs.inputs)
    firmness = np.r_[np.full(len(inputs.models), 1e-6), np.full(len(inputs.inputs), 1 / WIDE**2)]
    return fit(_rows(inputs), won.astype(np.float64), Belief(mean=np.zeros(count), firmness=firmness))


def _rows(inputs: Inputs) -> Floats:
    """Each model's leads begin where they will; what counts, counts alike for all."""
    return np.column_stack([*(inputs.model == n for n in range(len(inputs.models))), inputs.rows]).astype(np.float64)
