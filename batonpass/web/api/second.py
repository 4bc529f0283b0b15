"""What may other programs do with a lead in the second half: find out, hand over, take over, give back, win, lose?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests_second import (
    AnswerChecklist,
    GiveBack,
    HandOver,
    Lose,
    OpenOpportunity,
    SecondRequest,
    TakeNote,
    TakeOver,
    Win,
)
from batonpass.store.deal_steps import DealStep, let_wait, steps_told
from batonpass.store.deals import lead_of_deal
from batonpass.store.in_force import in_force
from batonpass.web.api.acts import At, Desk, MaybeBy
from batonpass.web.api.guard import TENDED, Given, scoped
from batonpass.web.api.leads import held_lead, lead_now
from batonpass.web.api.shapes import LeadOut
from batonpass.web.api.shapes_second import (
    CallNoteIn,
    ChecklistIn,
    ChecklistOut,
    DealIn,
    DealStepOut,
    HandOffIn,
    LostIn,
    OpportunityIn,
    ReturnIn,
    WonIn,
)
from batonpass.web.api.told_second import checklist_out
from batonpass.web.api.whose import must_reach
from batonpass.web.problem import Problem

routes, reads = scoped("act"), scoped("read")
CRM = "crm"
KEY_MOST = 200


class StepState(StrEnum):
    """How a step of a deal that came too early stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """The sender's own key of a request, and what stands for its content: the same again is done once."""

    key: str = ""
    asked: str = ""


async def _once(
    request: Request, idempotency_key: Annotated[str, Header(description="the same key again is done once")] = ""
) -> Once:
    if len(idempotency_key) > KEY_MOST or not idempotency_key.isprintable():
        raise Problem("invalid", f"a key of at most {KEY_MOST} plain characters", field="Idempotency-Key")
    if not idempotency_key:
        return Once()
    content = request.url.path.encode() + b"\0" + await request.body()
    return Once(key=idempotency_key, asked=hashlib.blake2b(content, digest_size=16).hexdigest())


Known = Annotated[Once, Depends(_once)]


async def _done(desk: Desk, lead_id: str, request: SecondRequest) -> LeadOut:
    try:
        return await desk.done(lead_id, request)
    except Refusal as refusal:
        if refusal.field == "Idempotency-Key":
            raise Problem("idempotency-key-reuse", refusal.says, field=refusal.field) from None
        raise


@reads.get("/leads/{lead_id}/checklist", response_model=ChecklistOut, summary="What was found out, and what lacks")
async def get_checklist(lead_id: str, given: Given) -> Any:
    """Every question of the playbook with its answer, and whether the lead may be handed over."""
    held = await held_lead(given, lead_id)
    at, world = await in_force(given.pool, given.watched)
    return checklist_out(held.lead, world.playbook, at)


@routes.post("/leads/{lead_id}/checklist", response_model=LeadOut, summary="Say what was found out")
async def answer_checklist(lead_id: str, sent: ChecklistIn, desk: At, once: Known) -> Any:
    """Only what is new or changed is written down; a question the playbook does not ask is refused."""
    said = {n: ("yes" if v else "no") if isinstance(v, bool) else v for n, v in sent.answers.items()}
    asked = AnswerChecklist(by=desk.by(sent), answers=said, notes=sent.notes, key=once.key, asked=once.asked)
    return await _done(desk, lead_id, asked)


@routes.post("/leads/{lead_id}/notes", response_model=LeadOut, summary="Write a conversation down")
async def take_note(lead_id: str, sent: CallNoteIn, desk: At, once: Known) -> Any:
    """What was said, what comes next and when they meet; it travels with the lead."""
    asked = TakeNote(
        by=desk.by(sent),
        text=sent.text,
        kind=sent.kind,
        next_step=sent.next_step,
        meeting_at=sent.meeting_at,
        key=once.key,
        asked=once.asked,
    )
    return await _done(desk, lead_id, asked)


@routes.post("/leads/{lead_id}/handoff", response_model=LeadOut, summary="Hand the lead to an account executive")
async def hand_over(lead_id: str, sent: HandOffIn, desk: At, once: Known) -> Any:
    """By the ladder of the second handoff; a lead that is not ready is refused, with what it lacks."""
    return await _done(desk, lead_id, HandOver(by=desk.by(sent), to=sent.to, key=once.key, asked=once.asked))


