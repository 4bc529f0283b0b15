"""What becomes of a lead when a touch turns out never to have arrived?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Escalated
from batonpass.handoff.requests import Claim, Reject, Reply, Ring, Touch, TouchBack
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, minutes, setting, submission, walk
from tests.handoff.plans import PLANNED, followed

DAY = 24 * 60
MAIL = Touch(by="ana", kind="email")


def back(told: float, **more: object) -> TouchBack:
    return TouchBack(by="ana", touched_at=minutes(told), told_at=minutes(told), why="no such person", **more)


def made(lead) -> int:
    """The touches that count in this round."""
    return lead.touches - lead.follow_up.touches_before


def test_a_touch_that_comes_back_is_one_less_in_its_round():
    steps = ((minutes(5), MAIL), (minutes(9), Touch(by="ana", kind="call")), (minutes(30), back(5)))
    lead = followed(*steps).lead
    assert (made(lead), lead.touches) == (1, 1)


NEXT_DAY = submission(at=minutes(DAY))
EARLIER = ((minutes(5), MAIL), (minutes(9), Reject(by="ana", reason="no_budget")), NEXT_DAY)


def test_a_touch_of_an_earlier_round_that_comes_back_takes_nothing_off_this_one():
    owner = followed(*EARLIER).lead.owner
    called = (minutes(DAY + 5), Touch(by=owner, kind="call"))
    lead = followed(*EARLIER, called, (minutes(DAY + 9), back(5))).lead
    assert (made(lead), lead.touches, lead.clock) == (1, 1, None)


def test_a_touch_that_never_counted_is_not_taken_off_either():
    told = replace(MAIL, at=minutes(5))
    steps = ((minutes(9), Reject(by="ana", reason="no_budget")), NEXT_DAY, (minutes(DAY + 1), told))
    lead = followed(*steps, (minutes(DAY + 9), replace(back(5), counted=False))).lead
    assert (made(lead), lead.touches) == (0, 0)


@pytest.mark.parametrize(
    ("touched", "came_back", "left"),
    [(5, 9, [50, 100, 200]), (20, 25, [100, 200]), (5, 25, [100, 200]), (20, 40, [200]), (31, 40, [200])],
)
def test_the_promise_runs_on_with_its_own_ladder_whatever_is_agreed_since(touched, came_back, left):
    """T9: another ladder is for clocks that start under it; what rang already rings no more, what is due rings."""
    rings = [(minutes(at), Ring(by="clock", promise="first_touch")) for at in (16, 30.5) if at < touched]
    lead = walk(submission(), *rings, (minutes(touched), MAIL)).lead
    silent = replace(PLAYBOOK, ladder=(), version="next")
    again = answer(lead, back(touched), setting(minutes(came_back), silent)).lead.clock
    assert ([step.percent for step in again.steps], again.due_at) == (left, TUESDAY_TEN + timedelta(minutes=30))


def test_a_touch_told_late_that_comes_back_lets_nothing_ring_twice():
    rung = (minutes(30.5), Ring(by="clock", promise="first_touch"))
    late = (minutes(40), replace(MAIL, at=minutes(20)))
    lead = walk(submission(), rung, late, (minutes(50), back(20))).lead
    assert [step.percent for step in lead.clock.steps] == [200]


@pytest.mark.parametrize("told", [62, 70])
def test_a_ladder_that_was_climbed_to_its_end_is_not_climbed_again(told):
    """Its last step gave the lead to Bruno at 60.5 minutes; what was left was laid out again then."""
    rings = [(minutes(at), Ring(by="clock", promise="first_touch")) for at in (16, 30.5, 60.5)]
    came_back = replace(back(20), told_at=minutes(told))
    done = walk(submission(), *rings, (minutes(told), replace(MAIL, at=minutes(20))), (minutes(90), came_back))
    assert (done.lead.clock.steps, sum(isinstance(fact, Escalated) for fact in done.facts)) == ((), 3)


ALL_MADE = [(minutes(DAY * n), Touch(by="ana", kind=kind)) for n, kind in ((0.1, "call"), (0.2, "video"), (6, "call"))]


def test_the_last_planned_mail_that_comes_back_is_to_be_made_again():
    over = (*ALL_MADE, (minutes(6.1 * DAY), MAIL))
    assert followed(*over).lead.follow_up.ended == "finished"
    plan = followed(*over, (minutes(6.2 * DAY), back(6.1 * DAY))).lead.follow_up
    assert ([step.name for step in plan.open], plan.waits_for) == (["first mail"], "")


REPLIED = (minutes(10), Reply(by="ana"))


@pytest.mark.parametrize(("others", "waits"), [((), "answer"), ((30,), "outcome")])
def test_an_answer_that_comes_back_is_none_unless_another_arrived(others, waits):
    calls = [(minutes(at), Touch(by="ana", kind="call")) for at in others]
    lead = followed((minutes(5), MAIL), REPLIED, (minutes(20), MAIL), *calls, (minutes(40), back(20))).lead
    assert lead.follow_up.waits_for == waits


def test_a_touch_of_this_round_before_it_had_an_owner_is_taken_off_this_round_when_it_comes_back():
    waits = replace(PLANNED, routing=PLANNED.routing[-1:])
    lead = followed((minutes(3), MAIL), (minutes(5), Claim(by="ana")), (minutes(9), back(3)), playbook=waits).lead
    assert (lead.touches, made(lead)) == (0, 0)
