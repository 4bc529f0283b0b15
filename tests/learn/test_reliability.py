"""Is what was said laid beside what came, as the usual measures do?"""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from batonpass.learn.reliability import regions_told, reliability, whole_of

said_and_came = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(said_and_came)
def test_the_distance_is_that_of_the_ten_steps_counted_out(pairs):
    said, came = (np.array(column, float) for column in zip(*pairs, strict=True))
    steps = [n if n < 10 else 9 for n in (int(one * 10) for one in said)]
    apart = 0.0
    for step in set(steps):
        here = np.array([n == step for n in steps])
        apart += here.sum() * abs(said[here].mean() - came[here].mean())
    assert reliability(said, came).ece == pytest.approx(apart / len(said), abs=1e-12)


def test_half_of_those_said_half_is_perfect():
    assert reliability(np.full(40, 0.5), np.arange(40) % 2.0).ece == 0


def test_a_step_that_missed_says_so():
    (step,) = reliability(np.full(100, 0.9), np.arange(100) % 2.0).bins
    assert step.off


def test_a_step_of_five_leads_claims_nothing():
    (step,) = reliability(np.full(5, 0.9), np.zeros(5)).bins
    assert (step.came.rate, step.off) == (None, False)


def test_a_lead_that_is_certain_stands_in_the_last_step():
    (step,) = reliability(np.ones(30), np.ones(30)).bins
    assert (step.since, step.until, step.said) == (0.9, 1.0, 1.0)


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 40)), min_size=1, max_size=4), st.data())
def test_leads_taken_together_are_judged_by_all_ways_their_steps_can_come(steps, data):
    came = [data.draw(st.integers(0, of)) for _, of in steps]
    ways = reduce(np.convolve, [stats.binom.pmf(np.arange(of + 1), of, said) for said, of in steps])
    expected = ways[ways <= ways[sum(came)] * (1 + 1e-7)].sum()
    one = whole_of((said, hits, of) for (said, of), hits in zip(steps, came, strict=True))
    assert one.p == pytest.approx(min(1, expected), abs=1e-6)
    assert (one.came, one.said) == (sum(came), pytest.approx(sum(said * of for said, of in steps)))


def test_what_was_said_with_certainty_is_right_or_impossible():
    assert [whole_of([(1.0, came, 20), (0.5, 10, 20)]).p for came in (20, 5)] == pytest.approx([1.0, 0.0])
    assert whole_of([(0.0, 0, 30), (1.0, 30, 30)]).p == 1


def test_of_many_leads_it_is_the_normal_curve():
    assert whole_of([(0.1, 1_060, 10_000)]).p == pytest.approx(2 * stats.norm.sf(2.0), abs=1e-6)


def test_regions_are_told_the_largest_first_and_none_of_few_leads():
    """Twenty that come as said, one that does not: found, and nobody beside it."""
    tables = {f"r{n:02}": [(0.2, 20, 100 + n)] for n in range(20)} | {"off": [(0.2, 60, 100)], "few": [(0.5, 0, 19)]}
    told = regions_told(tables)
    assert [name for name, one in told.items() if one.p < 0.05] == ["off"]
    assert ("few" in told, next(iter(told))) == (False, "r19")