@routes.post("/leads/{lead_id}/ae-accept", response_model=LeadOut, summary="Take a handed-over lead over")
async def take_over(lead_id: str, desk: At, once: Known, *, sent: MaybeBy = None) -> Any:
    """The account executive accepts it, and it is an SQL; a second time changes nothing."""
    return await _done(desk, lead_id, TakeOver(by=desk.by(sent), key=once.key, asked=once.asked))


@routes.post("/leads/{lead_id}/ae-return", response_model=LeadOut, summary="Give a handed-over lead back")
async def give_back(lead_id: str, sent: ReturnIn, desk: At, once: Known) -> Any:
    """With a reason of the playbook, which says where it goes and whether the SDR's clock runs anew."""
    asked = GiveBack(by=desk.by(sent), reason=sent.reason, note=sent.note, key=once.key, asked=once.asked)
    return await _done(desk, lead_id, asked)


@routes.post("/leads/{lead_id}/opportunity", response_model=LeadOut, summary="Open an opportunity")
async def open_opportunity(lead_id: str, sent: OpportunityIn, desk: At, once: Known) -> Any:
    """From an SQL; sent again it brings the deal up to date."""
    asked = OpenOpportunity(
        by=desk.by(sent),
        amount=sent.amount,
        currency=sent.currency,
        close_on=sent.close_date,
        deal_id=sent.deal_id,
        key=once.key,
        asked=once.asked,
    )
    return await _done(desk, lead_id, asked)


@routes.post("/leads/{lead_id}/won", response_model=LeadOut, summary="They bought")
async def win(lead_id: str, sent: WonIn, desk: At, once: Known) -> Any:
    """An opportunity, or an SQL that needed none, is won."""
    asked = Win(
        by=desk.by(sent),
        amount=sent.amount,
        currency=sent.currency,
        deal_id=sent.deal_id,
        key=once.key,
        asked=once.asked,
    )
    return await _done(desk, lead_id, asked)


@routes.post("/leads/{lead_id}/lost", response_model=LeadOut, summary="They did not buy")
async def lose(lead_id: str, sent: LostIn, desk: At, once: Known) -> Any:
    """An opportunity or an SQL is lost, for a reason of the playbook."""
    asked = Lose(
        by=desk.by(sent), reason=sent.reason, note=sent.note, deal_id=sent.deal_id, key=once.key, asked=once.asked
    )
    return await _done(desk, lead_id, asked)


@routes.post("/deals/{deal_id}", response_model=LeadOut, summary="What the CRM says of a deal")
async def tell_deal(deal_id: str, sent: DealIn, desk: At, *, once: Known, answer: Response) -> Any:
    """The deal is found by its id, or the first time by the lead's; `by` is the CRM unless a person is named.

    What a CRM tells before the lead may take it is answered 202, and waits for that.
    """
    lead_id = await lead_of_deal(desk.given.pool, deal_id, lead_id=sent.lead_id, email=sent.email)
    if lead_id is None:
        raise Problem("not-found", "no lead has this deal; name it once with lead_id or email")
    await must_reach(desk.given, desk.key, lead_id, acting=True)
    step = _of_deal(deal_id, sent, desk.by(sent, otherwise=CRM), once)
    try:
        return await _done(desk, lead_id, step)
    except Refusal as refusal:
        if step.by != CRM or not refusal.early:
            raise
        await let_wait(desk.given.pool, lead_id, step, refusal)
    answer.status_code = 202
    return await lead_now(desk.given, lead_id)


@reads.get(
    "/deals", response_model=list[DealStepOut], dependencies=[TENDED], summary="Steps of deals that came too early"
)
async def list_deal_steps(given: Given, state: Annotated[StepState | None, Query()] = None) -> Any:
    """Those that wait for their lead, and for a month what came of those that waited."""
    return await steps_told(given.pool, state=state.value if state else None)


def _of_deal(deal_id: str, sent: DealIn, by: str, once: Once) -> DealStep:
    said: dict[str, Any] = {"by": by, "deal_id": deal_id, "key": once.key, "asked": once.asked}
    match sent.stage:
        case "opportunity":
            return OpenOpportunity(**said, amount=sent.amount, currency=sent.currency, close_on=sent.close_date)
        case "won":
            return Win(**said, amount=sent.amount, currency=sent.currency)
        case "lost":
            return Lose(**said, reason=sent.reason)
        case _:
            raise Problem("invalid", "the stage of a deal is opportunity, won or lost", field="stage")
