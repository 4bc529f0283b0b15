"""How does another program say that two leads are one person, or two after all?"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated, Any

from fastapi import Body

from batonpass.handoff.refusal import Refusal
from batonpass.store.merge import merge, unmerge
from batonpass.web.api.acts import At, Desk
from batonpass.web.api.guard import scoped
from batonpass.web.api.leads import lead_now
from batonpass.web.api.shapes import LeadOut
from batonpass.web.api.shapes_sent import MergeIn, UnmergeIn
from batonpass.web.api.whose import must_reach
from batonpass.web.problem import Problem, unknown_lead

routes = scoped("act")


@routes.post("/leads/{lead_id}/merge", response_model=LeadOut, summary="Two leads are one person")
async def merge_leads(lead_id: str, sent: MergeIn, desk: At) -> Any:
    """One owner and one promise go on: of the lead that is worked, else the sooner promise; the other is closed.

    `into` names the lead that keeps its id; with `with`, the one that is at work keeps it. Gives the lead they live
    on as; the other one answers with `merged_into`.
    """
    if (sent.into is None) == (sent.with_ is None):
        raise Problem("invalid", "name the other lead, either in `into` (it keeps its id) or in `with`", field="into")
    other, by = _lead_id(sent.into or sent.with_ or ""), desk.by_or_key(sent)
    into = sent.into is not None
    given = desk.given
    await must_reach(given, desk.key, other, acting=True)
    return await _done(desk, "merge", merge(given.pool, given.watched, _lead_id(lead_id), other, by=by, into=into))


@routes.post("/leads/{lead_id}/unmerge", response_model=LeadOut, summary="One lead is two people after all")
async def unmerge_leads(lead_id: str, desk: At, *, sent: Annotated[UnmergeIn | None, Body()] = None) -> Any:
    """Takes the last merge back, asked of either lead; both stand again as before. Gives the lead that was asked."""
    by = desk.by_or_key(sent)
    other = _lead_id(sent.from_) if sent and sent.from_ else None
    given = desk.given
    work = unmerge(given.pool, given.watched, _lead_id(lead_id), by=by, other=other)
    return await _done(desk, "unmerge", work, show=lead_id)


async def _done(desk: Desk, name: str, work: Awaitable[str], *, show: str = "") -> LeadOut:
    try:
        lead_id = await work
    except Refusal as refusal:
        desk.counts.acted(name, refusal.kind.value)
        raise
    except LookupError as unknown:
        raise unknown_lead(str(unknown.args[0])) from None
    desk.counts.acted(name, "done")
    desk.given.poke()
    return await lead_now(desk.given, show or lead_id)


def _lead_id(said: str) -> str:
    if not (said.isascii() and said.isalnum()):
        raise unknown_lead(said)
    return said
