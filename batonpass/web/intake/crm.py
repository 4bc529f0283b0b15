"""Is what a CRM tells us a change of a field that is kept alike? Then it goes that way, and no other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from batonpass.store.crm_heard import Said, hear
from batonpass.store.in_force import in_force
from batonpass.web.wiring import Collaborators

TAKEN_UP = "a field that is kept alike: it is taken up beside what else the CRM tells"


async def taken_up(given: Collaborators, source: str, item: Any, key: str) -> bool:
    """Keep the changes of such fields for whoever takes them up. False when nothing else of the item is left out."""
    changes = getattr(item, "changes", ())
    if not changes:
        return False
    _, world = await in_force(given.pool, given.watched)
    crm = world.playbook.crm
    if crm is None or crm.system != source:
        return False
    said = [
        Said(
            key=f"told/{key}/{name.name}",
            record=one.record,
            field=name.name,
            value=one.value,
            at=datetime.fromisoformat(one.at),
            marker=one.marker,
            person=one.person,
        )
        for one in changes
        if (name := crm.named(one.field))
    ]
    await hear(given.pool, crm.system, said)
    if said:
        given.poke()
    return len(said) == len(changes)
