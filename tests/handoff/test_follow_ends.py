"""Does a follow-up end, go on and come back as an SDR expects: silence, new owners, undo, replies, absences?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts.cadence import FollowUpEnded, FollowUpLate
from batonpass.handoff.lead import ASKED, ClockState
from batonpass.handoff.next_action import next_action
from batonpass.handoff.people import Leave
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import (
    Accept,
    Away,
    Claim,
    Dispose,
    LoseOwner,
    Reassign,
    Reject,
    Reply,
    SkipStep,
    Touch,
    TouchBack,
    Undo,
)
from tests.handoff.cast import PEOPLE, REPS, submission
from tests.handoff.plans import PLANNED, RING, STANDARD, TUESDAY, at, dated, plan_of, run, states


def back_of(text):
    return TouchBack(by="ana", touched_at=at(text), told_at=at(text), why="no such person")


def test_no_response_counts_touches_of_this_round_alone():
    early = [(at(f"2027-03-02T10:0{n}"), Touch(by="ana", kind="call")) for n in range(1, 4)]
    given = (at("2027-03-02T10:09"), Reject(by="ana", reason="no_budget"))
    again = submission(at=at("2027-03-03T10:00"))
    owner = run(TUESDAY, *early, given, again).lead.owner or ""
    with pytest.raises(Refusal, match="takes 3 touches in this round, and 0 were made"):
        run(TUESDAY, *early, given, again, (at("2027-03-03T11:00"), Dispose(by=owner, outcome="no_response")))


def test_a_bounced_touch_is_none_of_those_before_no_response():
    made = [
        (at(f"2027-03-02T10:0{n}"), Touch(by="ana", kind="email", at=at(f"2027-03-02T10:0{n}"))) for n in range(1, 4)
    ]
    with pytest.raises(Refusal, match="and 2 were made"):
        run(
            TUESDAY,
            *made,
            (at("2027-03-02T11:00"), back_of("2027-03-02T10:03")),
            (at("2027-03-02T12:00"), Dispose(by="ana", outcome="no_response")),
        )


def test_a_reply_allows_no_silence_to_be_claimed_early():
    with pytest.raises(Refusal, match="3 touches"):
        run(
            TUESDAY,
            (at("2027-03-02T11:00"), Reply(by="ana")),
            (at("2027-03-02T12:00"), Dispose(by="ana", outcome="no_response")),
        )


def test_skipped_touches_are_asked_for_all_the_same():
    skips = [(at("2027-03-02T11:00"), SkipStep(by="ana", step=n, reason="no number")) for n in (1, 2, 3, 4)]
    with pytest.raises(Refusal, match="0 were made"):
        run(TUESDAY, *skips, (at("2027-03-02T12:00"), Dispose(by="ana", outcome="no_response")))


def test_an_owner_who_leaves_mid_cadence_leaves_what_was_done():
    called = (at("2027-03-02T10:05"), Touch(by="ana", kind="call"))
    lost = (at("2027-03-03T10:00"), LoseOwner(by="system", owner="ana", to="bruno"))
    done = run(TUESDAY, called, lost)
    assert (done.lead.owner, states(done)) == ("bruno", ["done", "open", "open", "open"])


def test_a_new_owner_in_another_zone_has_no_step_later():
    before = plan_of(run(TUESDAY)).steps
    after = plan_of(run(TUESDAY, (at("2027-03-02T12:00"), Reassign(by="mara", to="nina")))).steps
    assert all(new.due_at <= old.due_at for new, old in zip(after, before, strict=True))


def test_there_and_back_again_costs_nobody_time():
    moves = [
        (at("2027-03-02T12:00"), Reassign(by="mara", to="nina")),
        (at("2027-03-02T12:01"), Reassign(by="mara", to="ana")),
    ]
    done = run(TUESDAY, *moves)
    assert all(
        new.due_at <= old.due_at for new, old in zip(plan_of(done).steps, plan_of(run(TUESDAY)).steps, strict=True)
    )


def test_an_outcome_mid_step_ends_the_plan_and_its_undo_brings_it_back_whole():
    called = (at("2027-03-02T10:05"), Touch(by="ana", kind="call"))
    ended = (at("2027-03-03T10:00"), Dispose(by="ana", outcome="recycled", reason="timing"))
    back = (at("2027-03-03T10:10"), Undo(by="ana"))
    assert plan_of(run(TUESDAY, called, ended, back)) == plan_of(run(TUESDAY, called))
    assert not plan_of(run(TUESDAY, called, ended)).live


def test_a_step_that_came_due_while_a_rejection_stood_is_told_after_its_undo():
    gone, back = (
        (at("2027-03-02T13:55"), Reject(by="ana", reason="no_budget")),
        (at("2027-03-02T14:05"), Undo(by="ana")),
    )
    done = run(TUESDAY, gone, back, (at("2027-03-02T14:05:01"), RING))
    assert len([f for f in done.facts if isinstance(f, FollowUpLate)]) == 1


def test_the_reply_of_a_rejected_lead_after_its_undo_is_answered():
    gone, back = (
        (at("2027-03-02T10:09"), Reject(by="ana", reason="no_budget")),
        (at("2027-03-02T10:12"), Undo(by="ana")),
    )
    done = run(TUESDAY, gone, back, (at("2027-03-02T11:00"), Reply(by="ana")))
    assert (done.lead.stage, plan_of(done).waits_for) == (Stage.MQL, "answer")


def test_the_reply_to_who_gave_up_begins_a_round_with_a_plan_of_its_own():
    gone = (at("2027-03-02T10:09"), Reject(by="ana", reason="no_budget"))
    done = run(TUESDAY, gone, (at("2027-03-06T11:00"), Reply(by="ana")))
    assert (done.lead.cycle, plan_of(done).cycle, plan_of(done).running) == (2, 2, True)
    assert done.lead.clock is not None
    assert done.lead.clock.due_at == at("2027-03-08T09:30")


def test_a_late_reply_told_late_is_answered_by_what_was_said_since():
    called = (at("2027-03-02T12:00"), Touch(by="ana", kind="call", at=at("2027-03-02T12:00")))
    told = (at("2027-03-02T15:00"), Reply(by="ana", at=at("2027-03-02T11:00")))
    assert plan_of(run(TUESDAY, called, told)).waits_for == "outcome"


def test_a_reply_before_the_round_began_does_not_end_its_plan():
    old = (at("2027-03-02T10:30"), Reply(by="ana", at=at("2027-02-20T11:00")))
    assert plan_of(run(TUESDAY, old)).running


def test_two_replies_are_due_when_the_first_is():
    one, two = (at("2027-03-02T11:00"), Reply(by="ana")), (at("2027-03-02T14:00"), Reply(by="ana"))
    assert plan_of(run(TUESDAY, one, two)).waits_until == at("2027-03-02T15:00")


def test_a_reply_after_our_answer_is_due_anew():
    one, ours = (at("2027-03-02T11:00"), Reply(by="ana")), (at("2027-03-02T12:00"), Touch(by="ana", kind="email"))
    plan = plan_of(run(TUESDAY, one, ours, (at("2027-03-02T13:00"), Reply(by="ana"))))
    assert (plan.waits_for, plan.waits_until) == ("answer", at("2027-03-02T17:00"))


def test_an_unanswered_reply_reminds_once_and_not_at_the_instant():
    said = (at("2027-03-02T11:00"), Reply(by="ana"))
    rings = [(at("2027-03-02T15:00"), RING), (at("2027-03-02T15:00:01"), RING), (at("2027-03-02T15:01"), RING)]
    assert [
        len([f for f in run(TUESDAY, said, *rings[:n]).facts if isinstance(f, FollowUpLate)]) for n in (1, 2, 3)
    ] == [0, 1, 1]


def test_a_demo_request_of_a_lead_in_its_plan_is_answered_as_a_new_one_and_the_plan_goes_on():
    called, taken = (at("2027-03-02T10:05"), Touch(by="ana", kind="call")), (at("2027-03-02T10:06"), Accept(by="ana"))
    done = run(TUESDAY, called, taken, submission(at=at("2027-03-05T17:50")))
    (asked,) = [clock for clock in done.lead.clocks if clock.promise == ASKED]
    assert (asked.due_at, asked.state, plan_of(done).running) == (at("2027-03-08T09:20"), ClockState.RUNNING, True)


def test_who_is_away_over_the_holidays_is_planned_in_the_new_year():
    first = submission(at=at("2026-12-21T10:00"))
    away = (at("2026-12-21T12:00"), Away(by="ana", back_on=date(2027, 1, 4)))
    plan = plan_of(
        run(first, (at("2026-12-21T11:00"), Touch(by="ana", kind="call")), away, (at("2027-01-04T09:00:01"), RING))
    )
    assert [f"{s.opens_at:%m-%d %H:%M}" for s in plan.open] == ["01-04 09:00", "01-06 09:00", "01-11 09:00"]


def test_who_is_away_over_the_clock_change_is_planned_on_the_new_wall():
    first = submission(at=at("2027-03-24T10:00"))
    away = (at("2027-03-24T12:00"), Away(by="ana", back_on=date(2027, 4, 1)))
    plan = plan_of(
        run(first, (at("2027-03-24T11:00"), Touch(by="ana", kind="call")), away, (at("2027-04-01T08:00:01"), RING))
    )
    assert [f"{s.opens_at:%m-%d %H:%M}" for s in plan.open] == ["04-01 08:00", "04-05 08:00", "04-07 08:00"]


def test_a_claimed_lead_is_followed_up_from_its_claim():
    queued = replace(PLANNED, routing=PLANNED.routing[-1:])
    done = run(TUESDAY, (at("2027-03-02T16:00"), Claim(by="bruno")), playbook=queued)
    assert dated(done)[0] == ("03-02 16:00", "03-03 11:00")


def test_a_refused_channel_shortens_what_silence_takes():
    no = submission("whatever", at=at("2027-03-02T10:01"), consent={"email": "no"})
    made = [(at(f"2027-03-0{day}T11:00"), Touch(by="ana", kind="call")) for day in (2, 8)]
    done = run(TUESDAY, no, *made, (at("2027-03-08T12:00"), Dispose(by="ana", outcome="no_response")))
    assert done.lead.stage is Stage.NURTURE


def test_an_end_is_told_once():
    done = run(TUESDAY, (at("2027-03-02T11:00"), Reject(by="ana", reason="no_budget")), (at("2027-03-02T15:00"), RING))
    assert len([f for f in done.facts if isinstance(f, FollowUpEnded)]) == 1


def test_a_plan_that_is_through_waits_two_local_days_for_an_outcome():
    days = [
        ("2027-03-02T11:00", "call"),
        ("2027-03-02T11:01", "video"),
        ("2027-03-04T11:00", "email"),
        ("2027-03-08T11:00", "call"),
    ]
    plan = plan_of(run(TUESDAY, *[(at(when), Touch(by="ana", kind=kind)) for when, kind in days]))
    assert (plan.ended, plan.waits_for, plan.waits_until) == ("finished", "outcome", at("2027-03-10T11:00"))


def test_leave_of_the_owner_moves_the_plan_to_who_stands_in():
    away = Leave(first=date(2027, 3, 3), last=date(2027, 3, 10), delegate="bruno")
    people = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], leave=(away,))})
    lost = (at("2027-03-03T08:00"), LoseOwner(by="system", owner="ana", to="bruno", why="is away"))
    done = run(TUESDAY, (at("2027-03-02T10:05"), Touch(by="ana", kind="call")), lost, people=people)
    assert (done.lead.owner, len(plan_of(done).open)) == ("bruno", 3)


@pytest.mark.parametrize(("delegate", "hears"), [("bruno", "bruno"), (None, "mara"), ("ana", "mara")])
def test_what_is_late_in_the_plan_of_who_is_away_is_heard_by_who_stands_in_or_leads_them(delegate, hears):
    away = Leave(first=date(2027, 3, 3), last=date(2027, 3, 10), delegate=delegate)
    people = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], leave=(away,))})
    accepted = [(at("2027-03-02T10:05"), Touch(by="ana", kind="call")), (at("2027-03-02T10:06"), Accept(by="ana"))]
    done = run(TUESDAY, *accepted, (at("2027-03-04T18:00:01"), RING), people=people)
    (told,) = [one for one in done.effects if one.kind == "follow_up"]
    assert isinstance(told, TellRep)
    assert (done.lead.owner, told.rep) == ("ana", hears)
    assert told.because.endswith("; Ana is away until 2027-03-10")
    assert told.actions == ()


@pytest.mark.parametrize(
    ("done_before", "says"),
    [
        ([], "claim and touch first: first call"),
        ([("10:05", Touch(by="ana", kind="call"))], "claim, then accept or reject; then video"),
        ([("10:05", Touch(by="ana", kind="call")), ("10:06", Accept(by="ana"))], "claim, then video"),
    ],
)
def test_what_came_back_into_a_queue_is_claimed_first_whatever_comes_then(done_before, says):
    steps = [(at(f"2027-03-02T{when}"), request) for when, request in done_before]
    queued = (at("2027-03-02T10:10"), Reassign(by="mara", to="triage"))
    assert next_action(run(TUESDAY, *steps, queued).lead) == says


def test_the_standard_of_the_cast_is_what_these_cases_reckon_with():
    assert (STANDARD.answer_within, STANDARD.decide_within) == (timedelta(hours=4), timedelta(days=2))
