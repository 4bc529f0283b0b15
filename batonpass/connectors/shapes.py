"""How do we look into what strangers send without ever tripping over it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

DIGITS_MOST = 15
MILLISECONDS_MOST = 7e12
"""The year 2191; no later instant is of our time."""


def obj(value: object) -> Mapping[str, Any]:
    """An object as it is; anything else as an empty one."""
    return value if isinstance(value, Mapping) else {}


def listed(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list under that name; what is no object is passed over."""
    value = holder.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text(holder: Mapping[str, Any], name: str) -> str:
    """A text or a number under that name, as text; empty for anything else."""
    value = holder.get(name)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def instant(value: object) -> str:
    """Seconds or milliseconds since 1970 as an instant in ISO 8601; empty for what is no number of our time."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DIGITS_MOST:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MILLISECONDS_MOST:
        return ""
    seconds = value / 1000 if value > 1e11 else value  # noqa: PLR2004 - that many seconds is the year 5138
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds < MILLISECONDS_MOST / 1000 else ""
