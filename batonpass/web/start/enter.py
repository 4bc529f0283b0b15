"""Who comes in by a link for one use, and chooses a password?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, invalid
from batonpass.store import sessions, start, users
from batonpass.tongue.spoken import say
from batonpass.web import session
from batonpass.web.parts.forms import from_our_page, read_form
from batonpass.web.parts.house import house
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.sign_in.passwords import hashed

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()


@routes.get("/start/enter")
async def ask(request: Request) -> Response:
    """Who holds the link says who they are."""
    return await _door(request, request.query_params.get("key", ""))


@routes.post("/start/enter")
async def enter(request: Request) -> Response:
    """Let them in, and let nobody in by this link again."""
    form = await read_form(request)
    from_our_page(request, form, request.cookies.get(session.FORM_COOKIE, ""))
    key, pool = form.get("key", ""), house(request).pool
    try:
        kept = _hashed(form.get("password", ""))
        email = await start.enter(pool, key, email=form.get("email", ""), name=form.get("name", ""), password_hash=kept)
    except Refusal as refused:
        told = {name: value for name, value in form.items() if name != "password"}
        return await _door(request, key, trouble=trouble_of("enter", refused, told))
    found = await users.sign_in(pool, email)
    begun = session.begun(email, found.now)
    await sessions.begin(pool, session.id_of(begun), email)
    role = found.user.role if found.user else ""
    response = RedirectResponse("/start" if role == "admin" else "/", 303)
    session.keep(request, response, begun)
    return response


def _hashed(password: str) -> str:
    try:
        return hashed(password)
    except ValueError as error:
        raise invalid(str(error), field="password") from None


async def _door(request: Request, key: str, *, trouble: Trouble = NO_TROUBLE) -> Response:
    whom = await start.invited(house(request).pool, key)
    if whom is None:
        says = say("It was used, or is too old. Ask an administrator for another, or sign in.")
        raise PageRefused(404, say("This link opens nothing any more"), says)
    token = session.form_token(request)
    status = trouble.status if trouble.action else 200
    page = rendered("start/enter.html", status, token=token, key=key, whom=whom, trouble=trouble)
    session.keep_form_token(request, page, token)
    return page
