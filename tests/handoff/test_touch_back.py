"""What becomes of a lead when a touch turns out never to have arrived?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.requests import Reject, Ring, Touch, TouchBack
from tests.handoff.cast import PLAYBOOK, TUESDAY_TEN, minutes, setting, submission, walk
from tests.handoff.plans import followed

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
