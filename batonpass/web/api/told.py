"""How do a lead, its facts and its reasons read as data?"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from batonpass.handoff.facts import Briefed, Fact, Identified, Qualified, Routed, Scored
from batonpass.handoff.lead import NOBODY_ELSE, Clock, ClockState, Lead
from batonpass.handoff.verified import contradictions
from batonpass.store.read import Held, Kept, LeadRow, Message, SetAside
from batonpass.web.api.shapes import (
    AccountOfLead,
    ArrivalOut,
    BriefOut,
    Claim,
    ClockOfLead,
    FullBriefOut,
    LeadLine,
    LeadOut,
    MessageOut,
    PartOut,
    Points,
    ScoreOut,
    SourceOfLead,
    WhyOut,
)
from batonpass.web.api.told_follow_up import plan_out
from batonpass.web.api.told_second import second_out

F = TypeVar("F", bound=Fact)
_encoder = msgspec.json.Encoder(decimal_format="number")
NOT_YET = "not handed over to sales yet, so there is no brief"


def lead_out(held: Held) -> LeadOut:
    """The lead as everybody may rely on it."""
    lead, who = held.lead, held.lead.identity or NOBODY_ELSE
    return LeadOut(
        id=lead.id,
        merged_into=who.merged_into or None,
        merged=who.merged,
        also_known_as=who.also,
        external_ids=dict(who.ids),
        unverified={n: Claim(says=c.value, by=c.by, at=c.at) for n, c in contradictions(lead).items()},
        doubts=who.doubts,
        email=lead.value("email") or _named("", lead.person),
        phone=lead.value("phone") or _named("tel:", lead.person),
        name=lead.name,
        company=lead.account_name or lead.value("company"),
        fields={name: known.value for name, known in lead.known.items()},
        source=SourceOfLead.model_validate(lead.source),
        stage=lead.stage.value,
        band=lead.band,
        owner=lead.owner,
        queue=lead.queue,
        tier=lead.tier,
        score=_points(lead.score) if lead.score else None,
        account=_account(lead),
        next_action=held.next_action,
        next_due_at=held.next_due_at,
        because=lead.why,
        missing=lead.brief_missing,
        touches=lead.touches,
        accepted_at=lead.accepted_at,
        created_at=lead.created_at,
        changed_at=lead.changed_at,
        clocks=tuple(_clock(clock) for clock in lead.clocks),
        plan=plan_out(lead),
        second=second_out(lead),
    )


def lead_line(row: LeadRow, scored: Scored | None = None) -> LeadLine:
    """The lead as lists show it, with this score, or else with the one that was recorded last."""
    known = row.fit is not None and row.behaviour is not None and row.total is not None
    points = {"fit": number(row.fit), "behaviour": number(row.behaviour), "total": number(row.total)} if known else None
    return LeadLine(
        id=row.id,
        email=_named("", row.person),
        name=row.name,
        company=row.company,
        stage=row.stage,
        band=row.band,
        tier=row.tier,
        owner=row.owner,
        queue=row.queue,
        score=_points(scored) if scored else Points.model_validate(points) if points else None,
        account=row.account,
        next_action=row.next_action,
        next_due_at=row.next_due_at,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def fact_out(kept: Kept) -> dict[str, Any]:
    """A fact with everything it says; its reason and instants under the names all facts share."""
    return {
        **plain(kept.fact),
        "seq": kept.seq,
        "fact": kept.kind,
        "at": kept.at,
        "kept_at": kept.kept_at,
        "playbook": kept.playbook,
    }


def brief_out(lead: Lead, kept: Iterable[Kept], full: FullBriefOut) -> BriefOut:
    """The brief as it was handed over last, nothing in it before that; and all of it as it reads now."""
    last = _last(kept, Briefed)
    if last is None:
        return BriefOut(lead_id=lead.id, full=full, lines=(), missing=(), complete_percent=0, because=NOT_YET, at=None)
    _, fact = last
    return BriefOut(
        lead_id=lead.id,
        full=full,
        lines=fact.lines,
        missing=fact.missing,
        complete_percent=fact.complete_percent,
        because=fact.because,
        at=fact.at,
    )


def why_out(lead: Lead, kept: Iterable[Kept]) -> WhyOut:
    """Why the lead stands where it stands: who it is, what the points add up from, which rungs were tried."""
    facts = tuple(kept)
    routed = _last(facts, Routed)
    lacking = (*(routed[1].missing if routed else ()), *lead.brief_missing)
    return WhyOut(
        lead_id=lead.id,
        stage=lead.stage.value,
        because=lead.because,
        score=score_out(lead.score) if lead.score else None,
        identified=_decision(_last(facts, Identified)),
        qualified=_decision(_last(facts, Qualified)),
        routed=_decision(routed),
        missing=tuple(dict.fromkeys(lacking)),
    )


def message_out(message: Message, proof: str | None = None) -> MessageOut:
    """A message of the outbox."""
    return MessageOut(
        key=message.key,
        lead_id=message.lead_id,
        channel=message.channel,
        to=message.recipient,
        kind=message.kind,
        state=message.state,
        tries=message.tries,
        created_at=message.created_at,
        due_at=message.due_at,
        sent_at=message.sent_at,
        proof=proof,
        error=message.error,
    )


def arrival_out(aside: SetAside) -> ArrivalOut:
    """An arrival that waits for a person, with what was sent."""
    return ArrivalOut(
        id=aside.id,
        door=aside.door,
        kind=aside.kind,
        state=aside.state,
        lead_id=aside.lead_id,
        arrived_at=aside.arrived_at,
        because=aside.error or "",
        sent=msgspec.json.decode(aside.body),
    )


def number(points: Decimal | None) -> int | float:
    """Points as a JSON number: whole ones without a fraction."""
    exact = points or Decimal(0)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def plain(thing: object) -> dict[str, Any]:
    """A fact as dicts and lists; exact decimals become plain numbers."""
    return msgspec.json.decode(_encoder.encode(thing))


def _named(kind: str, person: str) -> str | None:
    """What a person's key says of them, when nothing more is known: an address, or a number after `tel:`."""
    if kind:
        return person.removeprefix(kind) if person.startswith(kind) else None
    return person if "@" in person else None


def _points(scored: Scored) -> Points:
    return Points(fit=number(scored.fit), behaviour=number(scored.behaviour), total=number(scored.total))


def score_out(scored: Scored) -> ScoreOut:
    """A score with the parts that it adds up from."""
    parts = (PartOut(rule=p.rule, says=p.says, points=number(p.points), kind=p.kind) for p in scored.parts)
    return ScoreOut(**_points(scored).model_dump(), model=scored.model, parts=tuple(parts), unknown=scored.unknown)


def _account(lead: Lead) -> AccountOfLead | None:
    if lead.account is None:
        return None
    return AccountOfLead(domain=lead.account, name=lead.account_name, owner=lead.account_owner)


def _clock(clock: Clock) -> ClockOfLead:
    """The clock; one that runs on after its due instant is breached, whatever comes."""
    late = clock.state is ClockState.RUNNING and clock.breached_at is not None
    told = ClockOfLead.model_validate(clock)
    return told.model_copy(update={"state": "breached"}) if late else told


def _last(kept: Iterable[Kept], kind: type[F]) -> tuple[Kept, F] | None:
    found = None
    for one in kept:
        if isinstance(one.fact, kind):
            found = (one, one.fact)
    return found


def _decision(found: tuple[Kept, Fact] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    kept, fact = found
    return {**plain(fact), "playbook": kept.playbook}
