"""What does somebody see whose request was refused, and what becomes of what they had written?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store.open import OF_DATABASE
from batonpass.tongue.spoken import say
from batonpass.web import session

from .forms import read_form, same_origin
from .frame import Frame, frame_of, tally_of
from .house import house
from .refused import PageRefused, SignInNeeded
from .rendered import rendered

LOOKS = ("GET", "HEAD")
WRITTEN_FROM = 25
"""Letters from which on somebody would not like to write it a second time."""
SIGNED_OUT = 401


def refusals(app: FastAPI) -> None:
    """Let the application answer our refusals with pages."""
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(PageRefused, _refused)


async def _to_sign_in(request: Request, _: Exception) -> Response:
    """Come back to the same page afterwards; what was written in a form is shown, to be sent once more."""
    wanted = _path(request)
    door = "/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}"
    written = () if request.method in LOOKS else await _written(request)
    if not written:
        return RedirectResponse(door, 303)
    says = say("Nothing was carried out. Sign in, and send once more what you had written.")
    title = say("You are no longer signed in")
    return refused_page(SIGNED_OUT, title, says, written=written, door=door)


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, PageRefused)  # noqa: S101 - registered for this kind alone
    frame = await bar_around(request)
    return refused_page(refused.status, refused.title, refused.says, written=written_in(request), frame=frame)


async def bar_around(request: Request) -> Frame | None:
    """The bar for who is signed in; none for a stranger, nor while the database does not answer."""
    if session.opened(request) is None:
        return None
    try:
        who = await session.reader(request)
        return frame_of(who, await tally_of(request, who), house(request), here="")
    except (SignInNeeded, *OF_DATABASE):
        return None


def refused_page(
    status: int, title: str, says: str, *, written: tuple[str, ...] = (), door: str = "", frame: Frame | None = None
) -> Response:
    """What was refused and what to do, beside the texts that would be lost; `door` is where to sign in."""
    return rendered("parts/refused.html", status, title=title, says=says, written=written, door=door, frame=frame)


def written_in(request: Request) -> tuple[str, ...]:
    """The longer texts of the form that was sent, as far as it was read."""
    return _long(getattr(request.state, "fields", {}))


def _path(request: Request) -> str:
    """The page that was asked for; for a form the page it stood on."""
    if request.method in LOOKS:
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    stood = urlsplit(request.headers.get("referer", ""))
    return (stood.path if stood.netloc == request.headers.get("host") else "") or "/"


async def _written(request: Request) -> tuple[str, ...]:
    """What stood in a form of ours; nothing of one that another site sent."""
    if not same_origin(request):
        return ()
    try:
        return _long(await read_form(request))
    except PageRefused:
        return ()


def _long(fields: Mapping[str, str]) -> tuple[str, ...]:
    secret = ("token", "password")
    return tuple(text for name, text in fields.items() if len(text) >= WRITTEN_FROM and name not in secret)
