"""Was a form filled in faster than a person can?"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

LEAST = timedelta(seconds=2)
"""A person needs longer than this from seeing a form to sending it (A17)."""
SIGNED = "."
MILLISECONDS = 100_000_000_000
"""Instants above this number count milliseconds, as browsers do."""


def stamp(at: datetime, secret: bytes) -> str:
    """The instant at which a form of ours was rendered, signed."""
    said = str(int(at.timestamp() * 1000))
    return f"{said}{SIGNED}{_mark(said, secret)}"


def our_instant(said: str, secret: bytes) -> datetime | None:
    """The instant in a stamp of ours; None for anything else."""
    number, _, mark = said.partition(SIGNED)
    if not hmac.compare_digest(mark.encode(), _mark(number, secret).encode()):
        return None
    return _instant(number)


def their_instant(said: str) -> datetime | None:
    """The instant that a page of theirs wrote: seconds or milliseconds since 1970, or ISO 8601 with a zone."""
    if said.isascii() and said.isdigit():
        return _instant(said)
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None


def too_fast(rendered: datetime, now: datetime) -> str:
    """Why it cannot have been a person, or nothing. A clock of theirs that runs ahead of ours proves nothing."""
    taken = now - rendered
    if timedelta(0) <= taken < LEAST:
        return f"sent {taken.total_seconds():.1f} s after the form was shown; a person needs {LEAST.seconds} s"
    return ""


def _instant(number: str) -> datetime | None:
    try:
        said = int(number)
        return datetime.fromtimestamp(said / 1000 if said > MILLISECONDS else said, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _mark(said: str, secret: bytes) -> str:
    return hmac.new(secret, b"form rendered " + said.encode(), hashlib.sha256).hexdigest()[:32]
