"""Are dates that were written as midnights found, and only those?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from batonpass.learn.audit.dates import Order, read_dates
from batonpass.learn.audit.day_only import days_among
from tests.learn.audit.exports import audited, kinds

START = datetime(2026, 1, 5, 11, 17, 23, tzinfo=UTC)


def working(count: int) -> list[datetime]:
    """Instants in office hours, at odd seconds."""
    return [START + timedelta(days=n, seconds=(n * 7919) % 20_000) for n in range(count)]


def midnights(count: int, zone: str) -> list[datetime]:
    """The midnights of as many days, a fortnight apart, over summer and winter."""
    place = ZoneInfo(zone)
    return [
        datetime.combine(START.date() + timedelta(days=14 * n), datetime.min.time(), place).astimezone(UTC)
        for n in range(count)
    ]


def found(moments: list[datetime], *zones: str):
    texts = pl.Series("at", [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments])
    return days_among(read_dates(texts, Order.DAY_FIRST, written_in="UTC"), zones)


def test_midnights_of_the_teams_zone_become_days():
    reading, seen = found(working(200) + midnights(20, "America/Sao_Paulo"), "America/Sao_Paulo", "UTC")
    assert (seen.rows, seen.zone, seen.guessed, int(reading.day_only.sum())) == (20, "America/Sao_Paulo", False, 20)


def test_midnights_of_utc_become_the_day_they_name_west_of_it_too():
    reading, _ = found(working(200) + [datetime(2026, 3, 5, tzinfo=UTC)] * 9, "America/New_York", "UTC")
    assert reading.at[-1].date().isoformat() == "2026-03-05"


def test_a_zone_that_nobody_said_is_guessed_from_its_summer_and_winter():
    _, seen = found(working(400) + midnights(26, "Europe/Berlin"), "UTC")
    assert (seen.rows, seen.zone, seen.guessed) == (26, "Europe/Berlin", True)


def test_the_day_of_a_midnight_is_that_of_its_zone():
    reading, _ = found(working(200) + midnights(20, "Europe/Berlin"), "Europe/Berlin")
    assert [moment.hour for moment in reading.at[200:]] == [0] * 20
    assert reading.at[200].date() == START.date()


def test_a_few_midnights_among_many_by_the_minute_are_chance():
    every_minute = [datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=n) for n in range(20_000)]
    _, seen = found(every_minute, "UTC")
    assert seen is None


def test_full_hours_at_a_meeting_time_are_no_midnights():
    _, seen = found(working(200) + [START.replace(hour=9, minute=0, second=0) + timedelta(days=n) for n in range(20)])
    assert seen is None


def test_days_never_breach_by_the_hour():
    rows = "".join(f"{n},2026-03-0{1 + n % 5} 10:{n % 60:02}:31,2026-03-0{2 + n % 5} 00:00:00\n" for n in range(40))
    told = audited("id,created,first touch\n" + rows)
    assert (told.touch.days, "dates written as times" in kinds(told)) == (True, True)
