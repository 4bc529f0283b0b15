"""Do intervals hold what they promise, and do they equal those of the reference libraries?"""

from __future__ import annotations

from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from batonpass.learn import intervals
from batonpass.learn.curves import beta_below, chi_square_above, gamma_above

CLOSE = 1e-6
counts = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
chances = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@given(counts)
def test_wilson_equals_the_reference(pair):
    hits, of = pair
    assert intervals.wilson(hits, of) == pytest.approx(proportion_confint(hits, of, method="wilson"), abs=CLOSE)


@given(counts)
def test_the_exact_interval_equals_the_reference(pair):
    hits, of = pair
    expected = proportion_confint(hits, of, method="beta")
    expected = tuple(0.0 if np.isnan(side) else side for side in expected)
    assert intervals.clopper_pearson(hits, of) == pytest.approx(expected, abs=CLOSE)


@given(counts)
def test_an_interval_holds_the_share_it_is_about(pair):
    hits, of = pair
    low, high = intervals.wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1


@given(st.floats(0, 1), st.floats(0.5, 3_000), st.floats(0.5, 3_000))
def test_the_incomplete_beta_function_equals_the_reference(x, a, b):
    assert beta_below(x, a, b) == pytest.approx(special.betainc(a, b, x), abs=CLOSE)


@given(st.floats(0.5, 500), st.floats(0, 2_000))
def test_the_incomplete_gamma_function_equals_the_reference(a, x):
    assert gamma_above(a, x) == pytest.approx(special.gammaincc(a, x), abs=CLOSE)


def test_chi_square_equals_the_reference():
    assert chi_square_above(11.07, 5) == pytest.approx(stats.chi2.sf(11.07, 5), abs=CLOSE)


@given(chances)
def test_adjusting_for_many_looks_equals_the_reference(given_chances):
    expected = multipletests(given_chances, method="fdr_bh")[1]
    assert intervals.benjamini_hochberg(given_chances) == pytest.approx(expected, abs=CLOSE)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_fisher_equals_the_reference(of, of_others, data):
    hits, others = data.draw(st.integers(0, of)), data.draw(st.integers(0, of_others))
    table = [[hits, of - hits], [others, of_others - others]]
    assert intervals.fisher(hits, of, others, of_others) == pytest.approx(stats.fisher_exact(table)[1], abs=CLOSE)


def test_a_difference_among_many_equals_the_reference():
    table = [[60, 140], [90, 110]]
    expected = stats.chi2_contingency(table, correction=False)[1]
    assert intervals.difference(60, 200, 90, 200) == pytest.approx(expected, abs=CLOSE)


def test_groups_that_differ_equal_the_reference():
    hits, of = [10, 25, 40], [100, 110, 120]
    table = [hits, [n - k for k, n in zip(hits, of, strict=True)]]
    expected = stats.chi2_contingency(table, correction=False)[1]
    assert intervals.alike(hits, of) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize(("of", "hits"), [((2, 3, 4), 4), ((1, 1, 5, 6), 11), ((1, 2, 20), 3)])
def test_the_curve_for_small_groups_has_the_moments_of_all_ways_to_deal(of, hits):
    dealt = [one for one in product(*(range(n + 1) for n in of)) if sum(one) == hits]
    weight = [prod(comb(n, k) for n, k in zip(of, one, strict=True)) for one in dealt]
    sizes, share = np.array(of, float), hits / sum(of)
    spread = [float(((np.array(one) - sizes * share) ** 2 / (sizes * share * (1 - share))).sum()) for one in dealt]
    mean = np.average(spread, weights=weight)
    variance = np.average((np.array(spread) - mean) ** 2, weights=weight)
    assert intervals.spread_of(sizes, hits) == pytest.approx((mean, variance), abs=CLOSE)


@pytest.mark.parametrize("share", [0.5, 0.85, 0.95])
def test_people_who_keep_promises_alike_are_seldom_told_apart_however_few_each_made(share):
    """Pearson's own curve would do so for three times as many as it says, where promises are nearly always kept."""
    draw, of = np.random.default_rng(1), np.array([45, 1, 26, 1, 7, 21, 1, 26, 14, 26, 3, 3, 26, 14, 27])
    dealt = [draw.binomial(of, share).tolist() for _ in range(2_000)]
    assert np.mean([intervals.alike(hits, of.tolist()) < intervals.ALPHA for hits in dealt]) < 0.075


def test_of_fewer_than_twenty_nobody_can_say_that_groups_differ():
    assert intervals.alike([3, 0, 0], [3, 1, 1]) == 1.0


@given(st.integers(6, 2_000), st.sampled_from([0.1, 0.5, 0.9]))
def test_ranks_hold_the_quantile_with_95_percent(count, share):
    low, high = intervals.ranks(count, share)
    below = stats.binom.cdf(low - 1, count, share) if low else 0.0
    above = stats.binom.sf(high - 1, count, share) if high <= count else 0.0
    assert (below <= 0.025 + 1e-12, above <= 0.025 + 1e-12) == (True, True)


@given(st.integers(6, 2_000), st.sampled_from([0.1, 0.5, 0.9]))
def test_ranks_are_no_wider_than_needed(count, share):
    low, high = intervals.ranks(count, share)
    assert stats.binom.cdf(low, count, share) > 0.025 - 1e-12
    assert stats.binom.sf(high - 2, count, share) > 0.025 - 1e-12


@given(st.lists(st.floats(-1e6, 1e6), min_size=10, max_size=200))
def test_the_median_is_the_median_and_lies_in_its_interval(values):
    found = intervals.quantile_of(np.array(values), 0.5)
    assert found.value == pytest.approx(np.median(values))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high


def test_the_interval_of_a_median_is_of_known_ranks():
    found = intervals.quantile_of(np.arange(1.0, 101.0), 0.5)
    assert (found.low, found.value, found.high) == (40.0, 50.5, 61.0)


def test_of_nineteen_leads_no_share_is_told():
    assert intervals.rate_of(10, 19) == intervals.Rate(hits=10, of=19)


def test_of_nine_waits_no_median_is_told():
    assert intervals.quantile_of(np.arange(9.0), 0.5) == intervals.Quantile(of=9)


def test_a_ninetieth_percentile_of_few_has_no_upper_end():
    found = intervals.quantile_of(np.arange(20.0), 0.9)
    assert found.low is not None
    assert found.high is None


@given(st.integers(1, 3_000), st.floats(0.01, 0.99))
def test_chance_alone_leaves_the_band_at_most_one_time_in_twenty(count, share):
    low, high = intervals.band(count, share)
    outside = stats.binom.cdf(round(low * count) - 1, count, share) + stats.binom.sf(round(high * count), count, share)
    assert outside <= 0.05 + 1e-9 if count <= intervals.EXACT_MOST else outside < 0.06


def test_nobody_differs_where_all_or_none_were_hit():
    assert intervals.difference(0, 10, 0, 50) == 1.0
