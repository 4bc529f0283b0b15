"""When is a team at work, on which days is it not, and who goes by this calendar?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from batonpass.handoff.hours import Hours, NeverOpens, OutOfRange, is_open, next_open
from batonpass.handoff.windows import Day
from batonpass.tongue import written_out
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.weeks import DayRow, day_rows, open_by_day
from batonpass.written.notes import Notes, points_by_path
from batonpass.written.weeks import read_week

YEAR = 366
DAY = timedelta(days=1)
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A calendar in the list."""

    name: str
    city: str
    week: str
    now: str
    tone: str
    people: int
    queues: int

    @property
    def ours(self) -> bool:
        """Does anybody of ours, or a queue, go by it?"""
        return bool(self.people or self.queues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A day that is unlike its weekday: closed, or open for fewer hours. `own` can be taken back here."""

    day: str
    weekday: str
    says: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """One calendar: its week, the next two weeks, the year's closed days, and who goes by it."""

    name: str
    city: str
    zone: str
    week: tuple[tuple[str, str], ...]
    now: str
    tone: str
    days: tuple[DayRow, ...]
    shut: tuple[Shut, ...]
    people: tuple[tuple[str, str], ...]
    queues: tuple[str, ...]
    windows_for: tuple[str, ...]


def line(name: str, hours: Hours, data: Data, reader: Reader) -> Line:
    """One line of the list."""
    now, tone = _now(hours, reader)
    people = reader.agreed.directory
    return Line(
        name=name,
        city=words.city(hours.zone),
        week=_short(_week(data)),
        now=now,
        tone=tone,
        people=sum(1 for rep in people.reps.values() if rep.calendar == name and rep.active),
        queues=sum(1 for queue in people.queues.values() if queue.calendar == name),
    )


def calendar_view(name: str, hours: Hours, data: Data, reader: Reader) -> CalendarView:
    """The whole page."""
    week = _week(data)
    now, tone = _now(hours, reader)
    people, countries = reader.agreed.directory, reader.agreed.playbook.contact_windows
    return CalendarView(
        name=name,
        city=words.city(hours.zone),
        zone=str(hours.zone),
        week=tuple(
            (written_out.weekday(n), ", ".join(map(str, day)).replace("-", say(" to ")) or say("closed"))
            for n, day in enumerate(week)
        ),
        now=now,
        tone=tone,
        days=day_rows(hours, reader.now, usual=week),
        shut=tuple(_shut(hours, data, week, reader)),
        people=tuple((rep.id, rep.name) for rep in people.reps.values() if rep.calendar == name and rep.active),
        queues=tuple(queue.name for queue in people.queues.values() if queue.calendar == name),
        windows_for=tuple(words.country(code) for code, used in countries.items() if used == name),
    )


def _week(data: Data) -> Sequence[Day]:
    return read_week(cast("Mapping[str, object]", data), Notes(point=points_by_path("calendar")))


def _short(week: Sequence[Day]) -> str:
    """The week in a few words: Mon to Fri 09:00 to 18:00."""
    said = [", ".join(map(str, day)).replace("-", say(" to ")) for day in week]
    groups: list[list[int]] = []
    for n, text in enumerate(said):
        if text and groups and groups[-1][-1] == n - 1 and said[groups[-1][0]] == text:
            groups[-1].append(n)
        elif text:
            groups.append([n])
    return "; ".join(f"{_days(group)} {said[group[0]]}" for group in groups)


def _days(group: list[int]) -> str:
    first, last = written_out.weekday(group[0]), written_out.weekday(group[-1])
    return first if first == last else say("{first} to {last}", first=first, last=last)


def _now(hours: Hours, reader: Reader) -> tuple[str, str]:
    if is_open(reader.now, hours):
        return say("open now"), "ok"
    try:
        return say(
            "opens {moment}", moment=words.moment(next_open(reader.now, hours), zone=reader.zone, now=reader.now)
        ), ""
    except (NeverOpens, OutOfRange):
        return say("never opens again"), "late"


def _shut(hours: Hours, data: Data, week: Sequence[Day], reader: Reader) -> list[Shut]:
    """The days of the coming year that are closed although their weekday is open, and those that close early."""
    first = reader.now.astimezone(hours.zone).date()
    opened = open_by_day(hours, first, YEAR)
    early: Mapping[str, Any] = data.get("early_close") or {}
    own = {str(one) for one in data.get("closed") or ()}
    found: list[Shut] = []
    for n in range(YEAR):
        day = first + n * DAY
        if day.isoformat() in early and opened.get(day):
            found.append(_one(day, say("closes at {early}", early=early[day.isoformat()]), "early_close"))
        elif week[day.weekday()] and not opened.get(day):
            found.append(_one(day, "closed", "closed" if day.isoformat() in own else ""))
    return found


def _one(day: date, says: str, key: str) -> Shut:
    return Shut(day=day.isoformat(), weekday=written_out.weekday(day), says=says, key=key)
