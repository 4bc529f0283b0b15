"""Is a calendar read as it was meant, and refused where it was not meant?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from batonpass.handoff.hours import due, elapsed, is_open, open_between
from batonpass.written.calendars import far_opening, parse_calendar, read_calendar, read_calendars
from batonpass.written.refused import Refused

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]
LISBON = {"tz": "Europe/Lisbon", "days": WEEKDAYS, "hours": ["09:00", "18:00"]}
HOUR = timedelta(hours=1)


def at(written):
    return datetime.fromisoformat(written).astimezone(UTC)


def lisbon(**other):
    return read_calendar({**LISBON, **other}, "lisbon.yaml")


def open_on(day, hours):
    """The wall-clock times between which a day of early 2027 or late 2026 is open, in its own zone."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=hours.zone)
    return [
        f"{opens.astimezone(hours.zone):%H:%M}-{closes.astimezone(hours.zone):%H:%M}"
        for opens, closes in open_between(midnight, midnight + timedelta(days=1), hours)
    ]


def refused(**other):
    """The problems of the Lisbon calendar with these settings instead; None takes one away."""
    with pytest.raises(Refused) as caught:
        lisbon(**other)
    return {problem.path: f"{problem.says}. {problem.instead}" for problem in caught.value.problems}


def test_a_plain_calendar_is_open_at_its_hours_on_its_days():
    assert open_on("2027-03-02", lisbon()) == ["09:00-18:00"]


@pytest.mark.parametrize("days", [["mon", "TUE"], ["Monday", "tuesday"]])
def test_days_may_be_written_short_or_long(days):
    assert open_on("2027-03-02", lisbon(days=days)) == ["09:00-18:00"]


def test_a_lunch_break_makes_two_windows():
    assert open_on("2027-03-02", lisbon(hours=[["09:00", "12:30"], ["13:30", "18:00"]])) == [
        "09:00-12:30",
        "13:30-18:00",
    ]


def test_days_that_differ_are_written_under_week():
    assert open_on("2027-03-05", lisbon(week={"Fri": ["09:00", "15:00"]})) == ["09:00-15:00"]


def test_a_week_may_stand_alone():
    hours = read_calendar({"tz": "UTC", "week": {"Mon": [["09:00", "12:00"], ["13:00", "17:00"]]}}, "c")
    assert open_on("2027-03-01", hours) == ["09:00-12:00", "13:00-17:00"]


def test_a_day_of_the_week_may_be_closed_by_an_empty_list():
    assert open_on("2027-03-05", lisbon(week={"Fri": []})) == []


@pytest.mark.parametrize(
    "written", [{"always": True}, {"days": [*WEEKDAYS, "Sat", "Sun"], "hours": ["00:00", "24:00"]}]
)
def test_around_the_clock_never_closes(written):
    hours = read_calendar({"tz": "Europe/Berlin", **written}, "c")
    assert elapsed(at("2027-03-01T00:00Z"), at("2027-04-01T00:00Z"), hours) == timedelta(days=31)


def test_a_note_is_for_people():
    assert lisbon(note="asked for by the Porto team") is not None


def test_a_setting_left_blank_counts_as_not_written():
    assert open_on("2027-03-02", lisbon(holidays=None, early_close=None)) == ["09:00-18:00"]


def test_a_short_window_that_closes_before_it_opens_is_a_night_shift():
    night = lisbon(hours=["22:00", "06:00"])
    assert due(at("2027-03-02T23:00Z"), 7 * HOUR, night) == at("2027-03-03T06:00Z")


def test_a_night_shift_may_last_twelve_hours_without_a_word():
    assert elapsed(at("2027-03-02T12:00Z"), at("2027-03-03T12:00Z"), lisbon(hours=["20:00", "08:00"])) == 12 * HOUR


def test_a_longer_one_is_more_likely_two_swapped_times():
    assert refused(hours=["18:00", "09:00"]) == {
        "hours": "18:00-09:00 closes before it opens; as a night shift it would last 15:00 hours. "
        'Write ["09:00", "18:00"], or add `overnight: true` if it ends on the next day'
    }


