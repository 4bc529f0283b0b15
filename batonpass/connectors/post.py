"""How do we hand JSON to a service's own address, and hear what it said?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import msgspec

from .channel import Later, Never
from .strangers import ask, client_for
from .webhook.guard import UNREADABLE, AddressRefused, Allowed, host_of

SECONDS = 12.0
ANSWER_MOST = 256 * 1024
_encode = msgspec.json.encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the other side said, cut to 256 KB."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    host: str


class Poster:
    """Posts JSON to judged addresses alone; no redirect is followed and no address stands in what goes wrong."""

    def __init__(self, open_to: Allowed, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Open nothing yet."""
        self._http = client_for(open_to, transport=transport)

    async def post(self, url: str, told: object, headers: Mapping[str, str] | None = None) -> Answered | Later | Never:
        """What they answered, or why they could not be asked."""
        return await self._send("POST", url, _encode(told), headers or {})

    async def get(self, url: str, headers: Mapping[str, str]) -> Answered | Later | Never:
        """The same for a question."""
        return await self._send("GET", url, b"", headers)

    async def call(self, method: str, url: str, told: object, headers: Mapping[str, str]) -> Answered | Later | Never:
        """The same by any method; nothing is told with None."""
        return await self._send(method, url, b"" if told is None else _encode(told), headers)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    async def _send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answered | Later | Never:
        host = "the address"
        try:
            where = httpx.URL(url)
            host = host_of(where)
            async with asyncio.timeout(SECONDS):
                head = {"content-type": "application/json; charset=utf-8", **headers}
                return await self._answer(httpx.Request(method, where, content=body, headers=head), host)
        except AddressRefused as error:
            return Never(why=str(error))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            return Never(why=UNREADABLE)
        except TimeoutError:
            return Later(why=f"{host} did not answer within {SECONDS:g} seconds")
        except httpx.HTTPError as error:
            return Later(why=f"{host} cannot be reached ({type(error).__name__})")

    async def _answer(self, request: httpx.Request, host: str) -> Answered:
        heard = await ask(self._http, request, ANSWER_MOST)
        return Answered(status=heard.status, headers=heard.headers, body=heard.body, host=host)
