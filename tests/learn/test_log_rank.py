"""Are two groups of waits told apart as the reference tells them apart?"""

import numpy as np
import pytest
from statsmodels.duration.survfunc import survdiff

from batonpass.learn.log_rank import log_rank


def drawn(seed, scale, count=150):
    rng = np.random.default_rng(seed)
    waits, seen = rng.exponential(scale, count).round(1), rng.exponential(150, count)
    return np.minimum(waits, seen), waits <= seen


@pytest.mark.parametrize("seed", range(5))
def test_the_chance_is_the_reference_s(seed):
    (a, a_ended), (b, b_ended) = drawn(seed, 60), drawn(seed + 50, 75)
    ended = np.concatenate([a_ended, b_ended]).astype(float)
    _, expected = survdiff(np.concatenate([a, b]), ended, np.repeat([0, 1], [len(a), len(b)]))
    assert log_rank(a, a_ended, b, b_ended) == pytest.approx(expected, abs=1e-6)


def test_nobody_is_not_different_from_anybody():
    waits, ended = drawn(1, 60)
    assert log_rank(np.zeros(0), np.zeros(0, bool), waits, ended) == 1.0
