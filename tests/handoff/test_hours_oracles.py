"""Do others who count working time come to the same instants, whatever the zone?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import businesstimedelta
import opening_hours
import pandas as pd
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from batonpass.handoff.hours import due, elapsed, is_open, next_open
from tests.handoff.desks import WEEKDAYS, desk

PLACES = ("Europe/Berlin", "America/New_York", "Europe/Lisbon", "Asia/Kolkata", "Australia/Sydney")
HOLIDAYS = ("2026-12-25", "2027-01-01", "2027-03-26", "2027-03-29")

instants = st.datetimes(datetime(2026, 11, 1), datetime(2027, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001  UTC follows


def nine_to_five(place):
    return desk(place, "09:00-17:00", holidays=" ".join(HOLIDAYS))


def by_businesstimedelta(place):
    local = pytz.timezone(place)
    # It fails where no holiday follows within five years.
    closed = {date.fromisoformat(day): "closed" for day in (*HOLIDAYS, "2029-12-31")}
    workdays = businesstimedelta.WorkDayRule(time(9), time(17), working_days=list(WEEKDAYS), tz=local)
    return businesstimedelta.Rules([workdays, businesstimedelta.HolidayRule(closed, tz=local)])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), instants, st.integers(0, 9 * 86400))
def test_businesstimedelta_counts_the_same_time(place, start, seconds):
    start, end = start.replace(microsecond=0), start.replace(microsecond=0) + timedelta(seconds=seconds)
    assert elapsed(start, end, nine_to_five(place)) == by_businesstimedelta(place).difference(start, end).timedelta


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), instants, st.integers(1, 30 * 3600))
def test_businesstimedelta_comes_to_the_same_due_instant(place, start, seconds):
    start = start.replace(microsecond=0)
    theirs = start + businesstimedelta.BusinessTimeDelta(by_businesstimedelta(place), seconds=seconds)
    assert due(start, timedelta(seconds=seconds), nine_to_five(place)) == theirs


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PLACES), instants)
def test_opening_hours_is_open_at_the_same_instants_and_next_opens_at_the_same(place, start):
    start = start.replace(second=0, microsecond=0)
    theirs = opening_hours.OpeningHours("Mo-Fr 09:00-17:00", timezone=ZoneInfo(place))
    ours = desk(place, "09:00-17:00")
    assert is_open(start, ours) == theirs.is_open(start.astimezone(ZoneInfo(place)))
    if not is_open(start, ours):
        assert next_open(start, ours) == theirs.next_change(start.astimezone(ZoneInfo(place)))


@settings(max_examples=60, deadline=None)
@given(instants, st.integers(1, 30))
def test_pandas_adds_the_same_business_hours_where_clocks_stand_still(start, count):
    step = pd.offsets.CustomBusinessHour(count, start="09:00", end="17:00", holidays=list(HOLIDAYS))
    theirs = (pd.Timestamp(start.replace(tzinfo=None)) + step).to_pydatetime().replace(tzinfo=UTC)
    ours = due(start, timedelta(hours=count), nine_to_five("UTC"))
    # What runs out at close is due at close with us, at the next opening with them.
    assert theirs in (ours, next_open(ours, nine_to_five("UTC")))
