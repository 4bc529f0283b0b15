"""What do other programs read about leads, their facts and their reasons?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from batonpass.handoff.brief_full import in_words
from batonpass.handoff.brief_told import prose
from batonpass.handoff.faded import faded, fades
from batonpass.handoff.stages import Stage
from batonpass.store import named, read
from batonpass.store.briefs import read_brief
from batonpass.store.in_force import in_force
from batonpass.store.read import Held, Which
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.shapes import BriefOut, FactOut, FullBriefOut, LeadLine, LeadOut
from batonpass.web.api.shapes_sent import Text
from batonpass.web.api.told import brief_out, fact_out, lead_line, lead_out, plain
from batonpass.web.api.whose import owner_asked, owners_of, queue_asked
from batonpass.web.problem import unknown_lead
from batonpass.web.wiring import Collaborators

PAGE_MOST = 500
routes = scoped("read")
Filter = Annotated[Text | None, Query()]


@routes.get("/leads", response_model=list[LeadLine], summary="Leads, a page at a time")
async def list_leads(
    request: Request,
    response: Response,
    given: Given,
    who: Who,
    *,
    owner: Filter = None,
    stage: Annotated[Stage | None, Query()] = None,
    email: Filter = None,
    queue: Filter = None,
    after: Annotated[Text, Query(description="the last id of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
) -> Any:
    """Leads in the order they came, with their points by now; the Link header names the next page, if there is one."""
    seen_by = await owners_of(given, who)
    holder, line = await owner_asked(given, owner), await queue_asked(given, queue)
    which = Which(owner=holder, stage=stage, email=email, queue=line, after=after, seen_by=seen_by)
    rows = await read.leads(given.pool, which, limit=limit + 1)
    if len(rows) > limit:
        query = {**request.query_params, "after": rows[limit - 1].id}
        response.headers["Link"] = f'</v1/leads?{urlencode(query)}>; rel="next"'
    at, world = await in_force(given.pool, given.watched)
    whole = await named.whole(given.pool, [row.id for row in rows[:limit]]) if fades(world.playbook) else ()
    by_now = {one.id: faded(one, world.playbook, at=at).score for one in whole}
    return [lead_line(row, by_now.get(row.id)) for row in rows[:limit]]


@routes.get("/leads/{lead_id}", response_model=LeadOut, summary="One lead as it stands")
async def get_lead(lead_id: str, given: Given) -> Any:
    """The lead with its clocks."""
    return await lead_now(given, lead_id)


@routes.get("/leads/{lead_id}/timeline", response_model=list[FactOut], summary="What happened to a lead")
async def get_timeline(lead_id: str, given: Given) -> Any:
    """Its facts in the order they were written, each with its reason."""
    await held_lead(given, lead_id)
    return [fact_out(kept) for kept in await read.timeline(given.pool, lead_id)]


@routes.get("/leads/{lead_id}/brief", response_model=BriefOut, summary="What the rep was told")
async def get_brief(lead_id: str, given: Given) -> Any:
    """The brief as it was handed over last, and what it lacks."""
    held = await held_lead(given, lead_id)
    kept = await read.timeline(given.pool, lead_id)
    at, world = await in_force(given.pool, given.watched)
    setting = world.setting(at, accounts={}, turns={}, loads={})
    brief = await read_brief(given.pool, held.lead, kept, setting=setting)
    full = FullBriefOut.model_validate({**plain(brief), "told": prose(brief.told), "words": tuple(in_words(brief))})
    return brief_out(held.lead, kept, full)


async def lead_now(given: Collaborators, lead_id: str) -> LeadOut:
    """The lead as everybody may rely on it, its points as they have faded by now; a Problem when there is none."""
    held = await held_lead(given, lead_id)
    at, world = await in_force(given.pool, given.watched)
    return lead_out(replace(held, lead=faded(held.lead, world.playbook, at=at)))


async def held_lead(given: Collaborators, lead_id: str) -> Held:
    """The lead, or a Problem when there is none of this id."""
    held = await read.lead(given.pool, lead_id) if lead_id.isascii() and lead_id.isalnum() else None
    if held is None:
        raise unknown_lead(lead_id)
    return held
