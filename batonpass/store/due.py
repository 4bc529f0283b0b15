"""Which promises have come due, and what does the handoff do about them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.requests import Ring
from batonpass.store.arrival import Asked
from batonpass.store.clock_rows import promise_of
from batonpass.store.connection import Connection
from batonpass.store.decide import CannotDecide
from batonpass.store.open import with_retry
from batonpass.store.statements import statements
from batonpass.store.take import UNWRITABLE, answer_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
BATCH = 200
UNTOLD = "notification_outage"
"""The excuse for a breach of which nobody could know: no message about the lead had left when it was due."""
DOWN = "outage"
"""The excuse for a breach while nothing of ours ran: nobody was reminded, and nobody could say that it was kept."""
RESTORE = "restore"
"""The excuse for a breach in a time that was lost with the database: somebody may have kept the promise."""
RINGING = 7_233_621
"""The lock of whoever rings. Turns let one batch decide at a time: several at once would only split the work in small
pieces, each as dear as a large one, and wait for one another."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every step there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """How many clocks rang, and the step of the last of them, in the order they were due.

    `elsewhere`: none rang here, for somebody else is ringing them.
    """

    count: int
    upto: datetime
    elsewhere: bool = False


async def ring(pool: asyncpg.Pool, watched: Watched, *, limit: int = BATCH, since: datetime = EVER) -> int:
    """Carry out the steps of up to `limit` clocks that are due; give how many there were. See ring_from."""
    return (await ring_from(pool, watched, since, limit=limit)).count


async def ring_from(pool: asyncpg.Pool, watched: Watched, since: datetime, *, limit: int = BATCH) -> Rung:
    """Carry out the steps of up to `limit` clocks that are due, passing over those due before `since`.

    The leads are claimed with skip locked for the length of one transaction, in which nobody else rings: each step
    happens once, and what a killed worker held is free at once, for any of the others. A clock whose lead cannot be
    decided is put off for an hour with its error, and the others go on. `since` spares the scan the dead entries of
    the index that a long snapshot keeps; sweep from EVER now and then, for what was locked or came late.
    """
    claimed: list[asyncpg.Record] = []

    async def once() -> Rung:
        async with pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(SQL.alone, RINGING):
                return Rung(count=0, upto=since, elsewhere=True)
            rows = claimed[:] = await connection.fetch(SQL.claim, limit, since)
            if rows:
                asked = [Asked(lead_id=r["lead_id"], request=_ring(r)) for r in rows]
                await answer_on(connection, watched, asked)
            if missed := [r["lead_id"] for r in rows if r["missed"]]:
                await connection.execute(SQL.tell_together, missed, rows[0]["at"])
            return Rung(count=len(rows), upto=rows[-1]["next_at"] if rows else since)

    try:
        return await with_retry(once)
    except (*UNWRITABLE, CannotDecide) as error:
        if limit > 1:
            return await ring_from(pool, watched, since, limit=1)
        for stuck in claimed:
            told = str(error) if isinstance(error, CannotDecide) else f"{type(error).__name__}: {error}"
            await pool.execute(SQL.put_off, told, stuck["lead_id"], stuck["promise"], stuck["cycle"], stuck["next_at"])
        return Rung(count=len(claimed), upto=since)


async def next_due(connection: Connection, since: datetime = EVER) -> datetime | None:
    """The instant after which the next step is due, on the database's clock; steps before `since` are passed over."""
    return (await ahead(connection, since))[0]


async def ahead(connection: Connection, since: datetime) -> tuple[datetime | None, datetime]:
    """The same, and what time it is there."""
    (row,) = await connection.fetch(SQL.ahead, since)
    return row["upcoming"], row["now"]


def _ring(row: asyncpg.Record) -> Ring:
    excuses = (RESTORE, row["lost"]), (UNTOLD, row["untold"]), (DOWN, row["down"])
    excuse = next((why for why, holds in excuses if holds), "")
    return Ring(by="clock", promise=promise_of(row["promise"]), excuse=excuse)
