"""Which language does a page speak to somebody whom we do not know yet, or who has chosen none?"""

from __future__ import annotations

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from batonpass.tongue.spoken import ENGLISH, LANGUAGES, chosen, speaking

from .house import is_secure

COOKIE = "batonpass-language"
A_YEAR = 31_536_000
FOR_PROGRAMS = "/v1/"


class Spoken:
    """Speaks, for the length of a request, what its cookie says or else its browser asks for; English to programs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with speaking(wanted(HTTPConnection(scope))):
            await self.app(scope, receive, send)


def wanted(connection: HTTPConnection) -> str:
    """The language that a request asks for."""
    if connection.url.path.startswith(FOR_PROGRAMS):
        return ENGLISH
    kept = connection.cookies.get(COOKIE, "")
    return kept if kept in LANGUAGES else chosen(connection.headers.get("accept-language", ""))


def keep_language(request: Request, response: Response, language: str) -> None:
    """Put the language into a cookie, for the time before somebody signs in; none takes it away."""
    if not language:
        response.delete_cookie(COOKIE, httponly=True, secure=is_secure(request), samesite="lax")
        return
    secure = is_secure(request)
    response.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, secure=secure, samesite="lax", path="/")
