"""Does a lead that sales gives back to marketing wait there as any other, and come back when sales undoes it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.facts import ClockStopped
from batonpass.handoff.joining import join
from batonpass.handoff.lead import ClockState
from batonpass.handoff.path import advance
from batonpass.handoff.playbook import Reason, Stage
from batonpass.handoff.playbook.review import REVIEW, Review
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Approve, Reject, Ring, SendBack, Undo
from batonpass.handoff.rounds import Beside, rounds_of
from tests.handoff.cast import PLAYBOOK, minutes, setting, submission, walk

AGAIN = Reason(code="again", says="marketing should look again", then=Stage.ENGAGED, review=True)
SAME = Reason(code="same", says="we have them already", then=Stage.MERGED, merge=True)
AGREED = replace(PLAYBOOK, rejections={**PLAYBOOK.rejections, "again": AGAIN, "same": SAME})
FIRST = replace(
    AGREED,
    definition=replace(AGREED.definition, review=Review(people=("nina",), within=timedelta(hours=2), hands_pass=False)),
)
GIVEN = (minutes(5), Reject(by="ana", reason="again", note="no plant in Europe?"))


def run(*steps, playbook=AGREED):
    return walk(submission(), *steps, playbook=playbook)


def told(done, kind=REVIEW):
    return [(one.rep, one.not_before) for one in done.effects if isinstance(one, TellRep) and one.kind == kind]


def refused(*steps) -> Refusal:
    with pytest.raises(Refusal) as caught:
        run(*steps)
    return caught.value


def test_it_waits_for_marketing_under_a_promise_of_its_own_and_sales_has_kept_its_own():
    done = run(GIVEN)
    lead, look = done.lead, done.lead.running(REVIEW)
    assert (lead.stage, lead.owner, bool(lead.waiting), lead.clock) == (Stage.ENGAGED, None, True, None)
    assert look is not None
    assert (look.started_at, look.due_at) == (minutes(5), minutes(245))
    assert [one.state for one in done.facts if isinstance(one, ClockStopped)] == [ClockState.MET]


def test_who_looks_hears_why_once_nobody_can_take_it_back():
    done = run(GIVEN)
    assert told(done) == [("mara", minutes(20))]
    (news,) = [one for one in done.effects if isinstance(one, TellRep) and one.kind == REVIEW]
    assert 'goes to marketing\'s review; "no plant in Europe?"' in news.because


def test_whoever_reviews_by_the_playbook_is_asked_and_a_yes_begins_a_new_round():
    lead = run((minutes(1), Approve(by="nina")), GIVEN, (minutes(60), Approve(by="nina")), playbook=FIRST).lead
    assert (lead.stage, lead.cycle, lead.tier, lead.clock and lead.clock.started_at) == (
        Stage.MQL,
        2,
        "urgent",
        minutes(60),
    )
    assert told(run((minutes(1), Approve(by="nina")), GIVEN, playbook=FIRST))[-1][0] == "nina"


def test_a_no_of_marketing_ends_it_and_a_silent_marketing_is_late():
    no = run(GIVEN, (minutes(60), SendBack(by="mara", reason="not_our_customer")))
    assert (no.lead.stage, no.lead.waiting, no.lead.running(REVIEW)) == (Stage.DISQUALIFIED, None, None)
    late = run(
        GIVEN, (minutes(246), Ring(by="clock", promise=REVIEW)), (minutes(247), Ring(by="clock", promise=REVIEW))
    )
    assert [rep for rep, _ in told(late, "review_late")] != []


def test_points_that_come_meanwhile_do_not_hand_it_back_to_sales_and_a_raised_hand_does():
    assert run(GIVEN, submission("ebook", minutes(30))).lead.waiting
    assert run(GIVEN, submission("demo", minutes(30))).lead.stage is Stage.MQL


@pytest.mark.parametrize("accepts", [False, True])
def test_taken_back_it_is_with_sales_as_before_and_marketing_need_not_look(accepts):
    accepted = [(minutes(2), Accept(by="ana"))] if accepts else []
    before, done = run(*accepted).lead, run(*accepted, GIVEN, (minutes(9), Undo(by="ana")))
    after = done.lead
    assert (after.stage, after.owner, after.cycle, after.tier) == (before.stage, "ana", before.cycle, before.tier)
    assert (after.clock, after.waiting, after.running(REVIEW)) == (before.clock, None, None)
    assert any(REVIEW in one.kinds for one in done.effects if isinstance(one, CancelPending))
    assert run(
        *accepted, GIVEN, (minutes(9), Undo(by="ana")), (minutes(10), Reject(by="ana", reason="again"))
    ).lead.waiting


def test_once_marketing_answered_sales_takes_nothing_back():
    assert (
        "only Mara"
        in refused(GIVEN, (minutes(7), SendBack(by="mara", reason="not_yet")), (minutes(9), Undo(by="ana"))).says
    )


def test_reports_count_the_rejection_and_the_round_that_a_yes_begins():
    done = run(GIVEN, (minutes(60), Approve(by="mara")))
    first, second = rounds_of("L1", [(fact, fact.at, "1") for fact in done.facts], Beside())
    assert (first.reject_reason, first.rejected_at, first.ended_at) == ("again", minutes(5), minutes(5))
    assert (second.round, second.review_asked_at, second.reviewed_at) == (2, minutes(5), minutes(60))


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Reject(by="ana", reason="same"), "same: say which lead it is a duplicate of"),
        (Reject(by="ana", reason="again", duplicate_of="L2"), "again merges nothing; leave out which lead"),
    ],
)
def test_a_duplicate_names_the_lead_that_it_duplicates_and_no_other_reason_does(request_, says):
    refusal = refused((minutes(5), request_))
    assert (refusal.field, refusal.says.startswith(says)) == ("duplicate_of", True)


def test_whom_nobody_worked_under_either_name_is_left_alone_from_now():
    """Points of both would bring them to sales with the next click, minutes after sales gave them back."""
    known = record.replace(walk(submission("paper"), playbook=AGREED).lead, id="L2")
    double = run((minutes(5), Reject(by="ana", reason="same", duplicate_of="L2"))).lead
    both = join(known, double, setting(minutes(5), AGREED), by="ana").lead.lead
    later = advance(both, submission("ebook", minutes(30)), setting(minutes(30), AGREED)).lead
    assert (known.stage, known.ended_at, both.id) == (Stage.NURTURE, None, "L2")
    assert (both.stage, both.ended_at, later.stage) == (Stage.NURTURE, minutes(5), Stage.NURTURE)
