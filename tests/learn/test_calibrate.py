"""Do the leads nudge today's points when few, decide when many, and does the interval hold the true ones?"""

from __future__ import annotations

import numpy as np
import pytest

from batonpass.learn.calibrate import PRIOR, calibrate, slope_of
from batonpass.learn.inputs import inputs_of
from batonpass.learn.inputs_apart import inputs_apart
from batonpass.learn.many.read import many_of
from batonpass.learn.many.score import asked_of, score_many
from tests.handoff.cast import PLAYBOOK
from tests.learn.crowd import AT, Random, some_leads
from tests.learn.trials import SLOPE, TODAY, came_of, some_inputs

FALSE = np.array([20.0, 10.0, 25.0, -10.0, 5.0])
"""What is true where today's points give nothing for the third rule."""


def learned(seed, count, true=FALSE):
    chance = np.random.default_rng(seed)
    inputs = some_inputs(chance, count)
    return calibrate(inputs, came_of(chance, inputs, true))


def way_gone(count):
    """Which share of the way from today's nothing to the true 25 points the third rule goes, on average."""
    return np.mean([learned(seed, count).weighed[2].best * learned(seed, count).slope for seed in range(20)]) / (
        25 * SLOPE
    )


def test_sixty_outcomes_nudge():
    assert 0.02 < way_gone(60) < 0.35


def test_six_thousand_outcomes_decide():
    assert 0.85 < way_gone(6_000) < 1.05


def test_points_stay_where_the_interval_holds_them():
    held = [one for one in learned(1, 6_000, TODAY).weighed if one.low <= one.today <= one.high]
    assert [one.proposed for one in held] == [one.today for one in held] != []


def test_a_rule_that_today_misjudges_gets_other_points():
    third = learned(1, 6_000).weighed[2]
    assert (third.today, third.moves) == (0, True)
    assert third.low <= 25 <= third.high


def test_new_points_are_whole_numbers():
    assert all(one.proposed == round(one.proposed) for one in learned(2, 6_000).weighed)


def test_the_points_are_told_with_their_interval():
    one = learned(3, 6_000).weighed[0]
    assert one.told == f"{one.best:.0f}, {one.low:.0f} to {one.high:.0f}"


def test_a_rule_that_applies_to_nobody_keeps_its_points():
    chance = np.random.default_rng(4)
    inputs = some_inputs(chance, 600)
    inputs.rows[:, 1] = 0
    one = calibrate(inputs, came_of(chance, inputs, FALSE)).weighed[1]
    assert (one.proposed, one.told) == (10, "too few to say")


def test_leads_that_all_came_out_alike_teach_nothing():
    with pytest.raises(ValueError, match="all came out alike"):
        calibrate(some_inputs(np.random.default_rng(5), 50), np.ones(50, dtype=bool))


def test_points_that_say_nothing_today_are_read_as_twenty_that_double_the_odds():
    assert slope_of(np.arange(50.0), np.arange(50) % 2.0) == pytest.approx(np.log(2) / 20)


def test_a_region_with_thirty_leads_borrows_and_says_so():
    chance = np.random.default_rng(6)
    inputs = some_inputs(chance, 6_000, regions=[(TODAY, 30)])
    found = calibrate(inputs, came_of(chance, inputs, FALSE))
    (region,) = found.regions
    assert (region.leads, region.borrowed > 0.9) == (30, True)
    assert found.points[0].tolist() == found.points[1].tolist()


def test_a_region_with_many_leads_goes_its_own_way():
    chance = np.random.default_rng(7)
    inputs = some_inputs(chance, 12_000, regions=[(TODAY, 6_000)])
    found = calibrate(inputs, came_of(chance, inputs, np.array([[20, 10, 0, -10, -25.0], TODAY])))
    own, whole = found.weighed[4], found.weighed[9]
    assert (own.model, own.moves, own.proposed < whole.proposed - 8) == ("region_0", True, True)
    assert found.regions[0].borrowed < 0.4


def test_the_intervals_hold_the_true_points_as_often_as_they_say():
    """Truth drawn as it is believed to lie: around today's points, as far as the belief says."""
    held = []
    for seed in range(100):
        chance = np.random.default_rng(seed)
        true = TODAY + chance.normal(0, PRIOR / SLOPE, len(TODAY))
        inputs = some_inputs(chance, 2_000)
        found = calibrate(inputs, came_of(chance, inputs, true))
        held += [
            one.low * found.slope <= points * SLOPE <= one.high * found.slope
            for one, points in zip(found.weighed, true, strict=True)
        ]
    assert 0.93 <= np.mean(held) <= 0.97


def test_the_inputs_add_up_to_the_score():
    many = many_of(some_leads(Random(5), 300), [PLAYBOOK], at=AT)
    scores = score_many(asked_of(many, PLAYBOOK), PLAYBOOK)
    assert inputs_of(many, PLAYBOOK).totals == pytest.approx(scores.total / 10**scores.places, abs=0.05)


def test_leads_asked_one_by_one_have_the_same_inputs():
    leads = some_leads(Random(6), 200)
    apart = inputs_apart(leads, PLAYBOOK, [AT] * len(leads))
    assert apart.rows == pytest.approx(inputs_of(many_of(leads, [PLAYBOOK], at=AT), PLAYBOOK).rows, abs=1e-9)
