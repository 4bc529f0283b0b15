"""Times are said as the rep would say them, by the rep's own wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.connectors.email.when import distance, place, short, wall

NOW = datetime(2027, 3, 2, 13, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "zone", "said"),
    [
        (timedelta(minutes=30), "Europe/Lisbon", "today 14:12"),
        (timedelta(minutes=30), "Europe/Stockholm", "today 15:12"),
        (timedelta(hours=12), "Europe/Lisbon", "tomorrow 01:42"),
        (timedelta(minutes=30), "Pacific/Auckland", "today 03:12"),
        (timedelta(minutes=30), "Asia/Kathmandu", "today 19:57"),
        (timedelta(hours=-14), "Europe/Lisbon", "yesterday 23:42"),
        (timedelta(days=3), "Europe/Lisbon", "Friday 13:42"),
        (timedelta(days=7), "Europe/Lisbon", "Tue 9 Mar 13:42"),
        (timedelta(days=-5), "Europe/Lisbon", "Thu 25 Feb 13:42"),
    ],
)
def test_an_instant_is_said_by_the_day(after, zone, said):
    assert wall(NOW + after, zone, now=NOW) == said


def test_today_goes_without_saying_in_a_subject():
    assert short(NOW, "Europe/Lisbon", now=NOW) == "13:42"


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(minutes=30), "in 30 minutes"),
        (timedelta(minutes=61), "in 1 hour 1 minute"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(minutes=-20), "20 minutes late"),
        (timedelta(seconds=20), "now"),
        (timedelta(hours=12), ""),
        (timedelta(days=-3), ""),
    ],
)
def test_a_near_instant_is_also_said_as_a_distance(after, said):
    assert distance(NOW + after, now=NOW) == said


@pytest.mark.parametrize(
    ("zone", "town"),
    [
        ("Europe/Lisbon", "Lisbon"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Mars/Olympus", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_town(zone, town):
    assert place(zone) == town


def test_a_zone_that_nobody_knows_any_more_stops_no_message():
    assert wall(NOW, "Mars/Olympus", now=NOW) == "today 13:42"
