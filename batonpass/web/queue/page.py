"""Which leads wait for somebody to claim them?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff.brief import label
from batonpass.store import read
from batonpass.store.read import Held
from batonpass.store.start import is_empty
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import steers
from batonpass.web.parts.rows import Row, row
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)


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
    return await show_queue(request, reader)


async def show_queue(request: Request, reader: Reader, *, status: int = 200, trouble: str = "") -> Response:
    """The page, with what went wrong when somebody wanted to claim."""
    waiting = [_waiting(held, reader) for held in await read.queue(house(request).pool)]
    unused = not waiting and steers(reader) and await is_empty(house(request).pool)
    view = {"title": say("Queue"), "waiting": waiting, "trouble": trouble, "unused": unused}
    return await show(request, reader, "queue/page.html", here="queue", status=status, **view)


def _waiting(held: Held, reader: Reader) -> Waiting:
    known = reader.agreed.directory.reps.get(reader.user.rep or "")
    return Waiting(
        row=row(held, reader),
        queue=words.sentence(words.plain(held.lead.queue or "")),
        because=held.lead.routed_because,
        missing=tuple(label(name, reader.agreed.playbook) for name in held.lead.brief_missing),
        claimable=known is not None and known.active and reader.acts,
    )
