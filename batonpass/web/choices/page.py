"""How does a person who got a mail of ours tell us to leave them alone? A page that asks; only its button acts (S08).

A mail program may press it for them (RFC 8058): it posts without opening the page. The right to object never ends, so
neither does the link; all it can do is to keep us away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff.lead import Lead
from batonpass.handoff.wishes import MARKETING, refusals
from batonpass.store import read, users
from batonpass.store.objection import object_to_marketing
from batonpass.tongue.spoken import say
from batonpass.web.parts.forms import same_origin
from batonpass.web.parts.house import house
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered

routes = APIRouter(include_in_schema=False)
GONE = 410
THEMSELVES = "the person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose link it is, and when it was followed."""

    lead: Lead
    at: datetime

    @property
    def objects(self) -> bool:
        return MARKETING in refusals(self.lead)


@routes.get("/choices/{token}")
async def ask(request: Request, token: str) -> Response:
    """Say what the button would do. Mail scanners open every link: nothing happens here."""
    asked = await _whose(request, token)
    return rendered("choices/page.html", title=say("Your choice"), done=asked.objects)


@routes.post("/choices/{token}")
async def choose(request: Request, token: str) -> Response:
    """They object to marketing: no mail, call or planned touch of our own accord any more."""
    if not same_origin(request):
        raise PageRefused(
            403, say("Not carried out"), say("Open the link from the mail again and press its button there.")
        )
    asked, home = await _whose(request, token), house(request)
    if not asked.objects:
        kept = await object_to_marketing(
            home.pool, home.watched, asked.lead.person, lead=asked.lead.id, by=THEMSELVES, at=asked.at
        )
        if not kept:
            raise PageRefused(503, say("Not kept yet"), say("Please press the button again in a minute."))
        home.poke()
    return rendered("choices/page.html", title=say("Your choice"), done=True)


async def _whose(request: Request, token: str) -> Asked:
    home = house(request)
    lead_id = home.open_choices(token) if home.open_choices else None
    if lead_id is None:
        raise PageRefused(GONE, say("This link does nothing"), say("Answer the mail: a person of ours sees to it."))
    async with home.pool.acquire() as connection:
        seen = await users.reader(connection)
        held = await read.lead(connection, lead_id)
        while held is not None and held.lead.merged_into:
            held = await read.lead(connection, held.lead.merged_into)
    if held is None:
        raise PageRefused(GONE, say("Nothing is known of you here"), say("So nobody of ours will write to you."))
    return Asked(lead=held.lead, at=seen.now)
