"""What is answered to who asks for the head of a page alone? What a page would be, without the page."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENDLESS = "/live"
"""News without an end: whoever wants their head alone would hold a line for ever."""


class Heads:
    """Lets every address that can be looked at be asked for its head: monitors and scanners of links do.

    Nothing is done by looking, so looking less does no more; the server keeps the body back.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before the routes, which know the looking alone."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the whole, and send its head."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"] == ENDLESS:
            await self._app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, bare)