def test_a_longer_one_is_taken_when_it_says_so():
    long_night = lisbon(hours=["18:00", "09:00"], overnight=True)
    assert elapsed(at("2027-03-02T12:00Z"), at("2027-03-03T12:00Z"), long_night) == 15 * HOUR


def test_no_night_shift_is_taken_where_it_says_it_has_none():
    assert "closes before it opens" in refused(hours=["22:00", "06:00"], overnight=False)["hours"]


def test_listed_holidays_are_closed():
    assert open_on("2026-12-08", lisbon(holidays=["2026-12-08"])) == []


def test_a_range_of_closed_days_includes_both_ends():
    hours = lisbon(closed=["2026-12-21..2026-12-23"])
    assert [bool(open_on(f"2026-12-{day}", hours)) for day in (18, 21, 22, 23, 24)] == [True, False, False, False, True]


@pytest.mark.parametrize(
    ("subdiv", "day", "opens"),
    [("BY", "2027-01-06", False), ("BE", "2027-01-06", True), ("BY", "2027-03-08", True), ("BE", "2027-03-08", False)],
)
def test_public_holidays_are_those_of_the_part_of_the_country(subdiv, day, opens):
    assert bool(open_on(day, lisbon(holidays={"country": "DE", "subdiv": subdiv}))) is opens


@pytest.mark.parametrize("year", [2026, 2027, 2031, 2040])
def test_a_countrys_holidays_are_known_in_every_year(year):
    assert open_on(f"{year}-12-25", lisbon(holidays={"country": "PT"})) == []


def test_days_can_be_added_to_a_countrys_holidays_and_taken_away():
    hours = lisbon(holidays={"country": "PT", "add": ["2026-12-24"], "remove": ["2026-12-08"]})
    assert (open_on("2026-12-24", hours), open_on("2026-12-08", hours)) == ([], ["09:00-18:00"])


def test_another_source_of_holidays_can_be_given():
    everyday = read_calendar({**LISBON, "holidays": {"country": "XX"}}, "c", holidays_of=lambda *_: [date(2027, 3, 2)])
    assert is_open(at("2027-03-02T12:00Z"), everyday) is False


def test_an_early_close_cuts_the_day():
    assert open_on("2026-12-24", lisbon(early_close={"2026-12-24": "12:00"})) == ["09:00-12:00"]


def test_an_early_close_after_midnight_cuts_the_night_shift():
    night = lisbon(hours=["22:00", "06:00"], early_close={"2026-12-24": "02:00"})
    assert elapsed(at("2026-12-24T12:00Z"), at("2026-12-25T12:00Z"), night) == 4 * HOUR


def test_an_early_close_on_a_day_that_is_closed_anyway_changes_nothing():
    assert open_on("2026-12-26", lisbon(early_close={"2026-12-26": "12:00"})) == []


def test_a_special_day_has_its_own_hours():
    assert open_on("2026-12-19", lisbon(special={"2026-12-19": ["10:00", "14:00"]})) == ["10:00-14:00"]


