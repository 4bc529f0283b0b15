"""What becomes of a customer who raises a hand: is somebody promised to them, and do they stay a customer?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from batonpass.handoff import record
from batonpass.handoff.answer import answer
from batonpass.handoff.effects import AcknowledgeLead
from batonpass.handoff.facts.second import Won
from batonpass.handoff.joining import join
from batonpass.handoff.lead import FIRST_TOUCH, Lead
from batonpass.handoff.path import advance
from batonpass.handoff.people import Leave
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Dispose, Reject, Undo
from batonpass.handoff.requests_second import OpenOpportunity, Win
from batonpass.handoff.retain import kind_of
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, event, minutes, setting, submission, walk

LATER = 6 * 24 * 60
BOUGHT = (submission(), (minutes(5), Accept(by="ana")), (minutes(9), Dispose(by="ana", outcome="won")))
ASKS = submission(at=minutes(LATER))


def again(*steps, people=PEOPLE):
    return walk(*BOUGHT, ASKS, *steps, people=people)


def test_a_customer_who_raises_a_hand_is_promised_a_touch_as_the_answer_says():
    done = again()
    (_, told) = [e for e in done.effects if isinstance(e, AcknowledgeLead)]
    assert (done.lead.stage, done.lead.cycle, done.lead.clock.due_at) == (Stage.MQL, 2, minutes(LATER + 30))
    assert told.by_local == "Mon 8 Mar 10:30 (Lisbon time)"


def test_a_hand_raised_in_another_system_counts_as_well():
    assert walk(*BOUGHT, event("demo_request", at=minutes(LATER))).lead.clock is not None


@pytest.mark.parametrize("did", [submission("ebook", at=minutes(LATER)), event("pricing", at=minutes(LATER))])
def test_points_alone_move_no_customer(did):
    done = walk(*BOUGHT, did).lead
    assert (done.stage, done.clock) == (Stage.WON, None)


@pytest.mark.parametrize(
    ("ana", "owner"),
    [
        ({}, "ana"),
        ({"leave": (Leave(first=date(2027, 3, 8), last=date(2027, 3, 8), delegate="nina"),)}, "nina"),
        ({"active": False}, "bruno"),
    ],
)
def test_a_customer_goes_to_whoever_has_had_them_since(ana, owner):
    people = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], **ana)})
    bought = walk(*BOUGHT).lead
    assert advance(bought, ASKS, setting(minutes(LATER), people=people)).lead.owner == owner


@pytest.mark.parametrize(
    "end", [Reject(by="ana", reason="not_a_fit"), Dispose(by="ana", outcome="recycled", reason="timing")]
)
def test_whatever_becomes_of_what_they_ask_they_stay_a_customer(end):
    done = again((minutes(LATER + 5), end)).lead
    assert (done.stage, done.owner, kind_of(done), done.clock) == (Stage.WON, "ana", "customer", None)
    assert done.because.endswith("goes to Won")
    assert kind_of(again().lead) == "customer"


def test_a_rejection_of_a_customers_request_can_be_taken_back():
    done = again((minutes(LATER + 5), Reject(by="ana", reason="no_budget")), (minutes(LATER + 9), Undo(by="ana"))).lead
    assert (done.stage, done.clock.due_at) == (Stage.MQL, minutes(LATER + 30))


def test_who_asks_under_another_address_is_promised_a_touch_though_they_are_a_customer():
    twin = record.replace(
        advance(Lead(id="L2"), record.replace(ASKS, person="e@firm.example"), setting(minutes(LATER))).lead
    )
    both = join(walk(*BOUGHT).lead, twin, setting(minutes(LATER + 1)), by="mara").lead.lead
    assert (both.stage, both.customer, both.running(FIRST_TOUCH).due_at) == (Stage.MQL, True, minutes(LATER + 30))


def test_whoever_sold_to_them_opens_the_next_opportunity_and_an_old_deal_is_not_it():
    first = answer(
        walk(*BOUGHT[:2], (minutes(9), Dispose(by="ana", outcome="converted"))).lead,
        Win(by="ana", deal_id="D1"),
        setting(minutes(10)),
    ).lead
    asked = advance(first, ASKS, setting(minutes(LATER))).lead
    taken = answer(asked, Accept(by="ana"), setting(minutes(LATER + 5))).lead
    with pytest.raises(Refusal, match="the deal D1 belongs to an earlier round") as refused:
        answer(taken, Win(by="crm", deal_id="D1"), setting(minutes(LATER + 6)))
    assert not refused.value.early
    opened = answer(taken, OpenOpportunity(by="ana", deal_id="D2"), setting(minutes(LATER + 6))).lead
    assert opened.stage is Stage.OPPORTUNITY


@pytest.mark.parametrize(("deal", "stage"), [("", None), ("D2", Stage.WON)])
def test_a_crm_that_calls_them_a_customer_says_nothing_of_what_they_ask_now(deal, stage):
    taken, told = again((minutes(LATER + 5), Accept(by="ana"))).lead, Win(by="crm", deal_id=deal)
    if stage is None:
        with pytest.raises(Refusal, match="only an SQL or an opportunity is won or lost"):
            answer(taken, told, setting(minutes(LATER + 6)))
    else:
        assert answer(taken, told, setting(minutes(LATER + 6))).lead.stage is stage


def test_a_lead_that_never_bought_is_not_opened_as_an_opportunity_before_it_is_an_sql():
    taken = walk(*BOUGHT[:2]).lead
    with pytest.raises(Refusal, match="only an SQL becomes an opportunity"):
        answer(taken, OpenOpportunity(by="ana"), setting(minutes(10), PLAYBOOK))


@pytest.mark.parametrize(
    ("amount", "says"), [("12000", "12,000 EUR"), ("1E+6", "1,000,000 EUR"), ("1299.5", "1,299.50 EUR")]
)
def test_what_a_deal_is_worth_reads_as_people_write_it(amount, says):
    accepted = (minutes(LATER + 5), Accept(by="ana"))
    done = again(accepted, (minutes(LATER + 9), Win(by="ana", amount=Decimal(amount), currency="EUR")))
    assert [one.because for one in done.facts if isinstance(one, Won)] == [f"Ana: won of {says}"]
