"""What do a merge and its undoing change about a lead?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.handoff.facts.match import AccountMatched
from batonpass.handoff.facts.merge import Merged, MergedAway, Unmerged
from batonpass.handoff.lead import NOBODY_ELSE, Lead
from batonpass.handoff.merge import gone, union
from batonpass.handoff.record import asdict, replace


def merged(lead: Lead, fact: Merged, _: str) -> Mapping[str, Any]:
    """The lead with the other one in it."""
    return asdict(union(lead, fact.other_was, fact.at))


def merged_away(lead: Lead, fact: MergedAway, _: str) -> Mapping[str, Any]:
    """The lead that lives on elsewhere."""
    return asdict(gone(lead, fact.into, fact.at))


def matched(lead: Lead, fact: AccountMatched, _: str) -> Mapping[str, Any]:
    """The lead belongs to this account, whatever its address says."""
    return {"identity": replace(lead.identity or NOBODY_ELSE, account=fact.account)}


def unmerged(_lead: Lead, fact: Unmerged, _: str) -> Mapping[str, Any]:
    """The lead as it stands by itself again; its facts go on counting, for all of it did happen."""
    return asdict(fact.stands)
