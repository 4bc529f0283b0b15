"""When is a promise of working time due, and how much of it has passed?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff.hours import (
    NeverOpens,
    OutOfRange,
    both,
    due,
    elapsed,
    hours_of,
    is_open,
    local_days_later,
    next_open,
    open_between,
)
from batonpass.handoff.windows import Calendar
from batonpass.handoff.zones import zone
from tests.handoff.desks import (
    ALWAYS,
    BERLIN,
    LISBON,
    LONDON,
    MUNICH,
    NEW_YORK,
    NIGHT,
    SPRING,
    STOCKHOLM,
    SWEDEN,
    SYDNEY,
    TEL_AVIV,
    VANCOUVER,
    at,
    desk,
    week,
)

HALF_HOUR, HOUR, FOUR_HOURS = timedelta(minutes=30), timedelta(hours=1), timedelta(hours=4)
A_MICROSECOND = timedelta(microseconds=1)

PROMISES = [
    pytest.param(LISBON, "2027-03-02T15:00:00Z", FOUR_HOURS, "2027-03-03T10:00:00Z", id="over a night"),
    pytest.param(LISBON, "2027-03-02T08:59:59Z", HALF_HOUR, "2027-03-02T09:30:00Z", id="a second before opening"),
    pytest.param(LISBON, "2027-03-02T09:00:00Z", HALF_HOUR, "2027-03-02T09:30:00Z", id="at opening"),
    pytest.param(LISBON, "2027-03-02T17:59:59Z", HALF_HOUR, "2027-03-03T09:29:59Z", id="a second before close"),
    pytest.param(LISBON, "2027-03-02T18:00:00Z", HALF_HOUR, "2027-03-03T09:30:00Z", id="at close"),
    pytest.param(LISBON, "2027-03-02T17:30:00Z", HALF_HOUR, "2027-03-02T18:00:00Z", id="runs out exactly at close"),
    pytest.param(LISBON, "2027-03-02T09:00:00Z", timedelta(hours=9), "2027-03-02T18:00:00Z", id="one whole day"),
    pytest.param(LISBON, "2027-03-05T18:30:00Z", FOUR_HOURS, "2027-03-08T13:00:00Z", id="Friday evening"),
    pytest.param(LISBON, "2026-12-08T09:00:00Z", HALF_HOUR, "2026-12-09T09:30:00Z", id="a holiday"),
    pytest.param(STOCKHOLM, "2026-12-08T09:00:00Z", HALF_HOUR, "2026-12-08T09:30:00Z", id="somebody else's holiday"),
    pytest.param(LISBON, "2026-12-25T12:00:00Z", HALF_HOUR, "2026-12-28T09:30:00Z", id="Christmas before a weekend"),
    pytest.param(BERLIN, "2027-01-06T09:00:00Z", HALF_HOUR, "2027-01-06T09:30:00Z", id="Epiphany in Berlin"),
    pytest.param(MUNICH, "2027-01-06T09:00:00Z", HALF_HOUR, "2027-01-07T08:30:00Z", id="Epiphany in Munich"),
    pytest.param(BERLIN, "2027-03-08T09:00:00Z", HALF_HOUR, "2027-03-09T08:30:00Z", id="Women's Day in Berlin"),
    pytest.param(MUNICH, "2027-03-08T09:00:00Z", HALF_HOUR, "2027-03-08T09:30:00Z", id="Women's Day in Munich"),
    pytest.param(
        NEW_YORK, "2027-03-12T21:30:00Z", FOUR_HOURS, "2027-03-15T16:30:00Z", id="clocks go forward in the weekend"
    ),
    pytest.param(ALWAYS, "2027-03-27T23:30:00Z", FOUR_HOURS, "2027-03-28T03:30:00Z", id="clocks go forward while open"),
    pytest.param(ALWAYS, "2027-10-30T23:30:00Z", FOUR_HOURS, "2027-10-31T03:30:00Z", id="clocks go back while open"),
    pytest.param(ALWAYS, "2026-12-31T22:30:00Z", FOUR_HOURS, "2027-01-01T02:30:00Z", id="open over a new year"),
    pytest.param(TEL_AVIV, "2027-03-25T14:00:00Z", FOUR_HOURS, "2027-03-28T09:00:00Z", id="Sunday to Thursday"),
    pytest.param(SYDNEY, "2027-03-07T22:30:00Z", HALF_HOUR, "2027-03-07T23:00:00Z", id="Monday there is Sunday in UTC"),
    pytest.param(
        SYDNEY, "2027-04-02T05:30:00Z", FOUR_HOURS, "2027-04-05T02:30:00Z", id="clocks go back in the weekend"
    ),
    pytest.param(VANCOUVER, "2027-01-11T16:30:00Z", HALF_HOUR, "2027-01-11T17:00:00Z", id="a law of 2026"),
    pytest.param(
        NIGHT, "2027-03-02T10:30:00Z", FOUR_HOURS, "2027-03-03T06:30:00Z", id="half an hour before a night shift ends"
    ),
    pytest.param(
        NIGHT,
        "2027-03-14T02:00:00Z",
        timedelta(hours=7),
        "2027-03-14T10:00:00Z",
        id="the whole, shorter night of spring",
    ),
    pytest.param(
        SPRING, "2027-03-28T00:00:00Z", HOUR, "2027-03-28T02:30:00Z", id="opens in the hour that spring skips"
    ),
    pytest.param(
        LISBON, "2027-03-02T09:00:00.000001Z", HALF_HOUR, "2027-03-02T09:30:00.000001Z", id="to the microsecond"
    ),
]


@pytest.mark.parametrize(("hours", "start", "budget", "expected"), PROMISES)
def test_a_promise_is_due_when_its_working_time_has_passed(hours, start, budget, expected):
    assert due(at(start), budget, hours) == at(expected)


@pytest.mark.parametrize(("hours", "start", "budget", "expected"), PROMISES)
def test_until_it_is_due_exactly_the_promised_time_passes(hours, start, budget, expected):
    assert elapsed(at(start), at(expected), hours) == budget


def test_a_promise_of_no_time_is_due_at_once_even_at_night():
    assert due(at("2027-03-02T03:00:00Z"), timedelta(0), LISBON) == at("2027-03-02T03:00:00Z")


def test_a_negative_promise_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        due(at("2027-03-02T03:00:00Z"), -A_MICROSECOND, LISBON)


@pytest.mark.parametrize("budget", [timedelta(0), HALF_HOUR])
def test_the_answer_is_in_utc_whatever_zone_was_asked_in(budget):
    asked = at("2027-03-02T10:00:00Z").astimezone(zone("Asia/Kathmandu"))
    assert due(asked, budget, LISBON).tzinfo is UTC


def test_a_new_year_that_has_come_there_but_not_in_utc_is_no_matter():
    asked = at("2026-12-31T14:00:00Z").astimezone(zone("Pacific/Kiritimati"))
    assert is_open(asked, LISBON)


@pytest.mark.parametrize("ask", [is_open, next_open])
def test_an_instant_without_a_zone_is_refused(ask):
    with pytest.raises(ValueError, match="no time zone"):
        ask(datetime(2027, 3, 2, 10), LISBON)  # noqa: DTZ001  that is the point


def test_two_instants_in_one_zone_are_compared_as_instants_and_not_as_clock_faces():
    berlin = zone("Europe/Berlin")
    # The clock there shows 02:45 and then, half an hour later, 02:15.
    first, second = (at(t).astimezone(berlin) for t in ("2027-10-31T00:45:00Z", "2027-10-31T01:15:00Z"))
    assert elapsed(first, second, ALWAYS) == HALF_HOUR


@pytest.mark.parametrize("end", ["2027-03-02T09:58:00Z", "2027-03-02T10:00:00Z"])
def test_no_working_time_passes_backwards(end):
    assert elapsed(at("2027-03-02T10:00:00Z"), at(end), LISBON) == timedelta(0)


def test_a_night_counts_nothing():
    assert elapsed(at("2027-03-03T18:30:00Z"), at("2027-03-04T08:00:00Z"), LISBON) == timedelta(0)


def test_twelve_years_around_the_clock_are_counted_to_the_microsecond():
    start = at("2025-06-01T00:00:00Z")
    assert elapsed(start, start + timedelta(days=4383, microseconds=1), ALWAYS) == timedelta(days=4383, microseconds=1)


@pytest.mark.parametrize(
    ("instant", "answer"),
    [
        ("2027-03-02T08:59:59.999999Z", False),
        ("2027-03-02T09:00:00Z", True),
        ("2027-03-02T17:59:59.999999Z", True),
        ("2027-03-02T18:00:00Z", False),
        ("2027-03-05T18:30:00Z", False),
        ("2027-03-26T12:00:00Z", False),
    ],
)
def test_open_at_the_opening_instant_and_closed_at_the_closing_one(instant, answer):
    assert is_open(at(instant), LISBON) is answer


@pytest.mark.parametrize(
    ("hours", "instant", "expected"),
    [
        (LONDON, "2026-12-25T12:00:00Z", "2026-12-29T09:00:00Z"),
        (SWEDEN, "2027-01-06T10:00:00Z", "2027-01-07T08:00:00Z"),
        (NEW_YORK, "2027-03-02T10:30:01Z", "2027-03-02T14:00:00Z"),
        (LISBON, "2027-03-02T10:30:01Z", "2027-03-02T10:30:01Z"),
        (LISBON, "2027-03-02T18:00:00Z", "2027-03-03T09:00:00Z"),
        (LISBON, "2026-12-31T18:00:00Z", "2027-01-04T09:00:00Z"),
        (SPRING, "2027-03-27T12:00:00Z", "2027-03-28T01:30:00Z"),
    ],
)
def test_the_next_opening_is_now_if_open_and_else_the_first_to_come(hours, instant, expected):
    assert next_open(at(instant), hours) == at(expected)


def test_both_at_once_is_open_only_when_each_is():
    assert due(at("2027-01-06T10:00:00Z"), HALF_HOUR, both(LISBON, SWEDEN)) == at("2027-01-07T09:30:00Z")


def test_both_at_once_never_differ_by_order():
    start, end = at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")
    assert open_between(start, end, both(LISBON, NEW_YORK)) == open_between(start, end, both(NEW_YORK, LISBON))


def test_hours_that_never_meet_never_open():
    with pytest.raises(NeverOpens, match="Australia/Sydney and America/New_York: nothing is open in all of 2028"):
        due(at("2027-03-02T10:00:00Z"), HOUR, both(SYDNEY, NEW_YORK))


def test_the_next_opening_of_hours_that_never_meet_is_not_looked_for_for_ever():
    with pytest.raises(NeverOpens):
        next_open(at("2027-03-02T10:00:00Z"), both(SYDNEY, NEW_YORK))


def test_hours_closed_for_most_of_a_year_open_in_the_next():
    summer_off = hours_of(
        Calendar(
            name="off",
            zone=UTC,
            week=week("09:00-17:00"),
            holidays=lambda year: (
                [date.fromordinal(date(2027, 3, 1).toordinal() + n) for n in range(306)] if year == 2027 else ()
            ),
        )
    )
    assert due(at("2027-03-01T12:00:00Z"), HOUR, summer_off) == at("2028-01-03T10:00:00Z")


@pytest.mark.parametrize("instant", ["1969-12-31T23:59:59Z", "2101-01-01T00:00:00Z"])
def test_instants_out_of_reach_say_so(instant):
    with pytest.raises(OutOfRange, match="1970 to 2100"):
        is_open(at(instant), LISBON)


@pytest.mark.parametrize("year", [1970, 1999, 2038, 2099])
def test_every_year_in_reach_is_answered(year):
    assert due(datetime(year, 7, 7, 12, tzinfo=UTC), HOUR, ALWAYS) == datetime(year, 7, 7, 13, tzinfo=UTC)


def test_a_promise_longer_than_the_reach_says_so():
    with pytest.raises(OutOfRange):
        due(at("2099-03-02T10:00:00Z"), timedelta(days=700), LISBON)


def test_a_year_is_compiled_once_and_then_kept():
    desk_of_our_own = desk("Europe/Lisbon", "09:00-18:00")
    assert desk_of_our_own.year(2027) is desk_of_our_own.year(2027)


@pytest.mark.parametrize(
    ("hours", "instant", "days", "expected"),
    [
        pytest.param(LISBON, "2027-03-02T10:00:00Z", 14, "2027-03-16T10:00:00Z", id="two weeks"),
        pytest.param(
            LISBON, "2027-03-16T10:00:00Z", 14, "2027-03-30T09:00:00Z", id="same wall clock over a clock change"
        ),
        pytest.param(
            LISBON, "2027-03-01T10:00:00Z", 5, "2027-03-08T09:00:00Z", id="a Saturday moves to Monday's opening"
        ),
        pytest.param(
            LISBON, "2027-03-02T20:00:00Z", 1, "2027-03-04T09:00:00Z", id="an evening moves to the next opening"
        ),
        pytest.param(SYDNEY, "2027-03-07T22:30:00Z", 1, "2027-03-08T22:30:00Z", id="days are counted over there"),
        pytest.param(ALWAYS, "2027-03-27T01:30:00Z", 1, "2027-03-28T01:30:00Z", id="a time that spring skips"),
        pytest.param(
            ALWAYS, "2027-10-30T00:30:00Z", 1, "2027-10-31T00:30:00Z", id="the first of two equal times in autumn"
        ),
        pytest.param(
            ALWAYS, "2027-10-31T01:30:00Z", 0, "2027-10-31T01:30:00Z", id="no days later in the second of them"
        ),
        pytest.param(ALWAYS, "2027-10-31T01:30:00Z", 1, "2027-11-01T01:30:00Z", id="a day after the second of them"),
    ],
)
def test_days_in_a_promise_are_local_calendar_days(hours, instant, days, expected):
    assert local_days_later(at(instant), days, hours) == at(expected)
