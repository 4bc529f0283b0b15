"""Do stated intervals hold the truth as often as they say, where the truth is known?"""

from __future__ import annotations

import pytest

from bench.coverage import covered


@pytest.fixture(scope="module")
def hundred():
    return covered(100, 600)


@pytest.mark.parametrize("figure", ["rate", "points", "precision", "recall"])
def test_ninety_three_to_ninety_seven_of_a_hundred_intervals_hold_the_truth(hundred, figure):
    assert 93 <= hundred[figure] <= 97
