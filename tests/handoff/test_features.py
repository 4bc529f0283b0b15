"""How often lately, how long ago, how many people of the account?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.condition import NUMBER, compile_condition
from batonpass.handoff.features import measured
from batonpass.handoff.lead import Activity, Lead
from batonpass.handoff.playbook import FitRule
from batonpass.handoff.playbook.bursts import Burst
from batonpass.handoff.playbook.features import Feature, FeatureKind
from batonpass.handoff.setting import condition_facts
from tests.handoff.cast import BASE, PLAYBOOK, TUESDAY_TEN, event, submission, walk

WEEK, DAY = timedelta(days=7), timedelta(days=1)
LOOKS = Feature(name="looks", kind=FeatureKind.COUNT, signals=frozenset({"pricing"}), within=WEEK)
EVER = Feature(name="ever", kind=FeatureKind.COUNT)
SINCE = Feature(name="since", kind=FeatureKind.DAYS_SINCE)
PEOPLE = Feature(name="people", kind=FeatureKind.PEOPLE, within=2 * WEEK)


def did(signal: str, ago: timedelta) -> Activity:
    return Activity(signal=signal, at=TUESDAY_TEN - ago, arrived_at=TUESDAY_TEN)


def value(feature: Feature, *acts: Activity, account: str | None = None, others=None) -> Decimal | None:
    lead = Lead(id="L1", account=account)
    return measured((feature,), lead, acts, at=TUESDAY_TEN, others=others or {}).get("feature." + feature.name)


def test_looks_of_this_week_are_counted_and_older_ones_are_not():
    assert value(LOOKS, did("pricing", DAY), did("pricing", 6 * DAY), did("pricing", 8 * DAY)) == 2


def test_a_window_is_open_at_its_far_end():
    assert value(LOOKS, did("pricing", WEEK)) == 0
    assert value(LOOKS, did("pricing", WEEK - timedelta(microseconds=1))) == 1


def test_another_signal_is_not_counted_unless_any_is():
    assert (value(LOOKS, did("ebook", DAY)), value(EVER, did("ebook", 400 * DAY))) == (0, 1)


def test_who_did_nothing_has_zero_looks_and_no_last_visit():
    assert (value(LOOKS), value(SINCE)) == (0, None)


def test_whole_days_since_the_last_time():
    assert value(SINCE, did("ebook", 9 * DAY), did("pricing", 47 * timedelta(hours=1))) == 1


def test_nobody_without_an_account_has_colleagues():
    assert value(PEOPLE, did("ebook", DAY)) is None


def test_people_of_the_account_count_once_each_while_they_are_active():
    others = {
        "acme.example": {
            "L1": (("ebook", TUESDAY_TEN),),
            "L2": (("ebook", TUESDAY_TEN - DAY), ("ebook", TUESDAY_TEN)),
            "L3": (("ebook", TUESDAY_TEN - 3 * WEEK),),
        }
    }
    assert value(PEOPLE, did("ebook", DAY), account="acme.example", others=others) == 2


def test_what_is_yet_to_come_is_not_counted():
    assert value(EVER, did("ebook", -DAY)) == 0


def test_a_rule_reads_a_feature_as_a_number():
    schema = {"feature.looks": NUMBER}
    keen = FitRule(name="keen", when=compile_condition("feature.looks >= 3", schema), points=Decimal(20), says="keen")
    book = replace(PLAYBOOK, features=(LOOKS,), models=(replace(BASE, fit=(keen,)),))
    assert walk(*[event("pricing")] * 2, playbook=book).lead.score.fit == 0
    assert walk(*[event("pricing")] * 3, playbook=book).lead.score.fit == 20


def test_what_a_machine_did_is_not_counted():
    burst = Burst(name="m", signals=frozenset({"pricing"}), more_than=1, within=DAY, says="a machine")
    lead = walk(event("pricing"), event("pricing")).lead
    seen = condition_facts(lead, replace(PLAYBOOK, features=(LOOKS,), bursts=(burst,)), at=TUESDAY_TEN)
    assert seen["feature.looks"] == 0


def test_a_playbook_without_features_measures_nothing():
    seen = condition_facts(walk(submission()).lead, PLAYBOOK, at=TUESDAY_TEN)
    assert [path for path in seen if path.startswith("feature.")] == []


def test_what_others_did_is_kept_with_the_decision():
    book = replace(PLAYBOOK, features=(PEOPLE, LOOKS))
    scored = walk(submission(email="a@acme.example"), playbook=book).lead.score
    assert scored.others == {"feature.people": Decimal(1)}


@pytest.mark.parametrize("feature", [LOOKS, EVER, SINCE])
@given(chance=st.randoms(), days=st.lists(st.integers(0, 20), max_size=8))
def test_the_order_of_arrival_never_changes_a_feature(feature, chance, days):
    acts = [did("pricing", n * DAY) for n in days]
    shuffled = list(acts)
    chance.shuffle(shuffled)
    assert value(feature, *acts) == value(feature, *shuffled)
