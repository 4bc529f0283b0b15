"""How does what others know come in, beside the handoff and never in its way?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from batonpass.connectors.channel import Later, Message, Never, Result, Sent
from batonpass.connectors.enrich.build import providers
from batonpass.connectors.enrich.provider import Knows, Subject
from batonpass.connectors.enrich.waterfall import Answer, look
from batonpass.connectors.fetch import Fetches, NotFetched
from batonpass.connectors.webhook.guard import allowed
from batonpass.handoff.effects import FetchLead, LookUp
from batonpass.run.settings import Settings
from batonpass.store.arrival import Arrival, Kind, State
from batonpass.store.in_force import in_force
from batonpass.store.lookup_book import LookupBook
from batonpass.store.take import take
from batonpass.store.world import Watched
from batonpass.web.intake.arrivals import arrival

LOOK_UP = "look_up"
TURNS_MOST = 10_000
TRIES_MOST = 4
"""So often a provider that cannot be reached is asked again; after that the lead goes on without, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUps:
    """The channel of everything that is asked of others about a lead; what they say enters like any arrival."""

    pool: asyncpg.Pool
    watched: Watched
    knows: Mapping[str, Knows]
    fetches: Fetches
    name: str = LOOK_UP
    turns: dict[str, asyncio.Lock] = field(default_factory=dict[str, asyncio.Lock])

    async def send(self, message: Message) -> Result:
        """Carry one wish out; see `Channel`."""
        match message.effect:
            case LookUp() as wish:
                return await self._look(message, wish)
            case FetchLead() as wish:
                return await self._fetch(wish)
            case other:
                return Never(why=f"{type(other).__name__} is nothing to look up")

    async def close(self) -> None:
        """Let go of all connections."""
        for one in {id(known): known for known in self.knows.values()}.values():
            await one.close()
        await self.fetches.close()

    async def _look(self, message: Message, wish: LookUp) -> Result:
        _, world = await in_force(self.pool, self.watched)
        agreed = world.playbook.enrichment
        if agreed is None:
            return Sent(detail="the playbook looks nothing up any more")
        subject = Subject(email=wish.to, domain=wish.domain, company=wish.company)
        book = LookupBook(pool=self.pool, agreed=agreed)
        async with self._turn(wish.domain or wish.to):
            looked = await look(agreed, subject, wish.wants, knows=self.knows, memory=book)
        await self._enter([_learned(wish, answer) for answer in looked.answers])
        why = "; ".join(looked.notes)
        if looked.again and message.tries + 1 < TRIES_MOST:
            return Later(why=why)
        lacking = f"nobody knows {', '.join(looked.missing)}" if looked.missing else "all of it is known"
        return Sent(detail="; ".join(part for part in (lacking, why) if part))

    def _turn(self, subject: str) -> asyncio.Lock:
        """One question about a company at a time: the second finds the answer to the first, and nobody pays twice."""
        if len(self.turns) > TURNS_MOST:
            self.turns.clear()
        return self.turns.setdefault(subject, asyncio.Lock())

    async def _fetch(self, wish: FetchLead) -> Result:
        _, world = await in_force(self.pool, self.watched)
        found = await self.fetches.fetch(wish, world.playbook.hooks)
        if isinstance(found, NotFetched):
            return Never(why=found.why) if found.for_good else Later(why=found.why)
        by = f"hooks/{wish.to}"
        one = arrival(
            Kind.SUBMISSION, found.sent, door=by, caller=by, idem_key=found.key or wish.id, quarantine=found.held
        )
        (outcome,) = await take(self.pool, self.watched, [one])
        if outcome.refusal:
            held = arrival(Kind.SUBMISSION, found.sent, door=by, caller=by, quarantine=outcome.refusal.says)
            await take(self.pool, self.watched, [held])
        return Sent()

    async def _enter(self, arrivals: list[Arrival]) -> None:
        if not arrivals:
            return
        for outcome in await take(self.pool, self.watched, arrivals):
            if outcome.state is State.REFUSED and outcome.refusal:
                raise outcome.refusal


def look_ups(settings: Settings, pool: asyncpg.Pool, watched: Watched) -> LookUps:
    """The channel by these settings; lists of your own lie in the folder `enrich` below the data."""
    open_to = allowed(settings.webhook_allow)
    return LookUps(
        pool=pool,
        watched=watched,
        knows=providers(settings.secret, open_to, settings.data / "enrich"),
        fetches=Fetches(settings.secret, open_to),
    )


def _learned(wish: LookUp, answer: Answer) -> Arrival:
    """What one provider said, under its own name, so that each field keeps its source; as old as the answer is."""
    at = min(wish.since, answer.at)
    sent: dict[str, Any] = {"email": wish.to, "traits": dict(answer.fields), "timestamp": at.isoformat()}
    key = f"{wish.key}/{answer.provider}/{json.dumps(sorted(answer.fields))}"[:250]
    return arrival(Kind.TRAITS, sent, door=f"enrichment/{answer.provider}", caller="enrichment", idem_key=key)
