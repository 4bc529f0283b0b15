"""What do other programs see of the agreement with the CRM, and how do they end a quarrel?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from batonpass.handoff.playbook.crm import Crm
from batonpass.store.crm import unfreeze
from batonpass.store.crm_told import crm_now
from batonpass.store.in_force import in_force
from batonpass.web.api.guard import TENDED, Given, Who, scoped
from batonpass.web.api.shapes_sent import Text
from batonpass.web.problem import Problem

reads, routes = scoped("read"), scoped("admin")
NONE = "the playbook keeps nothing in a CRM; docs/playbook.md tells how it is agreed on under crm:"
ROWS_MOST = 1_000


class ApartOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    lead_id: str
    field: str
    ours: str
    theirs: str | None
    why: str
    frozen_at: datetime | None


class CrmOut(BaseModel):
    """How far the CRM's changes are read, how many leads it keeps, and how many fields differ."""

    system: str
    leads: int
    drift: int
    unsettled: int
    waiting: int
    read_at: datetime | None
    gap_since: datetime | None
    comparing: bool
    compared: int
    compared_at: datetime | None
    changes: dict[str, int]
    differs: list[ApartOut]


class UnfreezeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    lead_id: Text
    field: Text
    by: Text = ""


async def _agreed(given: Given) -> Crm:
    _, world = await in_force(given.pool, given.watched)
    if world.playbook.crm is None:
        raise Problem("not-found", NONE)
    return world.playbook.crm


Agreed = Annotated[Crm, Depends(_agreed)]


@reads.get("/crm", response_model=CrmOut, dependencies=[TENDED], summary="How far we and the CRM agree")
async def show_crm(given: Given, crm: Agreed, limit: Annotated[int, Query(ge=0, le=ROWS_MOST)] = 100) -> Any:
    """Drift counts the fields that differ; those nobody can settle but a person are counted as unsettled."""
    now = await crm_now(given.pool, crm)
    return CrmOut(**now.figures(), differs=[ApartOut.model_validate(one) for one in now.apart[:limit]])


@reads.get(
    "/reports/crm-drift",
    response_model=CrmOut,
    dependencies=[TENDED],
    summary="Every field in which we and the CRM differ",
)
async def drift_report(given: Given, crm: Agreed, limit: Annotated[int, Query(ge=0, le=ROWS_MOST)] = 100) -> Any:
    """The same, under the name of a report."""
    return await show_crm(given, crm, limit)


@routes.post("/crm/unfreeze", response_model=CrmOut, summary="Settle a quarrel over a field")
async def let_go_on(sent: UnfreezeIn, given: Given, crm: Agreed, key: Who) -> Any:
    """The field is kept alike again; ours is written if the CRM holds something else. 409 when it is not frozen."""
    if not await unfreeze(given.pool, sent.lead_id, sent.field, crm=crm, by=sent.by or key.rep or "the API"):
        raise Problem("conflict", f"the {sent.field} of {sent.lead_id} is not frozen")
    given.poke()
    return await show_crm(given, crm)
