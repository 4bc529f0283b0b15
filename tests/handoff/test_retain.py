"""Until when may somebody be kept, counted by the calendar from what they did themselves (G04)?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.handoff.retain import add_months


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        ("2024-03-02T10:00", 36, "2027-03-02T10:00"),
        ("2026-06-02T10:00", 36, "2029-06-02T10:00"),
        ("2027-01-31T10:00", 1, "2027-02-28T10:00"),
        ("2028-01-31T10:00", 1, "2028-02-29T10:00"),
        ("2028-02-29T10:00", 12, "2029-02-28T10:00"),
        ("2028-02-29T10:00", 48, "2032-02-29T10:00"),
        ("2027-12-31T23:59", 2, "2028-02-29T23:59"),
        ("2027-02-28T10:00", 1, "2027-03-28T10:00"),
        ("2027-03-31T10:00", -1, "2027-02-28T10:00"),
        ("2027-12-15T00:00", 1, "2028-01-15T00:00"),
    ],
)
def test_months_are_counted_by_the_calendar(begin, months, end):
    assert add_months(at(begin), months) == at(end)


def test_a_month_never_leads_past_the_next_one():
    starts = [at("2027-01-01") + timedelta(days=day) for day in range(1500)]
    assert all((add_months(one, 1).month - one.month) % 12 == 1 for one in starts)
