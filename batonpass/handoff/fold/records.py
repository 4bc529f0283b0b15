"""What does the fate of a CRM's record change about a lead? By which id they are known there, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts import Fact
from batonpass.handoff.facts.records import RecordGone, RecordMoved
from batonpass.handoff.lead import NOBODY_ELSE, Lead
from batonpass.handoff.record import replace


def moved(lead: Lead, fact: RecordMoved, _: str) -> Mapping[str, Any]:
    """The person is known over there by the id that lives on."""
    who = lead.identity or NOBODY_ELSE
    return {"changed_at": fact.at, "identity": replace(who, ids={**who.ids, fact.system: fact.into})}


def gone(lead: Lead, fact: RecordGone, _: str) -> Mapping[str, Any]:
    """The id leads to nothing over there any more."""
    who = lead.identity or NOBODY_ELSE
    ids = {name: one for name, one in who.ids.items() if name != fact.system or one != fact.record}
    return {"changed_at": fact.at, "identity": replace(who, ids=ids)} if ids != who.ids else {"changed_at": fact.at}


RECORDS: Mapping[type[Fact], Callable[[Lead, Any, str], Mapping[str, Any]]] = {RecordMoved: moved, RecordGone: gone}
