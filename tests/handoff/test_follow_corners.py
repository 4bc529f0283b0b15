"""Do planned touches fall where an SDR expects them: weekends, holidays, clock changes, bounces and missed meetings?"""

from __future__ import annotations

from batonpass.handoff.facts.cadence import FollowUpLate, StepDone
from batonpass.handoff.requests import (
    Reply,
    Touch,
    TouchBack,
)
from tests.handoff.cast import event, submission
from tests.handoff.plans import RING, TUESDAY, at, dated, plan_of, run, states

FRIDAY = submission("ebook", at=at("2027-03-05T17:00"))


def test_a_reply_on_a_weekend_is_to_be_answered_on_monday_by_one():
    plan = plan_of(run(FRIDAY, (at("2027-03-06T11:00"), Reply(by="ana"))))
    assert plan.waits_until == at("2027-03-08T13:00")


def test_a_reply_at_close_has_the_whole_time_the_next_day():
    plan = plan_of(run(TUESDAY, (at("2027-03-02T18:00"), Reply(by="ana"))))
    assert plan.waits_until == at("2027-03-03T13:00")


def test_a_reply_before_a_holiday_waits_over_it():
    plan = plan_of(run(submission(at=at("2026-12-07T10:00")), (at("2026-12-07T17:00"), Reply(by="ana"))))
    assert plan.waits_until == at("2026-12-09T12:00")


def test_a_plan_over_the_holidays_skips_each_day_that_is_one():
    done = run(submission(at=at("2026-12-23T10:00")))
    assert dated(done)[2:] == [("12-28 09:00", "12-28 18:00"), ("12-29 09:00", "12-29 18:00")]


def test_a_plan_over_the_clock_change_keeps_the_hours_on_the_wall():
    done = run(submission(at=at("2027-03-26T10:00")))
    assert dated(done)[2:] == [("03-29 08:00", "03-29 17:00"), ("04-01 08:00", "04-01 17:00")]


def test_a_plan_over_the_autumn_change_too():
    done = run(submission(at=at("2027-10-29T10:00")))
    assert dated(done)[2:] == [("11-01 09:00", "11-01 18:00"), ("11-04 09:00", "11-04 18:00")]


def test_a_lead_in_sweden_is_planned_in_both_their_hours():
    done = run(submission(at=at("2027-03-02T15:30"), country="SE"))
    assert dated(done)[0] == ("03-02 15:30", "03-03 11:30")


def test_touches_after_a_weekend_are_in_time_on_monday():
    done = run(FRIDAY, (at("2027-03-08T12:00"), Touch(by="ana", kind="call")))
    assert [fact.in_time for fact in done.facts if isinstance(fact, StepDone)] == [True]


def test_a_touch_on_a_sunday_does_the_open_step():
    assert states(run(FRIDAY, (at("2027-03-07T12:00"), Touch(by="ana", kind="voicemail"))))[0] == "done"


def back_of(text):
    return TouchBack(by="ana", touched_at=at(text), told_at=at(text), why="no such person")


def test_a_bounce_and_then_a_reply_is_a_reply():
    done = run(
        TUESDAY,
        (at("2027-03-02T10:05"), Touch(by="ana", kind="email", at=at("2027-03-02T10:05"))),
        (at("2027-03-02T10:06"), back_of("2027-03-02T10:05")),
        (at("2027-03-02T11:00"), Reply(by="ana")),
    )
    assert (plan_of(done).ended, plan_of(done).waits_for, done.lead.touches) == ("reply", "answer", 0)


def test_an_answer_of_ours_that_came_back_is_owed_still():
    done = run(
        TUESDAY,
        (at("2027-03-02T11:00"), Reply(by="ana")),
        (at("2027-03-02T12:00"), Touch(by="ana", kind="email", at=at("2027-03-02T12:00"))),
        (at("2027-03-02T12:01"), back_of("2027-03-02T12:00")),
    )
    assert plan_of(done).waits_for == "answer"


def test_a_bounced_mail_that_did_a_step_leaves_it_to_do():
    done = run(
        TUESDAY,
        (at("2027-03-04T10:00"), Touch(by="ana", kind="email", at=at("2027-03-04T10:00"))),
        (at("2027-03-04T10:01"), back_of("2027-03-04T10:00")),
    )
    assert states(done) == ["open"] * 4


def test_a_meeting_that_was_called_off_is_to_be_found_anew_in_hours():
    done = run(
        TUESDAY,
        (at("2027-03-02T11:00"), Touch(by="ana", kind="meeting")),
        event("meeting_cancelled", at=at("2027-03-05T17:00")),
    )
    assert (plan_of(done).waits_for, plan_of(done).waits_until) == ("rebook", at("2027-03-08T12:00"))


def test_a_no_show_is_to_be_found_anew_and_a_new_date_settles_it():
    missed = event("meeting_missed", at=at("2027-03-05T10:00"))
    anew = (at("2027-03-05T11:00"), Touch(by="ana", kind="meeting"))
    booked = (at("2027-03-02T11:00"), Touch(by="ana", kind="meeting"))
    assert [plan_of(run(TUESDAY, booked, missed, *more)).waits_for for more in ((), (anew,))] == ["rebook", "outcome"]


def test_a_meeting_that_was_never_booked_cannot_be_missed():
    assert plan_of(run(TUESDAY, event("meeting_missed", at=at("2027-03-05T10:00")))).ended == ""


def test_a_call_after_a_no_show_is_the_answer_to_it():
    booked, missed = (
        (at("2027-03-02T11:00"), Touch(by="ana", kind="meeting")),
        event("meeting_missed", at=at("2027-03-05T10:00")),
    )
    assert (
        plan_of(run(TUESDAY, booked, missed, (at("2027-03-05T12:00"), Touch(by="ana", kind="call")))).waits_for
        == "outcome"
    )


def test_what_is_missed_is_told_once_and_stays_to_be_done():
    late = (at("2027-03-02T14:00:01"), RING)
    done = run(TUESDAY, late, (at("2027-03-02T14:00:02"), RING), (at("2027-03-02T15:00"), Touch(by="ana", kind="call")))
    assert len([f for f in done.facts if isinstance(f, FollowUpLate)]) == 1
    assert states(done)[0] == "done"
