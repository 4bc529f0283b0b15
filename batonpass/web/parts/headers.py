"""What may a browser do with our pages? As little as they need, and nothing that somebody slipped into them."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "frame-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'"
)
LETTER_POLICY = (
    "default-src 'none'; "
    "style-src 'unsafe-inline'; "
    "img-src data:; "
    "form-action 'none'; "
    "frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A caught mail is somebody else's HTML: no script, no request of its own, an origin that is nobody's."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: forms would then be sent with `Origin: null`, which tells us nothing about where they stood.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
ONLY_HTTPS = "max-age=31536000; includeSubDomains"
"""For a year a browser asks no more in the open, nor lets its user past a certificate that does not hold (S71)."""


class Guarded:
    """Puts the headers on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp, *, base_url: str = "") -> None:
        """Stand before an application, or before one answer, of those who are reached at `base_url`."""
        self.app, self._base_url = app, base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._encrypted(scope):
                    headers.setdefault("Strict-Transport-Security", ONLY_HTTPS)
            await send(message)

        await self.app(scope, receive, guarded)

    def _encrypted(self, scope: Scope) -> bool:
        """Over http a browser heeds no such word, and where nobody offers https it would be a lie."""
        laid = getattr(scope["app"].state, "base_url", "") if "app" in scope else self._base_url
        return scope.get("scheme") == "https" or laid.startswith("https://")
