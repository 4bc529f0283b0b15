"""Who is this, when are they at work, what do they hold, and what would become of it?"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.people import Rep
from batonpass.handoff.refusal import Refusal
from batonpass.store import absences, board, read
from batonpass.store.changes import changes
from batonpass.store.preview import Would, hand_over_preview, waits_for_them
from batonpass.store.trial import setting_now
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import leads, may_change, steers
from batonpass.web.parts.rows import row
from batonpass.web.parts.shifts import shift_of
from batonpass.web.parts.traces import traces
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.parts.weeks import day_rows
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

from .acts import ACTS, Elsewhere
from .entry import CHANNELS, NIGHTS_MOST
from .person import DONE, leaves, places

routes = APIRouter(include_in_schema=False)
LEADS_MAX = 100
COUNT_MOST = 999_999
NO_TROUBLE = Trouble()


@routes.get("/people/{name}")
async def page(request: Request, reader: Here, name: str) -> Response:
    """One person: hours, leave, pools, leads, and the forms that change them."""
    return await _show(request, reader, name)


@routes.post("/people/{name}/{action}")
async def do(request: Request, reader: Here, form: Form, *, name: str, action: str) -> Response:
    """Carry out what a form asks; a refusal is told beside it, with what had been written."""
    _rep(reader, name)
    if action not in ACTS:
        raise PageRefused(404, say("No such action"), say("Open the person and choose one of the buttons."))
    if action == "hand-over" and form.get("look"):
        asked = {"preview": "to", "to": form.get("to", ""), "everything": form.get("everything", "")}
        return RedirectResponse(f"/people/{name}?{urlencode(asked)}", 303)
    try:
        did = await ACTS[action](request, reader, name, form)
    except Elsewhere as elsewhere:
        house(request).poke()
        return await _show(request, reader, name, went=elsewhere)
    except (Refusal, Refused) as refused:
        return await _show(request, reader, name, trouble=trouble_of(action, refused, form))
    house(request).poke()
    if form.get("next") == "/board":
        return RedirectResponse(f"/board?left={name}", 303)
    if form.get("next") == "/people":
        return RedirectResponse("/people", 303)
    return RedirectResponse(f"/people/{name}?did={did}", 303)


async def _show(
    request: Request, reader: Reader, name: str, *, trouble: Trouble = NO_TROUBLE, went: Elsewhere | None = None
) -> Response:
    rep = _rep(reader, name)
    sees = reader.owners is None or rep.id in reader.owners
    view = {
        "title": rep.name,
        "rep": rep,
        "shift": shift_of(rep, reader),
        "may": may_change(reader, rep.id),
        "leads": leads(reader, rep.id),
        "steers": steers(reader),
        "sees": sees,
        "mine": reader.user.rep == rep.id,
        "channels": CHANNELS,
        "nights": range(NIGHTS_MOST),
        "trouble": trouble,
        "done": _done(request.query_params.get("did", ""), rep),
        **_around(rep, reader),
        **await _read(request, reader, rep, sees=sees),
    }
    if went:
        view |= {"went": True, "would": went.went, "to": went.to, "done": _elsewhere(went, reader)}
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "people/one.html", here="people", status=status, **view)


async def _read(request: Request, reader: Reader, rep: Rep, *, sees: bool) -> dict[str, Any]:
    """What the database tells of this person; the leads only to who may see them."""
    pool = house(request).pool
    told, feeds, latest, loads = await asyncio.gather(
        absences.told_of(pool, rep.id),
        absences.feeds(pool),
        changes(pool, kinds=("rep", "leave", "feed"), name=rep.id, limit=8),
        board.loads(pool),
    )
    held = await read.inbox(pool, [rep.id], limit=LEADS_MAX) if sees else ()
    wanted = request.query_params.get("preview") and leads(reader, rep.id) and rep.active
    would = await _would(request, rep, held) if wanted else ()
    to = request.query_params.get("to", "")
    return {
        "load": loads.get(rep.id, board.Load()),
        "rows": [row(one, reader) for one in held],
        "leave": leaves(rep, told, reader),
        "feed": next((one for one in feeds if one.rep == rep.id), None),
        "moment": lambda at: words.moment(at, zone=reader.zone, now=reader.now),
        "traces": traces(latest, reader),
        "would": would,
        "previewed": bool(wanted),
        "went": False,
        "to": to,
        "everything": bool(request.query_params.get("everything")),
        "pools": places(rep, await setting_now(pool, house(request).watched)),
    }


async def _would(request: Request, rep: Rep, held: tuple[read.Held, ...]) -> tuple[Would, ...]:
    """Where the leads would go if this person left; or, when the form asks, if what it says were handed over."""
    home, asked, leads_held = house(request), request.query_params, [one.lead for one in held]
    if asked.get("preview") != "to":
        return await hand_over_preview(home.pool, home.watched, rep.id, leads_held)
    those = [lead for lead in leads_held if asked.get("everything") or waits_for_them(lead)]
    return await hand_over_preview(home.pool, home.watched, rep.id, those, to=asked.get("to", ""))


def _elsewhere(done: Elsewhere, reader: Reader) -> str:
    """How many leads went to whom was named, and how many to somebody else."""
    there = sum((one.owner or one.queue) == done.to for one in done.went)
    return say(
        "{there} of {count} leads went to {name}. Where the others went, and why, stands beside each.",
        there=there,
        count=len(done.went),
        name=reader.agreed.directory.name_of(done.to),
    )


def _around(rep: Rep, reader: Reader) -> dict[str, Any]:
    """The people and places beside this person."""
    people = reader.agreed.directory
    hours = reader.hours((rep.calendar,))
    colleagues = sorted((one for one in people.reps.values() if one.active and one.id != rep.id), key=lambda o: o.name)
    return {
        "boss": people.reps.get(rep.manager or ""),
        "reports": sorted((one for one in people.reps.values() if one.manager == rep.id), key=lambda one: one.name),
        "colleagues": colleagues,
        "away": {one.id: _away(one, reader) for one in colleagues},
        "queues": sorted(people.queues),
        "name_of": people.name_of,
        "days": day_rows(hours, reader.now, leave=rep.leave) if hours else (),
        "calendars": _calendars(reader),
    }


def _away(rep: Rep, reader: Reader) -> str:
    """What somebody who would get leads by name must know of that person first; nothing of who is there."""
    shift = shift_of(rep, reader)
    return shift.says if shift.state in ("away", "switched_off") else ""


def _calendars(reader: Reader) -> tuple[str, ...]:
    people = reader.agreed.directory
    known = {rep.calendar for rep in people.reps.values()} | {queue.calendar for queue in people.queues.values()}
    return tuple(sorted(known))


def _done(did: str, rep: Rep) -> str:
    what, _, count = did.partition(":")
    says = DONE.get(what, "")
    return say(says, name=rep.name, count=whole(count, COUNT_MOST) or 0)


def _rep(reader: Reader, name: str) -> Rep:
    rep = reader.agreed.directory.reps.get(name)
    if rep is None:
        raise PageRefused(404, say("Nobody here"), say("There is nobody of this name. Look at the list of people."))
    return rep
