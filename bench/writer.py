"""How does one process take leads in, or write the same rows without deciding anything, as fast as it can?

Run by group_commit.py: `python -m bench.writer ours|rows URL PART OF LEADS FILE`. It says `ready`, waits for a line,
does its part of the work, and says how many seconds of its own CPU that took.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import asyncpg

from batonpass.run.event_loop import run
from batonpass.store import ahead
from batonpass.store.columns import apart
from batonpass.store.decide import Batch, Surroundings
from batonpass.store.in_force import in_force
from batonpass.store.open import open_pool
from batonpass.store.statements import statements
from batonpass.store.take import SQL, take, take_on
from batonpass.store.world import Watched, World
from bench.crowd import arrivals, people

BATCH = 500
ROWS = statements(Path(__file__).with_name("rows.sql"))
TYPED = {
    "t": lambda text: text,
    "i": lambda text: None if text is None else int(text),
    "n": lambda text: None if text is None else Decimal(text),
    "d": lambda text: None if text is None else datetime.fromisoformat(text),
    "b": lambda text: None if text is None else bytes.fromhex(text),
}
KINDS = (
    *"tttbbttdtttt", "", *"ttitttttnnnttttdddt", *"titdt", "", *"ttittttddddid", *"tt", *"ttttttt", *"tt",
)  # fmt: skip
"""The kind of each argument of the writing statement: text, int, numeric, instant, bytes; none for a single value."""
FACTS = 32
"""Where among these arguments those of the facts begin."""
Work = Callable[[], Awaitable[None]]


class Recorder:
    """Lends a connection and keeps the rows that are written through it."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection, self.written, self.early = connection, [], []
        self.fetch, self.fetchrow, self.fetchval = connection.fetch, connection.fetchrow, connection.fetchval

    async def execute(self, sql: str, *arguments: object) -> str:
        if sql == SQL.write:
            self.written.append(arguments)
        if sql == ahead.SQL.write_facts:
            self.early.append(arguments)
        return await self.connection.execute(sql, *arguments)


async def capture(url: str, leads: int, file: Path) -> None:
    """Take all leads in once, for real, and keep every row of every batch in a file."""
    pool, watched = await open_pool(url), Watched()
    written = []
    for batch in batches(leads):
        async with pool.acquire() as connection, connection.transaction():
            recorder = Recorder(connection)
            await take_on(recorder, watched, batch)
            written.append(_as_arrays(recorder.written, recorder.early))
    await pool.close()
    await asyncio.to_thread(file.write_bytes, pickle.dumps(written))


def _as_arrays(pages: list[tuple], early: list[tuple]) -> list:
    """What a batch wrote page by page, as one list of values a column: arrays, as a script by hand would send them.

    The facts that were written before the turns were held are among those of the batch.
    """
    whole: list = []
    for n, kind in enumerate(KINDS):
        first = pages[0][n]
        if kind == "":
            whole.append(first)
        else:
            whole.append([TYPED[kind](value) for page in pages for value in apart(page[n])])
    for n in range(5):
        column, kind = FACTS + n, KINDS[FACTS + n]
        whole[column] = [TYPED[kind](value) for page in early for value in apart(page[n])] + whole[column]
    for first, after, key in ((13, 32, 1), (38, 51, 3)):
        # What two pages wrote is written once, as it was at the end: a statement may not write a row twice.
        last = {row[:key]: row for row in zip(*whole[first:after], strict=True)}
        whole[first:after] = [list(column) for column in zip(*last.values(), strict=True)]
    return whole


def batches(leads: int) -> list:
    everybody = arrivals(people(leads))
    return [everybody[n : n + BATCH] for n in range(0, leads, BATCH)]


async def ours(pool: asyncpg.Pool, batch: list, watched: Watched) -> None:
    await take(pool, watched, batch)


async def rows(pool: asyncpg.Pool, written: list, _watched: Watched) -> None:
    """One transaction with one statement a table: what the same rows cost when nothing is read, locked or decided."""
    inbox, at, leads, facts = written[:12], written[12], written[13:32], written[32:37]
    version, clocks, cancelled, outbox, turns = (
        written[37],
        written[38:51],
        written[51:53],
        written[53:60],
        written[60:],
    )
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(ROWS.inbox, *inbox, at)
        await connection.execute(ROWS.leads, *leads)
        await connection.execute(ROWS.facts, *facts, at, version)
        await connection.execute(ROWS.clocks, *clocks)
        if cancelled[0]:
            await connection.execute(ROWS.cancelled, *cancelled)
        await connection.execute(ROWS.outbox, *outbox, at)
        await connection.execute(ROWS.turns, *turns)


def sorted_rows(written: list) -> list:
    """The same rows, those that others may change too in order, so that two processes never wait for each other."""
    for first, after in ((13, 32), (38, 51)):
        rows = sorted(zip(*written[first:after], strict=True), key=lambda row: row[0])
        written[first:after] = zip(*rows, strict=True)
    return written


def warm_up(world: World, at: datetime) -> None:
    """Decide a batch in memory, as a process that has been at work for a minute has: calendars and lists are read."""
    turns = {name: {} for name in world.directory.pools}
    batch = Batch(world, Surroundings(at=at, keys={}, contents={}, accounts={}, turns=turns, loads={}), [])
    for one in batches(BATCH)[0]:
        batch.take(one)


async def main(what: str, url: str, part: slice, *, leads: int, file: Path) -> None:
    if what == "ours":
        one, work = ours, batches(leads)
    else:
        kept = pickle.loads(await asyncio.to_thread(file.read_bytes))  # noqa: S301 - we wrote it
        one, work = rows, [sorted_rows(written) for written in kept]
    pool, watched = await open_pool(url, connections=1), Watched()
    at, world = await in_force(pool, watched)
    warm_up(world, at)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    began = time.process_time()
    for batch in work[part]:
        await one(pool, batch, watched)
    print(time.process_time() - began, flush=True)
    # The CPU of our connection's server process is being read: it must not end meanwhile.
    await asyncio.to_thread(sys.stdin.readline)
    await pool.close()


if __name__ == "__main__":
    what, url, first, of, leads, file = sys.argv[1:]
    run(main(what, url, slice(int(first), None, int(of)), leads=int(leads), file=Path(file)))
