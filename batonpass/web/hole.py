"""Where does somebody say so who found a hole here? At the contact that the operator named (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from batonpass.store import clock
from batonpass.web.problem import Problem

HOLDS_FOR = timedelta(days=30)
"""Whoever kept a copy for longer asks again."""
routes = APIRouter(include_in_schema=False)


@routes.get("/.well-known/security.txt")
async def where_to_say_so(request: Request) -> Response:
    """Name the contact; without one there is nothing to read."""
    given = request.app.state.given
    if not given.security_contact:
        raise Problem("not-found", "whoever runs this has named no contact; set BATONPASS_SECURITY_CONTACT")
    async with given.pool.acquire() as connection:
        until = (await clock.now(connection) + HOLDS_FOR).astimezone(UTC).replace(microsecond=0)
    lines = [
        f"Contact: {given.security_contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        *([f"Canonical: {given.base_url}{request.url.path}"] if given.base_url.startswith("https://") else []),
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
