"""Is leave read from a calendar as its owner means it?"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from dateutil.rrule import rrulestr
from icalendar import vRecur

from batonpass.connectors.leave.feed import Feeds, NotRead
from batonpass.connectors.leave.ics import REPEATED_MOST, Away, NoCalendar, PartlyRead, absences
from batonpass.connectors.leave.rules import occurrences
from batonpass.connectors.webhook.guard import allowed

NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def read(*events: str, **given: int) -> tuple[Away, ...]:
    named = (event if "UID:" in event else f"UID:u{n}\r\n{event}" for n, event in enumerate(events))
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in named)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:ana@home.example\r\n{body}END:VCALENDAR\r\n"
    sent = text.replace("\n", "\r\n").replace("\r\r\n", "\r\n").encode()
    return absences(sent, zone=LISBON, now=NOW, whose="ana@lumen.example", **given)


def test_the_end_of_whole_days_is_the_day_after_the_last():
    assert read("DTSTART;VALUE=DATE:20270308\nDTEND;VALUE=DATE:20270313") == (
        Away(first=date(2027, 3, 8), last=date(2027, 3, 12)),
    )


def test_a_day_without_an_end_is_that_day():
    assert read("DTSTART;VALUE=DATE:20270308") == (Away(first=date(2027, 3, 8), last=date(2027, 3, 8)),)


def test_an_afternoon_is_an_afternoon_in_its_own_zone():
    (away,) = read("DTSTART;TZID=Europe/Berlin:20270310T130000\nDURATION:PT4H")
    assert (away.begins, away.ends) == (datetime(2027, 3, 10, 12, tzinfo=UTC), datetime(2027, 3, 10, 16, tzinfo=UTC))


def test_a_time_without_a_zone_is_the_reps_own():
    (away,) = read("DTSTART:20270630T090000\nDTEND:20270630T120000")
    assert away.begins == datetime(2027, 6, 30, 8, tzinfo=UTC)


DECLINED = "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@lumen.example"
OUTLOOK = "TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:"


@pytest.mark.parametrize(
    ("mark", "away"),
    [
        ("TRANSP:TRANSPARENT", 0),
        ("STATUS:CANCELLED", 0),
        (f"{OUTLOOK}FREE", 0),
        (f"{OUTLOOK}WORKINGELSEWHERE", 0),
        (f"{OUTLOOK}OOF", 1),
        (f"{OUTLOOK}TENTATIVE", 1),
        ("STATUS:TENTATIVE", 1),
        (DECLINED.replace("mailto:ana", "MAILTO:Ana"), 0),
        ("ATTENDEE;PARTSTAT=declined;EMAIL=ana@lumen.example:urn:uuid:7", 0),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:ana@home.example", 0),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:bo@lumen.example", 1),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:bo@lumen.example\nATTENDEE:mailto:ana@lumen.example", 1),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@home.example\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@lumen.example", 1),
    ],
)
def test_what_is_marked_free_cancelled_declined_or_worked_from_elsewhere_is_no_leave(mark, away):
    assert len(read(f"DTSTART;VALUE=DATE:20270308\n{mark}")) == away


def test_the_one_day_of_a_row_that_they_declined_is_no_leave():
    row = "DTSTART;VALUE=DATE:20270305\nRRULE:FREQ=WEEKLY;COUNT=3"
    found = read(row, f"UID:u0\nRECURRENCE-ID;VALUE=DATE:20270312\nDTSTART;VALUE=DATE:20270312\n{DECLINED}")
    assert [away.first.day for away in found] == [5, 19]


def test_every_friday_off_is_every_friday_but_the_one_left_out():
    found = read("DTSTART;VALUE=DATE:20270305\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20270312")
    assert [away.first.day for away in found] == [5, 19, 26]


def test_a_weekly_morning_keeps_its_wall_clock_over_the_clock_change():
    found = read("DTSTART;TZID=Europe/Lisbon:20270324T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert [away.begins.hour for away in found] == [9, 8]


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (";TZID=Europe/Lisbon:20270301T090000", "20270320"),
        (";TZID=Europe/Lisbon:20270301T090000", "20270320T000000"),
        (";VALUE=DATE:20270301", "20270320T000000Z"),
        (":20270301T090000", "20270320T000000Z"),
    ],
)
def test_a_rule_may_end_in_whichever_form_its_writer_chose(start, until):
    assert [away.first.day for away in read(f"DTSTART{start}\nRRULE:FREQ=WEEKLY;UNTIL={until}")] == [1, 8, 15]


@pytest.mark.parametrize("end", [";TZID=Europe/Lisbon:20270329T090000", ":20270329T090000", ":20270329T080000Z"])
def test_nine_on_the_monday_after_the_clock_change_is_nine(end):
    (away,) = read(f"DTSTART;TZID=Europe/Lisbon:20270326T170000\nDTEND{end}")
    assert away.ends == datetime(2027, 3, 29, 8, tzinfo=UTC)


def test_days_told_one_by_one_are_days_away():
    found = read("DTSTART;VALUE=DATE:20270308\nRDATE;VALUE=DATE:20270310,20270312")
    assert [away.first.day for away in found] == [8, 10, 12]


def test_a_day_left_out_of_a_weekly_morning_is_left_out():
    found = read("DTSTART:20270308T090000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20270315")
    assert [away.first.day for away in found] == [8, 22]


@pytest.mark.parametrize(
    "broken",
    ["DTSTART:someday", "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=SECONDLY", "DTSTART:20270301\nDTSTART:20270302"],
)
def test_an_event_that_means_nothing_costs_that_event_alone_and_is_told(broken):
    with pytest.raises(PartlyRead, match="'Ball'") as told:
        read(f"SUMMARY:Ball\n{broken}", "DTSTART;VALUE=DATE:20270308")
    assert told.value.away == (Away(first=date(2027, 3, 8), last=date(2027, 3, 8)),)


ENDLESS = (
    "20270101\nRRULE:FREQ=DAILY;INTERVAL=0",
    "20270101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2,3;BYSECOND=0,1,2,3",
    "00010101\nRRULE:FREQ=DAILY",
)


@pytest.mark.parametrize("rule", ENDLESS)
def test_a_rule_that_would_be_followed_for_ever_is_told_and_costs_that_event_alone(rule):
    with pytest.raises(PartlyRead) as told:
        read("DTSTART;VALUE=DATE:20270308", f"DTSTART:{rule}")
    assert told.value.away == (Away(first=date(2027, 3, 8), last=date(2027, 3, 8)),)


def test_of_one_calendar_so_many_rules_are_followed_and_no_more():
    with pytest.raises(PartlyRead) as told:
        read(*["DTSTART;VALUE=DATE:20270308\nRRULE:FREQ=YEARLY"] * (REPEATED_MOST + 1))
    assert len(told.value.away) == 2


RULES = (
    "FREQ=DAILY;INTERVAL=3;COUNT=500",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
    "FREQ=DAILY;BYMONTH=8",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_followed_whole_cycles_later_gives_the_days_of_its_own(rule):
    begin, since, until = map(datetime.fromisoformat, ("2024-02-29T09:00", "2026-02-01", "2028-04-01"))
    own = rrulestr(rule, dtstart=begin)
    found = occurrences(vRecur.from_ical(rule), begin, LISBON, since=since, until=until)
    assert found == own.between(since, until, inc=True)


def test_what_has_long_passed_is_left_out():
    assert read("DTSTART;VALUE=DATE:20260108") == ()


def test_a_calendar_that_was_kept_for_years_says_who_is_away_next_week():
    passed = [f"DTSTART;VALUE=DATE:202{year}0108" for year in range(7)]
    assert len(read(*passed, "DTSTART:20260108T090000Z", "DTSTART;VALUE=DATE:20270308", most=1)) == 1


def test_events_that_are_too_many_are_told_and_not_dropped_in_silence():
    with pytest.raises(PartlyRead, match="all but the first 2 of 3 events") as told:
        read(*(f"DTSTART;VALUE=DATE:2027030{day}" for day in (4, 5, 8)), most=2)
    assert len(told.value.away) == 2


def test_what_is_no_calendar_is_refused():
    with pytest.raises(NoCalendar):
        absences(b"<html>sign in</html>", zone=LISBON, now=NOW)


async def test_a_feed_inside_the_house_is_not_fetched():
    feeds = Feeds(allowed(""))
    with pytest.raises(NotRead, match="cannot be reached"):
        await feeds.fetch("https://127.0.0.1/leave.ics")
    await feeds.close()


async def test_an_answer_that_is_no_success_is_told():
    feeds = Feeds(allowed(""), transport=httpx.MockTransport(lambda _: httpx.Response(403)))
    with pytest.raises(NotRead, match="answered 403"):
        await feeds.fetch("webcal://calendar.example/ana.ics")
    await feeds.close()


async def test_a_calendar_without_an_end_is_read_no_further_than_we_take():
    read_pieces = itertools.count()

    async def endless():
        while True:
            next(read_pieces)
            yield b"x" * 100_000

    feeds = Feeds(allowed(""), transport=httpx.MockTransport(lambda _: httpx.Response(200, content=endless())))
    with pytest.raises(NotRead, match="larger than 5 MB"):
        await feeds.fetch("https://calendar.example/ana.ics")
    assert next(read_pieces) == 51
    await feeds.close()
