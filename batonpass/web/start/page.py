"""How does an administrator get from nothing to the first handoff, step by step?"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.refusal import Refusal
from batonpass.store import read, samples, start, trial_mail
from batonpass.tongue.spoken import later, say
from batonpass.web.lead.cards import letters
from batonpass.web.lead.story import story
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rendered import rendered
from batonpass.web.parts.rights import must, steers
from batonpass.web.parts.trial_mail import came
from batonpass.web.parts.troubles import Trouble, trouble_of
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused
from batonpass.written.template import TEMPLATES

from .acts import ACTS, DAYS, invites
from .steps import NAMES, after, next_of, shown

routes = APIRouter(include_in_schema=False)
NO_TROUBLE = Trouble()
ADMIN = later("an administrator")
ZONES = (
    "Europe/Lisbon", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Stockholm",
    "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
    "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip


@routes.get("/start")
async def page(request: Request, reader: Here) -> Response:
    """The step that is next, or the one that was asked for."""
    return await _show(request, reader, request.query_params.get("step", ""))


@routes.get("/start/now")
async def now(request: Request, reader: Here) -> Response:
    """The first lead on its way, for a page that brings itself up to date."""
    must(steers(reader), ADMIN)
    return rendered("start/now.html", **await _watched(request, reader))


@routes.post("/start/sample")
async def samples_in(request: Request, reader: Here, _: Form) -> Response:
    """A few invented leads to look at, clearly marked."""
    must(steers(reader), ADMIN)
    home = house(request)
    try:
        await samples.put_samples(home.pool, home.watched, by=reader.user.email)
    except Refusal as refused:
        return await _show(request, reader, "", trouble=trouble_of("sample", refused, {}))
    home.poke()
    return RedirectResponse("/start?did=sample", 303)


@routes.post("/start/sample/remove")
async def samples_out(request: Request, reader: Here, _: Form) -> Response:
    """They were never here."""
    must(steers(reader), ADMIN)
    await samples.drop_samples(house(request).pool)
    house(request).poke()
    return RedirectResponse("/start?did=gone", 303)


@routes.post("/start/{step}")
async def do(request: Request, reader: Here, form: Form, step: str) -> Response:
    """Do a step, or leave it for later."""
    must(steers(reader), ADMIN)
    if step not in NAMES:
        raise PageRefused(404, say("No such step"), say("Open the set-up and choose one of its steps."))
    pool = house(request).pool
    if form.get("skip") or step not in ACTS:
        await start.mark(pool, step, "skipped" if form.get("skip") else "done", by=reader.user.email)
        return RedirectResponse(f"/start?step={after(step)}", 303)
    try:
        answers = await ACTS[step](request, reader, form)
    except (Refusal, Refused) as refused:
        return await _show(request, reader, step, trouble=trouble_of(step, refused, form))
    await start.mark(pool, step, "done", by=reader.user.email, answers=answers)
    if step == "people" and (links := await invites(pool, request, answers["people"])):
        return await _show(request, reader, after(step), links=links)
    return RedirectResponse(f"/start?step={after(step)}", 303)


async def _show(request: Request, reader: Reader, step: str, *, trouble: Trouble = NO_TROUBLE, **more: Any) -> Response:
    must(steers(reader), ADMIN)
    home = house(request)
    kept = await start.steps(home.pool)
    here = step if step in NAMES else next_of(kept)
    watched = await _watched(request, reader) if here == "handoff" else {}
    kept = await start.steps(home.pool) if watched.get("first") else kept
    world, answers = home.watched.world, {name: one.answers for name, one in kept.items()}
    view: dict[str, Any] = {
        "title": say("Set-up"),
        "steps": shown(kept, here),
        "step": here,
        "behind": sum(name in kept for name in NAMES),
        "answers": answers,
        "days": DAYS,
        "zones": ZONES,
        "templates": TEMPLATES,
        "calendars": sorted(world.calendars) if world else (),
        "forms": sorted(reader.agreed.playbook.signals_of_forms),
        "mails": home.mails,
        "mail": came(
            await trial_mail.came_of(home.pool, answers.get("channel", {}).get("mail", ""), email=reader.user.email)
        ),
        "me": reader.user,
        "form": answers.get("form", {}).get("form", "demo"),
        "sample": samples.is_sample(kept.get(start.SAMPLE)),
        "empty": await start.is_empty(home.pool),
        "links": (),
        "trouble": trouble,
        "did": request.query_params.get("did", ""),
    }
    status = trouble.status if trouble.action else 200
    whole = {**view, **watched, **more}
    return await show(request, reader, "start/page.html", here="start", status=status, **whole)


async def _watched(request: Request, reader: Reader) -> dict[str, Any]:
    """Who came in last, with all that has happened to them since."""
    pool = house(request).pool
    found = await start.latest(pool)
    held = await read.lead(pool, found) if found else None
    if held is None:
        return {"first": None}
    if held.lead.owner or held.lead.queue:
        await start.mark(pool, "handoff", "done", by=reader.user.email, answers={"lead": held.lead.id})
    told = letters(await read.messages(pool, lead_id=held.lead.id), reader)
    return {"first": held.lead, "lines": story(await read.timeline(pool, held.lead.id), reader), "told": told}
