"""Which messages wait, were sent, or were given up, on which way?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store import read
from batonpass.store.read import Message
from batonpass.store.ways import ways
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import called, words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rights import must
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
STATES = {
    "": later("all"),
    "waiting": later("waiting"),
    "sending": later("being sent"),
    "sent": later("sent"),
    "dead": later("given up"),
    "cancelled": later("withdrawn"),
}
TONES = {"sent": "ok", "dead": "late", "sending": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message."""

    says: str
    to: str
    channel: str
    lead_id: str
    state: str
    tone: str
    made: str
    when: str
    """When it left, or is tried next; empty for what leaves no more."""
    tries: int
    error: str


@routes.get("/outbox")
async def page(request: Request, reader: Here) -> Response:
    """The latest messages in one state, or all of them, and how each way out does."""
    must(reader.tends, say("your manager or an administrator"))
    pool, asked = house(request).pool, request.query_params.get("state", "")
    state = asked if asked in STATES else ""
    view = {
        "title": say("Outbox"),
        "lines": lines(await read.messages(pool, state=state or None), reader),
        "ways": await ways(pool),
        "states": STATES,
        "state": state,
    }
    return await show(request, reader, "outbox/page.html", here="outbox", **view)


def lines(messages: Iterable[Message], reader: Reader) -> tuple[Line, ...]:
    """The messages in the reader's own time."""
    return tuple(_line(one, reader) for one in messages)


def _line(one: Message, reader: Reader) -> Line:
    then = {"sent": one.sent_at, "waiting": one.due_at, "sending": one.due_at}.get(one.state)
    return Line(
        says=called.message(one.kind),
        to=reader.agreed.directory.name_of(one.recipient),
        channel=one.channel,
        lead_id=one.lead_id or "",
        state=STATES.get(one.state, one.state),
        tone=TONES.get(one.state, ""),
        made=words.moment(one.created_at, zone=reader.zone, now=reader.now),
        when=words.moment(then, zone=reader.zone, now=reader.now) if then else "",
        tries=one.tries,
        error=one.error or "" if one.state != "sent" else "",
    )
