"""What do both sides meet over: three pages that stand still, what was decided before, and what is decided now?"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from batonpass.handoff.refusal import Refusal
from batonpass.learn.figures import FIGURES
from batonpass.store import meetings, playbooks
from batonpass.store.meetings import Meeting
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must_tend
from batonpass.web.session import Form, Here
from batonpass.written.edit_places import edit_places
from batonpass.written.refused import Refused

from .building import ITEMS, THE_CLOCK, freeze, pack_of
from .deciding import decide, read_decision
from .shown import KINDS, by_itself, shown
from .tending import plan_one

routes = APIRouter(include_in_schema=False)
WHO = later("Managers, marketing and administrators meet over the pack.")
WRONG = 409
DONE = {
    "planned": later("Planned. Until it begins the numbers are those of now."),
    "begun": later("Begun: the numbers stand still from now on."),
    "decided": later("Kept. It is judged on its day, and its deciders are told."),
}


@routes.get("/meeting")
async def page(request: Request, reader: Here) -> Response:
    """All meetings."""
    must_tend(reader, WHO)
    pool = house(request).pool
    view = {
        "title": say("Meeting pack"),
        "meetings": await meetings.meetings(pool),
        "kinds": KINDS,
        "moment": lambda at: words.moment(at, zone=reader.zone, now=reader.now),
        "agreed": reader.agreed.playbook.meetings,
        "today": f"{reader.now.astimezone(reader.zone).date()}",
    }
    return await show(request, reader, "meeting/page.html", here="meeting", **view)


@routes.post("/meeting")
async def plan(request: Request, reader: Here, form: Form) -> Response:
    """Plan a meeting that begins now, or its review of the definition."""
    must_tend(reader, WHO)
    kind = "definition" if form.get("kind") == "definition" else "pack"
    today = reader.now.astimezone(reader.zone).date()
    async with house(request).pool.acquire() as connection:
        name = await plan_one(connection, today, starts_at=reader.now, kind=kind, by=reader.user.email)
    return RedirectResponse(f"/meeting/{name}?did=planned", 303)


@routes.get("/meeting/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One meeting's pack."""
    return await _show(request, reader, await _meeting(request, reader, name))


@routes.get("/meeting/{name}/file")
async def as_file(request: Request, reader: Here, name: str) -> Response:
    """The pack as one page that needs nothing else, to be kept or sent."""
    held = await _meeting(request, reader, name)
    pool, watched = house(request).pool, house(request).watched
    made = shown(await pack_of(pool, watched, held), await meetings.decisions(pool, name), reader.zone)
    names = {"Content-Disposition": f'attachment; filename="meeting-{name}.html"'}
    return HTMLResponse(by_itself(made), headers=names)


@routes.post("/meeting/{name}/begin")
async def begin(request: Request, reader: Here, _: Form, name: str) -> Response:
    """Let the meeting begin: its numbers stand still."""
    held = await _meeting(request, reader, name)
    await freeze(house(request).pool, house(request).watched, held.id, by=reader.user.email)
    return RedirectResponse(f"/meeting/{name}?did=begun", 303)


@routes.post("/meeting/{name}/decide")
async def put_decision(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Keep a decision; its change of the playbook becomes a draft."""
    held, user = await _meeting(request, reader, name), reader.user
    try:
        made = read_decision(form)
        version = await decide(house(request).pool, held, made, email=user.email, name=user.name)
    except Refusal as refusal:
        return await _show(request, reader, held, trouble=refusal.says, given=form)
    except Refused as refused:
        return await _show(request, reader, held, trouble=str(refused), given=form)
    where = f"/playbook/{version}?did=draft" if version else f"/meeting/{name}?did=decided"
    return RedirectResponse(where, 303)


async def _show(
    request: Request,
    reader: Reader,
    held: Meeting,
    *,
    trouble: str = "",
    given: Mapping[str, str] | None = None,
) -> Response:
    pool = house(request).pool
    made = shown(
        await pack_of(pool, house(request).watched, held), await meetings.decisions(pool, held.id), reader.zone
    )
    active = await playbooks.find(pool, "active")
    view = {
        "title": made.heading,
        "held": held,
        "by_hand": held.frozen_by not in (None, THE_CLOCK),
        "pack": made,
        "items": ITEMS,
        "metrics": {name: heard(says) for name, (says, _) in FIGURES.items()},
        "places": edit_places(active.text) if held.frozen_at else (),
        "given": {"place": "", "metric": "", "direction": "", "item": "", **(given or {})},
        "trouble": trouble,
        "done": "" if trouble else DONE.get(request.query_params.get("did", ""), ""),
        "moment": lambda at: words.moment(at, zone=reader.zone, now=reader.now),
    }
    status = WRONG if trouble else 200
    return await show(request, reader, "meeting/pack.html", here="meeting", status=status, **view)


async def _meeting(request: Request, reader: Reader, name: str) -> Meeting:
    must_tend(reader, WHO)
    found = await meetings.meeting(house(request).pool, name)
    if found is None:
        raise PageRefused(404, say("No such meeting"), say("Open Meeting pack and choose one of its days."))
    return found
