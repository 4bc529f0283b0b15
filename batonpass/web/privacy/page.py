"""What do we hold about a person, and how are they given it, forgotten, or left alone by marketing?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store.erase import erase
from batonpass.store.export import Held, held_about
from batonpass.store.objection import OBJECTED, object_to_marketing
from batonpass.store.search import find_leads
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import must, steers
from batonpass.web.session import Form, Here

from .rows import Line, line

routes = APIRouter(include_in_schema=False)
ADMIN = later("an administrator")
ROWS_SHOWN = 100
STRANGER_FILE = "without-lead"
DONE = {
    "erased": later("They are forgotten: their leads, what they sent, and what was said to and about them."),
    "objected": later("It stands on their lead from now on: no marketing."),
}
SECTIONS: Mapping[str, str] = {
    "leads": later("leads"),
    "sent by or about them": later("sent by or about them"),
    "timeline": later("timeline"),
    "promises": later("promises"),
    "messages": later("messages"),
    "known as": later("known as"),
    "seen before": later("seen before"),
    "looked up": later("looked up"),
    "deals": later("deals"),
    "unread rows of lists": later("unread rows of lists"),
    "looks": later("looks"),
    "matches": later("matches"),
    "rounds": later("rounds"),
}
"""Where what is held stands, as its reader says it; the file keeps the English words."""
NOBODY = later("Nobody is known as that. Write the whole address, the number as tel:+351…, or the id of a lead.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows of one kind, each in a line and in full; `more` were left out of the page, not of the file."""

    name: str
    many: int
    more: int
    rows: tuple[Line, ...]


@routes.get("/privacy")
async def page(request: Request, reader: Here) -> Response:
    """Ask for a person, and see what is held about them."""
    return await _show(request, reader, who=request.query_params.get("who", ""))


@routes.post("/privacy/export")
async def export(request: Request, reader: Here, form: Form) -> Response:
    """All that is held about a person, as a JSON file; who took it is noted."""
    must(steers(reader), ADMIN)
    held = await held_about(house(request).pool, form.get("who", ""), by=reader.user.email)
    if held is None:
        return await _show(request, reader, who=form.get("who", ""), trouble=NOBODY)
    text = json.dumps(held.as_data(), ensure_ascii=False, indent=2)
    name = held.leads[0] if held.leads else STRANGER_FILE
    headers = {"Content-Disposition": f'attachment; filename="person-{name}.json"'}
    return Response(text, media_type="application/json", headers=headers)


@routes.post("/privacy/object")
async def object_(request: Request, reader: Here, form: Form) -> Response:
    """They object to marketing."""
    must(steers(reader), ADMIN)
    home, who = house(request), form.get("who", "")
    held = await held_about(home.pool, who)
    if held is None or not (held.people and held.leads):
        return await _show(request, reader, who=who, trouble=NOBODY)
    kept = await object_to_marketing(
        home.pool, home.watched, held.people[0], lead=held.leads[0], by=reader.user.email, at=reader.now
    )
    if not kept:
        return await _show(request, reader, who=who, trouble=say("It could not be kept; Attention says why."))
    home.poke()
    return await _show(request, reader, who=who, done=DONE["objected"])


@routes.post("/privacy/erase")
async def forget(request: Request, reader: Here, form: Form) -> Response:
    """Forget them, once what they are known as was typed again."""
    must(steers(reader), ADMIN)
    home, who, typed = house(request), form.get("who", ""), form.get("typed", "").strip().lower()
    held = await held_about(home.pool, who)
    if held is None:
        return await _show(request, reader, who=who, trouble=NOBODY)
    if typed not in (*held.people, *(lead.lower() for lead in held.leads)):
        says = say(
            "Nothing was erased: type {part} into the field, letter by letter.", part=(*held.people, *held.leads)[0]
        )
        return await _show(request, reader, who=who, wrong=says)
    await erase(home.pool, who, by=reader.user.email)
    home.poke()
    return RedirectResponse("/privacy?did=erased", 303)


async def _show(
    request: Request, reader: Reader, *, who: str, trouble: str = "", wrong: str = "", done: str = ""
) -> Response:
    must(steers(reader), ADMIN)
    pool, asked = house(request).pool, who.strip()[:320]
    held = await held_about(pool, asked) if asked else None
    near = await find_leads(pool, asked, None) if asked and held is None else ()
    view = {
        "title": say("Personal data"),
        "who": asked,
        "held": held,
        "near": near,
        "sections": _sections(held, reader) if held else (),
        "objects": _objects(held),
        "trouble": trouble or (NOBODY if asked and held is None and not near else ""),
        "wrong": wrong,
        "done": done or DONE.get(request.query_params.get("did", ""), ""),
    }
    status = 422 if trouble or wrong else 200
    return await show(request, reader, "privacy/page.html", here="privacy", status=status, **view)


def _sections(held: Held, reader: Reader) -> tuple[Section, ...]:
    return tuple(
        Section(
            name=str(SECTIONS.get(name, name)),
            many=len(rows),
            more=max(0, len(rows) - ROWS_SHOWN),
            rows=tuple(line(name, row, reader) for row in rows[:ROWS_SHOWN]),
        )
        for name, rows in held.sections.items()
    )


def _objects(held: Held | None) -> bool:
    """Did they object to marketing?"""
    states = [lead.get("state") or {} for lead in held.sections["leads"]] if held else []
    return any((state.get("consent") or {}).get("marketing") == OBJECTED for state in states)
