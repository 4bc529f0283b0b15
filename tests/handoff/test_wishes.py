"""Is whoever objects, or takes a consent back, left alone by every way they named, and do reps know?"""

from __future__ import annotations

import pytest

from batonpass.handoff.capture import learn
from batonpass.handoff.effects import AcknowledgeLead, CancelPending, TellRep
from batonpass.handoff.lead import Lead
from batonpass.handoff.merge import union
from batonpass.handoff.record import replace
from batonpass.handoff.requests import Ring
from batonpass.handoff.wishes import refusals, unwanted
from tests.handoff.cast import PLAYBOOK, minutes, submission, walk
from tests.handoff.plans import followed, plan_of, states

DAY = 24 * 60


def says(at, **consent):
    sent = {"email": "eva@firm.example", "consent": consent}
    return learn(sent, door="test", arrived_at=minutes(at), playbook=PLAYBOOK, countries={})


@pytest.mark.parametrize(
    ("consent", "refused"),
    [
        ({"marketing": "objected"}, ("marketing",)),
        ({"marketing": "Withdrawn", "phone": "no"}, ("marketing", "phone")),
        ({"marketing": "Opted-Out"}, ("marketing",)),
        ({"marketing": " opted out "}, ("marketing",)),
        ({"marketing": "no"}, ()),
        ({"marketing": "yes", "email": "false"}, ("email",)),
        ({"tracking": "no"}, ()),
    ],
)
def test_what_somebody_refuses_is_told_by_name(consent, refused):
    assert refusals(Lead(id="L1", consent=consent)) == refused


def test_who_objects_to_marketing_gets_no_planned_touch_any_more():
    done = followed(says(30, marketing="objected"))
    assert states(done) == ["left_out"] * 4
    assert "the lead refuses marketing" in plan_of(done).steps[0].because


def test_who_objects_is_still_somebodys_with_a_time():
    lead = followed(says(30, marketing="objected")).lead
    assert (lead.owner, lead.clock is not None, lead.next_due_at is not None) == ("ana", True, True)


def test_who_leaves_the_box_for_news_empty_is_called_all_the_same():
    assert states(followed(first=submission(consent={"marketing": "no"}))) == ["open"] * 4


def test_who_consents_anew_is_not_refused_any_more():
    lead = followed(says(30, marketing="objected"), says(60, marketing="yes")).lead
    assert unwanted(lead, "call") == ""


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_of_two_words_on_one_wish_the_later_stands_in_whichever_order_they_come(order):
    words = (says(10, marketing="yes"), says(40, marketing="withdrawn"), says(20, phone="no"))
    told = [replace(words[n], arrived_at=minutes(50 + place)) for place, n in enumerate(order)]
    assert refusals(followed(*told).lead) == ("marketing", "phone")


def test_a_list_lifts_no_refusal_and_may_add_one():
    listed = replace(submission("paper", at=minutes(60), consent={"marketing": "yes", "phone": "no"}), door="import")
    assert refusals(followed(says(30, marketing="objected"), listed).lead) == ("marketing", "phone")


def test_of_two_leads_that_are_one_the_word_said_last_stands():
    older, newer = walk(submission("paper"), says(30, marketing="objected")), walk(says(10, marketing="yes"), says(50))
    for one, other in ((older, newer), (newer, older)):
        assert refusals(union(one.lead, replace(other.lead, id="L2"), minutes(60))) == ("marketing",)


@pytest.mark.parametrize("consent", [{"marketing": "objected"}, {"email": "no"}, {"contact": "no"}])
def test_no_automatic_answer_goes_to_who_refuses_mail(consent):
    done = followed(first=submission(consent=consent))
    assert [one for one in done.effects if isinstance(one, AcknowledgeLead)] == []


def test_an_answer_that_waits_to_leave_is_withdrawn_from_who_objects():
    done = followed(says(1, marketing="objected"))
    assert ("ack",) in [one.kinds for one in done.effects if isinstance(one, CancelPending)]


def test_the_rep_reads_what_the_lead_does_not_want():
    done = followed(says(30, phone="no"), (minutes(DAY), Ring(by="clock", promise="first_touch")))
    told = [one for one in done.effects if isinstance(one, TellRep)][-1]
    assert "Does not want: phone" in told.lines
