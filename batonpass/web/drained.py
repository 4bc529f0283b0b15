"""How does somebody who sent too much still get to read our answer?"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

DRAINED_MOST = 32_000_000
DRAIN_SECONDS = 5.0


class Drained(Response):
    """An answer that is sent at once, while what still comes in is thrown away for a while.

    A connection that is closed on unread bytes is reset, and most senders then never see the answer.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then let the sender finish, within bounds."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body), "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await _throw_away(receive)
        await send({"type": "http.response.body", "body": b""})


async def _throw_away(receive: Receive) -> None:
    thrown, more = 0, True
    while more and thrown < DRAINED_MOST:
        message = await receive()
        thrown += len(message.get("body", b""))
        more = message.get("more_body", False)
