"""Is every way to write an instant that RFC 3339 knows the same instant, and nothing else one?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from batonpass.handoff.instant import read_instant, write_instant

TEN = datetime(2027, 3, 2, 10, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2027-03-02T10:00:00Z", TEN),
        ("2027-03-02t10:00:00z", TEN),
        ("2027-03-02 10:00:00Z", TEN),
        ("2027-03-02T10:00:00-00:00", TEN),
        ("2027-03-02T11:00:00+01:00", TEN),
        ("2027-03-02T10:00:00.5Z", TEN + timedelta(seconds=0.5)),
        ("2027-03-02T10:00:00.123456789Z", TEN + timedelta(microseconds=123456)),
        ("2026-12-31T23:59:60Z", NEW_YEAR),
        ("2026-12-31t23:59:60z", NEW_YEAR),
        ("2026-12-31T23:59:60.25Z", NEW_YEAR + timedelta(seconds=0.25)),
        ("2026-12-31 23:59:60Z", NEW_YEAR),
        ("2027-01-01T00:59:60+01:00", NEW_YEAR),
    ],
)
def test_one_instant_has_many_spellings(text, at):
    assert read_instant(text) == at


@pytest.mark.parametrize(
    "text", ["", "now", "2027-02-29T10:00:00Z", "2027-03-02T10:00:61Z", "2027-03-02T10:60:00Z", "9999-12-31T23:59:60Z"]
)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_instant(text)


def test_it_is_written_in_utc_with_a_z():
    there = TEN.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert (write_instant(there), read_instant(write_instant(there))) == ("2027-03-02T10:00:00Z", TEN)
