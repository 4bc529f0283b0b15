"""Is agreement beyond chance that of the references, and do its intervals hold the truth?"""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from batonpass.learn.agreement import agreement_of
from batonpass.run.commands.joint_review import agreed


def two_sides(seed, leads, *, yes=0.6, alike=0.7):
    """Labels of both sides: with the chance `alike` each has the true one, else it is thrown."""
    chance = np.random.default_rng(seed)
    true = chance.random(leads) < yes
    sides = [np.where(chance.random(leads) < alike, true, chance.random(leads) < yes) for _ in range(2)]
    return [["yes" if one else "no" for one in side] for side in sides]


def table_of(ours, theirs):
    labels = sorted({*ours, *theirs})
    table = np.zeros((len(labels), len(labels)))
    for one, other in zip(ours, theirs, strict=True):
        table[labels.index(one), labels.index(other)] += 1
    return table


@pytest.mark.parametrize("seed", range(8))
def test_kappa_and_its_interval_are_those_of_the_reference(seed):
    chance = np.random.default_rng(seed)
    ours = [str(n) for n in chance.integers(0, 4, 120)]
    theirs = [one if chance.random() < 0.5 else str(chance.integers(0, 4)) for one in ours]
    reference, found = cohens_kappa(table_of(ours, theirs)), agreement_of(ours, theirs).kappa
    assert (found.value, found.low, found.high) == pytest.approx(
        (reference.kappa, reference.kappa_low, reference.kappa_upp), abs=1e-6
    )


def test_ac1_is_worked_out_by_hand():
    found = agreement_of(["yes"] * 80 + ["no"] * 20, ["yes"] * 70 + ["no"] * 20 + ["yes"] * 10)
    by_chance = 2 * 0.8 * 0.2
    assert found.ac1.value == pytest.approx((0.8 - by_chance) / (1 - by_chance), abs=1e-12)


def test_the_error_of_ac1_is_that_of_leaving_one_lead_out_each_time():
    ours, theirs = two_sides(1, 400)
    left = [agreement_of(ours[:n] + ours[n + 1 :], theirs[:n] + theirs[n + 1 :]).ac1.value for n in range(400)]
    found = agreement_of(ours, theirs).ac1
    error = np.sqrt(399 / 400 * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert (found.high - found.value) / 1.959964 == pytest.approx(error, rel=0.02)


def test_nearly_all_alike_is_much_agreement_by_ac1_and_little_by_kappa():
    found = agreement_of(["yes"] * 95 + ["no"] * 2 + ["yes"] * 3, ["yes"] * 96 + ["no"] * 4)
    assert found.ac1.value > 0.9
    assert found.kappa.value < 0.4


def test_labels_thrown_by_chance_agree_by_nothing():
    found = agreement_of(*two_sides(3, 5_000, alike=0.0))
    assert abs(found.kappa.value) < 0.05


def test_one_label_alone_says_nothing():
    assert agreement_of(["yes"] * 20, ["yes"] * 20).kappa.value is None


def test_a_handful_of_leads_gets_no_interval():
    assert agreement_of(["yes", "no", "yes"], ["yes", "no", "no"]).kappa.low is None


@pytest.mark.parametrize("measure", ["kappa", "ac1"])
def test_the_interval_holds_the_truth_as_often_as_it_says(measure):
    truth = getattr(agreement_of(*two_sides(0, 300_000)), measure).value
    found = [getattr(agreement_of(*two_sides(seed, 150)), measure) for seed in range(1, 401)]
    assert 0.93 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.97


@pytest.mark.parametrize(
    ("ours", "theirs", "says"),
    [
        ([], [], "no lead that both sides labelled"),
        (["ready"] * 10, ["ready"] * 10, "100 %, AC1 cannot be told, kappa cannot be told"),
        (["ready", "no"], ["ready", "no"], "100 %, AC1 1.00, too few leads for an interval, kappa 1.00, too few"),
        (["ready"] * 8 + ["no"] * 2, ["ready"] * 7 + ["no"] * 3, "90 %, AC1 0.84 (0.51 to 1.00), kappa 0.74 (0.26 to"),
    ],
)
def test_agreement_is_told_in_a_line_with_its_intervals_or_why_there_is_none(ours, theirs, says):
    assert says in agreed(agreement_of(ours, theirs))
