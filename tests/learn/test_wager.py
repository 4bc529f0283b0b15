"""Has a share left its range, looked at as often as anybody likes?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.learn.drift import Watch, calibration_drift, mix_drift
from batonpass.learn.wager import BOLDNESS, wager

CHANCE = np.random.default_rng(7)


def cases(share, count, chance=CHANCE):
    return chance.random(count) < share


def test_a_share_that_keeps_its_range_hardly_ever_alarms_however_often_one_looks():
    chance = np.random.default_rng(1)
    false = sum(wager(cases(0.2, 3_000, chance), 0.2, 0.2).alarmed for _ in range(500))
    assert false <= 500 * 0.02 + 3 * (500 * 0.02 * 0.98) ** 0.5


def test_a_share_that_doubled_alarms_within_a_few_dozen_cases():
    alarm = wager(cases(0.5, 400), 0.15, 0.25).alarm_at
    assert alarm
    assert alarm < 200


def test_a_share_that_fell_alarms_too():
    assert wager(cases(0.05, 400), 0.2, 0.3).alarmed


def test_without_cases_there_is_no_alarm():
    assert not wager(cases(0.5, 0), 0.1, 0.2).alarmed


@given(st.lists(st.booleans(), max_size=40), st.floats(0.05, 0.95))
def test_what_is_won_is_what_the_bets_multiply_up_to(came, most):
    said = wager(np.array(came, dtype=bool), 0.0, most)
    best, purses = 1.0, [1.0] * len(BOLDNESS)
    for one in came:
        purses = [p * (1 + b * (1 - most) / most if one else 1 - b) for p, b in zip(purses, BOLDNESS, strict=True)]
        best = max(best, sum(purses) / len(purses))
    assert said.above == pytest.approx(best, rel=1e-9)


@given(st.floats(0.01, 0.99), st.sampled_from(BOLDNESS))
def test_no_bet_is_worth_having_at_the_end_of_the_range(most, bold):
    assert most * (1 + bold * (1 - most) / most) + (1 - most) * (1 - bold) == pytest.approx(1, abs=1e-12)


def test_a_range_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="range"):
        wager(cases(0.5, 3), 0.6, 0.4)


def test_scores_that_convert_half_as_often_as_they_did_are_found_in_their_band():
    chance = np.random.default_rng(3)
    before = (["hot"] * 400 + ["mql"] * 400, np.r_[cases(0.4, 400, chance), cases(0.2, 400, chance)])
    since = (["hot"] * 300 + ["mql"] * 300, np.r_[cases(0.1, 300, chance), cases(0.2, 300, chance)])
    found = calibration_drift("band", before, since)
    assert [one.group for one in found if one.alarmed] == ["hot"]


def test_a_source_that_takes_over_is_a_change_of_mix():
    chance = np.random.default_rng(4)
    before = list(chance.choice(["web", "fair"], 500, p=[0.8, 0.2]))
    since = list(chance.choice(["web", "fair", "list"], 300, p=[0.4, 0.2, 0.4]))
    found = {one.group for one in mix_drift("source", before, since) if one.alarmed}
    assert found == {"list", "web"}


def test_a_move_too_small_to_matter_is_none():
    chance = np.random.default_rng(5)
    before, since = list(chance.random(20_000) < 0.30), list(chance.random(20_000) < 0.33)
    assert not any(one.alarmed for one in mix_drift("fast", [str(x) for x in before], [str(x) for x in since]))


def test_with_too_few_leads_before_nothing_is_said():
    assert mix_drift("source", ["web"] * 50, ["fair"] * 500) == ()


def test_a_drift_says_what_it_was_and_is():
    chance = np.random.default_rng(6)
    (one,) = calibration_drift(
        "band", (["hot"] * 400, cases(0.5, 400, chance)), (["hot"] * 200, cases(0.1, 200, chance))
    )
    assert one.watch is Watch.CALIBRATION
    assert one.says.startswith("leads with band hot converted at ")
