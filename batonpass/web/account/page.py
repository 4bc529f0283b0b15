"""Which companies are in work, and what do we know of one?"""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store.account_page import InWork, accounts_in_work, company_of
from batonpass.store.entries import accounts
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.session import Here

from .view import account_view

routes = APIRouter(include_in_schema=False)
NO_SUCH = PageRefused(404, later("No such account"), later("Nobody we know belongs to it. Look for it by name."))
DOMAIN = re.compile(r"[a-z0-9.-]{1,253}")


@routes.get("/accounts")
async def page(request: Request, reader: Here) -> Response:
    """The companies with leads in work that this reader may see."""
    found = await accounts_in_work(house(request).pool, reader.owners)
    view = {"title": say("Accounts"), "accounts": [_line(one, reader) for one in found]}
    return await show(request, reader, "account/list.html", here="accounts", **view)


@routes.get("/accounts/{domain}")
async def one(request: Request, reader: Here, domain: str) -> Response:
    """One company with its people, what they did, and its deals."""
    pool, world = house(request).pool, house(request).watched.world
    if world is None or not DOMAIN.fullmatch(domain):
        raise NO_SUCH
    company = await company_of(pool, domain)
    account = next(iter(await accounts(pool, world, domain)), None)
    if account is None and not company.people:
        raise NO_SUCH
    seen = account_view(domain, account, company, reader)
    return await show(request, reader, "account/page.html", here="accounts", title=seen.name, account=seen)


def _line(one: InWork, reader: Reader) -> dict[str, object]:
    name_of = reader.agreed.directory.name_of
    return {
        "domain": one.domain,
        "name": one.name or one.domain,
        "target": one.target,
        "people": one.people,
        "owner": name_of(one.owner) if one.owner else "",
        "with": ", ".join(words.short(name_of(owner)) for owner in one.owners),
        "due": words.moment(one.next_due_at, zone=reader.zone, now=reader.now) if one.next_due_at else "",
        "late": one.next_due_at is not None and one.next_due_at < reader.now,
    }
