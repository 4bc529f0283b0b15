"""What becomes of a submission: what is known, scored, decided and promised, and which rows say so?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from bench.orm_whole import words
from bench.orm_whole.agreed import Agreed
from bench.orm_whole.hours import add_working, next_open
from bench.orm_whole.route import Routed, route
from bench.orm_whole.score import Score, Verdict, qualify, score
from bench.orm_whole.sent import Submission
from bench.orm_whole.settings import Calendar, Playbook, Step, Tier
from bench.orm_whole.tables import Clock, Fact, Lead, Outbox
from bench.orm_whole.who import FREE_MAIL, Owned

WITH_SALES = ("MQL", "SAL", "SQL", "Opportunity")
WHOLE = 100


@dataclass(slots=True, kw_only=True)
class Handoff:
    """One submission on its way through; each step adds what it found out."""

    db: AsyncSession
    agreed: Agreed
    playbook: Playbook
    lead: Lead
    sent: Submission
    account: Owned | None
    now: datetime
    facts: list[Fact] = field(default_factory=list)
    messages: list[Outbox] = field(default_factory=list)

    async def carry_out(self) -> None:
        """The whole of it; everything is written by one flush when the transaction is committed."""
        signals = [one.name for one in self.playbook.signals if self.sent.form in one.forms]
        self._capture(signals)
        self._identify()
        seen = self._seen()
        scored = self._score(seen)
        asked = next((one for one in signals if one in self.playbook.hand_raisers), "")
        if self.lead.stage in WITH_SALES:
            await self._ask_again()
        else:
            await self._qualify(scored, seen, asked)
        self._acknowledge(signals)
        self.lead.changed_at = self.now
        flag_modified(self.lead, "state")
        self.db.add(self.lead)
        self.db.add_all((*self.facts, *self.messages))

    def _capture(self, signals: list[str]) -> None:
        at, state, told = self.now.isoformat(), self.lead.state, self.sent.told()
        source = self.sent.source.model_dump()
        state["known"] |= {name: {"value": value, "at": at, "by": "api"} for name, value in told.items()}
        state["source"] = state["source"] or source
        state["last_source"] = source
        state["message"] = self.sent.message or state["message"]
        state["consent"] |= self.sent.consent
        state["forms"].append(self.sent.form)
        state["activities"] += [{"signal": one, "at": at, "detail": self.sent.form} for one in signals]
        known = words.values(state)
        self.lead.name, self.lead.company = words.name_of(known), known.get("company", "")
        self._tell(
            "Captured",
            f"{self.sent.form} through api",
            door="api",
            form=self.sent.form,
            signals=signals,
            person=self.lead.person,
            fields=told,
            source=source,
            message=self.sent.message,
            consent=self.sent.consent,
        )

    def _identify(self) -> None:
        domain = self._domain
        account, free = self.account, domain in FREE_MAIL
        because = f"free-mail domain {domain} ignored" if free else f"no account has the domain {domain}"
        if account:
            self.lead.account, self.lead.company = account.domain, account.name
            because = account.because
        told = {"account": account.domain, "account_owner": account.owner, "fields": account.fields} if account else {}
        self.lead.state["account"] = told
        self._tell("Identified", because, person=self.lead.person, free_mail=free, **told)

    def _score(self, seen: dict[str, Any]) -> Score:
        scored = score(self.playbook, seen, self.lead.state["activities"], self.now)
        self.lead.fit, self.lead.behaviour, self.lead.total = scored.fit, scored.behaviour, scored.total
        self.lead.state["score"] = told = scored.told()
        self._tell("Scored", **told)
        return scored

    async def _qualify(self, scored: Score, seen: dict[str, Any], asked: str) -> None:
        says = words.says(self.playbook, asked) if asked else ""
        verdict = qualify(self.playbook, scored, seen, band=self.lead.band, asked=says)
        self.lead.stage, self.lead.band = verdict.stage, verdict.band
        self.lead.state["because"] = verdict.because
        if verdict.tier is None:
            self._qualified(verdict)
            return
        self.lead.tier = verdict.tier.name
        self.lead.state["cycle"] += 1
        self._qualified(verdict)
        await self._hand_over(scored, seen, verdict.tier)

    def _qualified(self, verdict: Verdict) -> None:
        told = {"stage": verdict.stage, "band": verdict.band, "rule": verdict.rule, "cycle": self.lead.state["cycle"]}
        self._tell("Qualified", verdict.because, tier=self.lead.tier, **told)

    async def _hand_over(self, scored: Score, seen: dict[str, Any], tier: Tier) -> None:
        """The brief, the owner, the promise, the message."""
        lines = words.brief(self.playbook, self.lead.state, scored, account=self.account, now=self.now)
        lacks = words.missing(self.playbook, self.lead.state, self.account)
        needed = len(self.playbook.brief_needs)
        because = f"{len(lacks)} of {needed} agreed items missing" if lacks else "complete"
        percent = round(WHOLE * (needed - len(lacks)) / needed) if needed else WHOLE
        self.lead.state["brief"] = lines
        self._tell("Briefed", because, lines=lines, missing=lacks, complete_percent=percent)
        routed = await route(self.db, self.agreed, self.playbook, seen=seen, account=self.account, now=self.now)
        self.lead.owner = routed.rep.code if routed.rep else None
        self.lead.queue = routed.queue.name if routed.queue else None
        self.lead.state["routed_because"] = routed.because
        self._tell("Routed", **routed.told())
        self._promise(tier, routed)
        self._tell_owner(routed, lines)

    def _promise(self, tier: Tier, routed: Routed) -> None:
        """The first touch in the owner's working time, and the ladder that is climbed when nothing happens."""
        calendar, budget = routed.calendar, tier.first_touch
        due_at = add_working(calendar, self.now, budget)
        steps = [_laid(step, calendar, self.now, due_at=due_at, budget=budget) for step in self.playbook.steps]
        self.lead.next_action = "first touch" if routed.rep else "claim and touch first"
        self.lead.next_due_at = due_at
        clock = Clock(
            lead_id=self.lead.id,
            promise="first_touch",
            cycle=self.lead.state["cycle"],
            tier=tier.name,
            owner=self.lead.owner,
            queue=self.lead.queue,
            state="running",
            started_at=self.now,
            due_at=due_at,
            next_at=datetime.fromisoformat(steps[0]["at"]),
            budget_seconds=int(budget.total_seconds()),
        )
        self.db.add(clock)
        told = {"due_at": due_at.isoformat(), "budget_seconds": clock.budget_seconds, "calendar": calendar.name}
        self.lead.state["clock"] = {**told, "tier": tier.name, "zone": calendar.zone, "steps": steps}
        because = f"first touch within {budget} of working time ({tier.name})"
        self._tell("ClockStarted", because, promise="first_touch", tier=tier.name, steps=steps, **told)

    def _tell_owner(self, routed: Routed, lines: list[str]) -> None:
        """The owner, once they are at work; or else at once whoever manages the queue."""
        rep = routed.rep or (routed.queue.manager if routed.queue else None)
        if rep is None:
            return
        kind = "assigned" if routed.rep else "queued"
        state, due_at = self.lead.state, self.lead.next_due_at
        body = words.to_rep(self.playbook, rep, state, lines=lines, kind=kind, because=routed.because, due_at=due_at)
        when = next_open(rep.calendar, self.now) if routed.rep else self.now
        self._send(f"{self.lead.id}/{self.lead.seq}/{kind}/{rep.code}/email", kind, body, when)

    async def _ask_again(self) -> None:
        """Who is with sales already stays with whoever works them; that person hears of it."""
        form = self.sent.form
        because = f"came back ({form}); stays with who works it"
        self._tell("AskedAgain", because, form=form)
        rep = await self.agreed.rep(self.lead.owner) if self.lead.owner else None
        if rep and rep.active:
            lines, due_at = self.lead.state["brief"], self.lead.next_due_at
            body = words.to_rep(
                self.playbook, rep, self.lead.state, lines=lines, kind="asked_again", because=because, due_at=due_at
            )
            hour = f"{self.lead.id}/again/{self.now:%Y%m%dT%H}/email"
            if await self.db.get(Outbox, hour) is None:
                self._send(hour, "asked_again", body, self.now)

    def _acknowledge(self, signals: list[str]) -> None:
        """A mail to the lead at once, if they asked for us, and not more than once in the agreed time."""
        policy, state, known = self.playbook.acknowledge, self.lead.state, words.values(self.lead.state)
        before = state["acknowledged_at"]
        often = timedelta(hours=policy["every_hours"])
        lately = before and self.now < datetime.fromisoformat(before) + often
        if "email" not in known or lately or not set(policy["signals"]) & set(signals):
            return
        state["acknowledged_at"] = self.now.isoformat()
        self._tell("Acknowledged", f"asked through {self.sent.form}", to=known["email"])
        body = words.to_lead(self.playbook, state, due_at=self.lead.next_due_at, form=self.sent.form)
        self._send(f"{self.lead.id}/{self.lead.seq}/ack", "ack", body, self.now)

    @property
    def _domain(self) -> str:
        return (self.sent.email or "").rpartition("@")[2]

    def _seen(self) -> dict[str, Any]:
        """What conditions may ask of a lead; the account's own record goes before what a form says."""
        known = words.values(self.lead.state)
        held = {**known, **(self.account.fields if self.account else {})}
        employees = held.get("employees", "")
        return {
            "lead.title": known.get("title"),
            "lead.country": known.get("country"),
            "lead.free_mail": self._domain in FREE_MAIL,
            "account.industry": held.get("industry"),
            "account.employees": int(employees) if employees.isdecimal() else None,
        }

    def _tell(self, kind: str, because: str, **told: Any) -> None:
        self.lead.seq += 1
        body = {"at": self.now.isoformat(), "because": because, **told}
        fact = Fact(
            lead_id=self.lead.id,
            seq=self.lead.seq,
            kind=kind,
            at=self.now,
            kept_at=self.now,
            playbook=self.playbook.version,
            body=body,
        )
        self.facts.append(fact)

    def _send(self, key: str, kind: str, body: dict[str, Any], when: datetime) -> None:
        message = Outbox(
            key=key,
            lead_id=self.lead.id,
            channel="email",
            recipient=body["to"],
            kind=kind,
            effect="AcknowledgeLead" if kind == "ack" else "TellRep",
            body=body,
            created_at=self.now,
            due_at=when,
        )
        self.messages.append(message)


def new_lead(person: str, now: datetime) -> Lead:
    """Somebody nobody has heard of."""
    state = {
        "known": {},
        "source": {},
        "message": "",
        "consent": {},
        "forms": [],
        "activities": [],
        "cycle": 0,
        "acknowledged_at": None,
    }
    return Lead(
        id="L" + secrets.token_hex(9),
        person=person,
        seq=0,
        stage="New",
        band="",
        next_action="",
        created_at=now,
        changed_at=now,
        state=state,
    )


def _laid(step: Step, calendar: Calendar, now: datetime, *, due_at: datetime, budget: timedelta) -> dict[str, Any]:
    """When a step of the ladder is climbed: at its share of the budget, all of it in working time."""
    if step.percent < WHOLE:
        at = add_working(calendar, now, budget * step.percent / WHOLE)
    else:
        at = due_at if step.percent == WHOLE else add_working(calendar, due_at, budget * (step.percent - WHOLE) / WHOLE)
    return {"at": at.isoformat(), "percent": step.percent, "kind": step.kind, "who": step.who}
