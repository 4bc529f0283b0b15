"""What do reps say to whom?"""

from __future__ import annotations

from dataclasses import dataclass

from batonpass.handoff.condition import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging:
    """What to say to whom: the pains they have, the proof we have, how to open, what to ask for, what to find out."""

    name: str
    when: Condition | None = None
    pains: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    opener: str = ""
    ask: str = ""
    checklist: tuple[str, ...] = ()
