"""S09: a stranger's form never overwrites what somebody of ours stands for, and is heard all the same."""

from __future__ import annotations

import pytest

from batonpass.handoff.facts import Learned
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import advance
from batonpass.handoff.record import replace
from batonpass.handoff.verified import contradictions, vouches
from tests.handoff.cast import TUESDAY_TEN, minutes, setting, submission, walk

EVA = "eva@firm.example"


def told(by: str, at=TUESDAY_TEN, **fields: str) -> Learned:
    said = {"email": EVA, **fields}
    return Learned(at=at, arrived_at=at, source_name=by, fields=said, person=EVA)


CRM = told("crm", company="Firm", phone="+46812345678", country="SE")
ATTACK = submission(at=minutes(5), company="Evil", phone="+15550100", country="US")


def test_a_form_does_not_change_a_verified_phone_company_or_country():
    lead = walk(CRM, ATTACK).lead
    assert [lead.value(name) for name in ("company", "phone", "country")] == ["Firm", "+46812345678", "SE"]


def test_what_the_form_says_is_shown_beside_it():
    lead = walk(CRM, ATTACK).lead
    assert {name: claim.value for name, claim in contradictions(lead).items()} == {
        "company": "Evil", "phone": "+15550100", "country": "US",
    }  # fmt: skip


def test_the_order_in_which_they_reach_us_changes_nothing():
    early, late = replace(ATTACK, at=minutes(1)), replace(CRM, at=minutes(3), arrived_at=minutes(6))
    swapped = replace(late, arrived_at=minutes(5)), replace(early, arrived_at=minutes(6))
    ways = [walk(*way).lead for way in ((early, late), swapped)]
    assert [(lead.known, contradictions(lead)) for lead in ways] == [(ways[0].known, contradictions(ways[0]))] * 2


def test_a_form_adds_what_nobody_has_verified():
    assert walk(CRM, submission(at=minutes(5), title="Head of IT")).lead.value("title") == "Head of IT"


def test_of_two_verified_words_the_later_stands():
    assert walk(CRM, told("import", minutes(5), country="NO")).lead.value("country") == "NO"


def test_a_form_that_agrees_contradicts_nothing():
    assert contradictions(walk(CRM, submission(at=minutes(5), company="FIRM")).lead) == {}


@pytest.mark.parametrize("door", ["import", "crm", "hubspot/forms"])
def test_doors_of_ours_vouch(door):
    assert vouches(door)


@pytest.mark.parametrize("door", ["form", "api", "identify", "crmx", ""])
def test_strangers_doors_do_not(door):
    assert not vouches(door)


def test_the_owner_and_account_stay_whatever_a_form_claims():
    lead = advance(Lead(id="L1"), submission(email="p@volvo.example"), setting()).lead
    attack = submission(at=minutes(1), email="p@volvo.example", company="Evil", country="US")
    after = advance(lead, attack, setting(minutes(1))).lead
    assert (after.owner, after.account) == (lead.owner, "volvo.example")
