"""Which leads does a person of marketing look at before sales gets them, and what does such a lead carry?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from batonpass.handoff.condition import Condition
from batonpass.handoff.record import Record

REVIEW = "review"
"""The promise that marketing looks at a lead that is ready."""


class Unseen(StrEnum):
    """What happens to a lead that nobody looks at in time: it passes on to sales, or alarms until somebody does."""

    PASS_ON = "pass"  # noqa: S105 - a word of the playbook
    ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackReason:
    """Why marketing sends a lead back, what the code means, and whether it is out for good or only for now."""

    code: str
    says: str
    for_good: bool = False
    needs_note: bool = False


USUAL_REASONS: Mapping[str, BackReason] = {
    one.code: one
    for one in (
        BackReason(code="not_yet", says="not ready yet"),
        BackReason(code="wrong_person", says="not the person who decides or uses it"),
        BackReason(code="not_our_customer", says="not a customer for us", for_good=True),
        BackReason(code="other", says="something else", needs_note=True),
    )
}
"""The reasons for a playbook that writes none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who looks at a ready lead, within how much working time, at which leads, and what if nobody does.

    A lead needs a look when all of `when`, `models` and `tiers` that are said hold; `people` are told in their order.
    """

    people: tuple[str, ...] = ()
    within: timedelta = timedelta(hours=4)
    unseen: Unseen = Unseen.ALARM
    when: Condition | None = None
    models: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    hands_pass: bool = True
    reasons: Mapping[str, BackReason] = field(default_factory=lambda: USUAL_REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a reviewer wants to know before they decide."""

    by: str
    at: datetime
    says: str


class Waiting(Record):
    """A lead's wait for marketing's yes, with the policy it began under, which no later playbook changes (T9).

    `because` and `rule` say what made it ready, `hand` that they asked for us. With a `verdict` the wait is over, by
    whom and when.
    """

    since: datetime
    cycle: int
    tier: str
    rule: str
    because: str
    people: tuple[str, ...]
    unseen: Unseen
    hands_pass: bool
    hand: bool = False
    playbook: str = ""
    questions: tuple[Question, ...] = ()
    verdict: str = ""
    by: str = ""
    ended_at: datetime | None = None
