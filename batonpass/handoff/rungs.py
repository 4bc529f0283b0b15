"""Of which steps are the ladders of routing and escalation made?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .condition import Condition
from .off_shift import Hold, OffShift
from .postal import PostalRange
from .record import Record

WHOLE = 100
"""Percent of the window at which a promise is broken; before that it is only running out."""


class StepKind(StrEnum):
    """What an escalation step does."""

    REMIND = "remind"
    NOTIFY = "notify"
    REASSIGN = "reassign"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """At this share of the window (100 is the due instant), do this to that person ("owner", "manager", a rep).

    Or `after` so many seconds of working time since the window began, or, `late`, since it ended.
    """

    percent: int
    kind: StepKind
    who: str
    after: int | None = None
    late: bool = False


class RungAt(Record):
    """A step of a running clock's own ladder, with the instant after which it is due.

    One that was agreed in working time keeps its seconds since the window began in `after`.
    """

    at: datetime
    percent: int
    kind: str
    who: str
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a rung sends a lead: one of reps in turn (several pools follow the sun), one rep, or a queue."""

    pools: tuple[str, ...] = ()
    rep: str | None = None
    queue: str | None = None
    off_shift: OffShift = OffShift.FIRST_TO_OPEN
    hold: Hold | None = None


class RungKind(StrEnum):
    """The kinds of step in the routing ladder."""

    ACCOUNT_OWNER = "account_owner"
    ACCOUNT_TEAM = "account_team"
    SAME_COMPANY = "same_company"
    NEEDS = "needs"
    CASES = "cases"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A named case of a rung: territory DACH, segment enterprise."""

    name: str
    when: Condition
    target: Target
    postal: tuple[PostalRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the routing ladder; the first that can answer does."""

    kind: RungKind
    name: str
    cases: tuple[Case, ...] = ()
    needs: tuple[str, ...] = ()
    target: Target | None = None
    inactive_to_manager: bool = False
