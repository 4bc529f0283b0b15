"""How do programs write an instant to each other, and how do we? RFC 3339, to the letter."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_LEAP = re.compile(r"(?<=[T ]\d\d:\d\d:)60(?=[.Z+-])", re.ASCII)


def read_instant(text: str) -> datetime:
    """The instant, in either case of letters; ValueError when it is none.

    A leap second is the first instant after it, as in PostgreSQL: leap seconds are not counted (T14).
    """
    capital = text.upper()
    counted = _LEAP.sub("59", capital)
    at = datetime.fromisoformat(counted)
    try:
        return at + timedelta(seconds=1) if counted != capital else at
    except OverflowError:
        raise ValueError(text) from None


def write_instant(at: datetime) -> str:
    """The instant in UTC, with a Z: 2027-03-02T10:00:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
