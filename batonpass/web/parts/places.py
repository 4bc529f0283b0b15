"""What time is it where the lead is, and may one call now?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from babel.core import get_global

from batonpass.handoff.hours import NeverOpens, is_open, next_open
from batonpass.handoff.lead import Lead
from batonpass.handoff.zones import zone
from batonpass.tongue.spoken import say

from . import words
from .reader import Reader

ZONES = get_global("territory_zones")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The lead's side: local time in words, and whether their contact window is open (None: no window is agreed)."""

    wall: str = ""
    city: str = ""
    country: str = ""
    good: bool | None = None
    advice: str = ""


def place_of(lead: Lead, reader: Reader) -> Place:
    """What the reader should know before dialling; empty where we know neither country nor zone."""
    code = lead.value("country") or lead.account_fields.get("country", "")
    there = _zone(code, reader)
    if there is None:
        return Place(country=words.country(code))
    good, advice = _advice(code, there, reader)
    return Place(
        wall=words.wall_time(reader.now, there),
        city=words.city(there),
        country=words.country(code),
        good=good,
        advice=advice,
    )


def _zone(code: str, reader: Reader) -> tzinfo | None:
    """The zone of the agreed contact window, or of a country that has only one; a guess would wake somebody."""
    window = reader.agreed.playbook.contact_windows.get(code)
    hours = reader.hours((window,)) if window else None
    if hours:
        return hours.zone
    zones = ZONES.get(code.upper(), ())
    return zone(zones[0]) if len(zones) == 1 else None


def _advice(code: str, there: tzinfo, reader: Reader) -> tuple[bool | None, str]:
    windows = reader.agreed.playbook.contact_windows
    hours = reader.hours((windows[code],)) if code in windows else None
    if hours is None:
        return None, ""
    if is_open(reader.now, hours):
        return True, say("good time to call")
    try:
        opens = next_open(reader.now, hours)
    except NeverOpens:
        return False, say("do not call: their contact hours never open")
    return False, say("do not call before {their}", their=_their(opens, there, reader.now))


def _their(at: datetime, there: tzinfo, now: datetime) -> str:
    return say("{moment} their time", moment=words.moment(at, zone=there, now=now))
