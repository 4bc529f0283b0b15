"""Who works here, who is at work now, and how does somebody new come in?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, invalid
from batonpass.store import absences, board
from batonpass.store.alter import add_rep
from batonpass.tongue.spoken import say
from batonpass.web.api.shapes_sent import NAME
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import leads_anybody, must, steers
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

from .acts import ADMIN
from .entry import with_facts
from .file import read_sent
from .view import STATES, Asked, counts, teams

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()
TOLD_MOST = 999_999


@routes.get("/people")
async def page(request: Request, reader: Here) -> Response:
    """Everybody, by team; the address holds what the list is narrowed to."""
    told = whole(request.query_params.get("told", ""), TOLD_MOST)
    done = say("{told} absences are known from the file.", told=told) if told is not None else ""
    return await _show(request, reader, done=done)


@routes.post("/people")
async def add(request: Request, reader: Here, form: Form) -> Response:
    """Let somebody new work here."""
    must(steers(reader), ADMIN)
    home, name = house(request), form.get("id", "")
    try:
        if not re.fullmatch(NAME, name):
            raise invalid(say("an id has letters, digits, dots and dashes, such as ana"), field="id")
        await add_rep(home.pool, home.watched, name, with_facts({}, form), by=reader.by)
    except (Refusal, Refused) as refused:
        return await _show(request, reader, trouble=trouble_of("add", refused, form))
    return RedirectResponse(f"/people/{name}?did=added", 303)


@routes.post("/people/leave-file")
async def leave_file(request: Request, reader: Here) -> Response:
    """Take leave from a CSV file, for whom this reader leads; nothing of it when a line is wrong."""
    must(leads_anybody(reader), say("your manager"))
    try:
        found = await read_sent(request, reader)
    except Refused as refused:
        return await _show(request, reader, trouble=trouble_of("file", refused, {}))
    source = "csv" if steers(reader) else f"csv of {reader.by}"
    home = house(request)
    await absences.put_absences(home.pool, source, found, by=reader.by)
    while await absences.hand_over_absent(home.pool, home.watched):
        home.poke()
    return RedirectResponse(f"/people?told={sum(len(several) for several in found.values())}", 303)


async def _show(request: Request, reader: Reader, *, trouble: Trouble = NO_TROUBLE, done: str = "") -> Response:
    asked = _asked(request.query_params)
    pool = house(request).pool
    loads = await board.loads(pool)
    directory = reader.agreed.directory
    narrowed = teams(loads, asked, reader)
    view = {
        "title": say("People"),
        "asked": asked,
        "teams": narrowed,
        "counts": counts(narrowed if not asked.state else teams(loads, Asked(q=asked.q, pool=asked.pool), reader)),
        "states": STATES,
        "pools": sorted(name for name in directory.pools if name != "*"),
        "feeds": [one for one in await absences.feeds(pool) if one.error],
        "calendars": sorted(_calendars(request)),
        "everybody": sorted(directory.reps.values(), key=lambda rep: rep.name),
        "leads": leads_anybody(reader),
        "steers": steers(reader),
        "trouble": trouble,
        "done": done,
        "name_of": directory.name_of,
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "people/page.html", here="people", status=status, **view)


def _asked(sent: Mapping[str, str]) -> Asked:
    return Asked(q=sent.get("q", "").strip()[:80], state=sent.get("state", ""), pool=sent.get("pool", ""))


def _calendars(request: Request) -> tuple[str, ...]:
    world = house(request).watched.world
    return tuple(world.calendars) if world else ()
