"""What do a merge and its undoing change about a lead?"""

from __future__ import annotations

from dataclasses import replace

from .facts_match import AccountMatched
from .facts_merge import Merged, MergedAway, Unmerged
from .lead import NOBODY_ELSE, Lead
from .merge import gone, union


def merged(lead: Lead, fact: Merged, _: str) -> Lead:
    """The lead with the other one in it."""
    return replace(union(lead, fact.other_was, fact.at), seq=lead.seq + 1)


def merged_away(lead: Lead, fact: MergedAway, _: str) -> Lead:
    """The lead that lives on elsewhere."""
    return replace(gone(lead, fact.into, fact.at), seq=lead.seq + 1)


def matched(lead: Lead, fact: AccountMatched, _: str) -> Lead:
    """The lead belongs to this account, whatever its address says."""
    return replace(lead, seq=lead.seq + 1, identity=replace(lead.identity or NOBODY_ELSE, account=fact.account))


def unmerged(lead: Lead, fact: Unmerged, _: str) -> Lead:
    """The lead as it stands by itself again; its facts go on counting, for all of it did happen."""
    return replace(fact.stands, seq=lead.seq + 1)
