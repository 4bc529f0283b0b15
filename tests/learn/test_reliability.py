"""Is what was said laid beside what came, as the usual measures do?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.learn.reliability import reliability

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
