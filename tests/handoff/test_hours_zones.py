"""Is a place's time read from the zone data that we ship, and from a place at all?"""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.zones import UnknownZone, zone, zone_names


def test_the_machines_zone_data_is_not_looked_at():
    assert zoneinfo.TZPATH == ()


@pytest.mark.parametrize(
    ("place", "hours"),
    [("America/Vancouver", -7), ("America/Edmonton", -6), ("America/Winnipeg", -5), ("Africa/Casablanca", 0)],
)
def test_the_laws_of_2026_are_known(place, hours):
    assert datetime(2027, 1, 11, tzinfo=zone(place)).utcoffset() == timedelta(hours=hours)


def test_summer_time_is_known_beyond_2037():
    assert datetime(2099, 7, 1, tzinfo=zone("Europe/Berlin")).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("Mars/Phobos", "Write the IANA name of a place"),
        ("GMT+2", "An offset knows no summer time"),
        ("Etc/GMT+2", "An offset knows no summer time"),
        ("+02:00", "An offset knows no summer time"),
        ("EST", "America/New_York"),
        ("GMT", "Europe/London"),
        ("Europe/Berln", "Did you mean Europe/Berlin?"),
        ("europe/berlin", "Did you mean Europe/Berlin?"),
        ("New York", "Did you mean America/New_York?"),
        ("../Europe/Berlin", "Did you mean Europe/Berlin?"),
        ("", "Write the IANA name of a place"),
    ],
)
def test_what_is_no_place_is_refused_with_what_to_write(name, instead):
    with pytest.raises(UnknownZone) as refused:
        zone(name)
    assert instead in refused.value.instead


def test_every_zone_we_take_can_be_read():
    assert all(datetime(2027, 1, 1, tzinfo=zone(name)).astimezone(UTC) for name in zone_names())
