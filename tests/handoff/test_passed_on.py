"""What becomes of a follow-up plan when its lead goes on to an account executive, and when it comes back?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.next_action import next_action
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Claim, Dispose, Reassign, Reply, Ring, Touch, Undo
from batonpass.handoff.requests_second import GiveBack, HandOver, Lose, OpenOpportunity, TakeOver, Win
from tests.handoff import cast
from tests.handoff.cast import minutes
from tests.handoff.plans import OUTCOMES, STANDARD, plan_of, states
from tests.handoff.second_half import BOOK, HANDED, HOUSE, WORKED

DAY = 24 * 60
BOTH = replace(BOOK, cadences=(STANDARD,), outcomes=OUTCOMES)
TAKEN = (*HANDED, (minutes(60), TakeOver(by="otto")))
OPENED = (*TAKEN, (minutes(90), OpenOpportunity(by="otto")))
BACK = (*HANDED, (minutes(30 + DAY), GiveBack(by="otto", reason="no_meeting")))


def walk(*steps, playbook=BOTH):
    return cast.walk(*steps, playbook=playbook, people=HOUSE)


def test_while_an_account_executive_decides_no_planned_touch_is_due_and_nobody_is_reminded():
    done = walk(*HANDED, (minutes(3 * DAY), Ring(by="clock", promise=FOLLOW_UP)))
    assert (plan_of(done).ended, done.lead.running(FOLLOW_UP)) == ("handed_over", None)
    assert [e for e in done.effects if getattr(e, "kind", "") == "follow_up"] == []


def test_a_lead_that_comes_back_is_followed_up_where_that_stopped():
    done = walk(*BACK)
    assert (plan_of(done).running, states(done)) == (True, ["done", "open", "open", "open"])
    assert next_action(done.lead) == "work on what came back: no meeting; then video"


def test_the_days_away_do_not_count():
    before, after = plan_of(walk(*WORKED)).steps, plan_of(walk(*BACK)).steps
    assert [(b.due_at - a.due_at).days for a, b in zip(before[1:3], after[1:3], strict=True)] == [1, 1]


def test_a_touch_that_was_late_at_the_hand_over_is_late_still():
    late = tuple((minutes(2 * DAY), request) for _, request in HANDED[-1:])
    back = walk(*WORKED, *late, (minutes(3 * DAY), GiveBack(by="otto", reason="no_meeting")))
    first, now = plan_of(walk(*WORKED)).steps[1], plan_of(back).steps[1]
    assert (now.due_at, now.due_at < minutes(3 * DAY)) == (first.due_at, True)


def test_a_hand_over_after_the_return_makes_no_touch_due_as_if_it_had_never_been_away():
    done = walk(*BACK, (minutes(31 + DAY), Reassign(by="mara", to="bruno")))
    assert [s.due_at for s in plan_of(done).steps] == [s.due_at for s in plan_of(walk(*BACK)).steps]


def test_two_times_away_count_together():
    again = (
        *BACK,
        (minutes(60 + DAY), HANDED[-1][1]),
        (minutes(60 + 2 * DAY), GiveBack(by="otto", reason="no_meeting")),
    )
    assert plan_of(walk(*again)).away_seconds == 2 * DAY * 60


def test_another_account_executive_who_is_asked_gets_no_plan():
    done = walk(*HANDED, (minutes(40), Reassign(by="mara", to="paula")))
    assert not plan_of(done).running


def test_a_lead_that_never_had_a_plan_gets_none_from_its_hand_over():
    done = cast.walk(*WORKED, playbook=BOOK, people=HOUSE)
    handed = cast.answer(done.lead, HANDED[-1][1], cast.setting(minutes(30), BOTH, HOUSE))
    assert handed.lead.follow_up is None


@pytest.mark.parametrize(
    "end",
    [
        (),
        ((minutes(90), OpenOpportunity(by="otto")),),
        ((minutes(90), Win(by="otto")),),
        ((minutes(90), Lose(by="otto", reason="price")),),
        ((minutes(70), Touch(by="otto", kind="call")), (minutes(80), Reply(by="otto"))),
        ((minutes(70), Reassign(by="mara", to="paula")),),
    ],
    ids=["taken over", "opportunity", "won", "lost", "worked", "passed on"],
)
def test_what_an_account_executive_took_over_is_followed_up_by_nobody(end):
    done = walk(*TAKEN, *end)
    assert (plan_of(done).ended, plan_of(done).live, done.lead.running(FOLLOW_UP)) == ("handed_over", False, None)


def test_a_lead_that_goes_back_to_marketing_is_followed_up_by_nobody():
    done = walk(*HANDED, (minutes(60), GiveBack(by="otto", reason="bad_timing")))
    assert (plan_of(done).live, done.lead.next_due_at) == (False, None)


def test_a_plan_that_a_reply_ended_does_not_begin_again():
    replied = (
        *WORKED,
        (minutes(25), Reply(by="ana")),
        HANDED[-1],
        (minutes(90), GiveBack(by="otto", reason="no_meeting")),
    )
    assert (plan_of(walk(*replied)).ended, plan_of(walk(*replied)).running) == ("reply", False)


def test_a_lead_that_comes_back_to_a_queue_goes_on_once_somebody_claims_it():
    done = walk(
        *HANDED,
        (minutes(60), GiveBack(by="otto", reason="no_meeting")),
        (minutes(61), Reassign(by="mara", to="triage")),
    )
    claimed = cast.answer(done.lead, Claim(by="bruno"), cast.setting(minutes(70), BOTH, HOUSE)).lead
    assert (claimed.owner, claimed.follow_up.running) == ("bruno", True)


def test_enough_touches_are_asked_for_after_a_return_as_before():
    with pytest.raises(Refusal, match="video"):
        walk(*BACK, (minutes(60 + DAY), Dispose(by="ana", outcome="no_response")))


def test_the_promise_that_stands_still_is_due_for_nobody():
    handed = walk(*HANDED).lead
    assert handed.next_due_at == handed.running("ae_accept").due_at
    late = walk(*WORKED, (minutes(14 * DAY - 60), HandOver(by="ana"))).lead
    assert late.running("dispose").due_at < late.next_due_at == late.running("ae_accept").due_at


def test_a_manager_who_closes_a_lead_that_waits_for_an_account_executive_ends_that_wait_and_may_take_it_back():
    closed = (*HANDED, (minutes(60), Dispose(by="mara", outcome="no_response", override="they went out of business")))
    assert walk(*closed).lead.second.waiting is False
    again = walk(*closed, (minutes(61), Undo(by="mara"))).lead
    assert (again.second.waiting, again.owner, next_action(again)) == (True, "otto", "take over or give back")
