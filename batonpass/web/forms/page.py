"""Which forms bring leads in, how is one laid out, and how is it tried?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal, invalid
from batonpass.store import forms
from batonpass.store.changes import changes
from batonpass.store.unheard import LATELY, events_lately
from batonpass.tongue.spoken import later, say
from batonpass.web.intake.try_mark import try_mark
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import must
from batonpass.web.parts.traces import traces
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Form, Here
from batonpass.written.form_file import FORM_NAME, KINDS, KNOWN, AForm, usual
from batonpass.written.refused import Refused

from .entry import MORE, laid
from .view import lines, listening, passed_by, snippet

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()
WHOM = later("marketing or an administrator")


@routes.get("/forms")
async def page(request: Request, reader: Here) -> Response:
    """Every form, with who came in through it lately."""
    return await _list(request, reader)


@routes.post("/forms")
async def add(request: Request, reader: Here, form: Form) -> Response:
    """Begin a new form: its name has to be able to stand in an address."""
    must(reader.shapes, WHOM)
    name = form.get("name", "")
    if FORM_NAME.fullmatch(name):
        return RedirectResponse(f"/forms/{name}", 303)
    refused = invalid(say("a form's name has letters, digits, dots and dashes, such as demo"), field="name")
    return await _list(request, reader, trouble=trouble_of("add", refused, form))


@routes.get("/forms/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One form: what it asks, what to paste, how it does."""
    return await _one(request, reader, await _found(request, reader, name))


@routes.post("/forms/{name}")
async def change(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Lay the form out anew."""
    before = await _found(request, reader, name)
    written = before
    try:
        written = replace(laid(name, form), version=before.version, consent_version=before.consent_version)
        await forms.save(house(request).pool, written, by=reader.by)
    except (Refusal, Refused) as refused:
        return await _one(request, reader, written, trouble=trouble_of("lay", refused, form))
    return RedirectResponse(f"/forms/{name}?did=kept", 303)


@routes.post("/forms/{name}/try")
async def try_it(request: Request, reader: Here, _: Form, name: str) -> Response:
    """Open the form so that it is decided and not kept, for an hour."""
    await _found(request, reader, name)
    mark = try_mark(name, datetime.now(UTC), house(request).session_secret)
    return RedirectResponse(f"/f/{name}?test={mark}", 303)


async def _found(request: Request, reader: Reader, name: str) -> AForm:
    must(reader.shapes, WHOM)
    if not FORM_NAME.fullmatch(name):
        raise PageRefused(404, say("No such form"), say("Look at the list of forms."))
    return await forms.find(house(request).pool, name) or usual(name)


async def _list(request: Request, reader: Reader, *, trouble: Trouble = NO_TROUBLE) -> Response:
    must(reader.shapes, WHOM)
    pool = house(request).pool
    view = {
        "title": say("Forms and tracking"),
        "lines": lines(await forms.laid_out(pool), await forms.came(pool), reader.agreed.playbook),
        "passed": passed_by(await events_lately(pool), reader.agreed.playbook),
        "lately": LATELY,
        "sites": reader.agreed.playbook.tracking.sites,
        "when": lambda at: words.moment(at, zone=reader.zone, now=reader.now),
        "trouble": trouble,
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "forms/page.html", here="forms", status=status, **view)


async def _one(request: Request, reader: Reader, form: AForm, *, trouble: Trouble = NO_TROUBLE) -> Response:
    pool, base = house(request).pool, _base(request)
    view: dict[str, Any] = {
        "title": say("Form {name}", name=form.name),
        "form": form,
        "known": KNOWN,
        "fields": _fields(request),
        "kinds": KINDS,
        "more": range(len(form.fields), len(form.fields) + MORE),
        "signal": listening(reader.agreed.playbook).get(form.name, ""),
        "came": (await forms.came(pool)).get(form.name, forms.Came(form=form.name)),
        "address": f"{base}/f/{form.name}",
        "snippet": snippet(form, base),
        "trouble": trouble,
        "done": say("Kept. Visitors see it from now on.") if request.query_params.get("did") else "",
        "traces": traces(await changes(pool, kinds=("form",), name=form.name, limit=8), reader),
    }
    status = trouble.status if trouble.action else 200
    return await show(request, reader, "forms/one.html", here="forms", status=status, **view)


def _fields(request: Request) -> tuple[str, ...]:
    """What the playbook asks for beyond what everybody knows, so that it is named alike."""
    world = house(request).watched.world
    return tuple(sorted(world.written.file.fields)) if world else ()


def _base(request: Request) -> str:
    return house(request).base_url or str(request.base_url).rstrip("/")
