"""What does everybody hold, who was passed over, what stands still, and how do many leads move at once?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.facts import Routed
from batonpass.handoff.facts.clock import ClockPaused
from batonpass.handoff.lead import Lead
from batonpass.handoff.requests import Request
from batonpass.store.arrival import Asked, Outcome
from batonpass.store.ask_many import ask_many
from batonpass.store.connection import PoolOrConnection
from batonpass.store.read import Held, held_in
from batonpass.store.readable import leads_in
from batonpass.store.shape import decode_fact
from batonpass.store.statements import statements
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
ROWS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What somebody holds: open leads; promises of a first touch, their minutes, how many late, due within an hour."""

    leads: int = 0
    promises: int = 0
    minutes: int = 0
    late: int = 0
    soon: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A lead that went its way past somebody."""

    lead_id: str
    name: str
    company: str
    at: datetime
    routed: Routed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A promise that stood still, or does, with its lead as it is now."""

    lead: Lead
    at: datetime
    fact: ClockPaused


async def loads(asked: PoolOrConnection) -> Mapping[str, Load]:
    """What everybody holds, by who has anything."""
    rows = await asked.fetch(SQL.loads)
    return {row["owner"]: Load(**{name: value for name, value in row.items() if name != "owner"}) for row in rows}


async def these(asked: PoolOrConnection, ids: Sequence[str]) -> tuple[Held, ...]:
    """These leads as they stand, the most pressing first; what is not there is left out."""
    return held_in(await asked.fetch(SQL.these, list(ids)))


async def received(asked: PoolOrConnection, since: datetime) -> Mapping[tuple[str, str], int]:
    """How many turns everybody had since then, by pool and person."""
    return {(row["pool"], row["owner"]): row["turns"] for row in await asked.fetch(SQL.received, since)}


async def passed_over(asked: PoolOrConnection, since: datetime) -> tuple[PassedOver, ...]:
    """The latest leads for which somebody was passed over, newest first."""
    rows = await asked.fetch(SQL.passed, since, ROWS_MAX)
    return tuple(
        PassedOver(lead_id=r["lead_id"], name=r["name"], company=r["company"], at=r["kept_at"], routed=fact)
        for r in rows
        if isinstance(fact := decode_fact("Routed", r["body"]), Routed)
    )


async def pauses(asked: PoolOrConnection, since: datetime) -> tuple[Pause, ...]:
    """The latest pauses, newest first."""
    rows = await asked.fetch(SQL.paused, since, ROWS_MAX)
    return tuple(
        Pause(lead=lead, at=r["kept_at"], fact=fact)
        for r, lead in leads_in(rows)
        if isinstance(fact := decode_fact("ClockPaused", r["body"]), ClockPaused)
    )


async def move_many(pool: asyncpg.Pool, watched: Watched, ids: Sequence[str], request: Request) -> tuple[Outcome, ...]:
    """Ask the same of each of these leads: to hand them on, or to route them again. Each has its own outcome."""
    return tuple(await ask_many(pool, watched, [Asked(lead_id=lead_id, request=request) for lead_id in ids]))
