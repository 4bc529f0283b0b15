"""Are waits that still go on counted as those who invented it count them?"""

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from batonpass.learn.survival import curve_of, wait_of


def drawn(seed, count=400):
    """Waits of which about a third still go on, some of them equal."""
    rng = np.random.default_rng(seed)
    waits, seen = rng.exponential(60, count).round(1 + seed % 2), rng.exponential(120, count)
    return np.minimum(waits, seen), waits <= seen


@pytest.mark.parametrize("seed", range(6))
def test_the_share_that_waits_is_the_reference_s(seed):
    waits, ended = drawn(seed)
    ours, theirs = curve_of(waits, ended), SurvfuncRight(waits, ended.astype(float))
    assert ours.times == pytest.approx(theirs.surv_times, abs=1e-9)
    assert ours.waiting == pytest.approx(theirs.surv_prob, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("share", [0.5, 0.6])
def test_the_median_and_its_interval_are_the_reference_s(seed, share):
    waits, ended = drawn(seed)
    ours, theirs = wait_of(curve_of(waits, ended), share, len(waits)), SurvfuncRight(waits, ended.astype(float))
    assert ours.value == pytest.approx(theirs.quantile(share), abs=1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = theirs.quantile_ci(share)
    assert (ours.low, ours.high) == pytest.approx(expected, abs=1e-6)


def test_when_nobody_waits_any_more_the_median_is_the_middle_one():
    assert wait_of(curve_of(np.arange(1.0, 12), np.ones(11, bool)), 0.5, 11).value == 6


def test_when_most_still_wait_there_is_no_median():
    waits, ended = np.arange(1.0, 21), np.arange(20) < 5
    assert wait_of(curve_of(waits, ended), 0.5, 20).value is None


def test_leaving_out_who_still_waits_would_make_the_wait_look_short():
    waits, ended = drawn(3)
    assert np.median(waits[ended]) < wait_of(curve_of(waits, ended), 0.5, len(waits)).value


def test_nobody_at_all_is_no_wait():
    assert wait_of(curve_of(np.zeros(0), np.zeros(0, bool)), 0.5, 0).value is None


def test_the_interval_of_the_median_holds_the_truth():
    holds = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        waits, seen = rng.exponential(60, 120), rng.exponential(150, 120)
        told = wait_of(curve_of(np.minimum(waits, seen), waits <= seen), 0.5, 120)
        holds += told.low <= 60 * np.log(2) <= (told.high or np.inf)
    assert 184 <= holds <= 198
