"""Who may sign in, which programs have a key, and who lets them in or shuts them out?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, invalid
from batonpass.store import access
from batonpass.store.keys import SCOPES, list_keys
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.frame import ROLES, show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must, steers
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Form, Here
from batonpass.web.sign_in.passwords import hashed

from .view import keys_told, people_told

routes = APIRouter(include_in_schema=False)
ADMIN = later("an administrator")
DONE = {
    "in": later("They can sign in."),
    "out": later("They are signed out everywhere, and sign in no more."),
    "ended": later("They are signed out everywhere."),
    "revoked": later("The key opens nothing any more."),
}
SCOPES_SAY = {
    "intake": later("send leads and events"),
    "read": later("see leads"),
    "act": later("work leads"),
    "marketing": later("answer and sign for marketing"),
    "sales": later("answer and sign for sales"),
    "admin": later("change people, playbooks and keys"),
}
NO_TROUBLE = Trouble()


@routes.get("/access")
async def page(request: Request, reader: Here) -> Response:
    """The people and the keys."""
    return await _show(request, reader)


@routes.post("/access/people")
async def let_in(request: Request, reader: Here, form: Form) -> Response:
    """Let somebody sign in, or change who they are."""
    must(steers(reader), ADMIN)
    try:
        await access.let_in(house(request).pool, _entry(form, reader), by=reader.by)
    except Refusal as refused:
        return await _show(request, reader, trouble=trouble_of("person", refused, _without_secret(form)))
    return RedirectResponse("/access?did=in", 303)


@routes.post("/access/people/{action}")
async def shut_out(request: Request, reader: Here, form: Form, action: str) -> Response:
    """Shut somebody out, or only end where they are signed in."""
    must(steers(reader), ADMIN)
    acts = {"out": access.shut_out, "ended": access.sign_out_everywhere}
    if action not in acts:
        raise PageRefused(404, say("No such action"), say("Choose one of the buttons."))
    try:
        await acts[action](house(request).pool, form.get("email", ""), by=reader.by)
    except Refusal as refused:
        return await _show(request, reader, trouble=trouble_of("out", refused, form))
    return RedirectResponse(f"/access?did={action}", 303)


@routes.post("/access/keys")
async def make(request: Request, reader: Here, form: Form) -> Response:
    """Make a key and show it this once."""
    must(steers(reader), ADMIN)
    scopes = tuple(one for one in SCOPES if form.get(f"scope_{one}"))
    try:
        until = _until(form, reader)
        rep = _rep(form, reader)
        if not form.get("label") or not scopes:
            raise invalid(
                say("say what the key is for, and what it may do"), field="scopes" if form.get("label") else "label"
            )
    except Refusal as refused:
        return await _show(request, reader, trouble=trouble_of("key", refused, form))
    asked = access.Asked(label=form["label"], scopes=scopes, rep=rep, until=until)
    return await _show(request, reader, made=await access.give_key(house(request).pool, asked, by=reader.by))


@routes.post("/access/keys/revoke")
async def revoke(request: Request, reader: Here, form: Form) -> Response:
    """Make a key useless."""
    must(steers(reader), ADMIN)
    await access.take_key(house(request).pool, form.get("key", ""), by=reader.by)
    return RedirectResponse("/access?did=revoked", 303)


async def _show(request: Request, reader: Reader, *, made: str = "", trouble: Trouble = NO_TROUBLE) -> Response:
    must(steers(reader), ADMIN)
    pool = house(request).pool
    view = {
        "title": say("Users and keys"),
        "people": people_told(await access.people(pool), reader),
        "keys": keys_told(await list_keys(pool), reader),
        "reps": sorted(reader.agreed.directory.reps.values(), key=lambda rep: rep.name),
        "roles": ROLES,
        "scopes": SCOPES_SAY,
        "made": made,
        "trouble": trouble,
        "done": DONE.get(request.query_params.get("did", ""), ""),
    }
    return await show(
        request, reader, "access/page.html", here="access", status=trouble.status if trouble.says else 200, **view
    )


def _entry(form: Mapping[str, str], reader: Reader) -> access.Entry:
    chosen = form.get("password", "")
    try:
        kept = hashed(chosen) if chosen else None
    except ValueError as error:
        raise invalid(str(error), field="password") from None
    return access.Entry(
        email=form.get("email", "").lower(),
        name=form.get("name", ""),
        role=form.get("role", ""),
        rep=_rep(form, reader),
        password_hash=kept,
    )


def _rep(form: Mapping[str, str], reader: Reader) -> str | None:
    rep = form.get("rep", "")
    if rep and rep not in reader.agreed.directory.reps:
        raise invalid(say("nobody here is called {rep}; choose from the list", rep=rep), field="rep")
    return rep or None


def _until(form: Mapping[str, str], reader: Reader) -> datetime | None:
    if not form.get("days"):
        return None
    days = whole(form["days"], access.DAYS_MOST)
    if not days:
        raise invalid(
            say(
                "give a number of days between 1 and {days_most}, or nothing for a key without end",
                days_most=access.DAYS_MOST,
            ),
            field="days",
        )
    return reader.now + timedelta(days=days)


def _without_secret(form: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in form.items() if name != "password"}
