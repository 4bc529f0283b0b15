"""How do we call an address that anybody may have given us: judged first, its answer read up to a bound?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import httpx

from .webhook.dial import GuardedTransport
from .webhook.guard import Allowed

AUTOMATIC = 32
"""Lets zlib see by itself whether gzip or deflate was used."""


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
    request.headers.setdefault("accept-encoding", "identity")
    answer = await http.send(request, stream=True)
    try:
        body, unfold = bytearray(), _Unfolding(answer.headers.pop("content-encoding", ""))
        async for piece in answer.aiter_bytes():
            body += unfold(piece, most + 1 - len(body))
            if len(body) > most:
                break
        return Heard(
            status=answer.status_code, headers=answer.headers, body=bytes(body[:most]), whole=len(body) <= most
        )
    finally:
        await answer.aclose()


class _Unfolding:
    """Unpacks an answer piece by piece, and never further than is taken.

    The library would unpack a whole piece, once for each packing that the answer names: half a kilobyte of zeros that
    were packed twice is gigabytes.
    """

    def __init__(self, packed: str) -> None:
        match packed.strip().lower():
            case "" | "identity":
                self._zlib = None
            case "gzip" | "x-gzip" | "deflate":
                self._zlib = zlib.decompressobj(zlib.MAX_WBITS | AUTOMATIC)
            case _:
                raise httpx.DecodingError("it is packed in a way that nobody asked for")

    def __call__(self, piece: bytes, most: int) -> bytes:
        if self._zlib is None:
            return piece
        try:
            return self._zlib.decompress(piece, most)
        except zlib.error:
            raise httpx.DecodingError("it cannot be unpacked") from None
