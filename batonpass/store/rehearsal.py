"""What would become of the rows of a file, decided on paper: nothing is written, nothing is locked?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from batonpass.handoff.facts import Routed
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Account
from batonpass.store.arrival import Arrival, Outcome
from batonpass.store.connection import Connection
from batonpass.store.decide import Batch, Surroundings
from batonpass.store.held import loads_of
from batonpass.store.lookups import lookups, names_in
from batonpass.store.marked import marked
from batonpass.store.open import with_retry
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.surround import SQL as SURROUND
from batonpass.store.trial import tallies_of
from batonpass.store.world import FOLD_WITHIN, Watched, World

SQL = statements(Path(__file__).with_name("imports.sql"))
CARRIED_MOST = 20_000
"""So many leads of people who come again are kept in memory; beyond it, counts are near and not exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One arrival as it would go, with the lead as it would stand then.

    `known`: we had the person before this file; `handed_over`: this very arrival hands the lead to sales.
    """

    person: str
    outcome: Outcome
    lead: Lead | None = None
    known: bool = False
    handed_over: bool = False


class Rehearsal:
    """Decides batch after batch, each seeing what the ones before it would have done."""

    def __init__(self, pool: asyncpg.Pool, watched: Watched, *, again: frozenset[str] = frozenset()) -> None:
        """`again` are people who come more than once, whose leads must be carried from one batch to the next."""
        self.pool, self.watched, self.again = pool, watched, again
        self.carried: dict[str, tuple[str, str, str]] = {}
        self.turns: Mapping[str, Mapping[str, int]] | None = None
        self.loads: Mapping[str, int] | None = None

    async def decide(self, people: Sequence[str], arrivals: Sequence[Arrival]) -> list[Rehearsed]:
        """Decide these arrivals, each about one of these people, in their order."""
        batch, known = await with_retry(lambda: self._batch(people, names_in(arrivals)))
        done: list[Rehearsed] = []
        for person, arrival in zip(people, arrivals, strict=True):
            told = len(batch.ledger.facts)
            outcome = batch.take(arrival)
            lead = batch.leads.get(outcome.lead_id or "")
            handed = any(kind == Routed.__name__ for _, _, kind, *_ in batch.ledger.facts[told:])
            done.append(Rehearsed(person=person, outcome=outcome, lead=lead, known=person in known, handed_over=handed))
        self.turns, self.loads = batch.ledger.turns, batch.loads
        self._carry({one.person: one.lead for one in done if one.lead})
        return done

    def _carry(self, leads: Mapping[str, Lead]) -> None:
        for person, lead in leads.items():
            if person in self.again and (person in self.carried or len(self.carried) < CARRIED_MOST):
                self.carried[person] = (lead.id, person, encode(lead))

    async def _batch(self, people: Sequence[str], names: Iterable[str]) -> tuple[Batch, frozenset[str]]:
        named = sorted({*people} - {""})
        async with self.pool.acquire() as connection, connection.transaction(readonly=True):
            kept = [tuple(row) for row in await connection.fetch(SQL.kept_leads, named)]
            world, around = await self._surroundings(connection, lookups(named, (), names))
            forgotten = await marked(connection, named)
        carried = [self.carried[person] for person in named if person in self.carried]
        over = {person for _, person, _ in carried}
        leads = [*carried, *(row for row in kept if row[1] not in over)]
        batch = Batch(world, around, leads)
        batch.forgotten = forgotten
        return batch, frozenset(row[1] for row in kept)

    async def _surroundings(self, connection: Connection, where: Sequence[str]) -> tuple[World, Surroundings]:
        read = await connection.fetchrow(SURROUND.surroundings, [], [], [], FOLD_WITHIN, where)
        assert read is not None  # noqa: S101 - a select without a from gives one row
        world = await self.watched.at_revision(connection, read["revision"])
        if self.turns is None:
            self.turns = await tallies_of(connection)
        if self.loads is None:
            self.loads = await loads_of(connection) if world.directory.capped else {}
        accounts = {domain: Account(domain=domain, **body) for domain, body in decode_json(read["accounts"])}
        return world, Surroundings(
            at=read["at"], keys={}, contents={}, accounts=accounts, turns=self.turns, loads=self.loads
        )
