"""What becomes of a lead when its record in the CRM is merged, deleted, forgotten or restored there?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.store.record_fates import BACK, DELETED, FORGOTTEN, MERGED, keep_fate, lives_on, plain_id
from batonpass.web.wiring import Collaborators

from .visitors import Visitors

SAYS = {
    MERGED: "both ids mean one person from now on",
    DELETED: "nothing is deleted here: whoever has the lead is told, unless it turns out to be a merge",
    FORGOTTEN: "the person is forgotten here, too",
    BACK: "the record stands for itself again",
}


async def fate_told(given: Collaborators, visitors: Visitors, item: Any) -> dict[str, Any]:
    """Keep what became of the records; what follows from it does so now, or once we know whose they are."""
    leads = await keep_fate(
        given.pool, given.watched, system=item.system, fate=item.fate, records=item.records, into=item.into
    )
    await visitors.join_if_possible(f"{item.system}:{plain_id(item.system, one)}" for one in (*item.records, item.into))
    given.poke()
    return {"kept": True, "lead_id": leads[0] if len(leads) == 1 else None, "because": SAYS[item.fate]}


async def by_its_id_now(given: Collaborators, sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, but a record that was merged is called by the id under which it lies now."""
    named = sent.get("external_ids")
    if not isinstance(named, Mapping):
        return sent
    now = {system: await lives_on(given.pool, system, [f"{one}"]) for system, one in named.items()}
    return {**sent, "external_ids": {system: now[system].get(f"{one}", one) for system, one in named.items()}}
