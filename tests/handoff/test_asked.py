"""Is somebody who raises a hand while sales works them promised an answer, once, and kept by a touch alone?"""

from __future__ import annotations

import pytest

from batonpass.handoff.effects import TellRep
from batonpass.handoff.lead import ASKED, ClockState
from batonpass.handoff.next_action import next_action
from batonpass.handoff.playbook import Stage
from batonpass.handoff.record import replace
from batonpass.handoff.requests import Accept, Dispose, Reassign, Reject, Ring, Touch
from tests.handoff.cast import event, minutes, submission, walk

CALLED, TAKEN = (minutes(5), Touch(by="ana", kind="call")), (minutes(6), Accept(by="ana"))
AGAIN = event("demo_request", at=minutes(60))
RING = Ring(by="clock", promise=ASKED)


def run(*steps):
    return walk(submission(), CALLED, TAKEN, *steps)


def asked(done):
    return [clock for clock in done.lead.clocks if clock.promise == ASKED]


@pytest.mark.parametrize("again", [AGAIN, submission("demo", at=minutes(60))])
def test_a_raised_hand_in_work_is_promised_an_answer_as_fast_as_a_new_one(again):
    done = run(again)
    (clock,) = asked(done)
    assert (done.lead.stage, clock.due_at, done.lead.next_due_at) == (Stage.SAL, minutes(90), minutes(90))
    assert next_action(done.lead) == "answer them: they asked again"


def test_whoever_was_reached_and_not_accepted_yet_is_promised_one_too():
    (clock,) = asked(walk(submission(), CALLED, AGAIN))
    assert clock.due_at == minutes(90)


def test_who_waits_for_a_first_touch_is_promised_nothing_beside_it():
    assert asked(walk(submission(), AGAIN)) == []


def test_a_deal_that_is_worked_is_answered_as_well():
    (clock,) = asked(run((minutes(20), Dispose(by="ana", outcome="converted")), AGAIN))
    assert clock.state is ClockState.RUNNING


def test_nothing_less_than_a_raised_hand_promises_one():
    assert asked(run(submission("ebook", at=minutes(60)), event("pricing", at=minutes(61)))) == []


def test_an_old_list_promises_none():
    assert asked(run(replace(submission("demo", at=minutes(60)), historic=True))) == []


def test_a_touch_since_then_keeps_it_and_one_before_does_not():
    before = (minutes(65), Touch(by="ana", kind="email", at=minutes(30)))
    since = (minutes(70), Touch(by="ana", kind="call"))
    assert [asked(run(AGAIN, one))[0].state for one in (before, since)] == [ClockState.RUNNING, ClockState.MET]


def test_asking_twice_is_one_promise_and_asking_anew_another():
    twice = run(AGAIN, event("demo_request", at=minutes(70)))
    anew = run(AGAIN, (minutes(70), Touch(by="ana", kind="call")), event("demo_request", at=minutes(80)))
    assert [[clock.due_at for clock in asked(one)] for one in (twice, anew)] == [
        [minutes(90)],
        [minutes(90), minutes(110)],
    ]


def test_when_it_breaks_the_manager_hears_and_the_next_to_do_says_late():
    done = run(AGAIN, (minutes(90.1), RING))
    told = [(e.kind, e.rep) for e in done.effects if isinstance(e, TellRep)]
    assert ("breach", "mara") in told
    assert next_action(done.lead) == "answer them: they asked again (late)"


def test_it_goes_along_and_is_no_later_with_the_next_owner():
    (clock,) = asked(run(AGAIN, (minutes(70), Reassign(by="mara", to="nina"))))
    assert (clock.due_at, clock.calendars) == (minutes(90), ("new_york",))


def test_a_rejection_answers_it():
    assert asked(run(AGAIN, (minutes(70), Reject(by="ana", reason="no_budget"))))[0].state is ClockState.MET
