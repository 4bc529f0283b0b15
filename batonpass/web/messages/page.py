"""What was I told, where, and what proves it?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff.ways import address
from batonpass.store.told import ToldRow, told
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import called, words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
STATES = {
    "waiting": later("waits"),
    "sending": later("is on its way"),
    "sent": later("arrived"),
    "dead": later("could not be sent"),
    "cancelled": later("was withdrawn"),
}
WAYS = {"email": "e-mail", "slack": "Slack", "teams": "Teams"}
PERSONAL = tuple(WAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One piece of news, with every way it took."""

    lead_id: str
    who: str
    says: str
    because: str
    at: str
    ways: tuple[str, ...]


@routes.get("/messages")
async def page(request: Request, reader: Here) -> Response:
    """The latest news to me, the newest first, whichever way it took."""
    rep = reader.agreed.directory.reps.get(reader.user.rep or "")
    found_at = {address(rep, channel) for channel in PERSONAL} if rep else {reader.user.email}
    async with house(request).pool.acquire() as connection:
        rows = await told(connection, sorted(found_at))
    return await show(
        request, reader, "messages/page.html", here="messages", title=say("Messages to me"), lines=_lines(rows, reader)
    )


def _lines(rows: tuple[ToldRow, ...], reader: Reader) -> tuple[Line, ...]:
    """The same news on several ways is one line."""
    news: dict[str, list[ToldRow]] = {}
    for row in rows:
        news.setdefault(row.key.removesuffix(f"/{row.channel}"), []).append(row)
    return tuple(_line(ways, reader) for ways in news.values())


def _line(rows: list[ToldRow], reader: Reader) -> Line:
    first = rows[0]
    who = ", ".join(part for part in (first.lead_name, first.company) if part)
    return Line(
        lead_id=first.lead_id or "",
        who=who or first.lead_id or "",
        says=called.message(first.kind),
        because=words.told(first.because or ""),
        at=words.moment(first.created_at, zone=reader.zone, now=reader.now),
        ways=tuple(_way(row, reader) for row in rows),
    )


def _way(row: ToldRow, reader: Reader) -> str:
    how = f"{WAYS.get(row.channel, row.channel)} {STATES.get(row.state, row.state)}"
    if row.sent_at and row.state == "sent":
        return f"{how} {words.moment(row.sent_at, zone=reader.zone, now=reader.now)}"
    if row.state == "waiting":
        return say("{how} until {moment}", how=how, moment=words.moment(row.due_at, zone=reader.zone, now=reader.now))
    return f"{how}: {row.error}" if row.error else how
