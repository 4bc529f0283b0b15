"""What becomes of a promise that is laid out more than once: handed on, paused, tightened, by other hours?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.answer import answer
from batonpass.handoff.facts import ClockStopped
from batonpass.handoff.requests import Pause, Reassign, Relay, Resume, Ring, Touch
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, minutes, setting, submission, walk
from tests.handoff.test_pledges import PAUSING


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due_of(*steps) -> datetime:
    return walk(*steps, playbook=PAUSING).lead.clock.due_at


EVENING = submission("ebook", at=at("2027-03-02T17:00"))
TO_NINA = (at("2027-03-03T09:10"), Reassign(by="mara", to="nina"))
"""Due at noon in Lisbon; New York alone, where it is night, would make it 16:50."""
NOON = at("2027-03-03T12:00")
BACK, HAND = (at("2027-03-03T09:20"), Reassign(by="mara", to="ana")), submission("demo", at=at("2027-03-03T11:20"))


def paused(begins: str, ends: str, by: str = "nina"):
    return (at(begins), Pause(by=by, reason="waiting")), (at(ends), Resume(by=by))


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ((), NOON),
        (paused("2027-03-03T10:00", "2027-03-03T10:01"), NOON),
        (paused("2027-03-03T11:00", "2027-03-03T14:20"), at("2027-03-03T14:20")),
        (((at("2027-03-03T10:00"), Relay(by="rev", used_seconds=4200, why="a holiday in July")),), NOON),
        (((at("2027-03-03T10:00"), Reassign(by="mara", to="ana")),), NOON),
        ((BACK, HAND), at("2027-03-03T11:50")),
        ((BACK, HAND, (at("2027-03-03T11:49"), Relay(by="rev", used_seconds=0, why="a holiday in July"))), NOON),
    ],
)
def test_the_instant_that_a_hand_over_kept_is_bought_later_by_nothing(since, due):
    assert due_of(EVENING, TO_NINA, *since) == due


def test_a_pause_while_the_new_owner_works_moves_the_kept_instant_by_what_it_took():
    late = submission("ebook", at=at("2027-03-02T15:00"))
    to_ana = (at("2027-03-02T15:05"), Reassign(by="mara", to="nina")), (at("2027-03-02T21:00"), TO_NINA[1])
    stays = due_of(late, *to_ana[:1], *paused("2027-03-02T16:00", "2027-03-02T16:30"))
    assert stays == due_of(late, *to_ana[:1]) + timedelta(minutes=30)


def test_a_part_of_a_second_that_was_used_stays_used():
    late = submission("ebook", at=at("2027-03-03T16:00:00.500000"))
    night = paused("2027-03-03T18:30", "2027-03-04T08:00", by="ana")
    assert due_of(late, *night) == due_of(late) == at("2027-03-04T11:00:00.500000")


STANDARD = submission("ebook", at=at("2027-03-02T09:00"))
PAUSE = paused("2027-03-02T10:00", "2027-03-02T15:00", by="ana")
URGENT = submission("demo", at=at("2027-03-02T10:00"))


def called(told: str, when: str = "", by: str = "ana"):
    return at(told), Touch(by=by, kind="call", at=at(when) if when else None)


@pytest.mark.parametrize(
    ("steps", "worked"),
    [
        ((STANDARD, *PAUSE, called("2027-03-02T15:10")), 70),
        ((STANDARD, *PAUSE, called("2027-03-02T15:10", "2027-03-02T09:30")), 30),
        ((STANDARD, *PAUSE, called("2027-03-02T15:10", "2027-03-02T12:30")), 60),
        ((URGENT, (minutes(15), Reassign(by="mara", to="nina")), called("2027-03-02T10:40", "2027-03-02T10:10")), 10),
        ((URGENT, (minutes(15), Reassign(by="mara", to="nina")), called("2027-03-02T14:05", by="nina")), 20),
        ((STANDARD, URGENT, called("2027-03-02T10:20")), 80),
        (
            (STANDARD, URGENT, (minutes(10), Reassign(by="mara", to="bruno")), called("2027-03-02T10:20", by="bruno")),
            80,
        ),
    ],
)
def test_the_time_a_first_touch_took_counts_each_stretch_by_the_hours_of_who_had_it(steps, worked):
    (end,) = [f for f in walk(*steps, playbook=PAUSING).facts if isinstance(f, ClockStopped)]
    assert end.response_seconds == 60 * worked


@pytest.mark.parametrize(
    ("begins", "over"),
    [
        ("2027-03-02T11:00", "2027-03-07T11:00"),
        ("2027-03-24T11:00", "2027-03-29T10:00"),  # Lisbon's clocks went forward on the 28th
    ],
)
def test_the_days_a_pause_may_last_are_local_days(begins, over):
    start = at(begins) - timedelta(hours=1)
    (step,) = walk(
        submission("ebook", at=start), (at(begins), Pause(by="ana", reason="waiting")), playbook=PAUSING
    ).lead.clock.steps
    assert step.at == at(over)


@pytest.mark.parametrize("late", [timedelta(microseconds=1), timedelta(hours=1)])
def test_a_pause_that_is_over_by_itself_ended_when_it_was_over_however_late_we_come(late):
    begins, over = at("2027-03-03T11:00"), at("2027-03-08T11:00")
    steps = submission("ebook", at=at("2027-03-03T10:00")), (begins, Pause(by="ana", reason="waiting"))
    assert due_of(*steps, (over + late, Ring(by="clock", promise="first_touch"))) == at("2027-03-08T14:00")


@pytest.mark.parametrize(
    "laid", [Reassign(by="mara", to="astrid"), Relay(by="rev", used_seconds=3540, why="a holiday in July")]
)
def test_the_next_step_after_an_outage_waits_its_gap_whoever_has_the_lead_by_then(laid):
    rang = minutes(58), Ring(by="clock", promise="first_touch")
    (step,) = walk(URGENT, rang, (minutes(59), laid)).lead.clock.steps
    assert (step.percent, step.at) == (200, minutes(73))


BROKEN = (
    submission(at=at("2027-03-02T17:25")),
    (at("2027-03-02T17:40:01"), Ring(by="clock", promise="first_touch")),
    (at("2027-03-02T17:55:01"), Ring(by="clock", promise="first_touch")),
)
"""Its last step is 30 minutes of Lisbon's time after 17:55: on Wednesday at 09:25."""


