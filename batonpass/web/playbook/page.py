"""What do marketing and sales agree on, who changed it and why, and what would a draft change?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import playbooks, signatures
from batonpass.store.named import named
from batonpass.store.playbooks import Why
from batonpass.store.signatures import Mode
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must_change_the_playbook
from batonpass.web.session import Form, Here
from batonpass.written.load import load
from batonpass.written.refused import Refused

from .plan_tables import plan_shown
from .planned import plan
from .view import playbook_view

routes = APIRouter(include_in_schema=False)
DONE = {
    "draft": later("Drafted. Others can plan, shadow and sign it now."),
    "apply": later("In force. Running clocks keep the version they started with."),
    "rollback": later("The version before is in force again. Running clocks are untouched."),
    "shadow": later("In shadow: it judges every arrival from now on, and nobody hears of it."),
    "stop": later("Out of the shadow."),
    "discard": later("Put away. Its words and its history stay."),
}
WRONG = 409


@routes.get("/playbook")
async def page(request: Request, reader: Here) -> Response:
    """The playbook in force, in words."""
    return await _show(request, reader, "active")


@routes.get("/playbook/{version}")
async def one_version(request: Request, reader: Here, version: str) -> Response:
    """Another version: what it says, and in what it differs."""
    return await _show(request, reader, version)


@routes.post("/playbook/rollback")
async def rollback(request: Request, reader: Here, form: Form) -> Response:
    """Let the version before step into force again."""
    must_change_the_playbook(reader)
    try:
        await playbooks.rollback(house(request).pool, why=_why(reader, form))
    except Refused as refused:
        return await _show(request, reader, "active", trouble=refused, given=form)
    house(request).poke()
    return RedirectResponse("/playbook?did=rollback", 303)


@routes.post("/playbook/{version}/plan")
async def show_plan(request: Request, reader: Here, _: Form, version: str) -> Response:
    """What this version would change, on all leads."""
    must_change_the_playbook(reader)
    home = house(request)
    try:
        found = await playbooks.find(home.pool, version)
        planned = await plan(home.pool, home.watched, load(found.text, version))
    except Refused as refused:
        return await _show(request, reader, "active", trouble=refused)
    leads = {one.id: one for one in await named(home.pool, [moved.lead for moved in planned.plan.moved])}
    return await _show(request, reader, version, plan=plan_shown(planned, reader.agreed.directory, leads))


@routes.post("/playbook/{version}/{action}")
async def do(request: Request, reader: Here, form: Form, *, version: str, action: str) -> Response:
    """Sign a draft, shadow it, put it in force or away."""
    must_change_the_playbook(reader)
    try:
        await _act(request, reader, form, version=version, action=action)
    except Refused as refused:
        return await _show(request, reader, version, trouble=refused, given=form)
    house(request).poke()
    return RedirectResponse(f"/playbook/{version}?did={action}", 303)


async def _act(request: Request, reader: Reader, form: Mapping[str, str], *, version: str, action: str) -> None:
    pool, why = house(request).pool, _why(reader, form)
    match action:
        case "sign":
            side, note = form.get("side", ""), form.get("note", "")
            await signatures.sign(pool, version, email=reader.user.email, side=side, note=note)
        case "apply":
            await signatures.activate(pool, version, why=why, mode=_mode(request))
        case "shadow":
            await playbooks.shadow(pool, version, why=why)
        case "stop":
            await playbooks.shadow(pool, version, why=why, on=False)
        case "discard":
            await playbooks.discard(pool, version, why=why)
        case _:
            raise PageRefused(404, say("No such action"), say("Open the playbook and choose one of its buttons."))


async def _show(
    request: Request,
    reader: Reader,
    version: str,
    *,
    trouble: Refused | None = None,
    given: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    pool = house(request).pool
    try:
        view = await playbook_view(pool, reader, version, _mode(request))
    except Refused:
        raise PageRefused(
            404, say("No such version"), say("Open the playbook and choose one of its versions.")
        ) from None
    done = _done(request.query_params.get("did", ""), view.lacks) if trouble is None else ""
    shown = {"book": view, "done": done, "steers": reader.tends, "trouble": trouble, "given": given or {}}
    status = WRONG if trouble else 200
    return await show(
        request, reader, "playbook/page.html", here="playbook", status=status, title=say("Playbook"), **shown, **more
    )


def _done(did: str, lacks: Sequence[str]) -> str:
    """What was done, and who is to do something next."""
    if did != "sign":
        return DONE.get(did, "")
    if not lacks:
        return say("Signed. Nobody's signature is missing: it can be put in force now.")
    return say("Signed. It can be put in force once {sides} signed too.", sides=say(" and ").join(map(say, lacks)))


def _mode(request: Request) -> Mode:
    return Mode(getattr(getattr(request.app.state, "given", None), "signatures", ""))


def _why(reader: Reader, form: Mapping[str, str]) -> Why:
    return Why(by=reader.user.email, note=form.get("note", ""))
