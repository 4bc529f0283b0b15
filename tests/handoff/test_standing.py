"""Does a follow-up plan stand still while its lead cannot be worked, and go on as if the time had not passed?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff import record
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts.cadence import FollowUpLate, FollowUpPaused
from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.joining import join
from batonpass.handoff.playbook import PauseReason
from batonpass.handoff.playbook.cadence import CadenceStep, Span
from batonpass.handoff.requests import (
    Accept,
    Away,
    Pause,
    Reassign,
    Reject,
    Relay,
    Reply,
    Resume,
    Ring,
    SkipStep,
    Touch,
    Undo,
)
from tests.handoff.cast import event, setting, submission, walk
from tests.handoff.plans import PLANNED, STANDARD, followed, plan_of, states

WAITING = PauseReason(code="waiting", says="waiting for the lead", at_most=timedelta(days=5))
PAUSING = replace(PLANNED, pauses={"waiting": WAITING})
RING, FIRST = Ring(by="clock", promise=FOLLOW_UP), Ring(by="clock", promise="first_touch")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TAKEN = submission("ebook", at=at("2027-03-03T10:00"))
PAUSED = (at("2027-03-03T11:00"), Pause(by="ana", reason="waiting"))
RESUMED = (at("2027-03-08T09:30"), Resume(by="ana"))


def run(*steps, playbook=PAUSING):
    return followed(*steps, first=TAKEN, playbook=playbook)


def dues(done):
    return [f"{step.due_at:%m-%d %H:%M}" for step in plan_of(done).open]


def due_of(done):
    assert done.lead.clock is not None
    return done.lead.clock.due_at


def test_a_paused_promise_pauses_its_plan_and_nobody_is_asked_for_a_touch():
    done = run(PAUSED, (at("2027-03-05T17:00"), RING))
    (clock,) = [c for c in done.lead.clocks if c.promise == FOLLOW_UP]
    assert (plan_of(done).still, clock.due_at, clock.steps) == ("promise", PAUSED[0] + timedelta(days=5), ())
    assert not any(isinstance(fact, FollowUpLate) for fact in done.facts)
    assert not any(isinstance(effect, TellRep) and effect.kind == "follow_up" for effect in done.effects)


def test_a_plan_that_stood_still_has_as_much_time_left_as_its_promise():
    done = run(PAUSED, RESUMED)
    assert dues(run())[:2] == ["03-03 14:00", "03-04 10:00"]
    assert (due_of(done), dues(done)[0]) == (at("2027-03-08T12:30"), "03-08 12:30")
    assert [f"{s.opens_at:%m-%d %H:%M}" for s in plan_of(run()).steps] == [
        "03-03 10:00",
        "03-03 10:00",
        "03-05 09:00",
        "03-09 09:00",
    ]
    assert [f"{s.opens_at:%m-%d %H:%M}" for s in plan_of(done).open[2:]] == ["03-10 09:00", "03-15 09:00"]


def test_a_pause_over_night_moves_no_step():
    night = (at("2027-03-03T18:30"), Pause(by="ana", reason="waiting")), (at("2027-03-04T08:00"), Resume(by="ana"))
    late = submission("ebook", at=at("2027-03-03T16:00"))
    paused, never = (followed(*steps, first=late, playbook=PAUSING) for steps in (night, ()))
    assert plan_of(paused).steps == plan_of(never).steps


@pytest.mark.parametrize(
    "ends",
    [
        RESUMED,
        (at("2027-03-08T11:00:01"), FIRST),
        submission("ebook", at=at("2027-03-04T12:00")),
        event("demo_request", at=at("2027-03-04T12:00")),
        (at("2027-03-04T12:00"), Reassign(by="mara", to="bruno")),
        (at("2027-03-04T12:00"), Touch(by="ana", kind="email")),
    ],
    ids=["resumed", "its limit", "they came back", "a raised hand", "another owner", "a touch"],
)
def test_the_plan_goes_on_when_the_promise_does_or_is_over(ends):
    plan = plan_of(run(PAUSED, ends))
    when = ends[0] if isinstance(ends, tuple) else ends.arrived_at
    assert (plan.still, plan.running) == ("", True)
    assert all(step.due_at > when for step in plan.open)


def test_a_touch_while_it_stands_still_does_its_step():
    assert states(run(PAUSED, (at("2027-03-04T12:00"), Touch(by="ana", kind="call")))) == ["done", *["open"] * 3]


def test_what_was_late_before_the_pause_stays_late_and_is_not_told_again():
    accepted = submission("demo", at=at("2027-03-03T10:00"))
    late = replace(PLANNED.tiers[0], first_touch=timedelta(days=2))
    book = replace(PAUSING, tiers=(late, *PLANNED.tiers[1:]))
    done = followed(
        (at("2027-03-03T14:01"), RING),
        (at("2027-03-03T15:00"), Pause(by="ana", reason="waiting")),
        RESUMED,
        (at("2027-03-08T09:31"), RING),
        first=accepted,
        playbook=book,
    )
    assert (plan_of(done).steps[0].due_at, len([f for f in done.facts if isinstance(f, FollowUpLate)])) == (
        at("2027-03-03T14:00"),
        1,
    )


def test_an_answer_ends_a_plan_that_stands_still():
    plan = plan_of(run(PAUSED, (at("2027-03-04T12:00"), Reply(by="ana", kind="email"))))
    assert (plan.ended, plan.waits_for, plan.still) == ("reply", "answer", "")


def test_skipping_all_that_is_left_ends_it_too():
    skips = [(at("2027-03-04T12:00"), SkipStep(by="ana", step=n, reason="no number")) for n in (1, 2, 3, 4)]
    plan = plan_of(run(PAUSED, *skips))
    assert (plan.ended, plan.still) == ("finished", "")


def test_a_rejection_taken_back_leaves_the_pause_as_it_was():
    gone, back = (
        (at("2027-03-04T12:00"), Reject(by="ana", reason="no_budget")),
        (at("2027-03-04T12:05"), Undo(by="ana")),
    )
    assert plan_of(run(PAUSED, gone, back)) == plan_of(run(PAUSED))


def test_an_accepted_lead_whose_promise_stands_still_waits_too():
    accepted = (at("2027-03-03T10:30"), Accept(by="ana"))
    assert plan_of(run(accepted, PAUSED)).still == "promise"


def test_two_pauses_move_the_plan_by_both():
    again = (at("2027-03-08T10:30"), Pause(by="ana", reason="waiting"))
    book = replace(PAUSING, pauses={"waiting": replace(WAITING, at_most=timedelta(days=20))})
    done = run(PAUSED, RESUMED, again, (at("2027-03-09T10:30"), Resume(by="ana")), playbook=book)
    assert (due_of(done), dues(done)[0]) == (at("2027-03-09T12:30"), "03-09 12:30")


AWAY = (at("2027-03-03T11:05"), Away(by="ana", back_on=date(2027, 3, 8)))
CALLED = (at("2027-03-03T11:00"), Touch(by="ana", kind="call"))


def test_nobody_is_asked_to_reach_out_before_they_are_back_and_the_owner_hears_why():
    done = run(CALLED, AWAY, (at("2027-03-05T18:00:01"), RING))
    (clock,) = [c for c in done.lead.clocks if c.promise == FOLLOW_UP]
    (told,) = [e for e in done.effects if isinstance(e, TellRep) and e.kind != "assigned"]
    assert (plan_of(done).still, clock.due_at) == ("away", at("2027-03-08T09:00"))
    assert (told.kind, told.rep) == ("notice", "ana")
    assert told.because == "by their automatic reply, they are away: the plan goes on 2027-03-08"
    assert plan_of(done).next_words == "wait until they are back"


def test_the_plan_goes_on_when_they_are_back_with_the_days_between_its_steps():
    done = run(CALLED, AWAY, (at("2027-03-08T09:00:01"), RING))
    assert [(f"{s.opens_at:%a %d %H:%M}", f"{s.due_at:%a %d %H:%M}") for s in plan_of(done).open] == [
        ("Mon 08 09:00", "Tue 09 10:00"),
        ("Wed 10 09:00", "Wed 10 18:00"),
        ("Mon 15 09:00", "Mon 15 18:00"),
    ]


def test_nothing_wakes_at_the_very_instant():
    assert plan_of(run(AWAY, (at("2027-03-08T09:00"), RING))).still == "away"


def test_an_hour_late_of_ours_asks_for_no_touch_that_is_late_already():
    plan = plan_of(run(CALLED, AWAY, (at("2027-03-11T12:00"), RING)))
    assert all(step.due_at > at("2027-03-11T12:00") for step in plan.open)


def test_the_same_said_twice_is_told_once_and_another_day_is_told():
    again = (at("2027-03-04T09:00"), AWAY[1])
    other = (at("2027-03-05T09:00"), Away(by="ana", back_on=date(2027, 3, 10)))
    done = run(AWAY, again, other)
    assert [str(f.until)[:10] for f in done.facts if isinstance(f, FollowUpPaused)] == [
        "2027-03-08",
        "2027-03-10",
    ]


@pytest.mark.parametrize("back_on", [date(2027, 3, 3), date(2027, 3, 1)])
def test_a_day_that_is_over_changes_nothing(back_on):
    assert run((at("2027-03-03T11:05"), Away(by="ana", back_on=back_on))).lead.seq == run().lead.seq


def test_a_return_on_a_weekend_is_one_on_monday():
    plan = plan_of(run((at("2027-03-03T11:05"), Away(by="ana", back_on=date(2027, 3, 6)))))
    assert plan.still_until == at("2027-03-08T09:00")


def test_their_promise_runs_on_while_they_are_away():
    assert due_of(run(AWAY)) == due_of(run())


@pytest.mark.parametrize(
    "comes",
    [submission("ebook", at=at("2027-03-04T12:00")), event("demo_request", at=at("2027-03-04T12:00"))],
)
def test_who_writes_to_us_is_there_after_all(comes):
    assert plan_of(run(CALLED, AWAY, comes)).still == ""


def test_who_only_looks_at_a_page_is_away_still():
    assert plan_of(run(CALLED, AWAY, event("small_step", at=at("2027-03-04T12:00")))).still == "away"


def test_who_was_away_and_answers_is_answered_and_the_plan_ends():
    plan = plan_of(run(CALLED, AWAY, (at("2027-03-04T12:00"), Reply(by="ana", kind="email"))))
    assert (plan.ended, plan.waits_for, plan.still) == ("reply", "answer", "")


def test_a_new_owner_waits_for_them_as_well():
    moved = (at("2027-03-04T12:00"), Reassign(by="mara", to="nina"))
    plan = plan_of(run(CALLED, AWAY, moved, (at("2027-03-08T14:00:01"), RING)))
    assert [(f"{s.opens_at:%a %d %H:%M}") for s in plan.open] == ["Mon 08 14:00", "Wed 10 14:00", "Mon 15 13:00"]


def test_away_is_no_news_of_a_lead_that_nobody_follows_up():
    gone = (at("2027-03-03T11:01"), Reject(by="ana", reason="no_budget"))
    assert run(gone, AWAY).lead.seq == run(gone).lead.seq


def test_both_reasons_at_once_end_one_by_one():
    resumed = (at("2027-03-04T10:00"), Resume(by="ana"))
    assert [plan_of(run(PAUSED, AWAY, *more)).still for more in ((), (resumed,))] == ["away", "away"]
    back = (at("2027-03-08T09:00:01"), RING)
    later = replace(PAUSING, pauses={"waiting": replace(WAITING, at_most=timedelta(days=20))})
    assert plan_of(run(PAUSED, AWAY, back, playbook=later)).still == "promise"


def test_a_pause_that_a_twin_ends_ends_for_the_plan_too():
    paused = run((at("2027-03-03T10:30"), Pause(by="ana", reason="waiting"))).lead
    twin = followed(first=submission("ebook", at=at("2027-03-03T12:00"), email="e@firm.example"), playbook=PAUSING).lead
    both = join(paused, record.replace(twin, id="L2"), setting(at("2027-03-03T12:10"), PAUSING), by="mara").lead.lead
    assert (both.clock is not None and both.clock.paused_at, both.follow_up is not None and both.follow_up.still) == (
        None,
        "",
    )


@pytest.mark.parametrize("gone", ["2027-03-02T12:00", "2027-03-05T16:00", "2027-03-06T10:00"])
@pytest.mark.parametrize("after", [Span(), Span(working=timedelta(hours=16)), Span(days=3)])
@pytest.mark.parametrize("within", [None, Span(working=timedelta(hours=4)), Span(days=2)])
def test_a_holiday_in_july_moves_no_touch_of_a_plan_that_stood_still(gone, after, within):
    """Nor may a colleague who gets the lead make it no sooner than it is due."""
    steps = (CadenceStep(name="one", kind="email", after=after, within=within),)
    book = replace(PAUSING, cadences=(replace(STANDARD, steps=steps),))
    away = (at(gone), Away(by="mail", back_on=date(2027, 3, 8)))
    back = (submission("ebook", at=at("2027-03-02T08:10")), away, (at("2027-03-08T09:00:01"), RING))
    july = (at("2027-03-08T09:20"), Relay(by="clock", promise=FOLLOW_UP, used_seconds=0, why="July"))
    (stands,), (relaid,), (bruno,) = (
        plan_of(walk(*back, *then, playbook=book)).steps
        for then in ((), (july,), ((july[0], Reassign(by="mara", to="bruno")),))
    )
    assert (relaid, bruno.opens_at) == (stands, stands.opens_at)
    assert stands.opens_at < bruno.due_at <= stands.due_at
