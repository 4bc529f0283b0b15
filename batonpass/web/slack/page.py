"""What happens when somebody presses a button in Slack? What its signed value says, in the name of who got it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from batonpass.handoff.refusal import Refusal
from batonpass.store import read, users
from batonpass.store.doubles import act
from batonpass.store.reviewers import may_review
from batonpass.tongue.spoken import say, speaking
from batonpass.web.act_link.page import REVIEWS, as_followed, moved_on, request_of, what_came_of_it
from batonpass.web.parts import words
from batonpass.web.parts.house import Buttons, Link, house

routes = APIRouter(include_in_schema=False)
BODY_MOST = 64 * 1024


@routes.post("/slack/interactive")
async def pressed(request: Request) -> Response:
    """Prove it, do it, and tell the presser alone what came of it; 401 for what is not from Slack."""
    home = house(request)
    if home.buttons is None:
        return PlainTextResponse("", 404)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_MOST:
            return PlainTextResponse("", 413)
    async with home.pool.acquire() as connection:
        now = (await users.reader(connection)).now
    heard = home.buttons.pressed(request.headers, body, now)
    if heard.forged:
        return PlainTextResponse("", 401)
    says = await _done(request, heard.link) if heard.link else heard.says
    task = BackgroundTask(_reply, home.buttons, heard.reply_to, says) if says and heard.reply_to else None
    return Response(status_code=200, background=task)


async def _done(request: Request, link: Link) -> str:
    """Do what the button says and give the sentence that its presser reads, in their own language."""
    home = house(request)
    async with home.pool.acquire() as connection:
        seen = await users.reader(connection)
        held = await read.lead(connection, link.lead)
        agreed = await home.watched.at_revision(connection, seen.revision)
        may = link.action.partition(":")[0] not in REVIEWS or await may_review(connection, link.rep, agreed)
        language = await users.language_of(connection, link.rep)
    with speaking(language):
        if held is None:
            return say("The lead it was about is no longer here.")
        if not may:
            return say("Who it was made for does not answer for marketing any more.")
        moved = moved_on(held.lead, link, agreed.directory)
        if moved:
            return moved
        try:
            await act(home.pool, home.watched, held.lead.id, request_of(link.action, link.rep))
        except Refusal as refusal:
            return f"{words.sentence(words.told(refusal.says))}."
        home.poke()
        return await what_came_of_it(home.pool, as_followed(link, held.lead, agreed, seen.now))


async def _reply(buttons: Buttons, reply_to: str, says: str) -> None:
    await buttons.reply(reply_to, says)
