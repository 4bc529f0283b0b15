"""Is a calendar open, when does it open next, and when has so much working time passed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bench.orm_whole.settings import Calendar

FAR = 400
"""So many days are looked through before we say that nobody ever opens."""


def open_spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from that instant on, in UTC; a shift ends on the day it begins."""
    zone, closed = ZoneInfo(calendar.zone), holidays_of(calendar.country)
    today = start.astimezone(zone).date()
    for n in range(FAR):
        day = today + timedelta(days=n)
        if day in closed:
            continue
        for shift in calendar.shifts:
            if shift.weekday == day.weekday():
                opens = datetime.combine(day, shift.opens, zone).astimezone(UTC)
                closes = datetime.combine(day, shift.closes, zone).astimezone(UTC)
                if closes > start:
                    yield max(opens, start), closes


def next_open(calendar: Calendar, at: datetime) -> datetime:
    return next(open_spans(calendar, at))[0]


def add_working(calendar: Calendar, start: datetime, budget: timedelta) -> datetime:
    """When so much working time has passed; a budget that ends at the close is over at the close."""
    for opens, closes in open_spans(calendar, start):
        if budget <= closes - opens:
            return opens + budget
        budget -= closes - opens
    raise ValueError(f"{calendar.name} never opens")


@cache
def holidays_of(country: str) -> holidays.HolidayBase:
    """A year is reckoned by the library when first asked for, and kept."""
    return holidays.country_holidays(country)
