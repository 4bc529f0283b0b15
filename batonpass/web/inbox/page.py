"""What is mine to do, and what first?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.web.lead.done import gone_says
from batonpass.web.lead.offers import KINDS
from batonpass.web.lead.open import open_lead
from batonpass.web.parts.frame import show, tally_of
from batonpass.web.parts.rendered import rendered
from batonpass.web.session import Here

from .choice import keep_choice
from .open import open_inbox
from .view import FIRST

routes = APIRouter(include_in_schema=False)


@routes.get("/")
@routes.get("/inbox")
async def page(request: Request, reader: Here) -> Response:
    """The leads in the order in which they press, with the first one open beside them where there is room."""
    tally = await tally_of(request, reader)
    inbox = await open_inbox(request, reader, tally, selected=FIRST)
    lead = await open_lead(request, reader, inbox.selected) if inbox.selected else None
    gone = gone_says(request.query_params.get("did", ""))
    view = {"inbox": inbox, "lead": lead, "kinds": KINDS, "gone": gone}
    answer = await show(request, reader, "inbox/page.html", here="inbox", tally=tally, title=inbox.title, **view)
    keep_choice(request, answer, inbox.chosen.choice)
    return answer


@routes.get("/inbox/list")
async def groups(request: Request, reader: Here) -> Response:
    """The groups alone, for a page that brings itself up to date."""
    tally = await tally_of(request, reader)
    selected = request.query_params.get("selected", "")
    return rendered("inbox/list.html", inbox=await open_inbox(request, reader, tally, selected=selected))
