"""Does each planned touch lie where the rep works and the lead may be called, in its order and never too soon?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.cadence import choose, lay
from batonpass.handoff.hours import due, is_open
from batonpass.handoff.playbook.cadence import Span
from batonpass.handoff.requests import Reassign
from tests.handoff.cast import hours, minutes, submission, when
from tests.handoff.plans import PLANNED, STANDARD, followed, plan_of

OWNERS = (("lisbon",), ("lisbon", "call_sweden"), ("new_york",), ("stockholm", "call_sweden"))
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware
spans = st.one_of(
    st.integers(0, 30).map(lambda days: Span(days=days)),
    st.integers(0, 40 * 60).map(lambda minutes: Span(working=timedelta(minutes=minutes))),
)
plans = st.lists(st.tuples(spans, st.none() | spans), min_size=1, max_size=8)
MICROSECOND = timedelta(microseconds=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def closes(moment, known):
    return is_open(moment - MICROSECOND, known)


@given(steps=plans, start=starts, names=st.sampled_from(OWNERS))
def test_a_step_opens_inside_both_windows_and_is_due_inside_them_or_as_they_close(steps, start, names):
    for opens_at, due_at in lay(steps, start, hours(names)):
        for name in names:
            assert is_open(opens_at, hours((name,)))
            assert is_open(due_at, hours((name,))) or closes(due_at, hours((name,)))


@given(steps=plans, start=starts, names=st.sampled_from(OWNERS))
def test_no_step_opens_before_its_offset(steps, start, names):
    known = hours(names)
    for (after, _), (opens_at, due_at) in zip(steps, lay(steps, start, known), strict=True):
        passed = (opens_at.astimezone(known.zone).date() - start.astimezone(known.zone).date()).days
        assert start <= opens_at <= due_at
        assert passed >= after.days if after.days else opens_at >= due(start, after.working, known)


@given(steps=plans, start=starts, names=st.sampled_from(OWNERS))
def test_steps_keep_their_order(steps, start, names):
    laid = lay(steps, start, hours(names))
    assert laid == sorted(laid)
    assert [ends for _, ends in laid] == sorted(ends for _, ends in laid)


@given(start=starts, to=st.sampled_from(["bruno", "astrid", "nina", "sven"]), later=st.integers(0, 10_000))
def test_a_hand_over_makes_no_step_due_later(start, to, later):
    before = followed(first=submission(at=start))
    after = followed((minutes(later, start), Reassign(by="mara", to=to)), first=submission(at=start))
    pairs = zip(plan_of(before).steps, plan_of(after).steps, strict=True)
    assert all(new.due_at <= old.due_at and new.opens_at <= new.due_at for old, new in pairs)


def test_a_call_within_four_hours_and_a_video_within_a_day():
    first, video, *_ = plan_of(followed()).steps
    assert (first.due_at, video.due_at) == (at("2027-03-02T14:00"), at("2027-03-03T10:00"))


def test_a_step_of_a_later_day_may_be_made_all_that_day():
    mail = plan_of(followed()).steps[2]
    assert (mail.opens_at, mail.due_at) == (at("2027-03-04T09:00"), at("2027-03-04T18:00"))


def test_a_step_that_falls_on_a_weekend_moves_to_monday():
    saturday = plan_of(followed(first=submission(at=at("2027-03-04T10:00")))).steps[2]
    assert (saturday.opens_at, saturday.due_at) == (at("2027-03-08T09:00"), at("2027-03-08T18:00"))


def test_a_holiday_where_the_lead_is_moves_the_step_although_the_rep_works():
    """Scenario D12: Epiphany is a holiday in Sweden and none in Portugal."""
    told = followed(first=submission(at=at("2027-01-06T10:00"), country="SE", email="eva@volvo.example"))
    assert plan_of(told).steps[0].opens_at == at("2027-01-07T08:00")


def test_nobody_is_called_at_seven_because_a_rep_in_new_york_is_awake():
    told = followed(
        (minutes(1), Reassign(by="mara", to="nina")), first=submission(country="SE", email="eva@firm.example")
    )
    calendars = plan_of(told).calendars
    assert calendars == ("new_york", "call_sweden")
    assert plan_of(told).steps[2].opens_at == at("2027-03-04T14:00")


def test_a_rep_and_a_lead_who_are_never_awake_together_still_have_a_plan():
    night = replace(PLANNED, contact_windows={"SE": "dawn"})
    told = followed(first=submission(country="SE", email="eva@firm.example"), playbook=night)
    assert plan_of(told).calendars == ("stockholm",)


@pytest.mark.parametrize(
    ("tier", "country", "name"), [("urgent", "SE", "fast"), ("urgent", "PT", "all"), ("high", "SE", "all")]
)
def test_the_first_cadence_that_is_for_a_lead_is_its_own(tier, country, name):
    fast = replace(STANDARD, name="fast", tiers=frozenset({"urgent"}), when=when('lead.country == "SE"'))
    chosen = choose((fast, replace(STANDARD, name="all")), tier, {"lead.country": country})
    assert chosen is not None
    assert chosen.name == name


def test_missing_data_chooses_no_cadence():
    asks = replace(STANDARD, when=when('lead.country == "SE"'))
    assert choose((asks,), "urgent", {}) is None
