"""Has anyone truly reached out, and does sales take the lead?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import Accepted
from batonpass.handoff.lead import ClockState
from batonpass.handoff.playbook import Stage
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.handoff.requests import Accept, Claim, Dispose, Reassign, Reject, Touch, Undo
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, setting, submission, walk

IN_QUEUE = replace(PLAYBOOK, routing=PLAYBOOK.routing[-1:])


def refusal(*steps, **kind) -> Refusal:
    with pytest.raises(Refusal) as refused:
        walk(*steps, **kind)
    return refused.value


@pytest.mark.parametrize("kind", ["call", "email", "message", "meeting", "video", "voicemail"])
def test_every_human_touch_stops_the_clock(kind):
    assert walk(submission(), (minutes(5), Touch(by="ana", kind=kind))).lead.clock is None


def test_an_automatic_answer_is_no_touch():
    assert refusal(submission(), (minutes(5), Touch(by="ana", kind="auto"))).field == "kind"


def test_a_touch_of_the_future_is_refused():
    assert refusal(submission(), (minutes(5), Touch(by="ana", kind="call", at=minutes(11)))).field == "at"


def test_a_touch_by_a_stranger_is_refused():
    assert refusal(submission(), (minutes(5), Touch(by="eve", kind="call"))).field == "by"


def test_a_touch_told_late_says_how_late():
    fact = walk(submission(), (minutes(40), Touch(by="ana", kind="call", at=minutes(20)))).facts[-2]
    assert (fact.kept_late_seconds, fact.because) == (1200, "Ana: call, told 20 min later")


@pytest.mark.parametrize(
    ("told", "state"),
    [(minutes(-60), ClockState.MET), (minutes(-61), ClockState.RUNNING), (minutes(3), ClockState.MET)],
)
def test_a_call_of_long_before_they_asked_keeps_no_promise_of_now(told, state):
    lead = walk(submission(), (minutes(5), Touch(by="ana", kind="call", at=told))).lead
    assert (lead.clocks[0].state, lead.touches) == (state, int(state is ClockState.MET))


def test_accepting_makes_it_an_sal_and_leaves_the_first_touch_running():
    lead = walk(submission(), (minutes(5), Accept(by="ana"))).lead
    assert (lead.stage, lead.clock.state) == ("SAL", ClockState.RUNNING)


def test_accepting_twice_is_accepting_once():
    done = walk(submission(), (minutes(5), Accept(by="ana")), (minutes(6), Accept(by="ana")))
    assert sum(isinstance(f, Accepted) for f in done.facts) == 1


def test_only_the_owner_accepts():
    refused = refusal(submission(), (minutes(5), Accept(by="bruno")))
    assert (refused.kind, refused.says) == (RefusalKind.FORBIDDEN, "this lead belongs to Ana")


def test_what_is_not_an_mql_cannot_be_accepted():
    steps = (submission(), (minutes(1), Accept(by="ana")), (minutes(2), Dispose(by="ana", outcome="converted")))
    assert refusal(*steps, (minutes(3), Accept(by="ana"))).kind is RefusalKind.CONFLICT


@pytest.mark.parametrize(
    ("reject", "field"),
    [
        (Reject(by="ana"), "reason"),
        (Reject(by="ana", reason="bored"), "reason"),
        (Reject(by="ana", reason="other", note=" "), "note"),
    ],
)
def test_a_rejection_without_a_proper_reason_changes_nothing(reject, field):
    refused = refusal(submission(), (minutes(5), reject))
    assert (refused.kind, refused.field, refused.allowed) == (
        RefusalKind.INVALID,
        field,
        ("no_budget", "not_a_fit", "other"),
    )


def test_the_reason_says_where_the_lead_goes():
    assert walk(submission(), (minutes(5), Reject(by="ana", reason="not_a_fit"))).lead.stage is Stage.DISQUALIFIED
    lead = walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget"))).lead
    assert (lead.stage, lead.owner, lead.queue, lead.clock) == ("Nurture", None, None, None)


def test_a_rejection_taken_back_is_as_if_it_had_never_been():
    before = walk(submission()).lead
    after = walk(submission(), (minutes(5), Reject(by="ana", reason="no_budget")), (minutes(15), Undo(by="ana"))).lead
    assert (after.stage, after.owner, after.clocks, after.tier) == (before.stage, before.owner, before.clocks, "urgent")


def test_a_rejection_taken_back_when_its_promise_had_run_out_is_a_breach_and_told_at_once():
    late = walk(submission(), (minutes(24), Reject(by="ana", reason="no_budget")), (minutes(37), Undo(by="ana")))
    clock = late.lead.clock
    assert clock is not None
    assert (clock.breached_at, clock.breached_owner, clock.excuse) == (minutes(30), "ana", "")
    assert [e.rep for e in late.effects if e.kind == "breach"] == ["mara"]


def test_an_undo_after_the_grace_is_refused_and_at_its_end_is_not():
    steps = (submission(), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert walk(*steps, (minutes(20), Undo(by="ana"))).lead.stage is Stage.MQL
    late = minutes(20) + timedelta(microseconds=1)
    assert "are over" in refusal(*steps, (late, Undo(by="ana"))).says


def test_nobody_undoes_what_another_decided():
    steps = (submission(), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert refusal(*steps, (minutes(6), Undo(by="bruno"))).kind is RefusalKind.FORBIDDEN


def test_there_is_nothing_to_undo_twice():
    steps = (submission(), (minutes(5), Accept(by="ana")), (minutes(6), Undo(by="ana")))
    assert refusal(*steps, (minutes(7), Undo(by="ana"))).says == "there is nothing to undo"


REJECTED, ACCEPTED = ((minutes(5), one) for one in (Reject(by="ana", reason="no_budget"), Accept(by="ana")))


@pytest.mark.parametrize(
    ("decided", "since"),
    [
        (REJECTED, submission(at=minutes(8))),
        (ACCEPTED, (minutes(8), Reassign(by="mara", to="bruno"))),
        (ACCEPTED, (minutes(8), Reassign(by="mara", to="triage"))),
    ],
)
def test_nothing_is_taken_back_once_the_lead_has_moved_on(decided, since):
    assert refusal(submission(), decided, since, (minutes(12), Undo(by="ana"))).says == "there is nothing to undo"


def test_who_left_takes_nothing_back():
    gone = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], active=False)})
    lead = walk(submission(), REJECTED).lead
    with pytest.raises(Refusal, match="no longer active"):
        answer(lead, Undo(by="ana"), setting(minutes(8), people=gone))


@pytest.mark.parametrize(("called", "counts"), [(20, True), (25, True), (26, False)])
def test_what_somebody_did_before_they_left_counts_when_it_is_told_later(called, counts):
    """Scenario D26, of an owner who has left since."""
    gone = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], active=False)})
    told = Touch(by="ana", kind="call", at=minutes(called), left_at=minutes(25))
    lead = walk(submission()).lead
    if counts:
        assert answer(lead, told, setting(minutes(40), people=gone)).lead.clocks[0].state is ClockState.MET
        return
    with pytest.raises(Refusal, match="no longer active"):
        answer(lead, told, setting(minutes(40), people=gone))


@pytest.mark.parametrize("decided", [REJECTED, ACCEPTED])
@pytest.mark.parametrize(("called", "state"), [(8, ClockState.MET), (31, ClockState.BREACHED)])
def test_a_touch_counts_whatever_was_taken_back_since(decided, called, state):
    moment = (minutes(called - 8 + 5), decided[1])
    lead = walk(
        submission(), moment, (minutes(called), Touch(by="ana", kind="call")), (minutes(called + 4), Undo(by="ana"))
    ).lead
    (clock,) = lead.clocks
    assert (lead.stage, clock.state, clock.ended_at, lead.tier) == ("MQL", state, minutes(called), "urgent")


def test_a_rejection_after_the_touch_is_taken_back_with_its_tier():
    lead = walk(submission(), (minutes(2), Touch(by="ana", kind="call")), REJECTED, (minutes(9), Undo(by="ana"))).lead
    assert (lead.tier, lead.clocks[0].state) == ("urgent", ClockState.MET)


def test_the_first_claim_wins_and_the_second_hears_who_was_first():
    claimed = (submission(), (minutes(5), Claim(by="ana")))
    assert walk(*claimed, playbook=IN_QUEUE).lead.owner == "ana"
    refused = refusal(*claimed, (minutes(5), Claim(by="bruno")), playbook=IN_QUEUE)
    assert (refused.kind, refused.says) == (RefusalKind.CONFLICT, "already claimed: this lead belongs to Ana")


def test_claiming_buys_no_time():
    assert walk(submission(), (minutes(20), Claim(by="ana")), playbook=IN_QUEUE).lead.clock.due_at == minutes(30)


def test_a_lead_in_a_queue_is_claimed_before_it_is_accepted():
    assert "claim it first" in refusal(submission(), (minutes(5), Accept(by="ana")), playbook=IN_QUEUE).says


def test_a_lead_goes_to_nobody_who_left():
    gone = replace(PEOPLE, reps={**REPS, "bruno": replace(REPS["bruno"], active=False)})
    assert "no longer active" in refusal(submission(), (minutes(1), Reassign(by="mara", to="bruno")), people=gone).says


def test_a_lead_goes_to_nobody_unheard_of():
    assert refusal(submission(), (minutes(1), Reassign(by="mara", to="eve"))).field == "to"


def test_what_marketing_still_nurtures_is_not_reassigned():
    assert refusal(submission("paper"), (minutes(1), Reassign(by="mara", to="bruno"))).kind is RefusalKind.CONFLICT
