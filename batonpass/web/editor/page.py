"""May this person change the agreement, and what becomes of the text that they send?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from batonpass.store import playbooks, unfinished
from batonpass.store.playbooks import Why
from batonpass.store.unfinished import Overtaken
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered
from batonpass.web.parts.rights import must_change_the_playbook
from batonpass.web.session import Here, LongForm
from batonpass.written.outline import outline
from batonpass.written.refused import Problem, Refused

from .script_words import script_words
from .view import Other, Writing, editor_view, other_of, told_view

routes = APIRouter(include_in_schema=False)
NUMBER_MOST = 2**31 - 1
WRONG = 409
PART = "x-part"
"""A script of ours asks for what was found alone, and puts it beside the text."""
DONE = {"saved": later("Saved. Nobody works by it, and anybody who may change the playbook can go on with it.")}


@routes.get("/playbook/edit")
async def begin(request: Request, reader: Here) -> Response:
    """Begin with the words of the version in force, or of another."""
    must_change_the_playbook(reader)
    version = request.query_params.get("from", "active")
    try:
        found = await playbooks.find(house(request).pool, version)
    except Refused:
        raise PageRefused(
            404, say("No such version"), say("Open the playbook and choose one of its versions.")
        ) from None
    return await _show(request, reader, Writing(text=found.text, begun_from=found.version, lead=_lead(request)))


@routes.get("/playbook/edit/{number}")
async def go_on(request: Request, reader: Here, number: str) -> Response:
    """Go on with a text that was saved."""
    must_change_the_playbook(reader)
    found = await unfinished.find(house(request).pool, _number(number))
    if found is None:
        says = say("It was kept as a draft, or put away. Open the playbook to see its versions.")
        raise PageRefused(404, say("No such text"), says)
    writing = Writing(
        text=found.text, begun_from=found.begun_from, number=found.id, seen=found.revision, lead=_lead(request)
    )
    return await _show(request, reader, writing, done=DONE.get(request.query_params.get("did", ""), ""))


@routes.get("/playbook/outline.json")
async def told(reader: Here) -> Response:
    """What may stand where in a playbook, for the editor's completion."""
    must_change_the_playbook(reader)
    people = reader.agreed.directory
    there = {"people": sorted(people.reps), "pools": sorted(people.pools), "queues": sorted(people.queues)}
    return JSONResponse({**outline(), "there": there})


@routes.post("/playbook/edit")
async def edit(request: Request, reader: Here, form: LongForm) -> Response:
    """Look at a text, save it, keep it as a draft, or put it away."""
    must_change_the_playbook(reader)
    writing = _writing(form)
    try:
        match _asked_for(form):
            case "save":
                return await _save(request, reader, writing)
            case "draft":
                return await _draft(request, reader, writing)
            case "away":
                return await _away(request, writing)
            case _:
                return await _show(request, reader, writing)
    except Overtaken as overtaken:
        show_it = _tell if PART in request.headers else _show
        return await show_it(request, reader, writing, other=other_of(overtaken, writing, reader))
    except Refused as refused:
        return await _show(request, reader, writing, trouble=refused.problems)


async def _save(request: Request, reader: Reader, writing: Writing) -> Response:
    """Save it where it was, or under a number of its own."""
    pool, by = house(request).pool, reader.user.email
    if not writing.number:
        number = await unfinished.begin(pool, writing.text, begun_from=writing.begun_from, by=by)
        writing = replace(writing, number=number, seen=1)
    else:
        await unfinished.save(pool, writing.number, writing.text, seen=writing.seen, by=by)
        writing = replace(writing, seen=writing.seen + 1)
    if PART in request.headers:
        return await _tell(request, reader, writing, done=DONE["saved"])
    lead = f"&lead={writing.lead}" if writing.lead.isalnum() else ""
    return RedirectResponse(f"/playbook/edit/{writing.number}?did=saved{lead}", 303)


async def _draft(request: Request, reader: Reader, writing: Writing) -> Response:
    """Keep it as a draft, for others to plan, shadow and sign; what was saved of it is done with."""
    pool = house(request).pool
    there = await unfinished.find(pool, writing.number) if writing.number else None
    if writing.number and (there is None or there.revision != writing.seen):
        raise Overtaken(there)
    why = Why(by=reader.user.email, note=writing.note)
    version = await playbooks.draft(pool, writing.text, where="the playbook", why=why)
    if writing.number:
        await unfinished.put_away(pool, writing.number, seen=writing.seen)
    return RedirectResponse(f"/playbook/{version}?did=draft", 303)


async def _away(request: Request, writing: Writing) -> Response:
    if writing.number:
        await unfinished.put_away(house(request).pool, writing.number, seen=writing.seen)
    return RedirectResponse("/playbook", 303)


async def _tell(
    request: Request, reader: Reader, writing: Writing, *, done: str = "", other: Other | None = None
) -> Response:
    """What became of a save, without the rest: whoever writes on should not wait for it."""
    told = await told_view(house(request).pool, writing, reader, other)
    return rendered("editor/told.html", WRONG if other else 200, edit=told, done=done, trouble=())


async def _show(
    request: Request,
    reader: Reader,
    writing: Writing,
    *,
    done: str = "",
    other: Other | None = None,
    trouble: tuple[Problem, ...] = (),
) -> Response:
    home = house(request)
    view = await editor_view(home.pool, home.watched, writing, reader)
    shown: dict[str, Any] = {
        "edit": replace(view, other=other),
        "done": done,
        "trouble": trouble,
        "words": script_words(),
    }
    status = WRONG if other or trouble else 200
    if PART in request.headers:
        return rendered("editor/found.html", status, token=reader.token, **shown)
    return await show(
        request, reader, "editor/page.html", here="playbook", status=status, title=say("Edit the playbook"), **shown
    )


def _writing(form: Mapping[str, str]) -> Writing:
    text = form["text"]
    return Writing(
        text=text if text.endswith("\n") else text + "\n",
        begun_from=form.get("from", "")[:200],
        number=0 if "anew" in form else _number(form.get("number", "")),
        seen=_number(form.get("over") or form.get("seen", "")),
        lead=form.get("lead", "")[:200],
        note=form.get("note", "")[:500],
    )


def _asked_for(form: Mapping[str, str]) -> str:
    """Who has seen the other's text may save over it, or beside it."""
    return "save" if "over" in form or "anew" in form else form.get("do", "")


def _number(said: str) -> int:
    return whole(said, NUMBER_MOST) or 0


def _lead(request: Request) -> str:
    return request.query_params.get("lead", "")[:200]
