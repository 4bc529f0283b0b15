"""What does a batch have to write, row by row?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from batonpass.handoff.effects import AcknowledgeLead, CancelPending, Effect, LookUp, PostWebhook, TellRep, WriteCrm
from batonpass.handoff.facts import Fact, Routed, TurnReturned
from batonpass.handoff.lead import Clock, ClockState, Lead
from batonpass.handoff.next_action import next_action
from batonpass.handoff.walk import Advanced
from batonpass.store.arrival import Arrival, State
from batonpass.store.clock_rows import may_repeat, named, never_made
from batonpass.store.columns import columns
from batonpass.store.shape import encode, encode_each
from batonpass.store.tallies import Tallies

Row = tuple[Any, ...]
NO_OTHER_WAY = (None, None)
TALLIED = frozenset({Routed, TurnReturned})
"""The facts that say how the turns of a pool stand after them."""


class Ledger:
    """The rows of one transaction, gathered while the batch is decided and written in one statement."""

    def __init__(self, at: datetime, playbook: str, turns: Tallies) -> None:
        """Begin an empty page at an instant, under a playbook version, with the tallies that decisions move on."""
        self.at, self.playbook, self.turns = at, playbook, turns
        self.inbox: list[Row] = []
        self.leads: dict[str, Lead] = {}
        self.facts: list[Row] = []
        self.clocks: dict[tuple[str, str, int], Row] = {}
        self.blamed: dict[tuple[str, str, int], Row] = {}
        self.cancelled: dict[str, dict[str, None]] = {}
        self.outbox: dict[str, Row] = {}
        self.turned: set[str] = set()

    def arrived(
        self,
        arrival: Arrival,
        state: State,
        *,
        lead_id: str | None = None,
        answer: str | None = None,
        error: str | None = None,
    ) -> None:
        """One more line in the journal of our doors."""
        keyed = state in (State.TAKEN, State.QUARANTINED, State.SET_ASIDE)
        self.inbox.append(
            (
                arrival.door,
                arrival.caller,
                arrival.idem_key if keyed else None,
                arrival.body_hash.hex(),
                arrival.fingerprint.hex() if keyed and arrival.fingerprint else None,
                arrival.kind,
                arrival.raw,
                arrival.arrived_at or self.at,
                "refused" if state is State.KEY_REUSED else state.value,
                lead_id,
                answer,
                error,
            )
        )

    def advanced(self, before: Lead, step: Advanced, *, silent: bool = False, written: int = 0) -> None:
        """One decision: its facts, the lead as it stands after them, its clocks, its wishes (none when silent).

        So many of the facts as are `written` stand in the database already.
        """
        lead, facts = step.lead, step.facts
        self.facts += fact_rows(lead.id, lead.seq - len(facts) + written, facts[written:])
        for fact in facts:
            if type(fact) in TALLIED:
                self._tallied(fact)
        self.leads[lead.id] = lead
        if lead.clocks != before.clocks or (lead.clocks and (lead.owner, lead.queue) != (before.owner, before.queue)):
            for name, clock in (*named(lead), *never_made(before, lead, facts)):
                if clock not in before.clocks or clock.state is ClockState.RUNNING or may_repeat(lead, clock):
                    key = (lead.id, name, clock.cycle)
                    self.clocks[key] = _clock_row(lead, clock, name, held_by=_holder(before, lead, clock))
                    self.blamed[key] = (clock.breached_owner, clock.excuse or None, clock.budget_seconds)
        if not silent:
            for effect in step.effects:
                self._effect(lead.id, effect)

    def turn_page(self) -> tuple[list[Any], dict[str, str]]:
        """The arguments of the writing statement, in its order, the leads' states by id, and a fresh page.

        Nothing to write is an empty list.
        """
        if not (self.inbox or self.facts):
            return [], {}
        states = dict(zip(self.leads, encode_each([*self.leads.values()]), strict=True))
        messages = columns(list(self.outbox.values()), 9)
        page = [
            *columns(self.inbox, 12),
            self.at,
            *columns([_lead_row(lead, states[lead.id]) for lead in self.leads.values()], 19),
            *columns(self.facts, 5),
            self.playbook,
            *columns(list(self.clocks.values()), 13),
            *columns([(lead, ",".join(kinds)) for lead, kinds in self.cancelled.items()], 2),
            *messages[:7],
            *columns([(pool, encode(self.turns[pool])) for pool in sorted(self.turned)], 2),
            *columns(list(self.blamed.values()), 3),
            *messages[7:],
        ]
        done = (self.inbox, self.leads, self.facts, self.clocks, self.cancelled, self.outbox, self.turned, self.blamed)
        for rows in done:
            rows.clear()
        return page, states

    def _tallied(self, fact: Fact) -> None:
        if isinstance(fact, (Routed, TurnReturned)) and fact.pool:
            self.turns.stand(fact.pool, fact.turn)
            self.turned.add(fact.pool)

    def _effect(self, lead_id: str, effect: Effect) -> None:
        if isinstance(effect, CancelPending):
            self.cancelled.setdefault(lead_id, {}).update(dict.fromkeys(effect.kinds))
        elif isinstance(effect, (TellRep, AcknowledgeLead, PostWebhook, LookUp, WriteCrm)):
            name = type(effect).__name__
            way = (effect.chain or None, effect.not_before) if isinstance(effect, TellRep) else NO_OTHER_WAY
            row = (effect.key, lead_id, effect.channel, effect.to, effect.kind, name, encode(effect), *way)
            self.outbox.setdefault(effect.key, row)


def fact_rows(lead_id: str, after: int, facts: Sequence[Fact]) -> list[Row]:
    """Facts of a lead as they are kept, numbered on from the one after which they became true."""
    bodies = encode_each(facts)
    return [
        (lead_id, n, type(fact).__name__, fact.at, body)
        for n, (fact, body) in enumerate(zip(facts, bodies, strict=True), after + 1)
    ]


def answer_of(lead: Lead, notes: Sequence[str] = ()) -> str:
    """What the door answers about a lead, as JSON text; `notes` say what the sender may want to change."""
    clock, score = lead.clock, lead.score
    more = {"notes": notes} if notes else {}
    return encode(
        {
            "lead_id": lead.id,
            "stage": lead.stage,
            "band": lead.band,
            "owner": lead.owner,
            "queue": lead.queue,
            "tier": lead.tier,
            "due_at": clock.due_at if clock else None,
            "score": _score(score) if score else None,
            "because": lead.why,
            **more,
            "replayed": False,
        }
    )


def _score(score: Any) -> dict[str, Any]:
    return {"fit": _number(score.fit), "behaviour": _number(score.behaviour), "total": _number(score.total)}


def _number(points: Any) -> int | float:
    whole = int(points)
    return whole if whole == points else float(points)


def _lead_row(lead: Lead, state: str) -> Row:
    score = lead.score
    return (
        lead.id,
        lead.person,
        lead.seq,
        lead.stage,
        lead.band,
        lead.tier,
        lead.owner,
        lead.queue,
        score.fit if score else None,
        score.behaviour if score else None,
        score.total if score else None,
        lead.account,
        lead.name,
        lead.account_name or lead.value("company"),
        next_action(lead),
        lead.next_due_at,
        lead.created_at,
        lead.changed_at,
        state,
    )


def _holder(before: Lead, lead: Lead, clock: Clock) -> str | None:
    """Who holds a promise; of one that ended as its owner gave the lead back, who held it until then."""
    return lead.owner if clock.state is ClockState.RUNNING or lead.queue else lead.owner or before.owner


def _clock_row(lead: Lead, clock: Clock, name: str, *, held_by: str | None) -> Row:
    running = clock.state is ClockState.RUNNING
    return (
        lead.id,
        name,
        clock.cycle,
        clock.tier,
        held_by,
        lead.queue,
        clock.state,
        clock.started_at,
        clock.due_at,
        clock.ended_at,
        clock.breached_at,
        clock.response_seconds,
        clock.steps[0].at if running and clock.steps else None,
    )
