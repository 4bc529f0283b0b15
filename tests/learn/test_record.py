"""Is somebody's own record what their promises say, whatever they try?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batonpass.learn.record import LATELY, LEAST, SHOWN, Day, Promise, Record, record

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
FRIDAY_EVENING = MONDAY + timedelta(days=4, hours=18)


def promise(day=4, state="met", *, at=9, late=False, excused=False, many=1):
    """One met at nine on a day of that week, unless said otherwise."""
    when = MONDAY + timedelta(days=day, hours=at)
    return Promise(state=state, late=late or state == "breached", excused=excused, at=when, many=many)


def told(*promises, off=(5, 6)):
    return record(promises, now=FRIDAY_EVENING, zone=UTC, worked=lambda day: day.weekday() not in off)


def today(*promises):
    """With three more that were kept, so that there is enough to say."""
    found = told(*promises, *[promise()] * LEAST)
    return found.kept - LEAST, found.of - LEAST


def test_one_made_in_time_counts_for_and_one_that_broke_against():
    assert (today(promise()), today(promise(state="breached"))) == ((1, 1), (0, 1))


def test_those_that_stand_alike_count_each():
    assert today(promise(many=3), promise(state="breached", many=2)) == (3, 5)


def test_one_that_runs_past_due_is_broken_already_and_one_that_runs_is_neither():
    assert (today(promise(state="running", late=True)), today(promise(state="running"))) == ((0, 1), (0, 0))


def test_what_broke_by_our_outage_counts_for_nobody():
    assert today(promise(state="breached", excused=True)) == (0, 0)


def test_one_closed_before_it_was_due_counts_for_nobody_and_after_it_stays_broken():
    assert (today(promise(state="closed")), today(promise(state="closed", late=True))) == ((0, 0), (0, 1))


def test_too_few_today_say_nothing():
    assert (told(*[promise()] * (LEAST - 1)).of, told(*[promise()] * LEAST).of) == (0, LEAST)


@pytest.mark.parametrize(("kept", "told"), [(1, (0, 0)), (2, (2, 3)), (9, (9, 10))])
def test_the_last_days_are_told_together_from_three_answers_on(kept, told):
    days = (Day(on=date(2027, 3, 1), kept=kept, broken=0), Day(on=date(2027, 3, 2), kept=0, broken=1))
    assert Record(kept=0, of=0, streak=0, days=days).lately == told


def test_days_without_a_breach_are_counted_back_from_today():
    assert told(*(promise(day) for day in range(5))).streak == 5


def test_a_breach_ends_the_streak_on_its_day_however_many_were_kept():
    days = [promise(day) for day in range(5)]
    assert told(promise(1, "breached"), *days).streak == 3
    assert told(promise(4, "breached"), *days).streak == 0


def test_days_off_neither_end_nor_lengthen_a_streak():
    days = [promise(day) for day in range(5)]
    assert told(*days, off=(2,)).streak == 4
    assert told(promise(2, "breached"), *days, off=(2,)).streak == 4


def test_days_without_an_answer_do_not_lengthen_a_streak():
    assert told(promise(0), promise(1), promise(4)).streak == 3
    assert told(promise(0), promise(4)).streak == 0


@given(st.lists(st.tuples(st.integers(-80, 4), st.sampled_from(["met", "breached", "closed"])), max_size=60))
def test_a_short_look_that_is_settled_says_what_a_long_one_does(said):
    promises = [promise(day, state) for day, state in said]
    lately = [one for one in promises if one.at >= FRIDAY_EVENING - LATELY]
    short = record(lately, now=FRIDAY_EVENING, zone=UTC, worked=lambda _: True, back=LATELY)
    assert not short.settled or short == told(*promises, off=())


def test_a_look_is_settled_by_a_breach_and_as_many_days_as_are_drawn():
    days = [promise(day) for day in range(5 - SHOWN, 5)]
    broken = promise(4, "breached")
    looks = (days, [*days[1:-1], broken], [*days, broken])
    assert [told(*look, off=()).settled for look in looks] == [False, False, True]
