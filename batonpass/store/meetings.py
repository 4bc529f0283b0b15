"""When do both sides meet, what did they meet over, and what have they decided?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from batonpass.handoff.refusal import conflict
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting and the period it looks at; `numbers` is its pack as JSON text once it has begun."""

    id: str
    kind: str
    starts_at: datetime
    since: datetime
    made_by: str
    made_at: datetime
    remind_at: datetime | None
    frozen_at: datetime | None
    frozen_by: str | None
    numbers: str | None
    hash: str | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, what it is expected to change by when, in which draft, and what came of it."""

    id: int
    meeting: str
    item: str
    says: str
    by: str
    name: str
    at: datetime
    metric: str
    direction: str
    points: Decimal
    review_at: datetime
    place: str | None
    before: str | None
    after: str | None
    version: str | None
    judged_at: datetime | None
    verdict: str | None
    judged: str | None
    applied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A meeting that is to be held."""

    id: str
    kind: str
    starts_at: datetime
    since: datetime
    remind_at: datetime | None = None


async def plan(connection: Connection, planned: Planned, *, by: str) -> bool:
    """Write a meeting down, once; True when it is new."""
    row = (planned.id, planned.kind, planned.starts_at, planned.since, by, planned.remind_at)
    return await connection.fetchval(SQL.put, *row) is not None


async def meetings(asked: PoolOrConnection) -> tuple[Meeting, ...]:
    """All meetings, the latest first."""
    return tuple(Meeting(**row) for row in await asked.fetch(SQL.all_meetings, None))


async def meeting(asked: PoolOrConnection, name: str) -> Meeting | None:
    """One meeting; None when there is none of this name."""
    return next((Meeting(**row) for row in await asked.fetch(SQL.all_meetings, name)), None)


async def freeze(asked: PoolOrConnection, name: str, numbers: str, *, by: str) -> bool:
    """Keep a pack's numbers as they are, for ever; False when they were kept before."""
    digest = sha256(numbers.encode()).hexdigest()
    return bool(await asked.fetch(SQL.freeze, name, by, numbers, digest))


async def decisions(asked: PoolOrConnection, of: str | None = None) -> tuple[Decision, ...]:
    """What was decided in a meeting, or in all, the latest first."""
    return tuple(Decision(**row) for row in await asked.fetch(SQL.decisions, of))


async def decide(asked: PoolOrConnection, held: Meeting, row: Sequence[object]) -> int:
    """Keep a decision of a meeting that has begun; give its number. Raises Refusal before it has."""
    if held.frozen_at is None:
        raise conflict("the meeting has not begun: decisions are kept once its numbers stand still")
    return (await asked.fetch(SQL.put_decision, held.id, *row))[0]["id"]


async def next_stop(connection: Connection) -> datetime | None:
    """When something of a meeting, a decision or a joint review falls due next."""
    (row,) = await connection.fetch(SQL.instant)
    return row["next"]


async def judged(pool: PoolOrConnection, number: int, verdict: str, told: str) -> None:
    """Keep what came of a decision."""
    await pool.execute(SQL.judge, number, verdict, told)
