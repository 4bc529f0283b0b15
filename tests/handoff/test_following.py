"""Does a follow-up go on, go along and end as reps expect, and does nothing of it happen after its end?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff import record
from batonpass.handoff.answer import answer
from batonpass.handoff.effects import CancelPending, TellRep
from batonpass.handoff.facts import Disposed
from batonpass.handoff.facts.cadence import FollowUpLate, StepDone
from batonpass.handoff.facts.second import HandedOver
from batonpass.handoff.fold import fold
from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.following import follow
from batonpass.handoff.lead import Lead
from batonpass.handoff.merge import union
from batonpass.handoff.next_action import next_action
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import (
    Accept,
    Claim,
    Dispose,
    Reassign,
    Reject,
    Reply,
    Ring,
    SkipStep,
    Touch,
    Undo,
)
from batonpass.handoff.walk import Walk
from tests.handoff.cast import PLAYBOOK, event, minutes, setting, submission
from tests.handoff.plans import PLANNED, STANDARD, followed, kinds, plan_of, states

DAY = 24 * 60
RING = Ring(by="clock", promise=FOLLOW_UP)
CALL = (minutes(10), Touch(by="ana", kind="call"))
ENDS = {
    "reply": (minutes(20), Reply(by="ana", kind="email")),
    "meeting": (minutes(20), Touch(by="ana", kind="meeting")),
    "rejection": (minutes(20), Reject(by="ana", reason="no_budget")),
    "outcome": (minutes(20), Dispose(by="ana", outcome="recycled", reason="timing")),
}


def test_a_playbook_without_cadences_plans_nothing():
    done = followed(CALL, playbook=PLAYBOOK)
    assert (done.lead.follow_up, [c.promise for c in done.lead.clocks]) == (None, ["first_touch"])


def test_accepting_a_lead_neither_begins_nor_moves_its_plan():
    assert plan_of(followed((minutes(60), Accept(by="ana")))) == plan_of(followed())


def test_a_lead_in_a_queue_has_no_plan_until_somebody_claims_it():
    queued = replace(PLANNED, routing=PLANNED.routing[-1:])
    assert followed(playbook=queued).lead.follow_up is None
    claimed = followed((minutes(30), Claim(by="ana")), playbook=queued)
    assert plan_of(claimed).started_at == minutes(30)


@pytest.mark.parametrize(
    ("kind", "done"), [("call", 0), ("voicemail", 0), ("video", 1), ("email", None), ("message", None)]
)
def test_a_touch_does_the_step_of_its_kind_or_one_that_counts(kind, done):
    told = states(followed((minutes(10), Touch(by="ana", kind=kind))))
    assert [n for n, state in enumerate(told) if state == "done"] == ([] if done is None else [done])


def test_a_second_call_on_the_same_day_does_not_use_up_the_call_of_next_week():
    assert states(followed(CALL, (minutes(60), Touch(by="ana", kind="call")))) == ["done", "open", "open", "open"]


def test_a_call_before_the_lead_was_ours_is_not_asked_for_again():
    """Scenario D25: the rep called before we had assigned the lead: in time, after no time at all."""
    assert states(followed((minutes(3), Touch(by="ana", kind="call", at=minutes(-2)))))[0] == "done"


def test_a_call_outside_of_hours_is_a_call():
    saturday = datetime(2027, 3, 6, 11, tzinfo=UTC)
    done = followed((saturday + timedelta(hours=1), Touch(by="ana", kind="call")), first=submission(at=saturday))
    assert (plan_of(done).steps[0].opens_at.day, states(done)[0]) == (8, "done")


def test_a_touch_in_time_that_is_told_late_was_in_time():
    done = followed((minutes(DAY), Touch(by="ana", kind="call", at=minutes(10))))
    (made,) = [fact for fact in done.facts if isinstance(fact, StepDone)]
    assert made.in_time


def test_a_step_rings_at_the_first_instant_after_it_is_due_and_never_again():
    due = minutes(240)
    early = followed((due, RING))
    late = followed((due + timedelta(microseconds=1), RING), (due + timedelta(hours=1), RING))
    assert ("FollowUpLate" in kinds(early), kinds(late).count("FollowUpLate")) == (False, 1)


def test_steps_missed_in_an_outage_are_told_together_in_one_message():
    done = followed(CALL, (minutes(20 * DAY), RING))
    (late,) = [fact for fact in done.facts if isinstance(fact, FollowUpLate)]
    told = [effect for effect in done.effects if isinstance(effect, TellRep) and effect.kind == "follow_up"]
    assert (late.steps, len(told), told[0].to) == ((2, 3, 4), 1, "ana@lumen.example")


def test_a_late_step_stays_the_next_to_do():
    done = followed(CALL, (minutes(2 * DAY), RING))
    assert (next_action(done.lead), done.lead.next_due_at) == ("accept or reject; then video (late)", minutes(DAY))


def test_a_skipped_step_says_who_and_why():
    done = followed((minutes(5), SkipStep(by="mara", step=2, reason="no camera today")))
    assert (states(done)[1], plan_of(done).steps[1].because) == ("skipped", "video skipped by Mara: no camera today")


@pytest.mark.parametrize(
    "asked",
    [SkipStep(by="ana", step=1), SkipStep(by="ana", step=9, reason="x"), SkipStep(by="bruno", step=1, reason="x")],
)
def test_a_step_is_not_skipped_without_a_reason_or_by_somebody_else(asked):
    with pytest.raises(Refusal):
        followed((minutes(5), asked))


@pytest.mark.parametrize("ended", ENDS)
def test_whatever_ends_the_plan_says_so_and_withdraws_its_reminders(ended):
    done = followed(CALL, ENDS[ended])
    withdrawn = [e.kinds for e in done.effects if isinstance(e, CancelPending)]
    assert (plan_of(done).ended, ("follow_up",) in withdrawn) == (ended, True)


@given(ended=st.sampled_from([*ENDS]), later=st.lists(st.integers(1, 40 * DAY), max_size=6).map(sorted))
def test_stop_means_stop(ended, later):
    """After the end no step is done, late or told, however often the clock rings."""
    before = followed(CALL, ENDS[ended])
    after = followed(CALL, ENDS[ended], *((minutes(20 + n), RING) for n in later))
    new = after.facts[len(before.facts) :]
    assert not [fact for fact in new if isinstance(fact, StepDone) or (isinstance(fact, FollowUpLate) and fact.steps)]
    assert states(after) == states(before)


@given(st.lists(st.sampled_from(["call", "email", "video", "meeting", "ring", "skip", "reply", "bruno"]), max_size=8))
def test_replaying_the_facts_gives_the_same_plan(steps):
    asked = {
        "ring": RING,
        "skip": SkipStep(by="mara", step=3, reason="why not"),
        "reply": Reply(by="mara"),
        "bruno": Reassign(by="mara", to="bruno"),
    }
    lead, facts = followed().lead, list(followed().facts)
    for n, step in enumerate(steps):
        try:
            taken = answer(lead, asked.get(step) or Touch(by="mara", kind=step), setting(minutes(n * 700), PLANNED))
        except Refusal:
            continue
        lead, facts = taken.lead, [*facts, *taken.facts]
    again = Lead(id="L1")
    for fact in facts:
        again = fold(again, fact, PLANNED.version)
    assert again == lead


def test_a_signal_that_is_an_answer_ends_the_plan_and_one_of_a_meeting_too():
    reply = followed(CALL, submission("paper", at=minutes(30)))
    meeting = followed(CALL, event("pricing", at=minutes(30)))
    assert (plan_of(reply).ended, plan_of(meeting).ended) == ("reply", "meeting")


def test_a_reply_is_answered_in_hours_and_then_somebody_says_what_became_of_it():
    accepted = (minutes(15), Accept(by="ana"))
    done = followed(CALL, accepted, ENDS["reply"])
    assert (next_action(done.lead), done.lead.next_due_at) == ("answer their reply", minutes(260))
    answered = followed(CALL, accepted, ENDS["reply"], (minutes(40), Touch(by="ana", kind="email")))
    assert (next_action(answered.lead), answered.lead.next_due_at) == ("say what became of it", minutes(40 + 2 * DAY))


def test_a_plan_without_steps_left_waits_for_an_outcome():
    skips = [(minutes(n), SkipStep(by="ana", step=n, reason="x")) for n in (1, 2, 3, 4)]
    done = followed(*skips)
    assert (plan_of(done).ended, plan_of(done).waits_for) == ("finished", "outcome")


def test_the_hand_over_to_an_account_executive_ends_the_plan_of_who_qualified_the_lead():
    walk = Walk(followed(CALL).lead, setting(minutes(30), PLANNED))
    walk.keep(HandedOver(at=minutes(30), by="ana", sdr="ana", round=1, because="handed over by Ana"))
    follow(walk)
    assert (walk.lead.follow_up.ended, walk.lead.running(FOLLOW_UP)) == ("handed_over", None)


def test_an_undone_rejection_leaves_the_plan_as_it_was():
    undone = followed(CALL, ENDS["rejection"], (minutes(25), Undo(by="ana")))
    assert plan_of(undone) == plan_of(followed(CALL))
    assert undone.lead.running(FOLLOW_UP) == followed(CALL).lead.running(FOLLOW_UP)


def test_an_undone_acceptance_keeps_what_was_done_since():
    done = followed((minutes(5), Accept(by="ana")), CALL, (minutes(12), Undo(by="ana")))
    assert states(done)[0] == "done"


def test_a_new_round_begins_a_new_plan():
    again = submission(at=minutes(60 * DAY))
    done = followed(CALL, ENDS["rejection"], again)
    assert (done.lead.cycle, plan_of(done).cycle, states(done)) == (2, 2, ["open"] * 4)


def test_a_handed_on_plan_keeps_what_was_done():
    assert states(followed(CALL, (minutes(20), Reassign(by="mara", to="bruno"))))[0] == "done"


def test_a_running_plan_keeps_the_playbook_it_began_with():
    newer = replace(PLANNED, version="2027-04", cadences=(replace(STANDARD, steps=STANDARD.steps[:1]),))
    lead = followed().lead
    moved = answer(lead, Reassign(by="mara", to="bruno"), setting(minutes(5), newer)).lead
    assert (moved.follow_up.playbook, len(moved.follow_up.steps)) == ("2027-03", 4)


@pytest.mark.parametrize(
    ("consent", "left_out"),
    [
        ({"email": "no"}, [1, 2]),
        ({"phone": "withdrawn"}, [0, 3]),
        ({"contact": "false"}, [0, 1, 2, 3]),
        ({"email": "yes"}, []),
    ],
)
def test_a_channel_that_is_refused_is_left_out(consent, left_out):
    told = states(followed(first=submission(consent=consent)))
    assert [n for n, state in enumerate(told) if state == "left_out"] == left_out


def test_a_channel_that_is_refused_later_is_left_out_from_then_on():
    done = followed(CALL, submission("none", at=minutes(30), consent={"call": "no"}))
    assert states(done) == ["done", "open", "open", "left_out"]


def test_no_response_needs_the_touches_that_were_agreed_on():
    silent = Dispose(by="ana", outcome="no_response")
    with pytest.raises(
        Refusal, match=r"takes 3 touches in this round, and 1 were made; still to make: video, first mail"
    ):
        followed(CALL, (minutes(20), silent))
    more = [(minutes(n), Touch(by="ana", kind="email")) for n in (11, 12)]
    assert followed(CALL, *more, (minutes(20), silent)).lead.stage.value == "Nurture"


def test_what_the_lead_refuses_is_not_asked_for():
    silent = (minutes(30), Dispose(by="ana", outcome="no_response"))
    first = submission(consent={"email": "no"})
    done = followed(CALL, (minutes(20), Touch(by="ana", kind="call")), silent, first=first)
    assert done.lead.stage.value == "Nurture"


def test_a_manager_may_call_a_lead_silent_early_and_the_reason_stays():
    early = Dispose(by="mara", outcome="no_response", override="the company has closed")
    done = followed((minutes(20), early))
    (closed,) = [fact for fact in done.facts if isinstance(fact, Disposed)]
    assert (closed.by, closed.override) == ("mara", "the company has closed")
    for by in ("ana", "bruno", "nemo"):
        with pytest.raises(Refusal, match="only Mara may close this lead"):
            followed((minutes(20), replace(early, by=by)))


def test_a_merge_takes_the_plan_of_the_work_that_goes_on():
    mine, other = followed(first=submission("none")).lead, followed(CALL).lead
    merged = union(mine, other, minutes(30))
    assert (merged.follow_up.cadence, merged.follow_up.cycle) == ("standard", merged.cycle)


@pytest.mark.parametrize("goes_on", [0, 1])
def test_touches_of_a_twin_are_none_of_the_plan_that_goes_on(goes_on):
    twin = record.replace(followed(CALL, CALL, CALL, ENDS["rejection"]).lead, id="L2")
    both = (followed(CALL, (minutes(30), Accept(by="ana"))).lead, twin)
    merged = union(both[goes_on], both[1 - goes_on], minutes(40))
    assert (merged.touches, merged.touches - merged.follow_up.touches_before) == (4, 1)


def test_a_follow_up_that_is_late_is_no_broken_promise():
    done = followed(CALL, (minutes(3 * DAY), RING), (minutes(3 * DAY + 1), Reassign(by="mara", to="bruno")))
    clock = done.lead.running(FOLLOW_UP)
    assert (clock.breached_at, clock.breached_owner) == (None, None)


def test_a_second_reply_does_not_give_more_time_to_answer_the_first():
    once = followed(CALL, ENDS["reply"])
    twice = followed(CALL, ENDS["reply"], (minutes(60), Reply(by="ana")))
    assert plan_of(twice).waits_until == plan_of(once).waits_until
