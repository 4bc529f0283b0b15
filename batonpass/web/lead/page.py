"""What do I need to know of this lead, and what can I do with it?"""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import Lead
from batonpass.handoff.refusal import Refusal, RefusalKind
from batonpass.store import read
from batonpass.store.doubles import act
from batonpass.store.rounds import look_at
from batonpass.tongue.spoken import say
from batonpass.web.inbox.open import open_inbox
from batonpass.web.parts import words
from batonpass.web.parts.frame import show, tally_of
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused, not_here
from batonpass.web.queue.page import show_queue
from batonpass.web.session import Form, Here

from .asked import request_of
from .joins import JOINS
from .offers import KINDS, Refused
from .open import find_lead, is_id, open_lead
from .view import LeadView

routes = APIRouter(include_in_schema=False)

STATUS = {RefusalKind.INVALID: 422, RefusalKind.FORBIDDEN: 403, RefusalKind.CONFLICT: 409}
CLAIMED_LATELY = timedelta(hours=1)


@routes.get("/leads/{lead_id}")
async def page(request: Request, reader: Here, lead_id: str) -> Response:
    """A lead with its clock, brief, score, path and messages, and with what the reader can do."""
    held = await read.lead(house(request).pool, lead_id) if is_id(lead_id) else None
    if held and held.lead.merged_into and not _gave_back(held.lead, reader):
        return RedirectResponse(f"/leads/{held.lead.merged_into}?did=moved", 303)
    lead = await open_lead(request, reader, lead_id, done=request.query_params.get("did", ""))
    if held:
        await look_at(house(request).pool, held.lead, reader.user.rep, how="page")
    return await _show(request, reader, lead)


@routes.post("/leads/{lead_id}/{action}")
async def do(request: Request, reader: Here, form: Form, *, lead_id: str, action: str) -> Response:
    """Carry an action out and show the lead again; a refused one is told beside its form, with what had been given."""
    if action == "claim":
        return await _claim(request, reader, lead_id)
    await find_lead(request, reader, lead_id)
    try:
        if action in JOINS:
            return await _seen_again(request, reader, await JOINS[action](request, reader, lead_id, dict(form)), action)
        await _act(request, reader, lead_id, action=action, form=dict(form))
    except Refusal as refusal:
        given = {name: value for name, value in form.items() if name != "token"}
        refused = Refused(action=action, says=_sentence(refusal), field=_field(action, refusal.field), given=given)
        lead = await open_lead(request, reader, lead_id, refused=refused)
        return await _show(request, reader, lead, status=STATUS[refusal.kind])
    return await _seen_again(request, reader, lead_id, action)


def _gave_back(lead: Lead, reader: Reader) -> bool:
    """Did the reader give it back as a duplicate just now? Then it is shown as it is, for there it is taken back."""
    last = lead.undo
    return last is not None and last.by == reader.by and reader.now <= last.at + reader.agreed.playbook.undo_grace


async def _act(request: Request, reader: Reader, lead_id: str, *, action: str, form: dict[str, str]) -> None:
    asked = request_of(action, form, reader)
    if asked is None:
        raise PageRefused(404, say("No such action"), say("Open the lead and choose one of its buttons."))
    if not reader.acts:
        raise PageRefused(
            403, say("Not for you"), say("You can read leads. Ask an administrator if you should work them too.")
        )
    home = house(request)
    try:
        await act(home.pool, home.watched, lead_id, asked)
    except LookupError:
        raise not_here() from None
    home.poke()


async def _claim(request: Request, reader: Reader, lead_id: str) -> Response:
    """The first who claims a waiting lead owns it; who comes second is told who was first, and how long ago (C15)."""
    late = await _claimed_by_another(request, reader, lead_id)
    if not late:
        await find_lead(request, reader, lead_id)
        try:
            await _act(request, reader, lead_id, action="claim", form={})
        except Refusal as refusal:
            late = await _claimed_by_another(request, reader, lead_id) or _sentence(refusal)
    if late:
        return await show_queue(request, reader, status=409, trouble=late)
    return await _seen_again(request, reader, lead_id, "claim")


async def _claimed_by_another(request: Request, reader: Reader, lead_id: str) -> str:
    """Who took the lead out of the queue just now, in a sentence; nothing when nobody did, or it is long ago."""
    pool = house(request).pool
    held = await read.lead(pool, lead_id) if is_id(lead_id) else None
    if held is None or held.lead.owner in (None, reader.user.rep):
        return ""
    routed = [one.fact for one in await read.timeline(pool, lead_id) if isinstance(one.fact, Routed)][-1:]
    if not routed or routed[0].rung != "claim" or reader.now - routed[0].at > CLAIMED_LATELY:
        return ""
    who = reader.agreed.directory.name_of(held.lead.owner)
    return say(
        "{who} claimed {name} {ago}. It is theirs now.",
        who=who,
        name=held.lead.name,
        ago=words.ago(reader.now - routed[0].at),
    )


async def _seen_again(request: Request, reader: Reader, lead_id: str, action: str) -> Response:
    """The lead as it stands now, or the inbox, where what was done took the lead away from whoever did it."""
    held = await read.lead(house(request).pool, lead_id)
    there = f"/leads/{lead_id}" if held and reader.sees(held.lead) else "/"
    return RedirectResponse(f"{there}?did={action}", 303)


async def _show(request: Request, reader: Reader, lead: LeadView, *, status: int = 200) -> Response:
    tally = await tally_of(request, reader)
    inbox = await open_inbox(request, reader, tally, selected=lead.id)
    view = {"inbox": inbox, "lead": lead, "kinds": KINDS, "gone": ""}
    return await show(
        request, reader, "lead/page.html", here="inbox", status=status, tally=tally, title=lead.name, **view
    )


def _sentence(refusal: Refusal) -> str:
    says = words.sentence(words.told(refusal.says))
    return says if says.endswith((".", "!", "?")) else f"{says}."


def _field(action: str, field: str) -> str:
    """The field of the form: outcome and reason are one list there."""
    return "outcome" if action == "dispose" and field == "reason" else field
