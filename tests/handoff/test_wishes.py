"""Is whoever objects, or takes a consent back, left alone by every way they named, and do reps know?"""

from __future__ import annotations

import pytest

from batonpass.handoff.capture import learn
from batonpass.handoff.effects import AcknowledgeLead, CancelPending, TellRep
from batonpass.handoff.lead import Lead
from batonpass.handoff.requests import Ring
from batonpass.handoff.wishes import refusals, unwanted
from tests.handoff.cast import PLAYBOOK, minutes, submission
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
