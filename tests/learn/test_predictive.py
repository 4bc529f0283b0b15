"""Do free weights speak only where they beat points on leads they never saw?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from batonpass.learn.calibrate import calibrate
from batonpass.learn.predictive import numbers_of, predictive, totals_of
from batonpass.learn.trial import tried
from tests.learn.trials import TODAY, came_of, some_inputs


def found(true=TODAY, count=2_000, seed=1, trial=None):
    chance = np.random.default_rng(seed)
    inputs = some_inputs(chance, count)
    won = came_of(chance, inputs, true)
    first = tried(inputs, won, chance)
    return inputs, predictive(inputs, won, trial(first) if trial else first, calibrate(inputs, won))


def test_weights_that_are_no_better_than_points_are_not_offered_and_say_why():
    offered = [found(seed=seed)[1] for seed in range(6)]
    assert sum(one.offered for one in offered) <= 1
    assert all(one.because.startswith("on leads it never saw") for one in offered if not one.offered)


def blunt(trial):
    """As if points had said the usual share of every lead, and ordered nobody."""
    usual = np.full(len(trial.chances), trial.chances.mean())
    return replace(trial, chances=usual, auc=replace(trial.auc, value=0.5))


def test_weights_that_foretell_better_for_sure_are_offered():
    _, one = found(trial=blunt)
    assert (one.offered, one.low > 0) == (True, True)
    assert one.low < one.better < one.high


def test_what_is_offered_can_be_written_as_points_in_tenths_and_gives_the_same_totals():
    inputs, one = found(trial=blunt)
    numbers = numbers_of(one, inputs)
    assert all(number == round(number, 1) for number in numbers.values())
    told = {place[1]: float(number) for place, number in numbers.items()}
    points = [told.get(each.name, inputs.today[-1, n]) for n, each in enumerate(inputs.inputs)]
    assert totals_of(one, inputs) == pytest.approx(inputs.rows @ np.array(points))
