"""Do a lead's rounds forget what was taken back, and nothing beside it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from batonpass.handoff import record
from batonpass.handoff.facts import Qualified
from batonpass.handoff.playbook import Stage
from batonpass.handoff.requests import Accept, Approve, Reject, Reply, SendBack, Touch, Undo
from batonpass.handoff.requests_second import GiveBack, TakeOver
from batonpass.handoff.rounds import Beside, rounds_of
from tests.handoff import second_half as second
from tests.handoff.cast import event, minutes, submission, walk
from tests.handoff.plans import PLANNED, RING
from tests.handoff.test_review import ALL, ebook

CALLED = (minutes(5), Touch(by="ana", kind="call"))
YES = (minutes(60), Approve(by="mara"))
NOT_YET = (minutes(65), Undo(by="mara"))


def rounds(*steps, **under):
    """The rounds of a lead that went this way."""
    facts = walk(*steps, **under).facts
    return rounds_of("L1", [(fact, fact.at, "1") for fact in facts], Beside())


def test_a_call_between_an_acceptance_and_its_taking_back_stays():
    (row,) = rounds(submission(), (minutes(1), Accept(by="ana")), CALLED, (minutes(6), Undo(by="ana")))
    assert (row.accepted_at, row.sal_at, row.touched_at, row.touches) == (None, None, minutes(5), 1)


def test_a_call_between_a_rejection_and_its_taking_back_stays():
    no = (minutes(1), Reject(by="ana", reason="no_budget"))
    (row,) = rounds(submission(), no, CALLED, (minutes(6), Undo(by="ana")))
    assert (row.rejected_at, row.reject_reason, row.ended_at, row.touches) == (None, "", None, 1)


def test_a_round_that_an_answer_began_arrived_with_it():
    """Not with the form of days before: nobody was slow for so long."""
    no = (minutes(9), Reject(by="ana", reason="no_budget"))
    _, row = rounds(submission(), no, (minutes(9000), Reply(by="ana")))
    assert (row.submitted_at, row.arrived_at, row.mql_at) == (minutes(9000), minutes(9000), minutes(9000))


def test_a_lead_whose_approval_is_taken_back_was_not_handed_over():
    (row,) = rounds(ebook(), YES, NOT_YET, playbook=ALL)
    assert (row.round, row.mql_at, bool(row.review_asked_at), row.reviewed_at) == (0, None, True, None)


def test_a_lead_that_is_approved_again_was_handed_over_once():
    (row,) = rounds(ebook(), YES, NOT_YET, (minutes(70), Approve(by="mara")), playbook=ALL)
    assert (row.round, row.mql_at, row.reviewed_at, row.arrived_at) == (2, minutes(70), minutes(70), minutes(0))


def test_a_lead_whose_sending_back_is_taken_back_waits_for_marketing_still():
    back = (minutes(60), SendBack(by="mara", reason="not_yet"))
    (gone,), (row,) = rounds(ebook(), back, playbook=ALL), rounds(ebook(), back, NOT_YET, playbook=ALL)
    assert (gone.reviewed_at, gone.ended_at, gone.stage) == (minutes(60), minutes(60), Stage.NURTURE)
    assert (bool(row.review_asked_at), row.reviewed_at, row.ended_at, row.stage) == (True, None, None, Stage.ENGAGED)


LISTED = record.replace(submission("ebook", occurred_at="2026-03-04T09:00:00Z"), historic=True)
LAST_MARCH = datetime(2026, 3, 4, 9, tzinfo=UTC)
EARLIER = record.replace(submission("ebook", at=minutes(2), occurred_at="2026-01-05T09:00:00Z"), historic=True)


@pytest.mark.parametrize(
    ("lists", "came"),
    [
        ((LISTED,), LAST_MARCH),
        ((LISTED, EARLIER), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ((EARLIER, LISTED), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ((record.replace(submission("ebook"), historic=True),), minutes(0)),
        ((record.replace(event("pricing", occurred="2026-03-04T09:00:00Z"), historic=True),), LAST_MARCH),
        ((submission("paper"), record.replace(LISTED, arrived_at=minutes(3))), minutes(0)),
    ],
    ids=["its own day", "an earlier list", "a later list", "no day told", "an event", "who was here before"],
)
def test_who_comes_in_a_list_of_the_past_came_when_it_says(lists, came):
    (row,) = rounds(*lists)
    assert (row.round, row.arrived_at, row.first_seen_at, row.submitted_at) == (0, came, came, came)
    assert row.historic is (lists[0].historic)


@pytest.mark.parametrize("news", [event("pricing", at=minutes(9)), submission(at=minutes(9))], ids=["event", "form"])
def test_who_was_in_a_list_of_the_past_and_becomes_ready_counts_from_then_in_every_figure(news):
    (row,) = rounds(LISTED, news)
    assert (row.round, row.arrived_at, row.historic, row.first_seen_at) == (1, minutes(9), False, LAST_MARCH)


def test_a_round_that_no_news_began_is_none_of_the_past_whatever_list_came_last():
    ready = Qualified(at=minutes(9), stage=Stage.MQL, band="sales", cycle=1, starts_cycle=True)
    (row,) = rounds_of("L1", [(fact, minutes(10), "1") for fact in (LISTED, ready)], Beside())
    assert (row.submitted_at, row.arrived_at, row.historic) == (minutes(9), minutes(9), False)


def test_what_an_account_executive_gives_back_to_marketing_is_over():
    gone = (minutes(60), GiveBack(by="otto", reason="bad_timing"))
    (row,) = rounds(*second.HANDED, gone, playbook=second.BOOK, people=second.HOUSE)
    assert (row.returned_at, row.ended_at, row.stage) == (minutes(60), minutes(60), Stage.NURTURE)


def test_what_an_account_executive_gives_back_to_who_worked_it_goes_on():
    back = ((minutes(60), TakeOver(by="otto")), (minutes(90), GiveBack(by="otto", reason="no_meeting")))
    (row,) = rounds(*second.HANDED, *back, playbook=second.BOOK, people=second.HOUSE)
    assert (row.returned_at, row.ended_at, row.stage) == (minutes(90), None, Stage.SAL)


MADE = tuple((minutes(at), Touch(by="ana", kind=kind)) for at, kind in ((90, "video"), (2880, "email"), (8640, "call")))
LATE = ((minutes(8640), RING),)


@pytest.mark.parametrize(
    ("then", "state", "over"), [((), "running", False), (MADE, "met", True), (LATE, "breached", False)]
)
def test_a_plan_that_an_account_executive_gave_back_is_judged_by_what_comes_then(then, state, over):
    book = replace(second.BOOK, cadences=PLANNED.cadences, outcomes=PLANNED.outcomes)
    back = (minutes(60), GiveBack(by="otto", reason="no_meeting"))
    (row,) = rounds(*second.HANDED, back, *then, playbook=book, people=second.HOUSE)
    plan = (row.promises or {})["cadence"]
    assert (plan["state"], bool(plan["ended_at"])) == (state, over)
