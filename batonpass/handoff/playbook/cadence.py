"""What was agreed on about following a lead up: which touches, when, and how many before we may call it silence?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from batonpass.handoff.condition import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """So much working time, or so many local days; never both."""

    working: timedelta = timedelta(0)
    days: int = 0


AT_ONCE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceStep:
    """A touch to make: from `after` the start on, and `within` so long of that (None: by the end of that day).

    A touch of its own kind does it, and one of the kinds that count as well; `says` is a hint or template for the rep.
    """

    name: str
    kind: str
    after: Span = AT_ONCE
    within: Span | None = None
    counts: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """A sequence of touches for the leads of these tiers (none named: of all) for which the condition holds.

    `replies` and `meetings` are signals that end it. After a reply it is answered within `answer_within` of working
    time; after the last step the owner says within `decide_within` days what became of it. An outcome of `least_for`
    takes at least `least` touches.
    """

    name: str
    steps: tuple[CadenceStep, ...]
    when: Condition | None = None
    tiers: frozenset[str] = frozenset()
    least: int = 0
    least_for: frozenset[str] = frozenset()
    replies: frozenset[str] = frozenset()
    meetings: frozenset[str] = frozenset()
    answer_within: timedelta = timedelta(hours=4)
    decide_within: timedelta = timedelta(days=2)
