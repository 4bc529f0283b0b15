"""Does every promise run by its own clock, beside the first touch, and break on whose watch it broke?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts import ClockStarted, ClockStopped, Escalated
from batonpass.handoff.lead import ClockState
from batonpass.handoff.off_shift import Hold, OffShift
from batonpass.handoff.playbook import PauseReason, Target
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import (
    Accept,
    Dispose,
    LoseOwner,
    Pause,
    Reassign,
    Reject,
    Relay,
    Resume,
    Ring,
    Touch,
    Undo,
)
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, event, minutes, submission, walk

TIERS = tuple(replace(t, accept=timedelta(hours=2), dispose=timedelta(days=14)) for t in PLAYBOOK.tiers)
BOTH = replace(PLAYBOOK, tiers=TIERS)
WAITING = PauseReason(code="waiting", says="waiting for the lead", at_most=timedelta(days=5))
PAUSING = replace(PLAYBOOK, pauses={"waiting": WAITING})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ring(promise: str, excuse: str = "") -> Ring:
    return Ring(by="clock", promise=promise, excuse=excuse)


def clocks(*steps, playbook=BOTH, **kind):
    return {clock.promise: clock for clock in walk(*steps, playbook=playbook, **kind).lead.clocks}


def test_acceptance_is_a_promise_of_its_own_beside_the_first_touch():
    found = clocks(submission())
    assert [(name, clock.due_at) for name, clock in found.items()] == [
        ("first_touch", minutes(30)),
        ("accept", minutes(120)),
    ]


def test_a_touch_keeps_the_first_and_an_acceptance_the_second():
    touched = clocks(submission(), (minutes(5), Touch(by="ana", kind="call")))
    accepted = clocks(submission(), (minutes(5), Touch(by="ana", kind="call")), (minutes(60), Accept(by="ana")))
    assert [touched[p].state for p in ("first_touch", "accept")] == [ClockState.MET, ClockState.RUNNING]
    assert [accepted[p].state for p in ("first_touch", "accept")] == [ClockState.MET, ClockState.MET]


def test_a_rejection_answers_both():
    found = clocks(submission(), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert {clock.state for clock in found.values()} == {ClockState.MET}


def test_after_acceptance_fourteen_local_days_run_until_the_owner_says_what_became_of_it():
    found = clocks(submission(), (minutes(5), Accept(by="ana")))
    assert found["dispose"].due_at == minutes(5) + timedelta(days=14)


NINA_HAS_IT = (submission(), (minutes(1), Reassign(by="mara", to="nina")), (minutes(300), Accept(by="nina")))


@pytest.mark.parametrize(
    "later",
    [
        Reassign(by="mara", to="ana"),
        Relay(by="clock", used_seconds=86_400, why="other hours", promise="dispose"),
    ],
)
def test_fourteen_days_stay_fourteen_days_whoever_works_how_many_hours(later):
    """Clocks in New York go forward meanwhile: 10:00 there is 14:00 UTC on the sixteenth."""
    found = clocks(*NINA_HAS_IT, (minutes(301), later))
    assert found["dispose"].due_at == at("2027-03-16T14:00")


def test_fourteen_days_over_the_clock_change_end_at_the_same_hour_of_the_wall():
    march = at("2027-03-23T10:00")
    found = clocks(submission(at=march), (march, Accept(by="ana")))
    assert found["dispose"].due_at == at("2027-04-06T09:00")


def test_a_disposition_ends_the_wait_for_it():
    ends = [(minutes(9), Dispose(by="ana", outcome=how, reason="timing")) for how in ("recycled", "won", "converted")]
    left = [clocks(submission(), (minutes(5), Accept(by="ana")), end)["dispose"].state.value for end in ends]
    assert left == ["met", "met", "running"]


def test_each_promise_climbs_its_own_ladder():
    done = walk(submission(), (minutes(16), ring("first_touch")), (minutes(61), ring("accept")), playbook=BOTH)
    said = [(f.promise, f.percent, f.because) for f in done.facts if isinstance(f, Escalated)]
    assert [(promise, percent) for promise, percent, _ in said] == [("first_touch", 50), ("accept", 50)]
    assert said[1][2] == "50 % of the window passed without being accepted or given back"


def test_marketing_promises_to_complete_a_brief_that_came_with_gaps():
    book = replace(PLAYBOOK, brief_within=timedelta(hours=4), brief_by="sven")
    found = clocks(submission(), playbook=book)
    assert (found["brief"].due_at, found["brief"].calendars) == (minutes(240), ("stockholm",))
    whole = submission("ebook", at=minutes(20), country="SE", source={"campaign": "spring"})
    assert clocks(submission(), whole, playbook=book)["brief"].state is ClockState.MET


def test_a_complete_brief_asks_nothing_of_marketing():
    book = replace(PLAYBOOK, brief_within=timedelta(hours=4), brief_by="sven")
    assert "brief" not in clocks(submission(country="SE", source={"campaign": "spring"}), playbook=book)


def test_marketings_promise_stays_marketings_when_the_lead_moves_on():
    book = replace(PLAYBOOK, brief_within=timedelta(hours=4), brief_by="sven")
    found = clocks(submission(), (minutes(5), Reassign(by="mara", to="bruno")), playbook=book)
    assert found["brief"].due_at == minutes(240)


WEDNESDAY = at("2027-03-03T10:00")
STANDARD = submission("ebook", at=WEDNESDAY)
PAUSED = (at("2027-03-03T11:00"), Pause(by="ana", reason="waiting"))


def test_a_pause_gives_back_exactly_what_it_took():
    """Scenario D23: time used stays used, and a pause outside of the hours gives nothing."""
    found = clocks(STANDARD, PAUSED, (at("2027-03-08T09:30"), Resume(by="ana")), playbook=PAUSING)
    assert (found["first_touch"].due_at, found["first_touch"].used_seconds) == (at("2027-03-08T12:30"), 3600)


def test_a_touch_while_paused_counts_the_working_time_before_the_pause():
    """Scenario D23: time used stays used, and a pause outside of the hours gives nothing."""
    done = walk(STANDARD, PAUSED, (at("2027-03-05T10:00"), Touch(by="ana", kind="call")), playbook=PAUSING)
    (end,) = [f for f in done.facts if isinstance(f, ClockStopped)]
    assert (end.state, end.response_seconds) == ("met", 3600)


def test_a_pause_over_night_changes_nothing():
    """Scenario D23: time used stays used, and a pause outside of the hours gives nothing."""
    night = (at("2027-03-03T18:30"), Pause(by="ana", reason="waiting")), (at("2027-03-04T08:00"), Resume(by="ana"))
    late = submission("ebook", at=at("2027-03-03T16:00"))
    assert clocks(late, *night, playbook=PAUSING)["first_touch"].due_at == clocks(late)["first_touch"].due_at


@pytest.mark.parametrize(("most", "said"), [(timedelta(days=5), "5 days"), (timedelta(hours=4), "4 hours")])
def test_a_pause_ends_by_itself_at_its_limit_and_there_is_no_second_one(most, said):
    book = replace(PAUSING, pauses={"waiting": replace(WAITING, at_most=most)})
    limit = PAUSED[0] + most + timedelta(seconds=1)
    assert walk(STANDARD, PAUSED, (limit, ring("first_touch")), playbook=book).lead.clock.paused_at is None
    with pytest.raises(Refusal, match=f"paused for {said} already, which is the most"):
        walk(STANDARD, PAUSED, (limit, ring("first_touch")), (limit, PAUSED[1]), playbook=book)


def test_a_reminder_that_has_not_left_is_not_told_of_a_promise_that_stands_still():
    *_, last = walk(
        submission(),
        (minutes(16), ring("first_touch")),
        (minutes(17), Pause(by="ana", reason="waiting")),
        playbook=PAUSING,
    ).effects
    assert (last.kind, last.kinds) == ("cancel", ("reminder",))


def test_nothing_rings_while_a_promise_stands_still():
    done = walk(STANDARD, PAUSED, (at("2027-03-04T17:00"), ring("first_touch")), playbook=PAUSING)
    assert not any(isinstance(f, Escalated) for f in done.facts)


def test_a_pause_ends_when_the_lead_comes_back_or_has_another_owner():
    back = submission("ebook", at=at("2027-03-03T12:00"))
    moved = (at("2027-03-03T12:00"), Reassign(by="mara", to="bruno"))
    for ends in (back, moved):
        assert walk(STANDARD, PAUSED, ends, playbook=PAUSING).lead.clock.paused_at is None


def test_a_hand_raised_on_our_site_is_a_lead_that_came_back_and_an_old_list_is_none():
    raised = event("demo_request", at=at("2027-03-03T12:00"))
    old = record.replace(submission("ebook", at=at("2027-03-03T12:00")), historic=True)
    clocks = [walk(STANDARD, PAUSED, then, playbook=PAUSING).lead.clock for then in (raised, old)]
    found = [(clock.paused_at, clock.due_at) for clock in clocks]
    assert found == [(None, at("2027-03-03T12:30")), (PAUSED[0], at("2027-03-03T14:00"))]


LOOKS = [event("pricing", at=at(f"2027-03-03T12:0{n}")) for n in range(3)]
"""Enough to make it hot: one hour instead of four."""


def test_what_gets_hot_while_it_stands_still_stands_still_as_long_as_agreed():
    done = walk(STANDARD, PAUSED, *LOOKS, playbook=PAUSING)
    clock = done.lead.clock
    assert (done.lead.tier, clock.due_at) == ("high", at("2027-03-03T14:00"))
    assert [(step.kind, step.at) for step in clock.steps] == [("resume", PAUSED[0] + timedelta(days=5))]


def test_what_got_hot_meanwhile_is_promised_from_when_it_goes_on():
    ends = (
        (at("2027-03-03T13:00"), Resume(by="ana")),
        (at("2027-03-08T11:00") + timedelta(seconds=1), ring("first_touch")),
    )
    due = [walk(STANDARD, PAUSED, *LOOKS, end, playbook=PAUSING).lead.clock.due_at for end in ends]
    assert due == [at("2027-03-03T14:00"), at("2027-03-08T12:00:01")]


def test_an_acceptance_taken_back_leaves_a_pause_and_lets_the_promise_it_kept_run_again():
    book = replace(BOTH, pauses={"waiting": WAITING})
    accepted, back = (at("2027-03-03T10:55"), Accept(by="ana")), (at("2027-03-03T11:05"), Undo(by="ana"))
    found = clocks(STANDARD, accepted, PAUSED, back, playbook=book)
    assert found["first_touch"].paused_at == PAUSED[0]
    assert (found["accept"].state, found["accept"].due_at) == (ClockState.RUNNING, at("2027-03-03T12:00"))
    assert "dispose" not in found


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Pause(by="ana", reason="holiday"), "is not a reason to pause"),
        (Pause(by="bruno", reason="waiting"), "belongs to Ana"),
        (Pause(by="nobody", reason="waiting"), "is not one of our people"),
        (Resume(by="ana"), "no promise stands still"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_in_words(request_, says):
    with pytest.raises(Refusal, match=says):
        walk(STANDARD, (PAUSED[0], request_), playbook=PAUSING)


def test_a_broken_promise_is_not_mended_by_a_pause():
    with pytest.raises(Refusal, match="broken already"):
        walk(submission(), (minutes(31), Pause(by="ana", reason="waiting")), playbook=PAUSING)


def test_a_breach_is_booked_to_who_held_the_lead_when_it_broke():
    moved = (minutes(40), Reassign(by="mara", to="bruno"))
    rung = clocks(submission(), (minutes(31), ring("first_touch")), moved)["first_touch"]
    late = clocks(submission(), moved, (minutes(41), ring("first_touch")))["first_touch"]
    assert [rung.breached_owner, late.breached_owner] == ["ana", "ana"]


def test_a_breach_of_which_nobody_could_know_is_ours():
    late = (minutes(31), ring("first_touch", "notification_outage"))
    found = clocks(submission(), late, (minutes(40), Touch(by="ana", kind="call")))["first_touch"]
    assert (found.state, found.breached_owner, found.excuse) == (ClockState.BREACHED, "ana", "notification_outage")


def test_a_kept_promise_is_nobodys_breach():
    told = (minutes(50), Touch(by="ana", kind="call", at=minutes(9)))
    found = clocks(submission(), (minutes(31), ring("first_touch")), told)
    assert (found["first_touch"].state, found["first_touch"].breached_owner) == (ClockState.MET, None)


EVENING = at("2027-03-05T18:30")


def holding(hours: float, *then: str):
    hold = Hold(queue="triage", at_most=timedelta(hours=hours), then=then)
    target = Target(pools=("emea",), off_shift=OffShift.HOLD, hold=hold)
    return replace(PLAYBOOK, routing=(replace(PLAYBOOK.routing[2], target=target), PLAYBOOK.routing[-1]))


def test_a_held_lead_goes_to_who_opens_and_its_promise_buys_no_time():
    opens = at("2027-03-08T09:00:00.000001")
    done = walk(submission(at=EVENING), (opens, ring("hold")), playbook=holding(72, "america"))
    assert (done.lead.owner, done.lead.clock.due_at) == ("ana", at("2027-03-08T09:30"))


def test_a_held_lead_goes_to_the_second_pool_when_nobody_opens_in_time():
    done = walk(submission(at=EVENING), (EVENING + timedelta(minutes=61), ring("hold")), playbook=holding(1, "america"))
    assert done.lead.owner == "nina"


def test_a_held_lead_that_somebody_claimed_waits_no_more():
    done = walk(submission(at=EVENING), (EVENING, Reassign(by="mara", to="nina")), playbook=holding(72, "america"))
    assert next(c for c in done.lead.clocks if c.promise == "hold").state is ClockState.CLOSED


def test_a_held_lead_that_nobody_can_take_is_told_and_stays_in_its_queue():
    alone = replace(PEOPLE, reps={**REPS, "nina": replace(REPS["nina"], active=False)})
    steps = submission(at=EVENING), (EVENING + timedelta(minutes=61), ring("hold"))
    done = walk(*steps, playbook=holding(1, "america"), people=alone)
    told = [effect for effect in done.effects if isinstance(effect, TellRep)][-1]
    assert (done.lead.queue, told.kind, told.rep) == ("triage", "queued", "mara")


def test_leave_hands_a_lead_over_to_whom_is_named_and_the_clock_is_not_reset():
    done = walk(submission(), (minutes(20), LoseOwner(by="mara", owner="ana", to="bruno", why="is away")))
    assert (done.lead.owner, done.lead.clock.due_at, done.lead.clock.used_seconds) == ("bruno", minutes(30), 1200)


def test_without_further_promises_one_clock_runs_as_ever():
    assert sum(isinstance(f, ClockStarted) for f in walk(submission()).facts) == 1
