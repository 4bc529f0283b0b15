"""Whose word on a field stands: who vouches for it, or who only says so?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .lead import NOBODY_ELSE, Known, Lead

VOUCHED = frozenset({"import", "crm", "rep", "enrichment", "billing", "hubspot", "salesforce", "pipedrive", "dynamics"})
"""Doors behind which somebody of ours, or a system of ours, stands for what is said; all others are strangers'."""


def vouches(door: str) -> bool:
    """Does this door verify what comes through it? `crm`, or `crm/…` for one of several."""
    return door in VOUCHED or door.partition("/")[0] in VOUCHED


def stronger(one: Known, other: Known) -> Known:
    """Of two words on a field the verified one, else the later in time (A09); in a tie the first given."""
    return max(one, other, key=lambda known: (vouches(known.by), known.at))


def learned(
    known: Mapping[str, Known], said: Mapping[str, Known], told: Mapping[str, str], *, at: datetime, by: str
) -> tuple[dict[str, Known], Mapping[str, Known]]:
    """What is held of each field after somebody told us, and what a stranger says instead of a verified value.

    A verified value is never overwritten by a stranger (S09): their word is kept beside it. Otherwise the latest word
    wins by when it was true (A09). The order of arrival changes nothing.
    """
    if not known:
        return {name: Known(value=value, at=at, by=by) for name, value in told.items() if value}, said
    held, claims, ours = dict(known), said, vouches(by)
    for name, value in told.items():
        before = held.get(name)
        if not value:
            continue
        if before is None:
            held[name] = Known(value=value, at=at, by=by)
            continue
        theirs = vouches(before.by)
        if ours is theirs:
            if before.at <= at:
                held[name] = Known(value=value, at=at, by=by)
        elif ours:
            held[name] = Known(value=value, at=at, by=by)
            claims = _claimed(claims, name, before)
        else:
            claims = _claimed(claims, name, Known(value=value, at=at, by=by))
    return held, claims


def _claimed(said: Mapping[str, Known], name: str, claim: Known) -> Mapping[str, Known]:
    before = said.get(name)
    return {**said, name: claim} if before is None or before.at <= claim.at else said


def contradictions(lead: Lead) -> Mapping[str, Known]:
    """What strangers say against what we hold verified, for a person to look at: the form says X."""
    said = (lead.identity or NOBODY_ELSE).said
    return {name: claim for name, claim in said.items() if claim.value.casefold() != lead.value(name).casefold()}
