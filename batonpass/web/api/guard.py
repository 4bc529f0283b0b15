"""May this key do that, and is what it sent plain JSON? Asked before anything else looks at the request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from batonpass.store.keys import Key
from batonpass.web.api.whose import FASTER, must_reach, must_tend
from batonpass.web.api.words_asked import must_be_once, must_know, words_of
from batonpass.web.body import must_be_json, read_body, read_json, read_object
from batonpass.web.counts import Counts
from batonpass.web.keys import Keyring
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators

SCOPE = "x-scope"
PERSONAL = ("read", "act")
"""What a person's key is given for that person's leads; the other scopes are given for all of them."""


class Read(Request):
    """A request whose body was read and understood already."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._whole, self._value = body, value

    async def body(self) -> bytes:
        """The body as it came."""
        return self._whole

    async def json(self) -> Any:
        """The body as data."""
        return self._value


def scoped(scope: str, *, any_word: bool = False) -> APIRouter:
    """Make a router whose routes are for keys of this scope, all under /v1; with `any_word` they read the query."""

    class Scoped(APIRoute):
        """A route that asks for the key first, and takes nothing but strict JSON."""

        def __init__(self, *args: Any, **named: Any) -> None:
            named["openapi_extra"] = {SCOPE: scope, **(named.get("openapi_extra") or {})}
            super().__init__(*args, **named)

        def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:
            handle, known = super().get_route_handler(), words_of(self.dependant)

            async def guarded(request: Request) -> Response:
                request.state.key = await keyring(request).holder(request.scope, scope)
                must_be_once(request.query_params, known) if any_word else must_know(request.query_params, known)
                if request.state.key.rep and scope in PERSONAL and "lead_id" in request.path_params:
                    await _reach(request)
                return await handle(await _read(request) if self.body_field else request)

            return guarded

    return APIRouter(prefix="/v1", route_class=Scoped)


async def _read(request: Request) -> Request:
    """The strict reader of the intake door reads here too; an empty body is none."""
    body = await read_body(request.receive, _announced(request))
    if not body:
        return Read(request, body, None)
    must_be_json(_header(request, "content-type"), _header(request, "content-encoding"))
    return Read(request, body, read_json(body))


async def _reach(request: Request) -> None:
    """Ask before the body is read: what is wrong in it tells nothing about somebody else's lead."""
    if not request.url.path.endswith(FASTER):
        acting = request.method not in ("GET", "HEAD")
        await must_reach(given(request), holder(request), request.path_params["lead_id"], acting=acting)


async def sent_object(request: Request) -> Mapping[str, Any]:
    """The JSON object that was sent, for whoever reads its shape with words of their own."""
    must_be_json(_header(request, "content-type"), _header(request, "content-encoding"))
    return read_object(await sent_bytes(request))


async def sent_bytes(request: Request) -> bytes:
    """The body as it came, no larger than we take."""
    return await read_body(request.receive, _announced(request))


def given(request: Request) -> Collaborators:
    """What the program handed to its doors."""
    return request.app.state.given


def counts(request: Request) -> Counts:
    """The counters of this process."""
    return request.app.state.counts


def keyring(request: Request) -> Keyring:
    """The keys that were shown lately."""
    return request.app.state.keys


def holder(request: Request) -> Key:
    """The key of this request."""
    return request.state.key


Given = Annotated[Collaborators, Depends(given)]
Counted = Annotated[Counts, Depends(counts)]
Who = Annotated[Key, Depends(holder)]
Sent = Annotated[Mapping[str, Any], Depends(sent_object)]


async def tending(given: Given, key: Who) -> None:
    """Refuse what managers, marketing and administrators read to the key of a person who is none of them."""
    if "admin" not in key.scopes:
        await must_tend(given, key)


TENDED = Depends(tending)


def _announced(request: Request) -> int:
    said = _header(request, "content-length")
    if said and not said.isdigit():
        raise Problem("unreadable", "Content-Length is not a number")
    return int(said) if said else -1


def _header(request: Request, name: str) -> bytes:
    return request.headers.get(name, "").encode("latin-1", "replace")
