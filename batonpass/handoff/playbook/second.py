"""What did SDRs and account executives agree on: what to find out, when to hand over, how fast, why to give back?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from batonpass.handoff.condition import Condition
from batonpass.handoff.rungs import LadderStep, Rung
from batonpass.handoff.stages import Stage

DECIDE, CLOSE = timedelta(days=14), timedelta(days=90)
UNKNOWN = "unknown"
"""The answer of who asked and was told nothing; a condition about it is unknown too."""


class AnswerKind(StrEnum):
    """How a question is answered; yes_no and choice take `unknown` too."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to find out before the lead goes on; a required one must be known, and unknown is not."""

    name: str
    asks: str
    kind: AnswerKind = AnswerKind.YES_NO
    of: tuple[str, ...] = ()
    required: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers it takes; none for a text."""
        match self.kind:
            case AnswerKind.YES_NO:
                return ("yes", "no", UNKNOWN)
            case AnswerKind.CHOICE:
                return (*self.of, UNKNOWN)
            case AnswerKind.TEXT:
                return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyRule:
    """One thing that must hold before an account executive is asked to take the lead."""

    name: str
    when: Condition
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReason:
    """Why an account executive gives a lead back, where it goes, and whether the SDR's clock runs anew."""

    code: str
    says: str
    then: Stage
    needs_note: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondHandoff:
    """The handoff from SDR to account executive: its definition, ladder, promise, steps and ways back.

    `accept` is in working time of whoever gets the lead, `decide` and `close` in days of theirs (T11).
    """

    ready: tuple[ReadyRule, ...]
    routing: tuple[Rung, ...]
    default_queue: str
    accept: timedelta
    ladder: tuple[LadderStep, ...]
    returns: Mapping[str, ReturnReason] = field(default_factory=dict[str, "ReturnReason"])
    decide: timedelta = DECIDE
    close: timedelta = CLOSE
    lost: tuple[str, ...] = ()
