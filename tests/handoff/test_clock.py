"""What did we promise, when is it due, and who hears when it breaks?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.answer import answer
from batonpass.handoff.effects import TellRep
from batonpass.handoff.facts import ClockStopped, Escalated
from batonpass.handoff.hours import elapsed
from batonpass.handoff.lead import ClockState
from batonpass.handoff.playbook import Target
from batonpass.handoff.requests import Accept, LoseOwner, Reassign, Reject, Relay, Ring, Touch
from tests.handoff.cast import PEOPLE, PLAYBOOK, REPS, TUESDAY_TEN, event, hours, minutes, setting, submission, walk

RING = Ring(by="clock", promise="first_touch")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due_of(*steps, **kind):
    return walk(*steps, **kind).lead.clocks[-1].due_at


def test_thirty_minutes_at_ten_are_due_at_half_past():
    assert due_of(submission()) == minutes(30)


def test_four_hours_over_a_night_end_in_the_next_morning():
    assert due_of(submission("ebook", at=at("2027-03-02T15:00"))) == at("2027-03-03T10:00")


def test_a_budget_that_ends_at_close_is_due_at_close():
    assert due_of(submission(at=at("2027-03-02T17:30"))) == at("2027-03-02T18:00")


def test_a_late_event_never_gives_birth_to_a_breach():
    lead = walk(
        submission("paper", country="DE", fields={"employees": "100"}),
        event("pricing", occurred="2027-02-26T15:00:00Z"),
    ).lead
    assert lead.clock.started_at == TUESDAY_TEN


def test_a_second_form_tightens_and_a_third_changes_nothing():
    steps = (submission("ebook", at=at("2027-03-02T09:00")), submission("demo", at=at("2027-03-02T09:40")))
    assert due_of(*steps[:1]) == at("2027-03-02T13:00")
    lead = walk(*steps, submission("ebook", at=at("2027-03-02T09:45"))).lead
    assert (lead.tier, lead.owner, lead.clock.due_at) == ("urgent", "ana", at("2027-03-02T10:10"))
    assert len(lead.clocks) == 1


def test_a_stricter_tier_that_would_be_due_later_moves_nothing():
    steps = (submission("ebook", at=at("2027-03-02T09:00")), submission("demo", at=at("2027-03-02T12:50")))
    assert due_of(*steps) == at("2027-03-02T13:00")


def test_nothing_rings_at_the_due_instant_and_everything_just_after():
    assert not any(isinstance(f, Escalated) for f in walk(submission(), (minutes(15), RING)).facts)
    assert any(
        isinstance(f, Escalated) for f in walk(submission(), (minutes(15) + timedelta(microseconds=1), RING)).facts
    )


def rung(*when: float):
    done = walk(submission(), *[(minutes(m), RING) for m in when])
    return [f for f in done.facts if isinstance(f, Escalated)], done


def test_the_ladder_is_climbed_step_by_step_each_once():
    steps, done = rung(15.1, 15.2, 30.1, 30.2, 60.1, 90)
    assert [(s.percent, s.step_at) for s in steps] == [(50, minutes(15)), (100, minutes(30)), (200, minutes(60))]
    assert done.lead.owner == "bruno"


def test_what_somebody_accepted_is_not_given_to_another_but_a_manager_hears():
    done = walk(submission(), (minutes(5), Accept(by="ana")), *[(minutes(m), RING) for m in (16, 31, 61)])
    assert done.lead.owner == "ana"
    assert [(e.kind, e.rep) for e in done.effects if isinstance(e, TellRep)][-1] == ("breach", "mara")


def test_steps_missed_in_an_outage_collapse_into_the_highest():
    steps, done = rung(31)
    assert [(s.percent, s.skipped) for s in steps] == [(100, (50,))]
    assert done.lead.clock.steps[0].at == minutes(60)


def test_after_a_collapse_the_next_step_waits_fifteen_working_minutes():
    _, done = rung(55)
    assert done.lead.clock.steps[0].at == minutes(70)


def test_after_one_step_that_came_late_the_lead_is_not_taken_away_a_minute_later():
    _, done = rung(15.1, 59)
    assert [(s.percent, s.at) for s in done.lead.clock.steps] == [(200, minutes(74))]


def test_a_late_reminder_does_not_put_off_the_word_that_a_promise_broke():
    _, done = rung(20)
    assert [(s.percent, s.at) for s in done.lead.clock.steps] == [(100, minutes(30)), (200, minutes(60))]


def test_a_busy_minute_is_no_outage():
    _, done = rung(15.1, 30.9)
    assert done.lead.clock.steps[0].at == minutes(60)


def test_what_was_used_before_the_hours_changed_counts_as_it_was_used():
    """Two hours of Ana's, then half an hour of Nina's, whose day began at fourteen: not half an hour in all."""
    at_noon, half_past_two = (
        (minutes(120), Reassign(by="mara", to="nina")),
        (minutes(270), Touch(by="nina", kind="call")),
    )
    (told,) = stopped(submission("ebook"), at_noon, half_past_two)
    assert told.response_seconds == 150 * 60


def test_ladder_steps_wait_for_working_hours():
    steps = walk(submission(at=at("2027-03-02T17:40"))).lead.clock.steps
    assert [s.at for s in steps] == [at("2027-03-02T17:55"), at("2027-03-03T09:10"), at("2027-03-03T09:40")]


def stopped(*steps):
    return [f for f in walk(*steps).facts if isinstance(f, ClockStopped)]


def test_a_touch_exactly_at_the_due_instant_is_met_and_a_moment_later_is_not():
    on_time = stopped(submission(), (minutes(30), Touch(by="ana", kind="call")))
    late = stopped(submission(), (minutes(30) + timedelta(microseconds=1), Touch(by="ana", kind="call")))
    assert (on_time[0].state, late[0].state) == ("met", "breached")


def test_a_call_before_the_lead_was_assigned_took_no_time():
    (end,) = stopped(submission(), (minutes(3), Touch(by="ana", kind="call", at=minutes(-2))))
    assert (end.state, end.response_seconds, end.raw_seconds) == ("met", 0, -120)


def test_a_touch_in_time_told_late_mends_the_verdict():
    done = walk(submission(), (minutes(31), RING), (minutes(70), Touch(by="ana", kind="call", at=minutes(20))))
    assert done.lead.clocks[-1].state is ClockState.MET
    assert [e.kind for e in done.effects][-2:] == ["cancel", "corrected"]


def test_a_touch_in_time_told_after_a_late_one_mends_the_verdict_too():
    done = walk(
        submission(),
        (minutes(40), Touch(by="ana", kind="call")),
        (minutes(70), Touch(by="ana", kind="call", at=minutes(20))),
    )
    assert [f.state for f in done.facts if isinstance(f, ClockStopped)] == ["breached", "met"]


@pytest.mark.parametrize(("first", "then", "state"), [(25, 10, "met"), (50, 40, "breached")])
def test_a_lead_was_touched_when_it_was_touched_first_whenever_that_is_told(first, then, state):
    call = Touch(by="ana", kind="call")
    *_, end = stopped(submission(), (minutes(first), call), (minutes(70), replace(call, at=minutes(then))))
    assert (end.state, end.response_seconds) == (state, then * 60)


def test_a_rejection_stops_the_clock():
    (end,) = stopped(submission(), (minutes(5), Reject(by="ana", reason="no_budget")))
    assert end.state == "met"


def test_handing_over_never_buys_time():
    done = walk(submission(), (minutes(20), Reassign(by="mara", to="astrid")))
    assert (done.lead.owner, done.lead.clock.due_at, done.lead.clock.used_seconds) == ("astrid", minutes(30), 1200)


def test_a_new_owner_whose_day_has_ended_is_due_no_later():
    evening = at("2027-03-02T16:30")
    done = walk(submission(at=evening), (evening + timedelta(minutes=5), Reassign(by="mara", to="astrid")))
    assert done.lead.clock.due_at == at("2027-03-02T17:00")


def test_new_hours_lay_out_the_rest_again_earlier_or_later_and_say_why():
    steps = (
        submission("ebook"),
        (minutes(60), Relay(by="mara", used_seconds=1800, why="the calendar lisbon has changed")),
    )
    done = walk(*steps)
    assert (done.lead.clock.due_at, done.lead.clock.used_seconds) == (minutes(60 + 210), 1800)
    assert done.facts[-1].because == "the calendar lisbon has changed"


def test_an_owner_who_left_hands_on_at_once_and_the_due_instant_stays():
    gone = replace(PEOPLE, reps={**REPS, "ana": replace(REPS["ana"], active=False)})
    first = walk(submission()).lead
    assert first.owner == "ana"
    done = walk(submission(), (minutes(10), LoseOwner(by="admin", owner="ana")), people=gone)
    assert done.lead.owner == "bruno"
    assert done.lead.clock.due_at == minutes(30)


def test_the_leads_own_contact_window_counts_beside_the_reps_when_the_tier_says_both():
    epiphany = at("2027-01-06T10:00")
    to_ana = replace(PLAYBOOK, routing=PLAYBOOK.routing[2:])
    both = replace(to_ana, tiers=(replace(PLAYBOOK.tiers[0], both_hours=True), *PLAYBOOK.tiers[1:]))
    assert due_of(submission(at=epiphany, country="SE"), playbook=to_ana) == at("2027-01-06T10:30")
    assert due_of(submission(at=epiphany, country="SE"), playbook=both) == at("2027-01-07T09:30")


def test_hours_that_never_meet_leave_the_promise_to_the_reps_own():
    to_nina = replace(PLAYBOOK, routing=(replace(PLAYBOOK.routing[2], target=Target(rep="nina")),))
    both = replace(
        to_nina,
        tiers=(replace(PLAYBOOK.tiers[0], both_hours=True), *PLAYBOOK.tiers[1:]),
        contact_windows={"SE": "dawn"},
    )
    asked = submission(at=at("2027-03-02T15:00"), country="SE")
    assert due_of(asked, playbook=both) == at("2027-03-02T15:30")


def test_nobody_is_told_to_call_before_the_lead_is_awake():
    to_ana = replace(PLAYBOOK, routing=PLAYBOOK.routing[2:])
    lead = walk(submission(at=at("2027-01-06T10:00"), country="SE"), playbook=to_ana).lead
    assert lead.clock.call_not_before == at("2027-01-07T08:00")
    assert walk(submission(country="SE")).lead.clock.call_not_before is None


@given(st.integers(0, 60 * 24 * 14), st.integers(0, 240), st.sampled_from(["astrid", "bruno", "nina"]))
def test_no_hand_over_at_any_minute_makes_a_promise_later(start, after, to):
    begun = TUESDAY_TEN + timedelta(minutes=start)
    done = walk(submission(at=begun), (begun + timedelta(minutes=after), Reassign(by="mara", to=to)))
    assert due_of(submission(at=begun)) >= done.lead.clock.due_at


@given(st.integers(0, 60 * 24 * 14))
def test_a_promise_holds_exactly_its_working_time(start):
    clock = walk(submission("ebook", at=TUESDAY_TEN + timedelta(minutes=start))).lead.clock
    assert elapsed(clock.started_at, clock.due_at, hours(clock.calendars)) == timedelta(hours=4)


def test_a_moved_clock_keeps_its_own_ladder_when_the_playbook_changes():
    silent, lead = replace(PLAYBOOK, ladder=(), version="next"), walk(submission()).lead
    moved = answer(lead, Reassign(by="mara", to="bruno"), setting(minutes(5), silent)).lead
    assert ([s.percent for s in moved.clock.steps], moved.clock.playbook) == ([50, 100, 200], "2027-03")


EPIPHANY = datetime(2027, 1, 6, 10, tzinfo=UTC)
IN_BOTH = replace(PLAYBOOK, version="both", tiers=tuple(replace(t, both_hours=True) for t in PLAYBOOK.tiers))


@pytest.mark.parametrize(
    ("begun", "now", "due"),
    [(PLAYBOOK, IN_BOTH, "2027-01-06T10:30+00:00"), (IN_BOTH, PLAYBOOK, "2027-01-07T09:30+00:00")],
)
@pytest.mark.parametrize("to", ["bruno", "triage"])
def test_whose_hours_count_is_as_agreed_when_the_promise_began(begun, now, due, to):
    """T9: on a holiday of the lead, both hours end a day later than the owner's alone."""
    to_ana = replace(begun, routing=PLAYBOOK.routing[2:])
    lead = walk(submission(at=EPIPHANY, country="SE"), playbook=to_ana).lead
    moved = answer(lead, Reassign(by="mara", to=to), setting(EPIPHANY, now)).lead
    laid = answer(
        moved, Relay(by="", promise="first_touch", used_seconds=0, why="new hours"), setting(EPIPHANY, now)
    ).lead
    assert [one.clock.due_at.isoformat() for one in (moved, laid)] == [lead.clock.due_at.isoformat()] * 2
    assert lead.clock.due_at == datetime.fromisoformat(due)
