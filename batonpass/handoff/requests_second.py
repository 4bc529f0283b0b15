"""What may a person of ours ask in the second half: tell what was found out, hand over, take over, win, lose?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRequest(Request):
    """Something asked in the second half; the same `key` with the same `asked` is done once."""

    key: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChecklist(SecondRequest):
    """Say what was found out, question by question; `notes` are what is written beside an answer."""

    answers: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNote(SecondRequest):
    """Write a conversation down."""

    text: str
    kind: str = ""
    next_step: str = ""
    meeting_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(SecondRequest):
    """Ask an account executive to take the lead: by the ladder, or `to` whom or which queue is named."""

    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(SecondRequest):
    """Accept a lead that was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(SecondRequest):
    """Give a lead that was handed over back, with a reason code of the playbook."""

    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOpportunity(SecondRequest):
    """Open an opportunity, or say more about one that is open."""

    amount: Decimal | None = None
    currency: str = ""
    close_on: date | None = None
    deal_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Win(SecondRequest):
    """They bought."""

    amount: Decimal | None = None
    currency: str = ""
    deal_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lose(SecondRequest):
    """They did not buy."""

    reason: str = ""
    note: str = ""
    deal_id: str = ""
