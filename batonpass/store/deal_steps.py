"""What becomes of a step of a deal that the CRM tells before its lead may take it?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import asyncpg
import msgspec

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests_second import Lose, OpenOpportunity, Win
from batonpass.store.arrival import Asked, State
from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.stuck import STUCK, say_once
from batonpass.store.take import answer_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
DealStep = OpenOpportunity | Win | Lose
KINDS: Mapping[str, type[DealStep]] = {kind.__name__: kind for kind in (OpenOpportunity, Win, Lose)}
KEPT_FOR = timedelta(days=90)
SHOWN_FOR = timedelta(days=30)
SOME = 100
ROWS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """A step that waits or waited: of which lead and deal, since when, and how it stands."""

    id: int
    lead_id: str
    deal_id: str
    kind: str
    told_at: datetime
    state: str
    done_at: datetime | None
    says: str

    @property
    def until(self) -> datetime:
        """When its time is over."""
        return self.told_at + KEPT_FOR


async def let_wait(pool: asyncpg.Pool, lead_id: str, step: DealStep, refused: Refusal) -> None:
    """Keep a step that was refused only because it came too early, once, for KEPT_FOR."""
    body = encode(step)
    key = step.key or hashlib.sha256(body.encode()).hexdigest()
    await pool.execute(SQL.wait, lead_id, step.deal_id, key, type(step).__name__, body, refused.says)


async def take_ripe(pool: asyncpg.Pool, watched: Watched, *, lead_id: str | None = None) -> int:
    """Take what waited and may be taken now, of one lead if it is named; give how many no longer wait.

    A step whose time is over is refused. Any number of processes may: a step counts by its own key, once.
    """
    rows = await pool.fetch(SQL.ripe, KEPT_FOR, lead_id, SOME)
    return sum([await _ripe_one(pool, watched, row) for row in rows])


async def steps_told(pool: asyncpg.Pool, *, state: str | None = None) -> list[StepTold]:
    """Steps that wait, the longest first, and those that came to an end within SHOWN_FOR."""
    return [StepTold(**row) for row in await pool.fetch(SQL.some, state, SHOWN_FOR, ROWS_MAX)]


async def _ripe_one(pool: asyncpg.Pool, watched: Watched, row: asyncpg.Record) -> bool:
    try:
        return await in_one(pool, partial(_settled, watched, row))
    except STUCK as error:
        say_once(f"step {row['id']} of a deal, of lead {row['lead_id']},", str(error))
        return False


async def _settled(watched: Watched, row: asyncpg.Record, connection: Connection) -> bool:
    step = msgspec.json.decode(row["body"], type=KINDS[row["kind"]])
    (outcome,) = await answer_on(connection, watched, [Asked(lead_id=row["lead_id"], request=step)])
    if outcome.state is State.UNKNOWN_LEAD or (outcome.refusal and outcome.refusal.early and not row["over"]):
        return False
    state, says = ("refused", outcome.refusal.says) if outcome.refusal else ("taken", "")
    await connection.execute(SQL.settle, row["id"], state, says)
    return True
