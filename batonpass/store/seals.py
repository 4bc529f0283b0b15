"""How are kept facts sealed, so that a later change is found, without slowing those who write them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
ADVISORY_KEY = 7_233_617
OVERLAP = timedelta(seconds=15)
"""A decision's instant is read before it is committed; so far back we look again. What came later, the walk finds."""
WALK = 2_000
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Sealing:
    """How far one process has come: everything kept before `since` was seen, and leads up to `walked` were visited."""

    since: datetime = EVER
    walked: str = ""


async def seal_some(pool: asyncpg.Pool, sealing: Sealing) -> int:
    """Seal what was kept since the last time, and what the next leads in turn still lack; give how many facts.

    Beside the handoff, in a transaction of its own; of many processes one works at a time.
    """

    async def once(connection: Connection) -> int:
        if not await connection.fetchval(SQL.one_at_a_time, ADVISORY_KEY):
            return 0
        return await _seal(connection, sealing)

    return await in_one(pool, once)


async def seal_all(pool: asyncpg.Pool) -> int:
    """Seal everything that was kept; give how many facts."""
    sealing, total = Sealing(), 0
    while True:
        total += await seal_some(pool, sealing)
        if not sealing.walked:
            return total


async def head(connection: Connection) -> str:
    """The last seal, as NUMBER:HEX: whoever keeps it elsewhere finds out when the end is cut off."""
    row = await connection.fetchrow(SQL.head)
    return f"{row['number']}:{row['seal']}" if row else ""


async def _seal(connection: Connection, sealing: Sealing) -> int:
    recent = await connection.fetchrow(SQL.kept_since, sealing.since) if sealing.since > EVER else None
    walked: list[str] = await connection.fetchval(SQL.next_leads, sealing.walked, WALK) or []
    leads = sorted({*((recent["leads"] or ()) if recent else ()), *walked})
    row = await connection.fetchrow(SQL.seal, leads) if leads else None
    now = recent["at"] if recent else await connection.fetchval("select app.now()")
    sealing.since, sealing.walked = now - OVERLAP, walked[-1] if len(walked) == WALK else ""
    return row["facts"] if row else 0
