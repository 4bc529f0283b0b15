"""Is a group laid beside the leads of its own months, as the reference libraries do it?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from batonpass.learn.stratified import Stratum, apart, usual


def month(table):
    (hits, misses), (others, others_missed) = table
    of, whole = hits + misses, hits + misses + others + others_missed
    return Stratum(hits=hits, of=of, all_hits=hits + others, all_of=whole)


def drawn(draw, most):
    of, of_others = (int(n) for n in draw.integers(most // 3, most, 2))
    hits, others = int(draw.binomial(of, 0.3)), int(draw.binomial(of_others, 0.25))
    return ((hits, of - hits), (others, of_others - others))


@pytest.mark.parametrize("seed", range(20))
def test_the_chance_is_that_of_mantel_and_haenszel(seed):
    draw = np.random.default_rng(seed)
    tables = [drawn(draw, 200) for _ in range(int(draw.integers(1, 7)))]
    reference = StratifiedTable([np.array(one, float) for one in tables]).test_null_odds().pvalue
    assert apart([month(one) for one in tables]) == pytest.approx(reference, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_of_one_month_with_few_expected_it_is_fishers(seed):
    table = drawn(np.random.default_rng(seed), 10)
    one = month(table)
    assert apart([one]) == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)


def test_few_in_many_months_are_counted_out():
    """Two months of which each deals one of four hits: both fall on the group once in sixteen times."""
    months = [month(((1, 0), (0, 3)))] * 2
    assert apart(months) == pytest.approx(1 / 16)
    assert apart([Stratum(hits=0, of=1, all_hits=3, all_of=4)] * 2) == pytest.approx(1 / 16)


def test_who_came_when_nobody_got_there_is_as_good_as_all():
    """90 leads of a month without any outcome: beside all leads they look bad, beside their own month they do not."""
    unrecorded, recorded = month(((0, 90), (0, 900))), month(((0, 0), (200, 1_000)))
    assert (usual([unrecorded]), apart([unrecorded])) == (0, 1)
    assert apart([unrecorded, recorded]) == 1


def test_chance_alone_seldom_sets_a_group_apart():
    draw = np.random.default_rng(3)
    chances = [0.02, 0.1, 0.3]
    dealt = [
        [month(((k, 20 - k), (j, 180 - j))) for p in chances for k, j in [draw.binomial([20, 180], p).tolist()]]
        for _ in range(1_000)
    ]
    assert 0.02 < np.mean([apart(one) < 0.05 for one in dealt]) < 0.07
