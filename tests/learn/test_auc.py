"""Does the area under the curve say how well a score orders leads, and how sure that is?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from batonpass.learn.auc import area, auc_of, midranks

scores = st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=60)


def columns(pairs):
    return np.array([float(score) for score, _ in pairs]), np.array([won for _, won in pairs])


@given(scores)
def test_ranks_are_those_of_the_reference(pairs):
    values, _ = columns(pairs)
    assert np.array_equal(midranks(values), stats.rankdata(values))


@given(scores)
def test_the_area_is_that_of_the_rank_test(pairs):
    values, won = columns(pairs)
    if won.all() or not won.any():
        assert auc_of(values, won).value is None
        return
    reference = stats.mannwhitneyu(values[won], values[~won]).statistic / (won.sum() * (~won).sum())
    assert auc_of(values, won).value == pytest.approx(reference, abs=1e-12)


@given(scores)
def test_delongs_error_is_that_of_all_pairs_counted_out(pairs):
    values, won = columns(pairs)
    yes, no = values[won], values[~won]
    if min(len(yes), len(no)) < 5:
        return
    beats = (yes[:, None] > no) + 0.5 * (yes[:, None] == no)
    error = np.sqrt(beats.mean(1).var(ddof=1) / len(yes) + beats.mean(0).var(ddof=1) / len(no))
    assert auc_of(values, won).error == pytest.approx(error, abs=1e-9)


def test_points_that_order_everybody_have_an_area_of_one():
    assert area(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, True])) == 1.0


def test_a_handful_of_leads_gets_no_interval():
    assert auc_of(np.arange(6.0), np.arange(6) > 3).low is None


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    chance = np.random.default_rng(5)
    truth, held = stats.norm.cdf(1 / np.sqrt(2)), 0
    for _ in range(1000):
        found = auc_of(np.r_[chance.normal(1, 1, 60), chance.normal(0, 1, 140)], np.arange(200) < 60)
        held += found.low <= truth <= found.high
    assert 930 <= held <= 970
