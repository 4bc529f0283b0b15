"""How does a rep say this instant: on their own wall, by today's date?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from batonpass.handoff.zones import UnknownZone, zone

_WEEK = timedelta(days=6)


def wall(at: datetime, name: str, *, now: datetime) -> str:
    """`today 14:12`, `tomorrow 09:30`, `Monday 09:30`, `Mon 8 Mar 09:30`, in the zone of this name."""
    there, today = at.astimezone(_zone(name)), now.astimezone(_zone(name)).date()
    days = there.date() - today
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days.days)
    if near:
        return f"{near} {there:%H:%M}"
    return f"{there:%A %H:%M}" if timedelta() < days <= _WEEK else f"{there:%a} {there.day} {there:%b %H:%M}"


def short(at: datetime, name: str, *, now: datetime) -> str:
    """The same for a subject line: the hour alone when it is today."""
    return wall(at, name, now=now).removeprefix("today ")


def place(name: str) -> str:
    """The town that people know a zone by: Lisbon, Buenos Aires."""
    known = str(_zone(name))
    return known.rpartition("/")[2].replace("_", " ")


def distance(at: datetime, *, now: datetime) -> str:
    """`in 30 minutes`, `1 hour 5 minutes late`; nothing when it is so far off that the day says it better."""
    gap = at - now
    minutes = abs(gap) // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    if hours >= 12:  # noqa: PLR2004 - half a day: from here on a rep thinks in days
        return ""
    parts = [(hours, "hour"), (rest, "minute")]
    said = " ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)
    if not said:
        return "now"
    return f"in {said}" if gap > timedelta() else f"{said} late"


def _zone(name: str) -> tzinfo:
    """A message must leave even if a zone was renamed since it was written; UTC is then named as what it is."""
    try:
        return zone(name)
    except UnknownZone:
        return UTC
