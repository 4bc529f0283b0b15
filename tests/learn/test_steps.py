"""Is the staircase of chances the closest rising one?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from batonpass.learn.steps import rising, steps_of

weighed = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=80)


@given(weighed)
def test_the_staircase_is_that_of_the_reference(pairs):
    values, weights = (np.array(column, float) for column in zip(*pairs, strict=True))
    assert rising(values, weights) == pytest.approx(isotonic_regression(values, weights=weights).x, abs=1e-9)


def test_equal_points_have_one_chance():
    steps = steps_of(np.array([10.0, 10.0, 20.0, 20.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert steps.at(np.array([-5.0, 10.0, 19.9, 20.0, 99.0])).tolist() == [0.5, 0.5, 0.5, 1.0, 1.0]


def test_a_step_down_is_made_level():
    assert steps_of(np.array([1.0, 2.0]), np.array([1.0, 0.0])).at(np.array([1.0, 2.0])).tolist() == [0.5, 0.5]


def test_nobody_to_learn_from_is_an_error():
    with pytest.raises(ValueError, match="no lead"):
        steps_of(np.array([]), np.array([]))
