"""Which promises have come due, and what does the handoff do about them?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.requests import Ring
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection
from batonpass.store.open import with_retry
from batonpass.store.statements import statements
from batonpass.store.take import answer_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
BATCH = 200


async def ring(pool: asyncpg.Pool, watched: Watched, *, limit: int = BATCH, since: datetime | None = None) -> int:
    """Carry out the steps of up to `limit` clocks that are due; give how many there were.

    The leads are claimed with skip locked for the length of one transaction, so that any number of workers share the
    work, each step happens once, and what a killed worker held is free at once. A clock whose lead cannot be decided is
    put off for an hour with its error, and the others go on. `since` spares the scan the dead entries of the index that
    a long snapshot keeps (engine notes); sweep without it now and then.
    """

    async def once() -> int:
        async with pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(SQL.claim, limit, since)
            if rows:
                await answer_on(
                    connection, watched, [Asked(lead_id=r["lead_id"], request=_ring(r["promise"])) for r in rows]
                )
            return len(rows)

    try:
        return await with_retry(once)
    except (
        asyncpg.DataError,
        asyncpg.IntegrityConstraintViolationError,
        ArithmeticError,
        LookupError,
        ValueError,
    ) as error:
        if limit == 1:
            async with pool.acquire() as connection:
                return await connection.fetchval(SQL.put_off, f"{type(error).__name__}: {error}")
        return await ring(pool, watched, limit=1, since=since)


async def next_due(connection: Connection) -> datetime | None:
    """The instant after which the next step is due, on the database's clock."""
    return await connection.fetchval(SQL.next_due)


def _ring(promise: str) -> Ring:
    return Ring(by="clock", promise=promise)
