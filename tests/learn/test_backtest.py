"""Does a backtest count right, hold the truth as often as it says, and keep unworked leads apart?"""

from __future__ import annotations

import numpy as np
import pytest

from batonpass.learn.backtest import backtest, loads

NO_WORTH = np.full(6, np.nan)


def truth(*values):
    return np.array(values, dtype=bool)


def codes(*values):
    return np.array(values, dtype=np.int8)


def test_it_says_who_flips_and_what_became_of_them():
    found = backtest(truth(1, 1, 1, 0, 0, 0), truth(1, 0, 0, 1, 1, 0), codes(1, 1, 0, 1, -1, 0), NO_WORTH)
    joins, leaves = found.joins, found.leaves
    assert (joins.leads, joins.converted, joins.failed, joins.unknown) == (2, 1, 0, 1)
    assert (leaves.leads, leaves.converted, leaves.failed, leaves.unknown) == (2, 1, 1, 0)


def test_a_lead_that_nobody_worked_is_unknown_and_widens_the_bounds():
    side = backtest(truth(1, 1, 1, 0, 0, 0), truth(1, 1, 1, 1, 0, 0), codes(1, 0, -1, 1, -1, 0), NO_WORTH).before
    assert (side.unknown, side.precision.hits, side.precision.of) == (1, 1, 2)
    assert (side.precision_bounds.low, side.precision_bounds.high) == (1 / 3, 2 / 3)
    assert (side.recall_bounds.low, side.recall_bounds.high) == (1 / 3, 2 / 3)


def test_the_same_playbook_differs_in_nothing():
    ready = truth(1, 0, 1, 0, 1, 0)
    found = backtest(ready, ready, codes(1, 0, 0, 1, 1, 0), NO_WORTH)
    assert (found.volume.value, found.volume.low, found.precision.high, found.recall.low) == (0, 0, 0, 0)


def test_only_what_converted_leads_brought_is_revenue():
    worth = np.array([100.0, 50.0, np.nan, 30.0, 20.0, 10.0])
    found = backtest(truth(1, 1, 1, 0, 0, 0), truth(1, 0, 0, 1, 0, 0), codes(1, 0, 1, 1, 1, 0), worth)
    assert (found.before.revenue.value, found.after.revenue.value, found.revenue.value) == (100, 130, 30)


def test_without_any_revenue_none_is_claimed():
    assert backtest(truth(1), truth(0), codes(1), np.array([np.nan])).revenue is None


def test_a_playbook_that_hands_nobody_over_has_no_precision():
    assert backtest(truth(1, 0), truth(0, 0), codes(1, 0), np.full(2, np.nan)).precision is None


def test_load_is_told_for_each_who_gets_any():
    before, after = np.array([0, 0, 1, -1], np.int32), np.array([0, 1, 1, 1], np.int32)
    found = {
        one.to: (one.before.value, one.after.value, one.more.value) for one in loads(before, after, ("a", "b", "c"))
    }
    assert found == {"a": (2, 1, -1), "b": (1, 3, 2)}


def test_one_lead_fewer_is_not_said_to_be_perhaps_a_hundred():
    (one,) = loads(np.zeros(14, np.int32), np.array([0] * 13 + [-1], np.int32), ("a",))
    assert (round(one.more.low, 1), round(one.more.high, 2)) == (-5.7, -0.18)


@pytest.mark.parametrize("what", ["precision", "recall", "volume", "revenue"])
def test_the_intervals_of_the_differences_hold_the_truth_as_often_as_they_say(what):
    """Leads come at random, about a thousand at a time; two overlapping bars on a score that tells the chance."""
    held = []
    truths = {"precision": 0.025, "recall": -0.0325 / 0.35, "volume": -100.0, "revenue": -1_625.0}
    for seed in range(1, 401):
        chance = np.random.default_rng(seed)
        found = getattr(one_time(chance, chance.poisson(1_000)), what)
        held.append(found.low <= truths[what] <= found.high)
    assert 0.93 <= np.mean(held) <= 0.97


@pytest.mark.parametrize(("what", "least"), [("recall", 0.94), ("revenue", 0.82)])
def test_few_leads_and_a_few_large_deals_do_not_make_a_range_look_sure(what, least):
    """Of 300 leads ten flip that were won, their amounts far apart: a range of 1.96 errors held 72 % of the truths."""
    score, chance = np.random.default_rng(0).random(200_000), np.random.default_rng(1)
    came, after = (0.1 + 0.4 * score), score + chance.normal(0, 0.15, score.size) > 0.6
    won, worth = chance.random(score.size) < came, chance.lognormal(8, 1, score.size)
    whole, held = backtest(score > 0.6, after, won.astype(np.int8), worth), []
    truth = getattr(whole, what).value * (300 / score.size if what == "revenue" else 1)
    for _ in range(300):
        here = chance.integers(0, score.size, chance.poisson(300))
        found = getattr(backtest(score[here] > 0.6, after[here], won[here].astype(np.int8), worth[here]), what)
        held.append(found.low <= truth <= found.high)
    assert np.mean(held) >= least


def one_time(chance, count):
    score = chance.random(count)
    won = (chance.random(count) < 0.1 + 0.5 * score).astype(np.int8)
    return backtest(score > 0.4, score > 0.5, won, chance.random(count) * 100)
