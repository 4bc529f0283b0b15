"""What does the replay of a year remember of a lead, and what was planned for it?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.lead import FIRST_TOUCH
from batonpass.handoff.requests import Request, Ring

from .visitors import Visitor


@dataclass(slots=True, kw_only=True)
class Held:
    """What the replay remembers of a lead: whose plan is in force, its clock's next step, what was last answered.

    `asked` counts the account executives who were asked, `others` says when the promises beside the first touch and the
    plan ring next: those of the second half, and of a rest that ends. `waits_since` is when they raised a hand that
    nobody has answered yet.
    """

    visitor: Visitor | None
    cycle: int = 0
    holder: str = ""
    plan: int = 0
    next_at: datetime | None = None
    follow_at: datetime | None = None
    step: tuple[str, datetime] | None = None
    told: tuple[str, ...] = ()
    asked: int = 0
    waits_since: datetime | None = None
    others: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def rings_at(self, ring: Ring) -> datetime | None:
        """When that clock's next step is due; what was planned for another instant has been overtaken."""
        if ring.promise in (FOLLOW_UP, FIRST_TOUCH):
            return self.follow_at if ring.promise == FOLLOW_UP else self.next_at
        return self.others.get(ring.promise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Something a person or a clock will ask of a lead, unless the plan has changed by then."""

    lead_id: str
    request: Request
    plan: int
