"""What does a CRM say of a deal: which one, whose, and is it open, won or lost?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OPEN, WON, LOST = "opportunity", "won", "lost"
IGNORED = "ignored"
USUAL: Mapping[str, str] = {
    "closedwon": WON,
    "closedlost": LOST,
    "Closed Won": WON,
    "Closed Lost": LOST,
}
"""What both systems call their last stages until somebody renames them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """A deal as a CRM tells of it. `person` is an id such as hubspot:501 of who it is with, if this says so.

    Amount and day stand as the CRM writes them; an amount without its currency says nothing.
    """

    deal: str
    stage: str
    person: str = ""
    email: str = ""
    amount: str = ""
    currency: str = ""
    close_on: str = ""
    reason: str = ""
    key: str = ""


def stage_of(theirs: str, stages: Mapping[str, str]) -> str:
    """Ours for their stage: as the playbook says, else by its usual name; any other is an open one."""
    return stages.get(theirs) or USUAL.get(theirs, OPEN)
