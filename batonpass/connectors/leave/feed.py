"""How is somebody's leave calendar fetched, from a judged address alone?"""

from __future__ import annotations

import asyncio

import httpx

from batonpass.connectors.strangers import ask, client_for
from batonpass.connectors.webhook.guard import AddressRefused, Allowed

SECONDS = 15.0
ANSWER_MOST = 5_000_000


class NotRead(Exception):
    """The calendar could not be fetched; the text says why, without the address, which may hold a secret."""


class Feeds:
    """Fetches calendars over https."""

    def __init__(self, open_to: Allowed, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Only addresses in the open, and those the operator allows."""
        self._http = client_for(open_to, transport=transport)

    async def fetch(self, url: str) -> bytes:
        """The calendar as it stands there. Raises NotRead."""
        try:
            async with asyncio.timeout(SECONDS):
                where = httpx.URL(url.replace("webcal://", "https://", 1))
                heard = await ask(self._http, httpx.Request("GET", where), ANSWER_MOST)
        except (AddressRefused, TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotRead(f"the calendar cannot be reached ({type(error).__name__})") from None
        if heard.status != httpx.codes.OK:
            raise NotRead(f"the calendar's server answered {heard.status}")
        if not heard.whole:
            raise NotRead("the calendar is larger than 5 MB")
        return heard.body

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()
