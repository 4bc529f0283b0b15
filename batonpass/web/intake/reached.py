"""What becomes of a touch or a reply that a CRM, or a program of yours, tells of?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Reply, Touch
from batonpass.store.deals import lead_of_deal
from batonpass.store.in_force import in_force
from batonpass.store.take import act
from batonpass.store.world import World
from batonpass.web.wiring import Collaborators

NOBODYS = "nobody it was with is a lead here"
WHOSE = "{} is none of our people; name who that is under `crm: owners` in the playbook"
ID_SAME = 15
"""Salesforce writes one id with 15 signs or with 18."""


async def reached_told(given: Collaborators, item: Any) -> dict[str, Any]:
    """Log it with each lead it was with, as of when it happened. Told again, by its own instant, it counts once."""
    _, world = await in_force(given.pool, given.watched)
    by, at = _who(item, world), _when(item.at)
    if not by:
        return _not_kept(WHOSE.format(item.owner or item.by or "who did it"))
    if item.at and at is None:
        return _not_kept(f"{item.at[:40]!r} is no instant")
    asked = Touch(by=by, kind=item.kind, at=at) if item.reached == "touch" else Reply(by=by, kind=item.kind, at=at)
    said = [(item.email, "")] if item.email else [("", one) for one in item.people]
    found = [await lead_of_deal(given.pool, "", email=email, known_by=known) for email, known in said]
    leads, refused = [], NOBODYS
    for lead in dict.fromkeys(one for one in found if one):
        try:
            await act(given.pool, given.watched, lead, asked)
        except Refusal as refusal:
            refused = refusal.says
        else:
            leads.append(lead)
    given.poke()
    if not leads:
        return _not_kept(refused)
    return {"kept": True, "state": item.reached, "lead_id": leads[0], "leads": leads}


def _not_kept(because: str) -> dict[str, Any]:
    return {"kept": False, "lead_id": None, "because": because}


def _who(item: Any, world: World) -> str:
    """Who of ours: by name, by mail address, or by the id that the CRM calls them."""
    crm, reps = world.playbook.crm, world.directory.reps
    if item.by in reps:
        return item.by
    if item.by:
        return next((rep.id for rep in reps.values() if rep.email.lower() == item.by.lower()), "")
    owners = crm.owners if crm and item.owner else {}
    return next((one for one, known in owners.items() if known[:ID_SAME] == item.owner[:ID_SAME]), "")


def _when(said: str) -> datetime | None:
    """An instant as they write it; a time without its zone means something else on every machine."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None
