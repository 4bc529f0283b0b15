"""How far is the test clock to go, as whoever writes a test says it?"""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {
    "s": "seconds", "sec": "seconds", "second": "seconds",
    "m": "minutes", "min": "minutes", "minute": "minutes",
    "h": "hours", "hr": "hours", "hour": "hours",
    "d": "days", "day": "days",
    "w": "weeks", "week": "weeks",
}  # fmt: skip
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]+)[\s,]*")
_ISO = re.compile(r"p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?)?")


def how_far(said: str) -> timedelta:
    """Read 90m, 1h30m, 2 days or PT4H. ValueError for what is none of these, or no way at all."""
    text = said.strip().lower()
    far = timedelta(**(_iso(text) or _parts(text)))
    if not far:
        raise ValueError(said)
    return far


def _iso(text: str) -> dict[str, float] | None:
    found = _ISO.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    names = ("weeks", "days", "hours", "minutes", "seconds")
    return {name: float(number) for name, number in zip(names, found.groups(), strict=True) if number}


def _parts(text: str) -> dict[str, float]:
    parts = _PART.findall(text)
    if _PART.sub("", text):
        raise ValueError(text)
    told: dict[str, float] = {}
    for number, unit in parts:
        name = UNITS.get(unit) or UNITS.get(unit.removesuffix("s"))
        if not name or name in told:
            raise ValueError(text)
        told[name] = float(number)
    return told
