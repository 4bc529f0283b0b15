"""Are the weights those of the reference, and do beliefs count for what they should?"""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import minimize

from batonpass.learn.logistic import Belief, chances, fit


def leads(seed, count, weights):
    chance = np.random.default_rng(seed)
    rows = np.c_[np.ones(count), chance.random((count, len(weights) - 1)) < 0.4]
    won = chance.random(count) < chances(rows, np.array(weights))
    return rows, won.astype(float)


@pytest.mark.parametrize("seed", range(5))
def test_without_belief_the_weights_and_errors_are_those_of_the_reference(seed):
    rows, won = leads(seed, 800, [-1, 0.8, -0.5, 0, 1.5])
    reference = sm.Logit(won, rows).fit(disp=0, tol=1e-14)
    found = fit(rows, won, Belief.none(5))
    assert found.weights == pytest.approx(reference.params, abs=1e-6)
    assert found.errors == pytest.approx(reference.bse, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_with_belief_no_other_weights_are_more_probable(seed):
    rows, won = leads(seed, 60, [-1, 0.8, -0.5, 0])
    belief = Belief(mean=np.array([0, 0.5, 0.2, 1]), firmness=np.array([0, 10, 5, 2.0]))

    def unlikely(weights):
        odds = rows @ weights
        return np.logaddexp(0, odds).sum() - won @ odds + (belief.firmness * (weights - belief.mean) ** 2).sum() / 2

    def slope(weights):
        return rows.T @ (chances(rows, weights) - won) + belief.firmness * (weights - belief.mean)

    reference = minimize(unlikely, np.zeros(4), jac=slope, method="BFGS", options={"gtol": 1e-9})
    assert fit(rows, won, belief).weights == pytest.approx(reference.x, abs=1e-6)


def test_rows_that_stand_for_many_leads_count_as_many():
    rows, won = leads(3, 50, [-1, 0.8, -0.5])
    counts = np.arange(50) % 4 + 1.0
    many = fit(np.repeat(rows, counts.astype(int), 0), np.repeat(won, counts.astype(int)), Belief.none(3))
    assert fit(rows, won, Belief.none(3), counts=counts).weights == pytest.approx(many.weights, abs=1e-8)


def test_nobody_leaves_what_was_believed():
    belief = Belief(mean=np.array([0.3, -0.2]), firmness=np.array([4.0, 4.0]))
    assert fit(np.zeros((0, 2)), np.zeros(0), belief).weights.tolist() == [0.3, -0.2]


def test_a_rule_that_parts_the_outcomes_perfectly_keeps_a_sane_weight():
    rows = np.c_[np.ones(40), np.arange(40) < 20]
    belief = Belief(mean=np.zeros(2), firmness=np.array([0.01, 1.0]))
    found = fit(rows, rows[:, 1].copy(), belief)
    assert found.found
    assert 1 < found.weights[1] < 10