@pytest.mark.parametrize(
    ("since", "step"),
    [
        (Reassign(by="mara", to="nina"), "2027-03-02T18:55"),
        (Relay(by="rev", used_seconds=2100, why="they close at half past six"), "2027-03-03T09:25"),
        (Relay(by="rev", used_seconds=3600, why="they close at half past six"), "2027-03-02T18:30"),
    ],
)
def test_the_time_since_a_promise_broke_stays_passed_when_its_next_steps_are_laid_again(since, step):
    """At 18:30 five minutes of Lisbon's have passed since; New York works, and nobody there is late before 18:55."""
    (left,) = walk(*BROKEN, (at("2027-03-02T18:30"), since)).lead.clock.steps
    assert (left.percent, left.at) == (200, at(step))


def test_a_promise_goes_on_by_the_hours_its_owner_has_by_then():
    """Ana was sent to New York while it stood still: of 30 minutes ten are used, and New York opens at 14:00."""
    lead = walk(URGENT, (minutes(10), Pause(by="ana", reason="waiting")), playbook=PAUSING).lead
    sent = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], calendar="new_york")})
    clock = answer(lead, Resume(by="ana"), setting(minutes(60), PAUSING, sent)).lead.clock
    assert (clock.due_at, clock.calendars) == (at("2027-03-02T14:20"), ("new_york",))


@pytest.mark.parametrize(
    ("both", "due"), [(False, at("2027-03-02T16:50")), (True, at("2027-03-03T09:28"))], ids=["owner", "both"]
)
def test_who_turns_out_to_live_elsewhere_is_called_in_the_hours_of_that_place(both, due):
    """At 16:22 UTC it is 17:22 in Sweden, which takes calls again on Wednesday at 08:00 UTC (T6)."""
    agreed = replace(PLAYBOOK, tiers=tuple(replace(tier, both_hours=both) for tier in PLAYBOOK.tiers))
    asked, wrote = at("2027-03-02T16:20"), at("2027-03-02T16:22")
    clock = walk(submission(at=asked), submission("paper", at=wrote, country="Sweden"), playbook=agreed).lead.clock
    assert (clock.due_at, clock.call_not_before) == (due, at("2027-03-03T08:00"))
