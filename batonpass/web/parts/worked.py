"""How is something that takes long asked for, waited for and shown?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from batonpass.store import computations
from batonpass.store.computations import Computation
from batonpass.tongue.spoken import later, say

from . import words
from .frame import show
from .house import house
from .reader import Reader
from .refused import PageRefused

AGAIN_SECONDS = "2"
STATES = {
    "waiting": later("waits its turn"),
    "running": later("is being worked out"),
    "done": later("done"),
    "failed": later("failed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One of those asked for before: what it is called, how it stands, when it was asked for and by whom."""

    id: str
    name: str
    state: str
    when: str
    by: str


async def found(request: Request, what: str, name: str) -> Computation:
    """One of this kind; PageRefused when there is none."""
    try:
        one = await computations.find(house(request).pool, name)
    except LookupError:
        one = None
    if one is None or one.what != what:
        raise PageRefused(404, say("No such result"), say("Open the page again and choose one of its results."))
    return one


async def before(request: Request, reader: Reader, what: str, named: str) -> tuple[Asked, ...]:
    """The latest of this kind, called by what was asked under `named`."""
    return tuple(
        Asked(
            id=one.id,
            name=str(one.asked.get(named, "")) or what,
            state=STATES[one.state],
            when=words.moment(one.asked_at, zone=reader.zone, now=reader.now),
            by=one.asked_by,
        )
        for one in await computations.latest(house(request).pool, what)
    )


async def show_worked(
    request: Request, reader: Reader, template: str, one: Computation | None, **view: Any
) -> Response:
    """The page of a result; while it is still to come, the browser asks again by itself, without a script."""
    goes_on = one is not None and one.goes_on
    said = STATES[one.state] if one else ""
    response = await show(request, reader, template, one=one, goes_on=goes_on, said=said, **view)
    if goes_on:
        response.headers["Refresh"] = AGAIN_SECONDS
    return response
