"""How does a rep say this instant: on their own wall, by today's date?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from batonpass.handoff.zones import UnknownZone, zone
from batonpass.tongue import written_out
from batonpass.tongue.spoken import say

_WEEK = timedelta(days=6)


def wall(at: datetime, name: str, *, now: datetime) -> str:
    """`today 14:12`, `tomorrow 09:30`, `Monday 09:30`, `Mon 8 Mar 09:30`, in the zone of this name."""
    there, today = at.astimezone(_zone(name)), now.astimezone(_zone(name)).date()
    days = there.date() - today
    near = {-1: say("yesterday"), 0: say("today"), 1: say("tomorrow")}.get(days.days)
    if near:
        return f"{near} {there:%H:%M}"
    if timedelta() < days <= _WEEK:
        return f"{say(written_out.WEEKDAYS[there.weekday()])} {there:%H:%M}"
    return f"{written_out.weekday(there)} {written_out.day(there)} {there:%H:%M}"


def short(at: datetime, name: str, *, now: datetime) -> str:
    """The same for a subject line: the hour alone when it is today."""
    return wall(at, name, now=now).removeprefix(say("today")).removeprefix(" ")


def place(name: str) -> str:
    """The town that people know a zone by: Lisbon, Buenos Aires."""
    return written_out.city(str(_zone(name)))


def distance(at: datetime, *, now: datetime) -> str:
    """`in 30 minutes`, `1 hour 5 minutes late`; nothing when it is so far off that the day says it better."""
    gap = at - now
    minutes = abs(gap) // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    if hours >= 12:  # noqa: PLR2004 - half a day: from here on a rep thinks in days
        return ""
    parts = [(hours, written_out.hours_of), (rest, written_out.minutes_of)]
    said = " ".join(unit(count) for count, unit in parts if count)
    if not said:
        return say("now")
    return say("in {said}", said=said) if gap > timedelta() else say("{said} late", said=said)


def _zone(name: str) -> tzinfo:
    """A message must leave even if a zone was renamed since it was written; UTC is then named as what it is."""
    try:
        return zone(name)
    except UnknownZone:
        return UTC
