"""How do the open hours of the coming days look, day by day?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from batonpass.handoff.hours import Hours, open_between
from batonpass.handoff.people import Leave
from batonpass.handoff.windows import Day
from batonpass.tongue import written_out
from batonpass.tongue.spoken import say

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MINUTES = 1_440
WIDE = 96
"""The width of a day in the drawing: four parts an hour."""
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An open stretch of a day, in parts of the drawing."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day: its bars, what they say in words, and what is out of the ordinary."""

    name: str
    bars: tuple[Bar, ...]
    says: str
    unlike: bool
    today: bool
    monday: bool
    now: float | None


def day_rows(
    hours: Hours,
    now: datetime,
    *,
    days: int = 14,
    usual: Sequence[Day] | None = None,
    leave: Sequence[Leave] = (),
) -> tuple[DayRow, ...]:
    """The days from today on; `usual` is the week the calendar writes, to tell holidays; `leave` is who is away."""
    zone = hours.zone
    first = now.astimezone(zone).date()
    by_day = open_by_day(hours, first, days)
    return tuple(
        _row(first + n * DAY, by_day.get(first + n * DAY, ()), zone, now=now, usual=usual, leave=leave)
        for n in range(days)
    )


def open_by_day(hours: Hours, first: date, days: int) -> dict[date, tuple[Stretch, ...]]:
    """The open stretches of each local day, cut at midnight, on its own wall clock."""
    zone = hours.zone
    start, end = _midnight(first, zone), _midnight(first + days * DAY, zone)
    found: dict[date, list[Stretch]] = {}
    for opens, closes in open_between(start, end, hours):
        begin, last = opens.astimezone(zone), closes.astimezone(zone)
        while begin < last:
            midnight = datetime.combine(begin.date() + DAY, time.min, zone)
            found.setdefault(begin.date(), []).append((begin, min(last, midnight)))
            begin = midnight
    return {day: tuple(stretches) for day, stretches in found.items()}


def _row(
    day: date,
    stretches: tuple[Stretch, ...],
    zone: tzinfo,
    *,
    now: datetime,
    usual: Sequence[Day] | None,
    leave: Sequence[Leave],
) -> DayRow:
    here = now.astimezone(zone)
    away = next((one for one in leave if one.begins is None and one.first <= day <= one.last), None)
    part = next((one for one in leave if one.begins and one.first <= day <= one.last), None)
    says, unlike = _says(day, stretches, usual)
    if away:
        says, stretches, unlike = say("away"), (), True
    elif part:
        says, unlike = say("{says}, away for a part", says=says), True
    return DayRow(
        name=f"{written_out.weekday(day)} {written_out.day(day)}",
        bars=tuple(_bar(stretch, day) for stretch in stretches),
        says=says,
        unlike=unlike,
        today=day == here.date(),
        monday=day.weekday() == 0,
        now=_at(here, day) if day == here.date() else None,
    )


def _says(day: date, stretches: tuple[Stretch, ...], usual: Sequence[Day] | None) -> tuple[str, bool]:
    told = ", ".join(
        say("{begin} to {close}", begin=f"{begin:%H:%M}", close=_close(end, day)) for begin, end in stretches
    )
    if usual is None:
        return told or say("closed"), False
    expected = usual[day.weekday()]
    if not stretches:
        return (say("closed, a holiday"), True) if expected else (say("closed"), False)
    unlike = not expected or _differs(stretches, expected, day)
    return (say("{told}, not as usual", told=told), True) if unlike else (told, False)


def _differs(stretches: tuple[Stretch, ...], expected: Day, day: date) -> bool:
    """Is this day unlike its weekday? Night shifts, which run into another day, are not compared."""
    if any(window.closes > DAY for window in expected):
        return False
    seen = [(_minutes(begin, day), _minutes(end, day)) for begin, end in stretches]
    return seen != [(window.opens // MINUTE, window.closes // MINUTE) for window in expected]


def _bar(stretch: Stretch, day: date) -> Bar:
    begin, end = (_at(one, day) for one in stretch)
    return Bar(x=begin, width=round(max(0.5, end - begin), 2))


def _at(local: datetime, day: date) -> float:
    return round(WIDE * _minutes(local, day) / MINUTES, 2)


def _minutes(local: datetime, day: date) -> int:
    """Minutes of the wall clock since midnight; the next midnight is the end of the day."""
    return MINUTES if local.date() > day else local.hour * 60 + local.minute


def _close(end: datetime, day: date) -> str:
    return "24:00" if end.date() > day else f"{end:%H:%M}"


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
