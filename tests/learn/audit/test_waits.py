"""Are waits measured between the right instants, by the right clock, and of the right leads?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from batonpass.handoff.hours import elapsed
from batonpass.learn.audit.business import worked_between
from tests.learn.audit.exports import HOURS, MONDAY, audited, kinds, leads, written

MINUTES = [timedelta(minutes=n) for n in range(1, 31)]
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def test_the_median_is_that_of_the_touched():
    assert audited(leads(MINUTES)).touch.median.value == 15.5 * 60


def test_a_ninetieth_percentile_is_that_of_the_touched():
    assert audited(leads(MINUTES)).touch.p90.value == 27.5 * 60


def test_untouched_leads_are_counted_and_not_forgotten():
    told = audited(leads([*MINUTES, *[None] * 10]))
    assert (told.touch.waiting, told.followed.hits, told.followed.of) == (10, 30, 36)


PIPELINE = "Deal - ID,Deal - Deal created,First activity date,Deal - Won time,Deal - Lost time,Deal - Status\n"


def test_a_deal_that_was_lost_waits_no_more_to_be_won_and_one_that_was_won_is_closed():
    rows = "".join(f"w{n},2026-03-02 09:00,2026-03-02 10:00,2026-04-02 09:00,,Won\n" for n in range(20))
    rows += "".join(f"l{n},2026-03-02 09:00,2026-03-02 10:00,,2026-04-02 09:00,Lost\n" for n in range(30))
    rows += "o,2026-03-02 09:00,2026-03-02 10:00,,,Open\n"
    told = audited(PIPELINE + rows)
    assert [(seam.end, seam.waiting) for seam in told.seams] == [("first touch", 0), ("won", 1)]
    assert [(stage.name, stage.leads) for stage in told.stages][-2:] == [("won", 20), ("closed", 50)]


def test_within_an_hour_counts_the_untouched_as_not_touched():
    told = audited(leads([timedelta(minutes=30)] * 20 + [None] * 20 + [timedelta(minutes=30)] * 10))
    hour = next(one.share for one in told.within if one.limit == "1 hour")
    assert (hour.hits, hour.of) == (29, 49)


def test_a_lead_too_young_to_tell_counts_neither_way():
    told = audited(leads([timedelta(minutes=30)] * 30 + [None], every=timedelta(minutes=1)))
    day = next(one.share for one in told.within if one.limit == "1 day")
    assert day.of == 0


def test_working_time_does_not_run_at_night():
    told = audited(leads([timedelta(hours=17)] * 24, every=timedelta(days=7)), hours="yes")
    assert (told.touch.median.value, told.touch.working_median.value) == (17 * 3600, 8 * 3600)


def test_the_zone_of_the_hours_keeps_its_clock_changes():
    late = datetime(2026, 3, 27, 16, tzinfo=UTC)
    found = worked_between(HOURS)(micros(late), micros(late + timedelta(days=3)))
    assert found[0] == elapsed(late, late + timedelta(days=3), HOURS).total_seconds()


@given(st.lists(st.tuples(instants, instants), min_size=1, max_size=30))
def test_many_waits_at_once_equal_each_by_itself(pairs):
    starts, ends = (np.concatenate([micros(at) for at in side]) for side in zip(*pairs, strict=True))
    each = [elapsed(start, end, HOURS).total_seconds() for start, end in pairs]
    assert worked_between(HOURS)(starts, ends).tolist() == each


def test_a_touch_before_the_lead_came_in_is_flagged_and_left_out():
    told = audited(leads([*MINUTES, timedelta(days=-2)]))
    assert (told.touch.median.of, told.touch.backwards, told.touch.worst_backwards) == (30, 1, -2.0)
    assert "steps before the lead came in" in kinds(told)


def test_the_row_that_goes_backwards_is_told_by_its_number():
    assert audited(leads([*MINUTES, timedelta(days=-2)])).touch.backwards_rows == (31,)


def test_a_seam_between_a_time_and_a_day_is_told_in_days():
    rows = "".join(f"{n},2026-03-0{1 + n % 9} 10:00:00,2026-03-1{n % 9}\n" for n in range(20))
    seam = audited("id,created,won date\n" + rows).seams[0]
    assert (seam.days, seam.median.value % 86_400) == (True, 0)


def test_each_step_that_is_dated_is_a_seam():
    head = "id,created,mql date,owner assigned date,first touch,won date\n"
    row = ",".join(written(MONDAY + timedelta(hours=n)) for n in range(5))
    told = audited(head + "".join(f"{n},{row}\n" for n in range(12)))
    assert [(one.start, one.end, one.median.value) for one in told.seams] == [
        ("came in", "qualified", 3600.0),
        ("qualified", "owner assigned", 3600.0),
        ("owner assigned", "first touch", 3600.0),
        ("first touch", "won", 3600.0),
    ]


def test_a_slow_hour_is_named_if_it_is_more_than_chance():
    slow = [timedelta(hours=5) if n % 24 == 15 else timedelta(minutes=10 + n % 7) for n in range(24 * 40)]
    told = audited(leads(slow, every=timedelta(hours=1)))
    assert (told.when.worst_hour, told.when.worst_weekday) == ("00:00", "")


def test_waits_that_are_alike_name_no_hour():
    told = audited(leads([timedelta(minutes=10 + n * 37 % 60) for n in range(24 * 40)], every=timedelta(hours=1)))
    assert (told.when.worst_hour, told.when.worst_weekday) == ("", "")


def test_hours_are_those_of_the_teams_zone():
    told = audited(leads([timedelta(minutes=10)] * 30, every=timedelta(days=1)), zone="America/New_York")
    assert {one.name for one in told.when.hours if one.leads} == {"04:00", "05:00"}


def test_days_without_times_have_no_hours():
    rows = "".join(f"{n},2026-03-0{1 + n % 9},2026-03-1{n % 9}\n" for n in range(40))
    assert audited("id,created,first touch\n" + rows).when.hours == ()


def micros(at: datetime) -> np.ndarray:
    return np.array([int(at.timestamp()) * 1_000_000 + at.microsecond])
