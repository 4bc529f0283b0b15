"""Do clocks ring on time among a million others, how fast is a heap worked off, and does an old snapshot matter?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import asyncpg

from batonpass.run.keep_promises import keep_promises, ring_all
from batonpass.run.wake import Wake
from batonpass.store import due
from batonpass.store.open import open_pool
from batonpass.store.statements import statements
from batonpass.store.take import take
from batonpass.store.world import Watched
from bench.crowd import arrivals, people
from bench.ground import Ground
from bench.lines import Line, compared, percentile, reached, within
from bench.plan import Plan

SQL = statements(Path(__file__).with_suffix(".sql"))
CHUNK = 200_000
FEW = 10_000
APART = timedelta(milliseconds=60)
AT_ONCE = timedelta(microseconds=1)
BATCH = 500
NUMBERS = count()


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """Every database holds so many open clocks that are not due; those that ring are copies of a lead taken in."""
    async with office(ground, plan.clocks) as pool:
        late = await _lateness(pool, plan)
        among = f"{plan.clocks:,} open clocks"
        yield within(f"{among}, idle: due to committed, p50", percentile(late, 50), "ms", 20)
        yield within(f"{among}, idle: due to committed, p99", percentile(late, 99), "ms", 20)
        drained = [await _drain(pool, plan.drained) for _ in range(plan.rounds)]
        yield reached(f"{among}: {plan.drained:,} due at once, claimed and closed", drained, "clocks/s", 20_000)
        steps = [await _steps(pool, plan.drained) for _ in range(plan.rounds)]
        middle = sorted(steps)[len(steps) // 2]
        yield Line(measure=f"{among}: {plan.drained:,} due at once, each decided", ours=f"{middle:,.0f} steps/s")
        free, held = await _beside_snapshot(pool, plan)
        yield compared(
            f"beside an open snapshot, after {plan.snapshot_fires:,} more rang", [(held, free)], "clocks/s", 0.3
        )
    async with office(ground, FEW) as few, office(ground, plan.many_clocks) as many:
        pairs = [(await _drain(many, plan.drained), await _drain(few, plan.drained)) for _ in range(plan.rounds + 2)]
        yield compared(f"{plan.many_clocks:,} open clocks against {FEW:,}", pairs, "clocks/s", 0.9)


@asynccontextmanager
async def office(ground: Ground, clocks: int) -> AsyncGenerator[asyncpg.Pool]:
    """A database with so many open clocks, on the real time."""
    async with ground.database(frozen=False) as url:
        pool = await open_pool(url)
        try:
            for first in range(0, clocks, CHUNK):
                await pool.execute(SQL.open_clocks, first, min(first + CHUNK, clocks) - 1)
            await pool.execute("vacuum analyze app.clocks, app.leads")
            await ground.calm()
            yield pool
        finally:
            await pool.close()


async def _due(pool: asyncpg.Pool, number: int, *, start: datetime, apart: timedelta = AT_ONCE) -> str:
    """So many more leads, due one after the other; give the name they share."""
    sample = people(50)[0]
    (outcome,) = await take(pool, Watched(), arrivals([sample], tag=f"{next(NUMBERS)} "))
    name = f"due{next(NUMBERS):05d}"
    await pool.execute(SQL.copy_leads, name, start, apart, number, outcome.lead_id)
    return name


async def _lateness(pool: asyncpg.Pool, plan: Plan) -> list[float]:
    """Milliseconds from due to committed, with the loop that every process of ours runs, and nothing else to do."""
    wake = Wake(pool, "")  # there is no other process to be heard
    ringing = asyncio.create_task(keep_promises(pool, Watched(), wake))
    start = datetime.now(UTC) + timedelta(seconds=3)
    name = await _due(pool, plan.fires, start=start, apart=APART)
    wake.poke()
    await asyncio.sleep((start + plan.fires * APART - datetime.now(UTC)).total_seconds() + 1)
    ringing.cancel()
    with suppress(asyncio.CancelledError):
        await ringing
    late = [float(row[0]) for row in await pool.fetch(SQL.lateness, name)]
    if len(late) != plan.fires:
        raise RuntimeError(f"{len(late)} of {plan.fires} clocks rang")
    return late


async def _drain(pool: asyncpg.Pool, number: int) -> float:
    """Clocks a second through the statement that claims them, closed in the same transaction, in order."""
    await _due(pool, number, start=datetime.now(UTC) - timedelta(minutes=5))
    began, since, done = time.perf_counter(), due.EVER, 0
    while True:
        async with pool.acquire() as connection, connection.transaction():
            claimed = await connection.fetch(due.SQL.claim, BATCH, since)
            if not claimed:
                break
            await connection.execute(SQL.close, [row["lead_id"] for row in claimed])
        done, since = done + len(claimed), claimed[-1]["next_at"]
    if done != number:
        raise RuntimeError(f"{done} of {number} clocks were claimed")
    return done / (time.perf_counter() - began)


async def _steps(pool: asyncpg.Pool, number: int) -> float:
    """Steps a second, each decided and written as in production, by one worker."""
    await _due(pool, number, start=datetime.now(UTC) - timedelta(minutes=5))
    watched = Watched()
    began = time.perf_counter()
    done = await ring_all(pool, watched)
    if done != number:
        raise RuntimeError(f"{done} of {number} clocks rang")
    return done / (time.perf_counter() - began)


async def _beside_snapshot(pool: asyncpg.Pool, plan: Plan) -> tuple[float, float]:
    """The rate before, and the rate while a reader has kept its snapshot open and tens of thousands rang since."""
    free = await _drain(pool, plan.drained)
    async with pool.acquire() as reader:
        await reader.execute("begin isolation level repeatable read")
        await reader.fetchval("select count(*) from app.turns")
        rates = []
        for _ in range(max(2, plan.snapshot_fires // plan.drained)):
            rates.append(await _drain(pool, plan.drained))
            await reader.fetchval("select 1")  # one that idles for a minute would be shut out
        await reader.execute("rollback")
    return free, rates[-1]
