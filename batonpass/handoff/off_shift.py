"""What becomes of a lead that finds nobody of its pools at work?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .record import Record


class OffShift(StrEnum):
    """Owned at once by who opens first; or left to the next rung; or held in a queue until somebody opens."""

    FIRST_TO_OPEN = "first_to_open"
    NEXT_RUNG = "next_rung"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Wait in this queue for the pools to open, at most so long by the clock on the wall; then these pools take it."""

    queue: str
    at_most: timedelta
    then: tuple[str, ...]


class Held(Record):
    """A lead that waits: until this instant, for these pools; and who takes it if they are still shut then."""

    until: datetime
    pools: tuple[str, ...]
    then: tuple[str, ...]
