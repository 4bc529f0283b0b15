"""Are points judged on leads they were not made from, and thresholds set where acceptance is what was asked?"""

from __future__ import annotations

import numpy as np
import pytest

from batonpass.learn.auc import area
from batonpass.learn.trial import by_group, same_volume, threshold_for, tried
from tests.learn.trials import TODAY, came_of, some_inputs


def a_trial(count=4_000, true=TODAY, seed=1):
    chance = np.random.default_rng(seed)
    inputs = some_inputs(chance, count)
    won = came_of(chance, inputs, true)
    return inputs, won, tried(inputs, won, chance)


def test_points_on_leads_that_mean_nothing_are_no_better_than_chance():
    _, _, found = a_trial(true=np.zeros(5))
    assert found.auc.value == pytest.approx(0.5, abs=0.03)


def test_true_points_do_as_well_on_leads_they_never_saw():
    inputs, won, found = a_trial()
    assert found.auc.value == pytest.approx(area(inputs.totals, won), abs=0.01)


def test_what_is_said_comes_true():
    assert a_trial(12_000)[2].said.ece < 0.02


def test_the_same_chance_gives_the_same_trial():
    assert a_trial()[2].totals.tolist() == a_trial()[2].totals.tolist()


def test_regions_are_told_apart():
    _, won, found = a_trial()
    first = np.arange(len(won)) < 500
    told = by_group(found, won, {"first": first, "none": np.zeros(len(won), dtype=bool)})
    assert {name: one.of for name, one in told.items()} == {"first": 500}


def test_a_threshold_is_the_lowest_that_reaches_the_wanted_share():
    totals, won = np.repeat([10.0, 20.0, 30.0], 10), np.repeat([False, True, True], 10)
    won[10:14] = False
    assert threshold_for(totals, won, 0.5).points == 20
    assert threshold_for(totals, won, 0.9).points == 30


def test_a_share_that_nobody_reaches_has_no_threshold():
    assert threshold_for(np.arange(10.0), np.zeros(10, dtype=bool), 0.5).points is None


def test_the_same_number_of_leads_can_be_handed_over_under_new_points():
    before, after = np.arange(100.0), np.arange(100.0) * 2
    assert (after >= same_volume(after, before, 60)).sum() == 40


def test_many_rules_that_mean_nothing_look_no_better_on_leads_they_never_saw():
    chance = np.random.default_rng(0)
    inputs = some_inputs(chance, 500, today=np.zeros(150))
    won = chance.random(500) < 0.4
    assert tried(inputs, won, chance).auc.value < 0.54
