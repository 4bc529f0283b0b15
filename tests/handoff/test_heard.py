"""Does a follow-up know what was said and done, in whichever order it is told, and what a meeting means to it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from batonpass.handoff.next_action import next_action
from batonpass.handoff.requests import Accept, Claim, Reassign, Reject, Reply, SkipStep, Touch, Undo
from tests.handoff.cast import event, minutes, submission
from tests.handoff.plans import PLANNED, followed, plan_of, states

DAY = 24 * 60
CALL = (minutes(10), Touch(by="ana", kind="call"))
REJECTED = (minutes(20), Reject(by="ana", reason="no_budget"))
REPLY, BOOKED = (minutes(20), Reply(by="ana", kind="email")), event("pricing", at=minutes(40))
CANCELLED = event("meeting_missed", at=minutes(2 * DAY))


@pytest.mark.parametrize("booked", [(minutes(40), Touch(by="ana", kind="meeting")), BOOKED])
def test_a_meeting_agreed_on_after_a_reply_is_waited_for_and_missed_like_any_other(booked):
    accepted = (minutes(15), Accept(by="ana"))
    met = followed(CALL, accepted, REPLY, booked)
    assert (next_action(met.lead), plan_of(met).waits_until) == ("say what became of it", minutes(40 + 14 * DAY))
    assert next_action(followed(CALL, accepted, REPLY, booked, CANCELLED).lead) == "find another time to meet"


def test_who_books_again_after_a_meeting_was_called_off_is_not_chased_for_a_time():
    again = event("pricing", at=minutes(3 * DAY))
    assert plan_of(followed(CALL, REPLY, BOOKED, CANCELLED, again)).waits_for == "outcome"


def test_a_reply_while_a_meeting_is_booked_does_not_ask_for_an_outcome_before_it_is_held():
    done = followed(CALL, BOOKED, (minutes(60), Reply(by="ana")), (minutes(70), Touch(by="ana", kind="email")))
    assert plan_of(done).waits_until == minutes(70 + 14 * DAY)


def test_a_signal_of_an_answer_counts_after_the_last_planned_touch_too():
    skips = [(minutes(n), SkipStep(by="ana", step=n, reason="x")) for n in (1, 2, 3, 4)]
    assert plan_of(followed(*skips, submission("paper", at=minutes(30)))).waits_for == "answer"


@pytest.mark.parametrize(
    "told",
    [
        ((minutes(65), Touch(by="ana", kind="email")), (minutes(90), Reply(by="ana", at=minutes(60)))),
        ((minutes(90), Reply(by="ana", at=minutes(60))), (minutes(95), Touch(by="ana", kind="email", at=minutes(65)))),
    ],
)
def test_a_reply_that_was_answered_is_answered_in_whichever_order_we_hear_of_it(told):
    assert plan_of(followed(CALL, *told)).waits_for == "outcome"


def test_what_comes_after_an_answer_is_reckoned_in_the_hours_of_who_has_the_lead_by_then():
    """T11: two days of Nina's in New York, not two of Ana's in Lisbon, which would end at four in the morning."""
    handed_on = (minutes(25), Reassign(by="mara", to="nina"))
    before = plan_of(followed(CALL, REPLY, handed_on))
    after = plan_of(followed(CALL, REPLY, handed_on, (minutes(600), Touch(by="nina", kind="email"))))
    assert before.waits_until == plan_of(followed(CALL, REPLY)).waits_until
    assert after.waits_until == datetime(2027, 3, 4, 20, tzinfo=UTC)


def queued(*steps):
    return followed(*steps, playbook=replace(PLANNED, routing=PLANNED.routing[-1:]))


def test_a_call_before_a_waiting_lead_was_claimed_is_a_touch_of_its_round_and_is_not_asked_for_again():
    done = queued((minutes(3), Touch(by="ana", kind="call")), (minutes(5), Claim(by="ana")))
    assert (states(done)[0], done.lead.touches - plan_of(done).touches_before) == ("done", 1)


def test_who_booked_a_meeting_to_begin_with_is_not_put_through_the_touches():
    booked = replace(PLANNED, definition=replace(PLANNED.definition, hand_raisers=frozenset({"pricing"})))
    done = followed(first=event("pricing"), playbook=booked)
    assert (plan_of(done).ended, plan_of(done).waits_until) == ("meeting", minutes(14 * DAY))
    missed = followed(event("meeting_missed", at=minutes(DAY)), first=event("pricing"), playbook=booked)
    assert plan_of(missed).waits_for == "rebook"


def test_a_touch_told_twice_is_one():
    told = Touch(by="ana", kind="call", at=minutes(8))
    done = followed((minutes(9), told), (minutes(30), told), (minutes(31), replace(told, by="mara")))
    assert done.lead.touches == 2


def test_two_touches_of_the_same_moment_that_nobody_dated_are_two():
    assert followed(CALL, CALL).lead.touches == 2


def test_a_touch_between_a_decision_and_its_undoing_does_its_planned_step():
    undone = followed(REJECTED, (minutes(22), Touch(by="ana", kind="call")), (minutes(25), Undo(by="ana")))
    assert states(undone)[0] == "done"


def test_an_answer_between_a_decision_and_its_undoing_is_an_answer():
    mail = (minutes(27), Touch(by="ana", kind="email"))
    rejected = (minutes(25), Reject(by="ana", reason="no_budget"))
    assert plan_of(followed(CALL, REPLY, rejected, mail, (minutes(30), Undo(by="ana")))).waits_for == "outcome"
