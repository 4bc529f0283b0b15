"""How good are points on leads they were not made from?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from batonpass.learn.auc import Auc, Truth, auc_of, mean_of
from batonpass.learn.calibrate import calibrate, line, said
from batonpass.learn.inputs import Inputs
from batonpass.learn.intervals import Floats, rate_of
from batonpass.learn.many import Whole
from batonpass.learn.reliability import Reliability, reliability
from batonpass.learn.steps import Steps, steps_of

FOLDS: Final = 5
STAIRS_LEAST: Final = 1_000
"""With fewer leads a staircase follows chance; a line in the log-odds is steadier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Points on leads they never saw: how well they order them, and whether what they say comes true.

    `folds` says which fifth each lead was in.
    """

    auc: Auc
    said: Reliability
    totals: Floats
    chances: Floats
    folds: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From how many points on the wanted share converts, for how many of the leads; None: no threshold reaches it."""

    wanted: float
    points: float | None
    leads: int
    share: float | None


def tried(inputs: Inputs, won: Truth, chance: np.random.Generator) -> Tried:
    """Calibrate on four fifths of the leads and look at the fifth, five times; `chance` deals the fifths.

    Each lead is scored by points that it had no part in. The chance that goes with the points is learned
    from the four fifths too.
    """
    folds = chance.permutation(len(won)) % FOLDS
    totals, chances = np.zeros(len(won)), np.zeros(len(won))
    for fold in range(FOLDS):
        here, others = folds == fold, folds != fold
        learned = calibrate(inputs.of(others), won[others])
        totals[here] = learned.totals(inputs.of(here))
        chances[here] = chance_of(learned.totals(inputs.of(others)), won[others], totals[here])
    return Tried(
        auc=_mean_area(totals, won, folds),
        said=reliability(chances, won.astype(np.float64)),
        totals=totals,
        chances=chances,
        folds=folds,
    )


def _mean_area(totals: Floats, won: Truth, folds: Whole) -> Auc:
    """The areas of the folds, each by its own points, taken together; its error is that of their mean."""
    each = [auc_of(totals[folds == fold], won[folds == fold]) for fold in range(FOLDS)]
    return mean_of(each)


def chance_of(seen: Floats, won: Truth, totals: Floats) -> Floats:
    """The chance that goes with points: a staircase learned from many leads, a line where they are few."""
    came = won.astype(np.float64)
    if len(came) < STAIRS_LEAST:
        return said(totals, line(seen, came))
    return steps_of(seen, came).at(totals)


def by_group(tried: Tried, won: Truth, groups: Mapping[str, Truth]) -> dict[str, Reliability]:
    """The same table for each region by itself, those without leads left out."""
    return {
        name: reliability(tried.chances[here], won[here].astype(np.float64))
        for name, here in groups.items()
        if here.any()
    }


def threshold_for(totals: Floats, won: Truth, wanted: float) -> Threshold:
    """The lowest whole number of points from which on at least the wanted share of leads converts.

    Every step of the staircase at or above it has to say so too, so that no poor group hides behind a good one.
    """
    steps = steps_of(totals, won.astype(np.float64))
    points = _first(steps, wanted)
    if points is None:
        return Threshold(wanted=wanted, points=None, leads=0, share=None)
    above = totals >= points
    return Threshold(
        wanted=wanted, points=points, leads=int(above.sum()), share=float(won[above].mean()) if above.any() else None
    )


def holds(totals: Floats, won: Truth, bar: float, wanted: float) -> bool:
    """Whether the wanted share may well be what the present bar gives: then it stays."""
    above = totals >= bar
    share = rate_of(int(won[above].sum()), int(above.sum()))
    return share.low is not None and share.high is not None and share.low <= wanted <= share.high


def same_volume(totals: Floats, before: Floats, bar: float) -> float:
    """The whole number of points at which about as many leads are handed over as under the bar before."""
    many = int((before >= bar).sum())
    if not many:
        return bar
    return float(np.floor(np.sort(totals)[-many]))


def _first(steps: Steps, wanted: float) -> float | None:
    enough = np.flatnonzero(steps.chance >= wanted)
    return float(np.ceil(steps.since[enough[0]])) if len(enough) else None
