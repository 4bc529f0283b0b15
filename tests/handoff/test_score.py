"""How well do they fit, and what did they do?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.facts import Scored
from batonpass.handoff.playbook import Signal
from batonpass.handoff.score import counting, score, worth
from batonpass.handoff.words import plain
from tests.handoff.cast import PLAYBOOK, SIGNALS, TUESDAY_TEN, event, minutes, submission, walk

PRICING = SIGNALS["pricing"]


def score_of(*steps: object) -> Scored:
    found = walk(*steps).lead.score
    assert found
    return found


def test_fourteen_steps_of_4_3_and_9_8_are_exactly_70():
    lead = walk(submission("none", title="Odd"), *[event("step")] * 14).lead
    assert (lead.score.total, lead.band, lead.tier) == (Decimal("70.0"), "hot", "high")


def test_fourteen_steps_of_2_2_and_9_2_are_exactly_40():
    lead = walk(submission("none", title="Even"), *[event("small_step")] * 14).lead
    assert (lead.score.total, lead.stage) == (Decimal("40.0"), "MQL")


def test_a_hair_below_the_threshold_is_below_it():
    below = replace(SIGNALS["step"], points=Decimal("39.99"))
    model = replace(PLAYBOOK.models[1], signals={"step": below})
    lead = walk(submission("none"), event("step"), playbook=replace(PLAYBOOK, models=(model,))).lead
    assert (lead.score.total, lead.stage) == (Decimal("39.99"), "Nurture")


def test_what_is_done_later_counts_nothing_yet():
    lead = walk(submission("none"), event("step"), event("step", at=minutes(60))).lead
    assert score(lead, PLAYBOOK, {}, at=minutes(30)).behaviour == SIGNALS["step"].points


def test_a_white_paper_counts_more_in_the_dach_model():
    assert score_of(submission("paper", country="DE")).total == Decimal(25)
    assert score_of(submission("paper", country="SE")).total == Decimal(10)


def test_a_country_known_late_changes_the_model_late():
    lead = walk(submission("paper"), submission("none", at=minutes(10), country="DE")).lead
    assert (lead.score.model, lead.score.total) == ("dach", Decimal(25))


def test_missing_data_is_neither_points_nor_zero_but_unknown():
    scored = score_of(submission())
    assert "right_size" in scored.unknown
    assert score_of(submission(fields={"employees": "120"})).fit == 20
    assert score_of(submission(fields={"employees": "many"})).fit == 0


def test_the_account_record_beats_what_they_typed():
    assert score_of(submission(email="a@volvo.example", fields={"employees": "10"})).fit == 20


def test_once_only_counts_once():
    assert score_of(submission("ebook"), submission("ebook", at=minutes(5))).behaviour == 40


def test_points_halve_in_a_half_life():
    assert worth(PRICING, TUESDAY_TEN, TUESDAY_TEN + timedelta(days=14)) == Decimal("6.00")
    assert worth(PRICING, TUESDAY_TEN, TUESDAY_TEN + timedelta(days=28)) == Decimal("3.00")


def test_each_look_fades_from_its_own_day():
    looks = [event("pricing", at=TUESDAY_TEN), event("pricing", at=TUESDAY_TEN + timedelta(days=14))]
    assert score_of(*looks).total == Decimal(18)


def test_of_five_looks_in_a_week_the_latest_three_count():
    looks = [TUESDAY_TEN + timedelta(days=n) for n in range(5)]
    assert counting(PRICING, looks) == [looks[4], looks[3], looks[2]]


def test_a_look_exactly_one_window_apart_counts_again():
    looks = [TUESDAY_TEN + timedelta(days=n) for n in (0, 7)]
    once_a_week = replace(PRICING, times=1)
    assert len(counting(once_a_week, looks)) == 2
    assert len(counting(once_a_week, [looks[0] + timedelta(microseconds=1), looks[1]])) == 1


def test_an_event_of_the_future_counts_from_now():
    late = event("pricing", occurred="2027-03-09T10:00:00Z")
    assert late.at == TUESDAY_TEN


def test_a_signal_nobody_agreed_on_is_worth_nothing():
    assert score_of(submission("none"), event("stared at the logo")).behaviour == 0


@given(st.lists(st.sampled_from(["step", "pricing", "ebook", "demo_request", "unknown"]), max_size=12))
def test_the_parts_of_a_score_add_up_to_it(did):
    scored = score_of(submission(fields={"employees": "60"}), *[event(name) for name in did])
    assert scored.fit + scored.behaviour == scored.total == sum(part.points for part in scored.parts)


@given(st.lists(st.tuples(st.sampled_from(["step", "pricing", "ebook"]), st.integers(0, 20)), max_size=8), st.randoms())
def test_the_order_of_arrival_never_changes_a_score(did, chance):
    events = [event(name, occurred=(TUESDAY_TEN - timedelta(days=days)).isoformat()) for name, days in did]
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert score_of(submission("none"), *events).total == score_of(submission("none"), *shuffled).total


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(1, 4), st.integers(1, 10))
def test_no_window_ever_holds_more_than_the_cap(days, times, within):
    signal = Signal(name="x", points=Decimal(1), says="x", times=times, within=timedelta(days=within))
    counted = counting(signal, [TUESDAY_TEN + timedelta(days=d) for d in days])
    for first in counted:
        assert sum(first <= other < first + timedelta(days=within) for other in counted) <= times


@pytest.mark.parametrize(("total", "exact"), [("4.3", "4.3"), ("40.00", "40"), ("0", "0"), ("-10", "-10")])
def test_points_are_said_as_people_write_them(total, exact):
    assert plain(Decimal(total)) == exact


@given(
    st.decimals(-100, 100, places=2),
    st.integers(1, 400 * 86_400),
    st.integers(0, 4_000 * 86_400),
)
def test_decay_is_exact_to_a_hundredth_at_any_instant(points, half_life, passed):
    signal = Signal(name="x", points=points, says="x", half_life=timedelta(seconds=half_life))
    with localcontext() as exact:
        exact.prec = 60
        halvings = Decimal(passed) / Decimal(half_life)
        wanted = points * Decimal("0.5") ** halvings
    got = worth(signal, TUESDAY_TEN, TUESDAY_TEN + timedelta(seconds=passed))
    assert abs(got - wanted) <= Decimal("0.005000001")


def test_an_unsubscription_takes_points_and_keeps_no_tally_below_its_cap():
    goodbye = Signal(name="unsubscribe", points=Decimal(-30), says="unsubscribed", times=1)
    model = replace(PLAYBOOK.models[1], signals={**SIGNALS, "unsubscribe": goodbye})
    lead = walk(submission("ebook"), *[event("unsubscribe")] * 2, playbook=replace(PLAYBOOK, models=(model,))).lead
    assert (lead.score.total, lead.band) == (Decimal(10), "nurture")


def test_points_that_a_client_sends_are_nobodys():
    told = submission("none", points="500", score="500", fit="9", fields={"behaviour": "70", "score": "90"})
    assert score_of(told).total == 0


@given(
    st.lists(st.tuples(st.sampled_from(["step", "pricing", "ebook", "demo_request"]), st.integers(0, 20)), max_size=7),
    st.randoms(),
)
def test_no_permutation_of_events_and_forms_changes_any_part(did, chance):
    events = [event(name, occurred=(TUESDAY_TEN - timedelta(days=days)).isoformat()) for name, days in did]
    forms = [submission("paper", country="DE"), submission("none", fields={"employees": "60"})]
    shuffled = [*events, *forms]
    chance.shuffle(shuffled)
    one, other = score_of(*events, *forms), score_of(*shuffled)
    assert (one.parts, one.model, one.unknown) == (other.parts, other.model, other.unknown)
