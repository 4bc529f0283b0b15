"""How fast is each report with a million leads and ten million facts in the database?

python -m bench.reports [--leads 1000000] [--facts] [--data DIR]
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.learn.reports import REPORTS
from batonpass.store.open import open_pool
from batonpass.store.round_days import pack_days
from batonpass.store.statements import statements
from batonpass.store.world import Watched
from batonpass.web.reports.made import leads_behind, make_report
from bench.ground import furnish, kept, stand

SQL = statements(Path(__file__).with_suffix(".sql"))
ROUNDS = 5
TARGET_MS = 300


async def main(leads: int, data: Path | None, *, facts: bool) -> None:
    """Fill, pack, and ask each report over its own days, over a quarter, and over a year; what `data` holds stays."""
    async with furnished(data) if data else thrown_away() as url:
        pool = await open_pool(url)
        try:
            if not await is_filled(pool):
                await fill(pool, leads, facts=facts)
            for name in REPORTS:
                await told(name, pool, lambda name=name: make_report(pool, WATCHED, name, {}))
            quarter, year = since(90), since(365)
            await told("seams, a quarter", pool, lambda: make_report(pool, WATCHED, "seams", quarter))
            await told(
                "sla, a quarter, by team", pool, lambda: make_report(pool, WATCHED, "sla", {**quarter, "by": "team"})
            )
            await told("sla, a year", pool, lambda: make_report(pool, WATCHED, "sla", year))
            await told("leads behind a figure", pool, lambda: leads_behind(pool, WATCHED, {"only": "unworked"}))
        finally:
            await pool.close()


WATCHED = Watched()


@asynccontextmanager
async def thrown_away() -> AsyncGenerator[str]:
    """A database that is gone afterwards."""
    async with stand() as ground, ground.database() as url:
        yield url


@asynccontextmanager
async def furnished(data: Path) -> AsyncGenerator[str]:
    """A database that stays, with a playbook in force and the clock held still."""
    async with kept(data, test_clock=True) as url:
        pool = await open_pool(url, connections=1)
        if not await is_filled(pool):
            await furnish(url, frozen=True)
        await pool.close()
        yield url


async def is_filled(pool: asyncpg.Pool) -> bool:
    """Whether there is something to report about."""
    return await pool.fetchval("select exists (select from app.rounds)")


def since(days: int) -> dict[str, str]:
    """From so many days before the frozen instant of the ground."""
    return {"from": f"{(datetime(2027, 3, 2, tzinfo=UTC) - timedelta(days=days)).date()}"}


async def fill(pool: asyncpg.Pool, leads: int, *, facts: bool) -> None:
    """The rounds, and their days packed; with facts, ten a lead beside them."""
    begun = time.perf_counter()
    await pool.execute(SQL.fill, leads)
    if facts:
        await pool.execute(SQL.fill_facts, leads)
    await pool.execute(SQL.mark)
    print(f"filled {leads:,} leads in {time.perf_counter() - begun:.0f} s")
    begun, days = time.perf_counter(), 0
    while done := await pack_days(pool):
        days += done
    await pool.execute("analyze app.rounds, app.round_days")
    print(f"packed {days} days in {time.perf_counter() - begun:.0f} s")


async def told(what: str, pool: asyncpg.Pool, ask) -> None:
    """The median of a few, warm; the first is left out."""
    await ask()
    took, worked = [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), time.process_time()
        await ask()
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - used))
    middle, own = sorted(took)[len(took) // 2], sorted(worked)[len(worked) // 2]
    said = "within" if middle <= TARGET_MS else "MORE THAN"
    print(f"{what:<28} {middle:7.0f} ms, {own:5.0f} ms of our processor   {said} {TARGET_MS} ms")


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("--leads", type=int, default=1_000_000)
    given.add_argument("--facts", action="store_true")
    given.add_argument("--data", type=Path, help="a folder for the database, which then stays")
    read = given.parse_args()
    asyncio.run(main(read.leads, read.data, facts=read.facts))