@pytest.mark.parametrize(
    ("setting", "path", "says"),
    [
        ({"tz": "Mars/Phobos"}, "tz", '"Mars/Phobos" is not the time zone of a place. Write the IANA name'),
        (
            {"tz": "GMT+2"},
            "tz",
            "An offset knows no summer time; write the IANA name of a place, such as Europe/Berlin",
        ),
        ({"tz": None}, "tz", "no time zone is written"),
        ({"tz": 2}, "tz", '"2" is not the time zone of a place'),
        ({"days": []}, "days", "it would never open"),
        ({"days": None}, "days", "it would never open"),
        ({"days": "Mon"}, "days", '"Mon" is not a list of days'),
        ({"days": ["Mnday"]}, "days[0]", '"Mnday" is not a day of the week. Did you mean Mon?'),
        ({"days": [1]}, "days[0]", '"1" is not a day of the week'),
        ({"hours": []}, "hours", "it would never open"),
        ({"hours": None}, "hours", "no hours are written"),
        ({"hours": "09:00-18:00"}, "hours", "is not a pair of times"),
        ({"hours": ["09:00"]}, "hours", "is not a pair of times"),
        ({"hours": ["09:00", "25:00"]}, "hours[1]", '"25:00" is not a time of day'),
        ({"hours": ["09:60", "18:00"]}, "hours[0]", '"09:60" is not a time of day'),
        ({"hours": [9, 18]}, "hours[0]", '"9" is not a time of day'),
        ({"hours": ["24:00", "08:00"]}, "hours[0]", "24:00 is the end of a day"),
        ({"hours": ["09:00", "09:00"]}, "hours", 'For around the clock write ["00:00", "24:00"]'),
        ({"hours": [["09:00", "12:00"], ["11:30", "17:00"]]}, "hours", "09:00-12:00 and 11:30-17:00 overlap"),
        ({"hours": [["22:00", "06:00"], ["05:00", "07:00"]]}, "hours", "of Monday still runs when the next day opens"),
        ({"week": {"Fri": ["17:00", "09:15"]}}, "week.Fri", "closes before it opens"),
        ({"week": {"Fri": [], "Friday": []}}, "week.Friday", "Friday is written twice"),
        ({"week": ["Fri"]}, "week", "is not a group of days"),
        ({"always": True}, "days", "beside `always: true`"),
        ({"always": "yes"}, "always", '"yes" is neither true nor false'),
        ({"overnight": 1}, "overnight", '"1" is neither true nor false'),
        ({"holiday": []}, "holiday", '"holiday" is not a setting here. Did you mean "holidays"?'),
        ({"holidays": "2026-12-25"}, "holidays", "is not a list of dates"),
        ({"holidays": ["25.12.2026"]}, "holidays[0]", "Write it as 2026-12-24"),
        ({"holidays": ["2027-02-29"]}, "holidays[0]", '"2027-02-29" is a day that does not exist'),
        ({"holidays": ["0027-02-28"]}, "holidays[0]", "Calendars run from 1970 to 2100"),
        ({"holidays": ["2026-12-31..2026-12-24"]}, "holidays[0]", "ends before it begins"),
        ({"holidays": {}}, "holidays.country", "no country is named"),
        ({"holidays": {"country": "Germany"}}, "holidays.country", "Did you mean DE?"),
        ({"holidays": {"country": "XX"}}, "holidays.country", "Write an ISO code"),
        ({"holidays": {"country": "DE", "subdiv": "Bayern"}}, "holidays.subdiv", "Did you mean BY?"),
        ({"holidays": {"country": "DE", "subdiv": "XX"}}, "holidays.subdiv", "BE, BW, BY, HB"),
        ({"holidays": {"country": "NO", "subdiv": 3}}, "holidays.subdiv", '"3" is not a code'),
        ({"holidays": {"country": "PT", "region": "x"}}, "holidays.region", "is not a setting here"),
        (
            {"holidays": {"country": "PT", "remove": ["2026-12-09"]}},
            "holidays.remove",
            "2026-12-09 is no public holiday",
        ),
        ({"early_close": ["2026-12-24"]}, "early_close", "is not a group of dates"),
        ({"early_close": {"2026-12-24": "noon"}}, "early_close.2026-12-24", '"noon" is not a time of day'),
        ({"early_close": {"2026-12-24": "09:00"}}, "early_close.2026-12-24", "not after the usual opening at 09:00"),
        ({"early_close": {"2026-12-24": "19:00"}}, "early_close.2026-12-24", "later than the usual 18:00"),
        (
            {"early_close": {"2026-12-24": "12:00"}, "special": {"2026-12-24": ["09:00", "11:00"]}},
            "early_close.2026-12-24",
            "also under `special`",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value)[:60],
)
def test_what_cannot_be_meant_is_refused_with_its_place_and_what_to_write(setting, path, says):
    assert says in refused(**setting)[path]


def test_a_week_of_closed_days_is_refused():
    with pytest.raises(Refused, match="no open hours"):
        read_calendar({"tz": "UTC", "week": {"Mon": []}}, "c")


@pytest.mark.parametrize("first", ["2027-01-01", "2026-11-22", "2028-01-01"])
def test_holidays_on_every_day_of_a_year_are_refused(first):
    days = [str(date.fromisoformat(first) + timedelta(days=n)) for n in range(366)]
    assert f"closed for a year on end from {first}: 366 dates are listed" in refused(holidays=days)["holidays"]


def test_one_day_worked_in_a_year_of_closed_days_is_enough():
    hours = lisbon(closed=["2027-01-01..2027-12-31"], special={"2027-07-01": ["09:00", "10:00"]})
    assert due(at("2027-01-01T12:00Z"), HOUR, hours) == at("2027-07-01T09:00Z")


def test_every_problem_is_told_at_once():
    assert set(refused(tz="Mars/Phobos", days=["Mnday"], hours=["9", "18:00"], holidays=["x"], colour="red")) == {
        "tz", "days[0]", "hours[0]", "holidays[0]", "colour",
    }  # fmt: skip


@pytest.mark.parametrize("data", [None, 5, "09:00-17:00", ["Mon"]])
def test_what_is_no_group_of_settings_is_no_calendar(data):
    with pytest.raises(Refused, match="group of settings"):
        read_calendar(data, "c")


def test_an_opening_more_than_sixty_days_away_is_told():
    hours = lisbon(closed=["2027-03-01..2027-05-01"])
    assert far_opening(hours, at("2027-02-26T18:00Z")) == timedelta(days=65, hours=14)


@pytest.mark.parametrize("instant", ["2027-03-02T12:00Z", "2027-03-05T18:00Z"])
def test_a_near_opening_is_no_matter(instant):
    assert far_opening(lisbon(), at(instant)) is None


def test_a_calendar_in_yaml_keeps_its_times_and_countries_as_text():
    written = "tz: Europe/Oslo\ndays: [Mon]\nhours: [09:00, 17:00]\nholidays: {country: NO}\n"
    assert open_on("2027-03-01", parse_calendar(written, "oslo.yaml")) == ["09:00-17:00"]


def test_a_calendar_in_json_is_read_too():
    written = b'{"tz": "UTC",\n\t"days": ["Mon"], "hours": ["09:00", "17:00"], "early_close": {"2027-03-01": "12:00"}}'
    assert open_on("2027-03-01", parse_calendar(written, "c.json")) == ["09:00-12:00"]


def test_a_problem_in_a_file_names_its_line():
    with pytest.raises(Refused, match=r"oslo\.yaml:3:9 hours\[0\]: \"9\" is not a time of day"):
        parse_calendar("tz: Europe/Oslo\ndays: [Mon]\nhours: [9, 17]\n", "oslo.yaml")


def test_the_calendar_in_the_documents_is_one():
    _, _, after = (Path(__file__).parents[2] / "docs" / "time.md").read_text("utf-8").partition("```yaml\n")
    hours = parse_calendar(after.partition("```")[0], "docs/time.md")
    assert [open_on(day, hours) for day in ("2027-03-25", "2027-05-01", "2026-12-28")] == [
        ["09:00-12:00"],
        ["10:00-14:00"],
        [],
    ]


def test_calendars_are_read_by_name():
    assert set(read_calendars({"lisbon": LISBON, "porto": LISBON}, "p.yaml")) == {"lisbon", "porto"}


def test_the_problems_of_all_calendars_are_told_together():
    with pytest.raises(Refused) as caught:
        read_calendars({"a": {**LISBON, "tz": "x"}, "b": {**LISBON, "days": []}, "c": LISBON}, "p.yaml")
    assert [problem.path for problem in caught.value.problems] == ["calendars.a.tz", "calendars.b.days"]
