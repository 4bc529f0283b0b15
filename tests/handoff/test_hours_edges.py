"""What do clock changes, holidays, night shifts and odd days do to the open hours?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from batonpass.handoff.hours import elapsed, hours_of, is_open, next_open, open_between
from batonpass.handoff.windows import Calendar, Window, clash, windows_of
from batonpass.handoff.zones import zone
from tests.handoff.desks import ALWAYS, EVERY_DAY, at, desk, on, week, window


@pytest.mark.parametrize(("instant", "answer"), [("2027-10-31T00:29:59Z", True), ("2027-10-31T01:15:00Z", False)])
def test_a_close_that_comes_twice_in_autumn_is_the_first(instant, answer):
    assert is_open(at(instant), desk("Europe/Berlin", "01:00-02:30", (6,))) is answer


def test_an_opening_that_comes_twice_in_autumn_is_the_first():
    early = desk("Europe/Berlin", "02:30-10:00", (6,))
    assert next_open(at("2027-10-30T12:00:00Z"), early) == at("2027-10-31T00:30:00Z")


def test_a_window_that_spring_skips_is_moved_by_the_hour_and_keeps_its_length():
    skipped = desk("Europe/Berlin", "02:15-02:45", (6,))
    day = at("2027-03-28T00:00:00Z"), at("2027-03-29T00:00:00Z")
    assert open_between(*day, skipped) == ((at("2027-03-28T01:15:00Z"), at("2027-03-28T01:45:00Z")),)


def test_a_window_that_opens_in_the_skipped_hour_and_closes_just_after_it_is_gone():
    gone = desk("Europe/Berlin", "02:30-03:15", (6,))
    assert elapsed(at("2027-03-27T00:00:00Z"), at("2027-03-30T00:00:00Z"), gone) == timedelta(0)


def test_the_eves_night_shift_runs_into_a_holiday_whose_own_does_not_begin():
    guarded = desk("America/New_York", "22:00-06:00", EVERY_DAY, holidays="2027-01-02")
    stretches = open_between(at("2027-01-02T00:00:00Z"), at("2027-01-04T12:00:00Z"), guarded)
    assert stretches == (
        (at("2027-01-02T03:00:00Z"), at("2027-01-02T11:00:00Z")),
        (at("2027-01-04T03:00:00Z"), at("2027-01-04T11:00:00Z")),
    )


def test_a_night_shift_over_new_year_is_one_stretch():
    assert open_between(
        at("2026-12-31T12:00:00Z"), at("2027-01-01T12:00:00Z"), desk("UTC", "22:00-06:00", EVERY_DAY)
    ) == ((at("2026-12-31T22:00:00Z"), at("2027-01-01T06:00:00Z")),)


def test_around_the_clock_is_one_stretch_over_months():
    start, end = at("2026-11-01T00:00:00Z"), at("2028-02-01T00:00:00Z")
    assert open_between(start, end, ALWAYS) == ((start, end),)


@pytest.mark.parametrize("place", ["Pacific/Kiritimati", "Etc/UTC", "Pacific/Pago_Pago"])
def test_no_night_of_a_whole_year_is_lost_or_doubled_at_its_ends(place):
    nights = desk(place, "18:00-06:00", EVERY_DAY)
    assert elapsed(at("2026-12-20T00:00:00Z"), at("2028-01-10T00:00:00Z"), nights) == timedelta(days=386) / 2


def odd_days(**other):
    return hours_of(Calendar(name="odd", zone=zone("Europe/London"), week=week("09:00-12:00 13:00-17:30"), **other))


def worked_on(day, hours):
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return elapsed(noon, noon + timedelta(days=1), hours)


def test_an_early_close_cuts_the_day():
    early = odd_days(early_close={date(2026, 12, 24): timedelta(hours=11)})
    assert worked_on("2026-12-24", early) == timedelta(hours=2)


def test_what_would_open_after_an_early_close_is_dropped():
    calendar = Calendar(
        name="odd",
        zone=UTC,
        week=week("09:00-12:00 13:00-17:30"),
        early_close={date(2026, 12, 24): timedelta(hours=13)},
    )
    assert windows_of(date(2026, 12, 24), calendar, ()) == (window("09:00-12:00"),)


def test_an_early_close_touches_no_other_day():
    early = odd_days(early_close={date(2026, 12, 24): timedelta(hours=11)})
    assert worked_on("2026-12-23", early) == timedelta(hours=7, minutes=30)


def test_a_special_day_is_worked_as_written_even_on_a_holiday_and_a_sunday():
    special = odd_days(holidays=on("2027-03-28"), special={date(2027, 3, 28): (window("10:00-14:00"),)})
    assert worked_on("2027-03-28", special) == timedelta(hours=4)


@pytest.mark.parametrize(
    ("opens", "closes"), [(-1, 9), (24, 25), (9, 9), (17, 9), (9, 34)], ids=["before", "after", "empty", "back", "long"]
)
def test_a_window_that_no_wall_clock_shows_is_refused(opens, closes):
    shift = Window(opens=timedelta(hours=opens), closes=timedelta(hours=closes))
    with pytest.raises(ValueError, match=r"opens outside its day|must close after it opens"):
        Calendar(name="odd", zone=UTC, week=((shift,), *[()] * 6))


def test_windows_that_overlap_are_refused_by_name():
    with pytest.raises(ValueError, match="09:00-12:00 and 11:30-17:00 overlap"):
        Calendar(name="odd", zone=UTC, week=week("09:00-12:00 11:30-17:00"))


def test_windows_that_touch_do_not_overlap():
    assert clash((window("09:00-12:00"), window("12:00-17:00"))) is None


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven days"):
        Calendar(name="odd", zone=UTC, week=week("09:00-17:00")[:5])
