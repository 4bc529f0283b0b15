"""Which leads, accounts and pages are meant by a piece of a name?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store.search import MANY, FoundAccount, FoundLead, find_accounts, search_leads
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.rendered import rendered
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
SAID_MOST = 200
FEW = 6
"""So many leads and accounts fit into the palette beside the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: what it is called, what one should know to tell it from others, and where it is."""

    name: str
    about: str
    href: str
    icon: str


@routes.get("/search")
async def page(request: Request, reader: Here) -> Response:
    """What was found, as a page of its own."""
    said = _said(request)
    leads, accounts, many = await _found(request, reader, said)
    view = {
        "title": say("Search"),
        "said": said,
        "leads": leads,
        "accounts": accounts,
        "many": many and numeral(f"{MANY:,}"),
    }
    return await show(request, reader, "search/page.html", here="search", **view)


@routes.get("/search/list")
async def few(request: Request, reader: Here) -> Response:
    """The first of what was found, for the palette."""
    leads, accounts, _ = await _found(request, reader, _said(request))
    return rendered("search/list.html", hits=[*leads[:FEW], *accounts[:FEW]])


def _said(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:SAID_MOST]


async def _found(request: Request, reader: Reader, said: str) -> tuple[list[Hit], list[Hit], bool]:
    pool = house(request).pool
    found = await search_leads(pool, said, reader.owners)
    accounts = [_account(one, reader) for one in await find_accounts(pool, said)]
    return [_lead(one, reader) for one in found.leads], accounts, found.many


def _lead(found: FoundLead, reader: Reader) -> Hit:
    owner = reader.agreed.directory.name_of(found.owner) if found.owner else ""
    about = (found.company, found.stage, owner or (say("queue {queue}", queue=found.queue) if found.queue else ""))
    return Hit(
        name=found.name or found.person,
        about=" · ".join(part for part in about if part),
        href=f"/leads/{found.id}",
        icon="person",
    )


def _account(found: FoundAccount, reader: Reader) -> Hit:
    owner = reader.agreed.directory.name_of(found.owner) if found.owner else "nobody's account"
    return Hit(
        name=found.name or found.domain,
        about=f"{found.domain} · {owner}",
        href=f"/accounts/{found.domain}",
        icon="account",
    )
