"""Who changed people, pools, calendars, accounts, users and keys, and what stood there before?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store.changes import changes
from batonpass.tongue.spoken import say
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.reported import address
from batonpass.web.parts.rights import must
from batonpass.web.parts.traces import called, traces
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
KINDS = (
    "rep", "leave", "feed", "pool", "queue", "calendar", "account", "user", "key", "import", "person", "arrival",
    "message",
)  # fmt: skip
SECRET = ("user", "key", "person")
PAGE = 50
BIGINT_MAX = 2**63 - 1


@routes.get("/changes")
async def page(request: Request, reader: Here) -> Response:
    """The latest changes, of one kind or about one name if they were asked for."""
    must(reader.tends, say("your manager or an administrator"))
    asked = {name: request.query_params.get(name, "") for name in ("kind", "name", "before")}
    seen = [kind for kind in KINDS if reader.user.role == "admin" or kind not in SECRET]
    kinds = [asked["kind"]] if asked["kind"] in seen else seen
    older = whole(asked["before"], BIGINT_MAX)
    name = _id_of(asked["name"], reader) or None
    found = await changes(house(request).pool, kinds=kinds, name=name, before=older, limit=PAGE)
    more = address("/changes", asked, before=str(found[-1].id)) if len(found) == PAGE else ""
    named = [(kind, called(kind)) for kind in seen]
    view = {
        "title": say("Changes"),
        "changes": traces(found, reader),
        "kinds": named,
        "asked": asked,
        "more": more,
    }
    return await show(request, reader, "changes/page.html", here="changes", **view)


def _id_of(name: str, reader: Reader) -> str:
    """Under which id a change of what is called so is kept: a person of ours is known by their name."""
    meant = name.strip().casefold()
    reps = reader.agreed.directory.reps.values()
    return next((rep.id for rep in reps if rep.name.casefold() == meant), name.strip())
