"""Does a lead that was handed over stay with account executives, unless they or whoever leads them decide otherwise?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts.second import Returned
from batonpass.handoff.fold.second import second_of
from batonpass.handoff.lead import ClockState
from batonpass.handoff.people import Leave, Queue
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests import Claim, LoseOwner, Reassign
from batonpass.handoff.requests_second import GiveBack, HandOver, OpenOpportunity, TakeOver
from tests.handoff import cast
from tests.handoff.cast import minutes
from tests.handoff.second_half import BOOK, HANDED, HOUSE, WORKED

QUEUED = (*WORKED, (minutes(30), HandOver(by="ana", to="triage")))
TAKEN = (*HANDED, (minutes(60), TakeOver(by="otto")))
OPENED = (*TAKEN, (minutes(90), OpenOpportunity(by="otto")))
LATER = minutes(95)
SAYS = "Ana handed this lead over: an account executive gives it back, or Mara decides so"


def walk(*steps, people=HOUSE):
    return cast.walk(*steps, playbook=BOOK, people=people)


def refused(*steps, people=HOUSE) -> Refusal:
    with pytest.raises(Refusal) as told:
        walk(*steps, people=people)
    return told.value


def test_who_handed_a_lead_over_does_not_claim_it_back():
    told = refused(*QUEUED, (LATER, Claim(by="ana")))
    assert (told.kind, told.says) == (RefusalKind.FORBIDDEN, SAYS)
    assert walk(*QUEUED, (LATER, Claim(by="paula"))).lead.owner == "paula"


@pytest.mark.parametrize("steps", [HANDED, QUEUED, TAKEN, OPENED])
@pytest.mark.parametrize("by", ["ana", "bruno"])
def test_no_colleague_gives_it_back_to_who_handed_it_over(steps, by):
    assert refused(*steps, (LATER, Reassign(by=by, to="ana"))).says == SAYS


@pytest.mark.parametrize("steps", [HANDED, TAKEN])
def test_an_account_executive_gives_it_back_with_a_reason_and_not_by_hand(steps):
    says = "Ana handed this lead over; give it back with a reason instead"
    assert refused(*steps, (LATER, Reassign(by="otto", to="ana"))).says == says


def test_an_opportunity_cannot_be_given_back_so_its_owner_is_not_told_to():
    assert refused(*OPENED, (LATER, Reassign(by="otto", to="ana"))).says == SAYS


def test_who_chose_the_wrong_account_executive_may_choose_another_until_it_is_taken_over():
    assert walk(*HANDED, (LATER, Reassign(by="ana", to="paula"))).lead.owner == "paula"
    assert refused(*TAKEN, (LATER, Reassign(by="ana", to="paula"))).says == SAYS
    assert refused(*TAKEN, (LATER, Reassign(by="ana", to="triage"))).says == SAYS


@pytest.mark.parametrize("by", ["mara", "sven", "key crm", "admin@lumen.example"])
@pytest.mark.parametrize("steps", [HANDED, QUEUED])
def test_whoever_leads_them_calls_it_back_and_the_hand_over_is_over(steps, by):
    done = walk(*steps, (LATER, Reassign(by=by, to="ana")))
    assert (done.lead.owner, done.lead.stage, second_of(done.lead).waiting) == ("ana", Stage.SAL, False)
    assert [f.reason for f in done.facts if isinstance(f, Returned)] == ["called_back"]
    assert done.lead.running("ae_accept") is None


def test_what_is_called_back_goes_on_with_what_was_left():
    before = next(c for c in walk(*WORKED).lead.clocks if c.promise == "dispose")
    back = walk(*HANDED, (minutes(30) + timedelta(days=1), Reassign(by="mara", to="ana"))).lead.running("dispose")
    assert (back.paused_at, back.due_at) == (None, before.due_at + timedelta(days=1))


def test_both_hear_that_it_was_called_back():
    done = walk(*HANDED, (LATER, Reassign(by="mara", to="ana")))
    told = [(e.kind, e.rep, e.because) for e in done.effects if isinstance(e, TellRep)][-2:]
    assert told == [("returned", "ana", "called back by Mara"), ("taken_away", "otto", "called back by Mara")]


def test_nothing_is_called_back_to_who_is_away():
    away = replace(HOUSE, reps={**HOUSE.reps, "ana": replace(HOUSE.reps["ana"], active=False)})
    lead = walk(*HANDED).lead
    with pytest.raises(Refusal, match="Ana is no longer active; choose somebody else"):
        answer(lead, Reassign(by="mara", to="ana"), cast.setting(LATER, BOOK, away))


def test_what_was_taken_over_may_be_given_to_who_handed_it_over_by_who_leads_them():
    lead = walk(*TAKEN, (LATER, Reassign(by="mara", to="ana"))).lead
    states = {clock.promise: clock.state for clock in lead.clocks}
    assert (lead.owner, lead.stage, states["opportunity"]) == ("ana", Stage.SQL, ClockState.RUNNING)


def test_a_manager_who_handed_a_lead_over_and_answers_for_its_queue_may_claim_it():
    house = replace(HOUSE, queues={"triage": Queue(name="triage", calendar="lisbon", manager="ana")})
    assert walk(*QUEUED, (LATER, Claim(by="ana")), people=house).lead.owner == "ana"


def test_an_account_executive_who_goes_away_leaves_nothing_to_who_handed_it_over():
    """Though that colleague stands in for everything else."""
    lost = LoseOwner(by="leave", owner="otto", to="ana", why="is away until 2027-03-05")
    assert walk(*HANDED, (LATER, lost)).lead.owner == "paula"


def test_a_lead_that_nobody_handed_over_goes_back_and_forth_as_before():
    there = (*WORKED, (minutes(30), Reassign(by="ana", to="bruno")))
    assert walk(*there, (minutes(40), Reassign(by="ana", to="ana"))).lead.owner == "ana"


@pytest.mark.parametrize(("stands_in", "owner"), [("nina", "nina"), ("otto", "bruno"), (None, "bruno")])
def test_what_comes_back_to_an_sdr_who_is_away_is_their_stand_ins(stands_in, owner):
    """Who gave it back does not get it, whatever the leave says."""
    leave = Leave(first=date(2027, 3, 1), last=date(2027, 3, 5), delegate=stands_in)
    away = replace(HOUSE, reps={**HOUSE.reps, "ana": replace(HOUSE.reps["ana"], leave=(leave,))})
    back = answer(walk(*HANDED).lead, GiveBack(by="otto", reason="no_meeting"), cast.setting(minutes(60), BOOK, away))
    assert (back.lead.owner, back.lead.stage) == (owner, Stage.SAL)


def test_what_comes_back_to_a_later_owner_keeps_the_instant_of_the_first():
    """T7, T11: fourteen days from Tuesday 10:06 in Lisbon and one away: Wednesday, when New York opens."""
    given = (datetime(2027, 3, 3, 10, tzinfo=UTC), Reassign(by="mara", to="nina"))
    away = (datetime(2027, 3, 4, 15, tzinfo=UTC), HandOver(by="nina", to="otto"))
    back = (datetime(2027, 3, 5, 15, tzinfo=UTC), GiveBack(by="otto", reason="no_meeting"))
    dispose = walk(*WORKED, given, away, back).lead.running("dispose")
    assert (dispose.due_at, dispose.no_later) == (datetime(2027, 3, 17, 13, tzinfo=UTC),) * 2
