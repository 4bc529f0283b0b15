"""Does the simulation agree with the theory of queues, and name a change that keeps the promise?"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from batonpass.handoff.instants import EPOCH
from batonpass.learn.capacity import RUNS, STEPS, Office, Tier, answered, changes_of, cheapest, keepable, simulate
from batonpass.learn.intervals import student_t
from batonpass.learn.office import Stated, handling_of, office_from, stated_from, tiers_from
from batonpass.written.refused import Refused
from tests.learn.erlang_c import chance_of_waiting, chance_of_waiting_longer


def office(*, hourly=6.0, reps=4, budget=30.0, handling=30.0, opens=0, closes=24, days=7, tiers=()):
    volume = np.full((7, 24), hourly)
    given = tiers or (Tier(name="standard", share=1.0, budget=budget),)
    return Office(volume=volume, reps=reps, opens=opens, closes=closes, days=days, handling=handling, tiers=given)


@pytest.mark.parametrize(("load", "reps", "waits"), [(1.0, 2, 1 / 3), (0.5, 1, 0.5), (10.0, 14, 0.1741)])
def test_the_theory_gives_the_figures_of_the_tables(load, reps, waits):
    assert chance_of_waiting(load, reps) == pytest.approx(waits, abs=1e-4)


def test_reps_who_never_keep_up_let_everybody_wait():
    assert chance_of_waiting_longer(4.0, 4, budget=60, handling=30) == 1.0


@pytest.mark.parametrize(("hourly", "reps", "budget"), [(6.0, 4, 30.0), (3.0, 2, 60.0), (8.0, 6, 5.0)])
def test_the_simulated_share_is_that_of_the_theory(hourly, reps, budget):
    broken = simulate(office(hourly=hourly, reps=reps, budget=budget), 26, np.random.default_rng(1)).broken
    theory = chance_of_waiting_longer(hourly / 2, reps, budget=budget, handling=30.0)
    middle, reach = broken.value, (broken.high - broken.low) / 2
    assert abs(middle - theory) < 2 * reach


def test_a_run_in_which_nobody_came_says_nothing():
    every_one_late = office(hourly=0.002, reps=1, budget=-1.0, opens=9, closes=17, days=5)
    assert simulate(every_one_late, 4, np.random.default_rng(3)).broken.value == 1


@pytest.mark.parametrize("in_hours", [0.0, 50.0, 100.0])
@pytest.mark.parametrize(("hours", "days"), [("0-24", 7), ("0-24", 5), ("9-18", 7), ("9-18", 5)])
def test_all_leads_of_a_week_come(hours, days, in_hours):
    stated = Stated(leads=100, reps=1, handling=1, tiers=("a=100%:1h",), hours=hours, days=days, in_hours=in_hours)
    assert office_from(stated).volume.sum() == pytest.approx(100)


def test_two_tiers_of_one_name_are_refused():
    with pytest.raises(Refused, match="the same name"):
        tiers_from(("a=50%:1h", "a=50%:2h"))


def test_leads_of_the_night_wait_for_the_opening_and_their_promise_with_them():
    quiet = office(hourly=0.5, reps=20, opens=9, closes=17, days=5, handling=1.0)
    assert simulate(quiet, 10, np.random.default_rng(2)).broken.value == 0


def test_the_one_due_first_is_answered_first():
    starts = answered(np.arange(4.0), np.full(4, 10.0), np.array([5.0, 90.0, 95.0, 15.0]), reps=1)
    assert starts.tolist() == [0.0, 20.0, 30.0, 10.0]


def test_a_pressing_tier_breaks_less_often_than_under_one_queue():
    tiers = (Tier(name="urgent", share=0.2, budget=20.0), Tier(name="standard", share=0.8, budget=240.0))
    found = simulate(office(hourly=7.0, tiers=tiers), 10, np.random.default_rng(3)).tiers["urgent"]
    assert found.value < chance_of_waiting_longer(3.5, 4, budget=20.0, handling=30.0)


def test_the_cheapest_change_keeps_the_promise():
    found = cheapest(office(hourly=7.5, closes=24), 6, np.random.default_rng(4), allowed=0.05)
    assert found.says == "2 more reps"
    assert found.broken.high <= 0.05


def test_more_wait_in_the_hours_in_which_more_come():
    busy = office(hourly=2.0, opens=8, closes=18, days=5)
    busy.volume[:] = 0
    busy.volume[:5, 8:18] = 2.0
    busy.volume[:5, 11] = 20.0
    waiting = simulate(busy, 8, np.random.default_rng(5)).waiting
    assert waiting[11] > 2 * waiting[9]


def test_the_same_chance_gives_the_same_answer():
    first, again = (simulate(office(), 2, np.random.default_rng(6)) for _ in range(2))
    assert first == again


def by_day(told, until=None):
    """Leads that come on working days alone, from the opening until then."""
    volume = np.zeros((7, 24))
    volume[: told.days, told.opens : until or told.closes] = told.volume[0, 0]
    return replace(told, volume=volume)


@pytest.mark.parametrize(
    ("given", "allowed"),
    [(by_day(office(hourly=4.5, reps=3, opens=9, closes=17, days=5)), 0.05),
     (by_day(office(hourly=1.0, reps=1, opens=10, closes=16, days=5, budget=60), until=20), 0.25)],
)  # fmt: skip
def test_no_single_change_that_keeps_the_promise_is_cheaper_than_the_one_named(given, allowed):
    found = cheapest(given, 4, np.random.default_rng(7), allowed=allowed)
    held = [
        hours
        for hours, _, changed in changes_of(given)
        if simulate(changed, 4, np.random.default_rng(8)).broken.high <= 0.8 * allowed
    ]
    assert found.hours <= min(held)
    assert found.broken.high <= allowed


def test_what_an_office_keeps_holds_when_it_is_promised():
    busy = office(hourly=7.0, tiers=(Tier(name="a", share=0.3, budget=5.0), Tier(name="b", share=0.7, budget=30.0)))
    tiers = keepable(busy, 3, np.random.default_rng(9), allowed=0.05)
    assert all(tier.budget in STEPS for tier in tiers)
    found = simulate(replace(busy, tiers=tiers), 6, np.random.default_rng(10)).tiers
    assert all(one.value <= 0.06 for one in found.values())


def test_an_office_that_never_keeps_up_is_promised_nothing_and_mended_by_more():
    swamped = office(hourly=10.0, reps=4)
    assert keepable(swamped, 4, np.random.default_rng(11), allowed=0.05) is None
    assert "more reps" in cheapest(swamped, 4, np.random.default_rng(12), allowed=0.05).says


def test_how_long_a_lead_takes_is_measured_where_the_next_one_waited():
    chance = np.random.default_rng(13)
    comes = np.sort(chance.random(2_000) * 2_000 * 14)
    takes = chance.exponential(12.0, 2_000)
    starts = answered(comes, takes, comes, reps=1)
    minutes = 60_000_000
    columns = {"touched_at": starts * minutes, "delivered_at": comes * minutes}
    arrays = {name: values.astype(np.int64) for name, values in columns.items()}
    arrays |= {"historic": np.zeros(2_000, bool), "first_owner": np.zeros(2_000, np.int32)}
    told = SimpleNamespace(arrays=arrays, words={}, leads=())
    assert handling_of(told, EPOCH) == pytest.approx(13.0, abs=1.5)
    few = SimpleNamespace(arrays={name: values[:10] for name, values in arrays.items()}, words={}, leads=())
    assert handling_of(few, EPOCH) is None


@pytest.mark.parametrize("said", ["many", "1e999", "-inf", "NaN"])
def test_what_is_no_number_of_reps_is_refused_by_its_name(said):
    with pytest.raises(Refused, match=r"reps.*is no number"):
        stated_from({"reps": said}, Stated(leads=10, reps=2, handling=12, tiers=("standard=100%:4h",)))


@pytest.mark.parametrize("freedom", [1, 4, 9, 19, 120])
def test_few_differences_know_their_own_spread_badly_as_student_says(freedom):
    stats = pytest.importorskip("scipy.stats")
    assert student_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-6)


FEW_LEADS = {
    "one a week": (office(hourly=1 / 168, reps=1, budget=30, handling=60, opens=9, closes=18, days=5), None),
    "rarely late": (office(hourly=3 / 168, reps=1, budget=60, handling=25, opens=9, closes=18, days=5), None),
    "a rare tier": (
        office(
            hourly=6 / 168, reps=1, opens=9, closes=18, days=5,
            tiers=(Tier(name="few", share=0.1, budget=30), Tier(name="most", share=0.9, budget=240)),
        ),
        "few",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FEW_LEADS)
def test_of_a_hundred_simulations_of_few_leads_the_stated_ranges_hold_the_truth_in_ninety_and_more(name):
    given, tier = FEW_LEADS[name]

    def told(seed, *, runs=RUNS):
        found = simulate(given, 13, np.random.default_rng(seed), runs=runs)
        return found.tiers[tier] if tier else found.broken

    truth = told(4_000, runs=1_500).value
    ranges = [told(seed) for seed in range(100)]
    assert sum(one.low <= truth <= one.high for one in ranges) >= 90
    assert min(one.high - one.low for one in ranges) > 0


def test_where_no_lead_comes_nothing_is_known():
    nobody = office(hourly=0.0, reps=1, opens=9, closes=17, days=5)
    broken = simulate(nobody, 1, np.random.default_rng(15)).broken
    assert (broken.low, broken.high) == (0, 1)
