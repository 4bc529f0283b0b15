"""What do people see when a page is not for them, is not there, or was asked for in a wrong way?"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.tongue.spoken import say

from .rendered import rendered


class SignInNeeded(Exception):
    """Nobody, or nobody any more, is signed in."""


class PageRefused(Exception):
    """The request changes nothing; `says` tells its sender what to do."""

    def __init__(self, status: int, title: str, says: str) -> None:
        super().__init__(says)
        self.status, self.title, self.says = status, title, says


def not_here() -> PageRefused:
    """The same answer for a lead that is not there and for one that is not theirs, so that nothing can be learnt."""
    says = say("There is no such lead, or it is no longer yours. It may have been given to a colleague.")
    return PageRefused(404, say("No lead for you here"), says)


def refusals(app: FastAPI) -> None:
    """Let the application answer our refusals with pages."""
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(PageRefused, _refused)


async def _to_sign_in(request: Request, _: Exception) -> Response:
    """Come back to the same page afterwards; what was sent in a form is not kept."""
    if request.method not in ("GET", "HEAD"):
        return RedirectResponse("/sign-in", 303)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}", 303)


async def _refused(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, PageRefused)  # noqa: S101 - registered for this kind alone
    return rendered("parts/refused.html", refused.status, title=refused.title, says=refused.says)
