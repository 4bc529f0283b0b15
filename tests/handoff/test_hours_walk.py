"""Is every answer right at each half minute of a weekend in which the clocks change?"""

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from batonpass.handoff.hours import due, elapsed, is_open
from tests.handoff.desks import EVERY_DAY, at, desk

HALF_A_MINUTE = timedelta(seconds=30)
WEEKENDS = [
    pytest.param("Europe/Berlin", "2027-03-27T12:00:00Z", id="forward in Berlin"),
    pytest.param("Europe/Berlin", "2027-10-30T12:00:00Z", id="back in Berlin"),
    pytest.param("America/New_York", "2027-03-13T12:00:00Z", id="forward in New York"),
    pytest.param("Australia/Lord_Howe", "2027-04-03T00:00:00Z", id="half an hour back on Lord Howe"),
    pytest.param("Africa/Cairo", "2027-04-29T12:00:00Z", id="forward at midnight in Cairo"),
]


def half_minutes(since: str) -> list[datetime]:
    """Every half minute of two days."""
    return [at(since) + n * HALF_A_MINUTE for n in range(2 * 2880 + 1)]


def on_the_wall(moment, hours) -> time:
    return moment.astimezone(hours.zone).time()


@pytest.mark.parametrize(("place", "since"), WEEKENDS)
def test_open_is_what_the_wall_clock_says(place, since):
    hours = desk(place, "04:00-23:00", EVERY_DAY)
    wrong = [m for m in half_minutes(since) if is_open(m, hours) != (time(4) <= on_the_wall(m, hours) < time(23))]
    assert wrong == []


@pytest.mark.parametrize(("place", "since"), WEEKENDS)
def test_time_passes_by_the_half_minute_when_open_and_not_at_all_when_closed(place, since):
    hours = desk(place, "01:00-02:30 02:30-04:00 22:00-23:30", EVERY_DAY)
    walked = pairwise(half_minutes(since))
    assert [a for a, b in walked if elapsed(a, b, hours) != is_open(a, hours) * HALF_A_MINUTE] == []


@pytest.mark.parametrize(("place", "since"), WEEKENDS)
def test_what_is_promised_at_any_half_minute_takes_its_time_and_never_comes_earlier(place, since):
    hours = desk(place, "22:00-06:00", EVERY_DAY)
    budget = timedelta(hours=3, seconds=7)
    dues = [(moment, due(moment, budget, hours)) for moment in half_minutes(since)]
    assert [moment for moment, end in dues if elapsed(moment, end, hours) != budget] == []
    assert all(a <= b for (_, a), (_, b) in pairwise(dues))


@pytest.mark.parametrize(("place", "since"), WEEKENDS)
def test_around_the_clock_working_time_is_time(place, since):
    hours = desk(place, "00:00-24:00", EVERY_DAY)
    start = at(since)
    assert [m for m in half_minutes(since) if elapsed(start, m, hours) != m - start] == []
