"""Which time zone is meant by this name, by the zone data that we ship and not by the machine's?

Zone data of an operating system is often a year old, and laws change faster: British Columbia has stayed on UTC-7
since 2026, which the 2025 data of a common server does not know, so its winter promises are an hour wrong. `zoneinfo`
looks at the machine's files first even when the `tzdata` package is installed. Emptying its search path, for the whole
process and before anybody asks for a zone, makes the shipped data win; its cache is emptied too, in case one was read.
"""

from __future__ import annotations

import zoneinfo
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=[])
ZoneInfo.clear_cache()

_FIXED = {
    "EST": "America/New_York",
    "MST": "America/Denver",
    "HST": "Pacific/Honolulu",
    "GMT": "Europe/London",
    "Greenwich": "Europe/London",
}
"""Names that sound like a place's time but stand still all year, each with the place that was probably meant."""


class UnknownZone(ValueError):
    """No place has this name in the zone data; `instead` says what to write."""

    def __init__(self, name: str, instead: str) -> None:
        self.name, self.instead = name, instead
        super().__init__(f'"{name}" is not the time zone of a place. {instead}')


@cache
def zone(name: str) -> ZoneInfo:
    """Give the IANA zone of this name, such as Europe/Berlin or UTC (rules T1 and T5 are read from it).

    Raises UnknownZone for anything else, offsets ("GMT+2") and all-year abbreviations ("EST") among them: they have no
    summer time, so every promise made by them would be an hour wrong for half of the year.
    """
    if name not in zone_names():
        raise UnknownZone(name, _instead(name))
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """Give every name that `zone` takes."""
    return frozenset(name for name in zoneinfo.available_timezones() if not _stands_still(name))


def _stands_still(name: str) -> bool:
    bare = name.removeprefix("Etc/")
    return bare in _FIXED or bare.startswith("GMT") or name in ("Factory", "localtime")


def _instead(name: str) -> str:
    if name in _FIXED:
        return f"It has no summer time; write {_FIXED[name]}, or UTC if you mean that."
    if any(sign in name for sign in "+-0123456789"):
        return "An offset knows no summer time; write the IANA name of a place, such as Europe/Berlin."
    places = {known.rpartition("/")[2].lower(): known for known in sorted(zone_names(), reverse=True)}
    wanted = name.rpartition("/")[2].replace(" ", "_").lower()
    near = get_close_matches(wanted, places, n=1, cutoff=0.75)
    return f"Did you mean {places[near[0]]}?" if near else "Write the IANA name of a place, such as Europe/Berlin."
