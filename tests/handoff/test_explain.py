"""Why has this lead these points, what nearly counted, what is not known, and what would make it ready?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff import record
from batonpass.handoff.explain import Explanation, before, explain, explainer, scored_then, seen_then
from batonpass.handoff.facts import Scored
from batonpass.handoff.joining import join
from batonpass.handoff.nearly import lacker
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.playbook.features import Feature, FeatureKind
from batonpass.handoff.requests import Accept, Reject
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, event, minutes, setting, submission, walk, when

FORM_AND_LOOKS = (submission("paper"), event("pricing"), event("pricing", at=minutes(60)))


NOON = minutes(120)


def told(*steps, playbook: Playbook = PLAYBOOK):
    return [(fact, playbook.version) for fact in walk(*steps, playbook=playbook).facts]


def explained(*steps, at=NOON, playbook: Playbook = PLAYBOOK) -> Explanation:
    lead, arrived = before(told(*steps, playbook=playbook), "L1")
    return explain(lead, explainer(playbook), seen_then(lead, arrived, playbook, at=at, others={}), at=at)


def way(found: Explanation, name: str):
    return next((one for one in found.ways if one.name == name), None)


def test_every_recorded_score_is_found_again_from_the_facts_before_it():
    facts = told(*FORM_AND_LOOKS, submission("demo", at=minutes(90), country="DE"))
    scores = [n for n, (fact, _) in enumerate(facts) if isinstance(fact, Scored)]
    assert len(scores) == 4
    for n in scores:
        recorded = facts[n][0]
        assert scored_then(facts[:n], "L1", recorded, PLAYBOOK) == recorded


def test_what_others_did_is_taken_from_the_record():
    people = Feature(name="people", kind=FeatureKind.PEOPLE, within=timedelta(days=14))
    book = replace(PLAYBOOK, features=(people,))
    facts = told(submission(email="a@acme.example"), playbook=book)
    n = next(n for n, (fact, _) in enumerate(facts) if isinstance(fact, Scored))
    recorded = record.replace(facts[n][0], others={"feature.people": Decimal(5)})
    assert scored_then(facts[:n], "L1", recorded, book).others == {"feature.people": Decimal(5)}


def test_the_score_of_a_merged_lead_is_found_again():
    one, other = walk(submission("demo")), walk(submission("ebook", email="eva@home.example"))
    both = join(one.lead, record.replace(other.lead, id="L2"), setting(minutes(30)), by="ana")
    facts = [(fact, PLAYBOOK.version) for fact in (*one.facts, *both.lead.facts)]
    scores = [n for n, (fact, _) in enumerate(facts) if isinstance(fact, Scored)]
    assert len(scores) == 2
    assert all(scored_then(facts[:n], "L1", facts[n][0], PLAYBOOK) == facts[n][0] for n in scores)


def test_points_are_told_as_of_the_instant_asked_about():
    found = explained(event("pricing"), at=TUESDAY_TEN + timedelta(days=14))
    assert (found.scored.total, found.scored.parts[0].points) == (Decimal("6.00"), Decimal("6.00"))


def test_what_was_hot_is_hot_until_it_falls_below_the_exit():
    hot = explained(
        submission("ebook", fields={"employees": "100"}), event("pricing"), at=TUESDAY_TEN + timedelta(days=14)
    )
    assert (hot.scored.total, hot.band) == (66, "hot")


def test_a_rule_that_lacks_data_is_named_with_its_field():
    near = next(one for one in explained(submission("paper")).near if one.rule == "right_size")
    assert (near.missing, near.points) == (("account.employees",), Decimal(20))
    assert "account.employees" in explained(submission("paper")).missing


def test_a_rule_one_clause_away_is_named_with_that_clause():
    near = next(one for one in explained(submission("paper", fields={"employees": "40"})).near)
    assert (near.rule, near.lacks) == ("right_size", "employees at least 50")


def test_a_rule_two_clauses_away_is_no_near_one():
    lacks = lacker(when('lead.country == "DE" && lead.title == "CEO"').form)
    assert lacks({"lead.country": "SE", "lead.title": "CEO"}) == "country is DE"
    assert lacks({"lead.country": "SE", "lead.title": "CTO"}) == ""


def test_a_model_that_waits_for_a_country_is_named():
    near = [one for one in explained(submission("paper")).near if one.kind == "model"]
    assert [(one.rule, one.missing) for one in near] == [("dach", ("lead.country",))]


def test_what_is_short_is_told_in_points_and_words():
    found = explained(submission("paper"))
    assert (found.points_short, found.short) == (Decimal(30), "score 10 is below 40")


def test_asking_for_a_demo_would_be_enough():
    demo = way(explained(submission("paper")), "demo_request")
    assert (demo.enough, demo.times) == (True, 1)


def test_a_capped_signal_is_worth_no_more_than_its_cap():
    pricing = way(explained(submission("paper")), "pricing")
    assert (pricing.times, pricing.gain, pricing.enough) == (3, Decimal(36), True)


def test_a_field_that_is_not_known_is_a_way_too():
    size = way(explained(submission("paper")), "right_size")
    assert (size.kind, size.gain, size.enough) == ("field", Decimal(20), False)


def test_who_gave_a_signal_that_counts_once_gains_nothing_by_it():
    book = replace(PLAYBOOK, definition=replace(PLAYBOOK.definition, mql_from=Decimal(100), hot_from=Decimal(200)))
    assert way(explained(submission("ebook"), playbook=book), "ebook") is None


@pytest.mark.parametrize(
    "steps",
    [(submission("demo"),), (submission("demo"), (minutes(5), Accept(by="ana")))],
    ids=["handed over", "in work"],
)
def test_a_lead_with_sales_needs_nothing_more(steps):
    found = explained(*steps)
    assert (found.short, found.ways, found.points_short) == ("", (), Decimal(0))


def test_no_points_help_who_is_disqualified():
    found = explained(submission(email="spy@rival.example"))
    assert (found.short, found.ways) == ("disqualified: works for a competitor", ())


def test_a_rejected_lead_can_still_be_explained():
    found = explained(submission("ebook"), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert found.stage == "Nurture"


@given(
    st.lists(st.tuples(st.sampled_from(["pricing", "step", "ebook"]), st.integers(0, 90)), max_size=8),
    st.integers(0, 60 * 24 * 60),
)
def test_contributions_sum_to_the_score_at_any_instant(did, after):
    events = [event(name, occurred=(TUESDAY_TEN - timedelta(days=days)).isoformat()) for name, days in did]
    scored = explained(submission("paper"), *events, at=minutes(after)).scored
    assert sum(part.points for part in scored.parts) == scored.total == scored.fit + scored.behaviour


@given(st.sampled_from(["paper", "ebook", "none"]), st.integers(0, 300))
def test_a_way_that_is_enough_is_enough(form, employees):
    """What the explanation promises comes true when the signal is given."""
    steps = (submission(form, fields={"employees": str(employees)}),)
    for one in explained(*steps, at=TUESDAY_TEN).ways:
        if one.kind == "signal" and one.enough and one.name != "demo_request":
            done = [event(one.name) for _ in range(one.times)]
            assert walk(*steps, *done).lead.stage == "MQL"
