"""What can have happened between a lead being ready for sales and marketing letting it go there?"""

from __future__ import annotations

from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.review import Unseen

from . import Fact


class ReviewAsked(Fact):
    """The lead meets the definition; a person of marketing looks before sales gets it. `because` is the ground."""

    tier: str
    rule: str
    people: tuple[str, ...]
    unseen: Unseen
    hands_pass: bool
    hand: bool = False


class MoreAsked(Fact):
    """A reviewer wants to know more before deciding; the promise runs on."""

    by: str
    says: str
    of: str | None = None


class Approved(Fact):
    """Marketing said yes: from here on the lead is sales' to touch."""

    by: str
    note: str = ""


class PassedOn(Fact):
    """The lead went on to sales without anybody's yes: nobody looked in time, or they raised their hand."""


class SentBack(Fact):
    """Marketing said no, with a reason code."""

    by: str
    reason: str
    note: str = ""
    then: Stage = Stage.NURTURE


class ReviewDropped(Fact):
    """There is nothing to look at any more: the lead was disqualified meanwhile."""
