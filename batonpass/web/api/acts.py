"""What may other programs do with a lead, in whose name?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Body, Depends
from fastapi import Request as HttpRequest

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import (
    Accept,
    Claim,
    Dispose,
    Pause,
    Reassign,
    Reject,
    Request,
    Resume,
    RouteAgain,
    Touch,
    Undo,
)
from batonpass.store.doubles import act
from batonpass.store.keys import Key
from batonpass.web.api.guard import Counted, Given, Who, scoped
from batonpass.web.api.leads import held_lead, lead_now
from batonpass.web.api.shapes import LeadOut
from batonpass.web.api.shapes_sent import ByIn, DisposeIn, PauseIn, ReassignIn, RejectIn, TouchIn
from batonpass.web.api.whose import people_by_mail
from batonpass.web.counts import Counts
from batonpass.web.problem import Problem, unknown_lead
from batonpass.web.wiring import Collaborators

routes = scoped("act")
LEAP = (
    "nothing of a lead is set by hand: its stage, owner and score follow from what was done. POST to accept, reject, "
    "dispositions, reassign, handoff or opportunity below this address"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where requests about leads are carried out, for whoever holds the key."""

    given: Collaborators
    key: Key
    counts: Counts
    mails: Mapping[str, str] = field(default_factory=dict[str, str])
    """People's ids by their addresses, where the request names somebody by address."""

    def person(self, named: str) -> str:
        """The id of a person who is named by address; any other name as it is."""
        return self.mails.get(named.lower(), named)

    def by(self, said: ByIn | None, *, otherwise: str = "") -> str:
        """Who acts: as the request says, or the person the key belongs to, and that key acts for nobody else."""
        by = self.person(said.by) if said and said.by else None
        if self.key.rep and by and by != self.key.rep:
            raise Problem("not-allowed", f"this key acts for {self.key.rep} alone, not for {by[:80]}")
        name = by or self.key.rep or otherwise
        if not name:
            raise Problem("invalid", "say who does it: `by` is a person's id, such as ana", field="by")
        return name

    def by_or_key(self, said: ByIn | None) -> str:
        """The same; where nobody is named, the key itself acts."""
        return self.by(said, otherwise=f"key {self.key.label}")

    async def done(self, lead_id: str, request: Request) -> LeadOut:
        """Carry it out and give the lead as it stands then. Raises Refusal when nothing was changed."""
        if not (lead_id.isascii() and lead_id.isalnum()):
            raise unknown_lead(lead_id)
        name = type(request).__name__.lower()
        try:
            await act(self.given.pool, self.given.watched, lead_id, request)
        except Refusal as refusal:
            self.counts.acted(name, refusal.kind.value)
            raise
        except LookupError:
            raise unknown_lead(lead_id) from None
        self.counts.acted(name, "done")
        self.given.poke()
        return await lead_now(self.given, lead_id)


async def _desk(request: HttpRequest, given: Given, key: Who, counts: Counted) -> Desk:
    mails = await people_by_mail(given) if b"@" in await request.body() else {}
    return Desk(given=given, key=key, counts=counts, mails=mails)


At = Annotated[Desk, Depends(_desk)]
MaybeBy = Annotated[ByIn | None, Body()]
"""A body that may be left out: then the person of the key acts."""


@routes.patch("/leads/{lead_id}", response_model=None, summary="Never done: a stage is not set by hand")
async def leap(lead_id: str, desk: At) -> Any:
    """A stage, an owner or a score is never set: it follows from what somebody did (F15)."""
    await held_lead(desk.given, lead_id)
    raise Problem("conflict", LEAP)


@routes.post("/leads/{lead_id}/touches", response_model=LeadOut, summary="Log that somebody reached out")
async def touch(lead_id: str, sent: TouchIn, desk: At) -> Any:
    """A person called, wrote or met the lead; this keeps the promise of a first touch."""
    return await desk.done(lead_id, Touch(by=desk.by(sent), kind=sent.kind, at=sent.at))


@routes.post("/leads/{lead_id}/accept", response_model=LeadOut, summary="Take the lead on")
async def accept(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """Its owner accepts it; a second time changes nothing."""
    return await desk.done(lead_id, Accept(by=desk.by(sent)))


@routes.post("/leads/{lead_id}/reject", response_model=LeadOut, summary="Give the lead back, saying why")
async def reject(lead_id: str, sent: RejectIn, desk: At) -> Any:
    """Its owner rejects it with a reason of the playbook, which says what happens next."""
    said = {"reason": sent.reason or "", "note": sent.note or "", "duplicate_of": sent.duplicate_of or ""}
    return await desk.done(lead_id, Reject(by=desk.by(sent), **said))


@routes.post("/leads/{lead_id}/dispositions", response_model=LeadOut, summary="Say what became of the lead")
async def dispose(lead_id: str, sent: DisposeIn, desk: At) -> Any:
    """Its owner closes it with an outcome of the playbook."""
    said = {"reason": sent.reason or "", "note": sent.note or "", "override": sent.override or ""}
    request = Dispose(by=desk.by(sent), outcome=sent.outcome or "", **said)
    return await desk.done(lead_id, request)


@routes.post("/leads/{lead_id}/reassign", response_model=LeadOut, summary="Hand the lead to somebody else")
async def reassign(lead_id: str, sent: ReassignIn, desk: At) -> Any:
    """To another person or a queue; the promise goes along and buys no time (T7), unless `waive` says why it may."""
    by = desk.by_or_key(sent)
    return await desk.done(lead_id, Reassign(by=by, to=desk.person(sent.to), waive=sent.waive or ""))


@routes.post("/leads/{lead_id}/pause", response_model=LeadOut, summary="Let the promise stand still")
async def pause(lead_id: str, sent: PauseIn, desk: At) -> Any:
    """For a reason of the playbook, and no longer than it allows; the owner or their manager may."""
    return await desk.done(lead_id, Pause(by=desk.by(sent), reason=sent.reason or ""))


@routes.post("/leads/{lead_id}/resume", response_model=LeadOut, summary="Let the promise go on")
async def resume(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """What is left of its working time is laid out again from now."""
    return await desk.done(lead_id, Resume(by=desk.by(sent)))


@routes.post("/leads/{lead_id}/claim", response_model=LeadOut, summary="Take a lead out of a queue")
async def claim(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """The first who claims it owns it; whoever comes later hears who that was."""
    return await desk.done(lead_id, Claim(by=desk.by(sent)))


@routes.post("/leads/{lead_id}/route", response_model=LeadOut, summary="Route a waiting lead again")
async def route(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """A lead in a queue goes to whom the ladder names now; 409 with the reason while that is nobody."""
    return await desk.done(lead_id, RouteAgain(by=desk.by_or_key(sent)))


@routes.post("/leads/{lead_id}/undo", response_model=LeadOut, summary="Take the last decision back")
async def undo(lead_id: str, desk: At, *, sent: MaybeBy = None) -> Any:
    """Within the grace, by who decided; the clock runs on as if nothing had been."""
    return await desk.done(lead_id, Undo(by=desk.by(sent)))
