"""What has the second half of the way added to a lead: what was found out, who handed it over, what deal it became?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from .record import Record, field

NOTES_MAX, KEYS_MAX = 200, 50


class Answer(Record):
    """What somebody found out: the answer, who asked and when, and what they wrote beside it."""

    value: str
    at: datetime
    by: str
    note: str = ""


class CallNote(Record):
    """What was said in one conversation, and what was agreed on next."""

    at: datetime
    by: str
    text: str
    kind: str = ""
    next_step: str = ""
    meeting_at: datetime | None = None


class Deal(Record):
    """What the lead is worth as an opportunity, in which money, by when, and its id in the CRM."""

    amount: Decimal | None = None
    currency: str = ""
    close_on: date | None = None
    deal_id: str = ""


class Second(Record):
    """The second half: answers and notes stay through every cycle, the rest is of the cycle it names.

    `waiting`: handed over, and not yet accepted or given back. `keys`: the senders' own keys of what is done already.
    `past`: the deals of earlier cycles.
    """

    cycle: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    notes: tuple[CallNote, ...] = ()
    sdr: str | None = None
    handed_at: datetime | None = None
    rounds: int = 0
    waiting: bool = False
    came_back: str = ""
    deal: Deal | None = None
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    past: tuple[str, ...] = ()


NOTHING_YET = Second()
