"""What waits for marketing to look at it, and how does another program answer for a person?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body

from batonpass.handoff.brief_read import brief_now
from batonpass.handoff.brief_told import prose, told
from batonpass.handoff.facts import Part
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.review import REVIEW
from batonpass.handoff.requests import Approve, AskMore, SendBack, Undo
from batonpass.handoff.setting import Setting
from batonpass.handoff.words import plain
from batonpass.store import reviews
from batonpass.store.in_force import in_force
from batonpass.web.api.acts import At, MaybeBy
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.shapes import LeadOut
from batonpass.web.api.shapes_review import QuestionOfReview, ReviewOut
from batonpass.web.api.shapes_sent import ApproveIn, AskIn, SendBackIn
from batonpass.web.api.whose import reader_of
from batonpass.web.problem import Problem

reads, answers = scoped("read"), scoped("marketing")


@reads.get("/reviews", response_model=list[ReviewOut], summary="What waits for marketing's yes")
async def list_reviews(given: Given, who: Who) -> Any:
    """Leads that meet the definition and wait for a person of marketing, the most pressing first."""
    reader = await reader_of(given, who)
    if reader and not reader.reviews:
        says = f"this key acts for {who.rep} alone; marketing and whom the playbook names review leads"
        raise Problem("not-allowed", says)
    at, world = await in_force(given.pool, given.watched)
    setting = world.setting(at, accounts={}, turns={}, loads={})
    return [_told(lead, setting) for lead in await reviews.waiting(given.pool)]


@answers.post("/reviews/{lead_id}/approve", response_model=LeadOut, summary="Let the lead go to sales")
async def approve(lead_id: str, desk: At, *, sent: Annotated[ApproveIn | None, Body()] = None) -> Any:
    """It is routed now, and the first touch is promised from now. Who answers second hears who was faster (409)."""
    return await desk.done(lead_id, Approve(by=desk.by_or_key(sent), note=sent.note if sent else ""))


@answers.post("/reviews/{lead_id}/refuse", response_model=LeadOut, summary="Send the lead back, saying why")
async def refuse(lead_id: str, sent: SendBackIn, desk: At) -> Any:
    """With a reason of the playbook's review, which says whether it rests or is out for good."""
    return await desk.done(lead_id, SendBack(by=desk.by_or_key(sent), reason=sent.reason, note=sent.note))


@answers.post("/reviews/{lead_id}/ask", response_model=LeadOut, summary="Ask for more before answering")
async def ask(lead_id: str, sent: AskIn, desk: At) -> Any:
    """Of a person, or of whoever completes briefs; the promise runs on."""
    return await desk.done(lead_id, AskMore(by=desk.by_or_key(sent), says=sent.says, of=sent.of))


@answers.post("/reviews/{lead_id}/undo", response_model=LeadOut, summary="Take the answer back")
async def undo(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """Within the grace, by who answered, as long as sales has not reached out."""
    return await desk.done(lead_id, Undo(by=desk.by_or_key(sent)))


def _told(lead: Lead, setting: Setting) -> ReviewOut:
    held, clock, scored = lead.waiting, lead.running(REVIEW), lead.score
    assert held  # noqa: S101 - the store gives leads that wait, and no others
    assert clock  # noqa: S101 - the same
    return ReviewOut(
        lead_id=lead.id,
        name=lead.name,
        company=lead.account_name or lead.value("company"),
        score=float(scored.total) if scored else None,
        tier=held.tier,
        because=held.because,
        reasons=tuple(_point(part) for part in scored.parts) if scored else (),
        told=prose(told(lead, setting.playbook, at=setting.at, name_of=setting.directory.name_of)),
        brief=brief_now(lead, setting),
        missing=lead.brief_missing,
        people=held.people,
        since=held.since,
        due_at=clock.due_at,
        late=clock.breached_at is not None,
        unseen=held.unseen.value,
        questions=tuple(QuestionOfReview(by=one.by, at=one.at, says=one.says) for one in held.questions),
    )


def _point(part: Part) -> str:
    return f"{'+' if part.points > 0 else ''}{plain(part.points)} {part.says}"
