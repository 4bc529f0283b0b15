"""Who comes in, by their password, or in the demo by a click?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import sessions, users
from batonpass.store.in_force import in_force_on
from batonpass.tongue.spoken import LANGUAGES, later, say, speak, spoken
from batonpass.web import session
from batonpass.web.intake.limits import Proxies, forwarded_by
from batonpass.web.parts import words
from batonpass.web.parts.forms import from_our_page, read_form
from batonpass.web.parts.frame import ROLES
from batonpass.web.parts.house import at_this_machine, house
from batonpass.web.parts.language import keep_language
from batonpass.web.parts.reader import zone_of
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered

from .passwords import fits
from .patience import Patience

routes = APIRouter(include_in_schema=False)

WRONG = later("This address and password do not belong together. Check both, and whether capitals are locked.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the demo's company, to be with one click."""

    email: str
    name: str
    about: str


@routes.get("/sign-in")
async def ask(request: Request) -> Response:
    """Show the form; to who is signed in as well, so that they can become somebody else."""
    wanted, language = request.query_params.get("next", ""), request.query_params.get("language", "")
    if language not in LANGUAGES:
        return await _door(request, wanted=wanted)
    speak(language)
    response = await _door(request, wanted=wanted)
    keep_language(request, response, language)
    return response


@routes.post("/sign-in")
async def enter(request: Request) -> Response:
    """Let in who has the right password; the same words for a wrong one and for an address that nobody has."""
    form = await read_form(request)
    from_our_page(request, form, request.cookies.get(session.FORM_COOKIE, ""))
    email, place, wanted = form.get("email", ""), _place(request), form.get("next", "")
    patience: Patience = request.app.state.patience
    found = await users.sign_in(house(request).pool, email)
    wait = patience.heard(email, place, found.now)
    if wait:
        said = say("Too many tries. Wait {said} and try again.", said=words.said(max(1, round(wait.total_seconds()))))
        return await _door(request, wanted=wanted, status=429, wrong=said, email=email)
    if not await fits(form.get("password", ""), found.password_hash) or found.user is None:
        return await _door(request, wanted=wanted, status=422, wrong=WRONG, email=email)
    patience.right(email, place)
    return await _inside(request, session.begun(found.user.email, found.now), wanted)


@routes.post("/sign-in/demo")
async def become(request: Request) -> Response:
    """Sign in as somebody of the demo's company, without a password, at this machine alone."""
    form = await read_form(request)
    from_our_page(request, form, request.cookies.get(session.FORM_COOKIE, ""))
    if not _demo(request):
        raise PageRefused(
            403, say("Not here"), say("Signing in by a click is for the demo, at the machine it runs on.")
        )
    found = await users.sign_in(house(request).pool, form.get("email", ""))
    if found.user is None:
        raise PageRefused(404, say("Nobody of that name"), say("Choose somebody from the list."))
    return await _inside(request, session.begun(found.user.email, found.now), form.get("next", ""))


@routes.post("/sign-out")
async def leave(request: Request, _: session.Form) -> Response:
    """End the session here and in the database: a copy of its cookie opens nothing afterwards (S44)."""
    held = session.opened(request)
    if held:
        await sessions.end(house(request).pool, session.id_of(held))
    response = RedirectResponse("/sign-in", 303)
    session.end(request, response)
    return response


def local_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, else the inbox."""
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if ours else "/"


def _place(request: Request) -> str:
    """Where the request comes from, as far as it can be believed (S03)."""
    connected = request.client.host if request.client else ""
    return _proxies(house(request).proxies).peer(connected, forwarded_by(request.headers.raw))


@cache
def _proxies(trusted: tuple[str, ...]) -> Proxies:
    return Proxies(trusted)


async def _inside(request: Request, begun: session.Session, wanted: str) -> Response:
    await sessions.begin(house(request).pool, session.id_of(begun), begun.email)
    response = RedirectResponse(local_path(wanted), 303)
    session.keep(request, response, begun)
    return response


def _demo(request: Request) -> bool:
    return house(request).demo and at_this_machine(request)


async def _door(request: Request, *, wanted: str, status: int = 200, wrong: str = "", email: str = "") -> Response:
    token = session.form_token(request)
    response = rendered(
        "sign_in/page.html",
        status,
        token=token,
        next=local_path(wanted),
        people=await _people(request) if _demo(request) else (),
        wrong=wrong,
        email=email,
        others={code: name for code, name in LANGUAGES.items() if code != spoken()},
    )
    session.keep_form_token(request, response, token)
    return response


async def _people(request: Request) -> tuple[Person, ...]:
    home = house(request)
    async with home.pool.acquire() as connection:
        known = await users.all_users(connection)
        _, agreed = await in_force_on(connection, home.watched)
    return tuple(
        Person(
            email=user.email,
            name=user.name,
            about=f"{ROLES.get(user.role, user.role)}, {words.city(zone_of(user.rep, agreed))}",
        )
        for user in known
    )
