"""Which leads wait for somebody to claim them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.brief import label
from batonpass.handoff.requests import RouteAgain
from batonpass.handoff.route_again import waits
from batonpass.handoff.take_back import may_claim
from batonpass.store import board as store
from batonpass.store import read
from batonpass.store.arrival import State
from batonpass.store.read import Held
from batonpass.store.side_by_side import AT_ONCE
from batonpass.store.start import is_empty
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import leads_anybody, must, steers
from batonpass.web.parts.rows import Row, row
from batonpass.web.session import Form, Here

routes = APIRouter(include_in_schema=False)
COUNT_MOST = 9_999
WHOM = later("your manager")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lead in a queue: why it is there, what is missing, and whether this reader can take it."""

    row: Row
    queue: str
    because: str
    missing: tuple[str, ...]
    claimable: bool


@routes.get("/queue")
async def page(request: Request, reader: Here) -> Response:
    """The waiting leads, the most pressing first."""
    return await show_queue(request, reader, done=_done(request.query_params.get("routed", "")))


@routes.post("/queue/route")
async def route(request: Request, reader: Here, _form: Form) -> Response:
    """Have the most pressing of the waiting leads looked at by the ladder again.

    Who has no owner even so stays, and its line says why.
    """
    must(leads_anybody(reader), WHOM)
    home = house(request)
    waiting = [held.lead.id for held in await read.queue(home.pool, limit=AT_ONCE) if waits(held.lead)]
    outcomes = await store.move_many(home.pool, home.watched, waiting, RouteAgain(by=reader.by))
    found = sum(outcome.state is State.TAKEN for outcome in outcomes)
    if found:
        home.poke()
        return RedirectResponse(f"/queue?routed={found}", 303)
    stays = {one: o.refusal.says for one, o in zip(waiting, outcomes, strict=False) if o.refusal}
    return await show_queue(request, reader, status=409, stays=stays)


async def show_queue(
    request: Request,
    reader: Reader,
    *,
    status: int = 200,
    trouble: str = "",
    done: str = "",
    stays: Mapping[str, str] | None = None,
) -> Response:
    """The page, with what was done, or what went wrong when somebody wanted to claim or to route again.

    `stays` says of each lead that was routed again in vain why it waits on.
    """
    waiting = [_waiting(held, reader, stays or {}) for held in await read.queue(house(request).pool)]
    unused = not waiting and steers(reader) and await is_empty(house(request).pool)
    view = {
        "title": say("Queue"),
        "waiting": waiting,
        "trouble": trouble,
        "done": done,
        "in_vain": stays is not None,
        "may_route": leads_anybody(reader),
        "unused": unused,
        "beyond": beyond(len(waiting)),
    }
    return await show(request, reader, "queue/page.html", here="queue", status=status, **view)


def _waiting(held: Held, reader: Reader, stays: Mapping[str, str]) -> Waiting:
    known = reader.agreed.directory.reps.get(reader.user.rep or "")
    return Waiting(
        row=row(held, reader),
        queue=words.sentence(words.plain(held.lead.queue or "")),
        because=words.told(stays.get(held.lead.id) or held.lead.routed_because),
        missing=tuple(heard_term(label(name, reader.agreed.playbook)) for name in held.lead.brief_missing),
        claimable=known is not None
        and known.active
        and reader.acts
        and may_claim(held.lead, known.id, reader.agreed.directory),
    )


def beyond(shown: int) -> str:
    """What stands below a list that holds no more: that others wait too; empty while it shows them all."""
    if shown < read.LEADS_MAX:
        return ""
    return say("The {n} most pressing are shown. Others wait too, and follow as these find their owners.", n=shown)


def _done(routed: str) -> str:
    count = whole(routed, COUNT_MOST)
    if not count:
        return ""
    return say("1 lead has an owner now.") if count == 1 else say("{count} leads have an owner now.", count=count)
