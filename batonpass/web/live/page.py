"""How does a browser hear that it should look again?"""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from batonpass.web.parts.house import house
from batonpass.web.parts.refused import SignInNeeded
from batonpass.web.session import reader

from .told import Live

routes = APIRouter(include_in_schema=False)
NO_MORE = 204
"""A browser that gets this does not come back: nobody is signed in any more, or this process has no news."""


@routes.get("/live")
async def live(request: Request) -> Response:
    """News without content, as server-sent events: what changed is asked for again, by who may see it.

    A browser cannot follow these to the sign-in page; the page itself asks now and then, and is sent there.
    """
    told = house(request).live
    if told is None or not await _signed_in(request):
        return Response(status_code=NO_MORE)
    return StreamingResponse(_events(told), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _signed_in(request: Request) -> bool:
    try:
        await reader(request)
    except SignInNeeded:
        return False
    return True


async def _events(told: Live) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    async for changed in told.changes():
        yield "event: changed\ndata:\n\n" if changed else ": still here\n\n"
