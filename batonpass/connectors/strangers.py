"""How do we ask an address that may be anybody's: judged before it is dialled, and read no further than we take?"""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from .webhook.dial import GuardedTransport
from .webhook.guard import Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was answered; `whole` says that nothing of the body is missing."""

    status: int
    headers: httpx.Headers
    body: bytes
    whole: bool


def client_for(open_to: Allowed, *, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Who asks: follows no redirect, obeys no proxy of the environment, and dials only what the guard lets through."""
    return httpx.AsyncClient(transport=transport or GuardedTransport(open_to), follow_redirects=False, trust_env=False)


async def ask(http: httpx.AsyncClient, request: httpx.Request, most: int) -> Heard:
    """Send a request and read at most so many bytes of the answer, unpacked: a small one may unfold without an end."""
    request.headers.setdefault("user-agent", "Batonpass")
    answer = await http.send(request, stream=True)
    try:
        body = bytearray()
        async for piece in answer.aiter_bytes():
            body += piece
            if len(body) > most:
                break
        return Heard(
            status=answer.status_code, headers=answer.headers, body=bytes(body[:most]), whole=len(body) <= most
        )
    finally:
        await answer.aclose()
