"""Does a lead that waits in a queue find its owner once the ladder has one, and wait on, saying why, until then?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.facts import Routed
from batonpass.handoff.playbook import Case, Rung, RungKind, Target
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Claim, LoseOwner, Reassign, Reject, RouteAgain
from tests.handoff.cast import PEOPLE, PLAYBOOK, minutes, setting, submission, walk, when

AWAY = replace(PEOPLE, reps={name: replace(rep, available=name == "mara") for name, rep in PEOPLE.reps.items()})
WAITING = walk(submission(), people=AWAY).lead
ASKED = RouteAgain(by="mara")
ASKED_FOR = Case(name="asked for us", when=when("lead.hand_raised"), target=Target(rep="nina"))
BEHIND = Case(name="asked for us, behind", when=when("lead.hand_raised"), target=Target(rep="astrid"))
HANDS = replace(PLAYBOOK, routing=(Rung(kind=RungKind.CASES, name="hands", cases=(ASKED_FOR,)), *PLAYBOOK.routing))


def again(lead=WAITING, at=10, people=PEOPLE):
    return answer(lead, ASKED, setting(minutes(at), people=people))


def test_a_lead_for_whom_nobody_was_there_waits_in_the_queue():
    assert (WAITING.owner, WAITING.queue) == (None, "triage")


def test_once_somebody_is_there_it_is_theirs_by_the_ladder():
    done = again()
    routed = next(fact for fact in done.facts if isinstance(fact, Routed))
    assert (done.lead.owner, done.lead.queue, routed.rung, routed.pool) == ("ana", None, "pool", "emea")
    assert routed.because.startswith("routed again by Mara: ")
    assert routed.tried[0] == "account owner: no account"


def test_its_promise_goes_along_and_buys_no_time():
    assert again(at=20).lead.clock.due_at == WAITING.clock.due_at == minutes(30)


def test_its_new_owner_hears_of_it_and_nobody_else_is_asked_to_claim_it():
    effects = again().effects
    assert [e.to for e in effects if isinstance(e, TellRep)] == ["ana@lumen.example"]
    assert {kind for e in effects if isinstance(e, CancelPending) for kind in e.kinds} >= {"queued"}


def test_a_raised_hand_is_a_raised_hand_still_when_it_is_routed_again():
    assert answer(WAITING, ASKED, setting(minutes(10), HANDS)).lead.owner == "nina"


def test_and_when_its_owner_leaves():
    lead = walk(submission(), playbook=HANDS).lead
    left = replace(PEOPLE, reps={**PEOPLE.reps, "nina": replace(PEOPLE.reps["nina"], active=False)})
    stands_in = replace(HANDS, routing=(replace(HANDS.routing[0], cases=(ASKED_FOR, BEHIND)), *PLAYBOOK.routing))
    assert lead.owner == "nina"
    gone = LoseOwner(by="mara", owner="nina")
    assert answer(lead, gone, setting(minutes(10), stands_in, left)).lead.owner == "astrid"


def test_while_the_ladder_names_nobody_it_waits_on_and_the_reason_is_told():
    with pytest.raises(Refusal, match="no rule names anybody; queue") as refused:
        again(people=AWAY)
    assert refused.value.kind == "conflict"


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([Claim(by="ana")], "belongs to Ana; reassign it instead"),
        ([Claim(by="ana"), Accept(by="ana")], "belongs to Ana; reassign it instead"),
        ([Claim(by="ana"), Reject(by="ana", reason="no_budget")], "belongs to Ana|does not wait"),
    ],
)
def test_what_does_not_wait_for_its_first_owner_is_not_routed_again(steps, says):
    lead = WAITING
    for step in steps:
        lead = answer(lead, step, setting(minutes(5))).lead
    with pytest.raises(Refusal, match=says):
        again(lead)


def test_what_somebody_put_into_a_queue_may_be_routed_again():
    put = walk(submission(), (minutes(1), Reassign(by="mara", to="triage"))).lead
    assert (put.queue, again(put).lead.owner) == ("triage", "ana")
