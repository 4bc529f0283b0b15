"""A run of an import that tests can kill: it says a line for each batch it has taken in."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from batonpass.store.imports import begin, finish, take_rows
from batonpass.store.open import open_pool
from batonpass.store.world import Watched
from batonpass.written.csv_file import look, rows
from batonpass.written.csv_sent import Sender
from tests.store.imported import planned

BATCH = 50


async def run(url: str, path: Path) -> None:
    pool = await open_pool(url, connections=2)
    file = look(path)
    plan = planned(file)
    since = (await begin(pool, plan)).line_next
    batch = []
    for row in rows(file, since=since):
        batch.append(Sender(plan.mapped).read(row))
        if len(batch) == BATCH:
            await take_rows(pool, Watched(), plan, batch)
            sys.stdout.write("taken\n")
            sys.stdout.flush()
            batch = []
    await take_rows(pool, Watched(), plan, batch)
    await finish(pool, plan)
    await pool.close()


asyncio.run(run(sys.argv[1], Path(sys.argv[2])))
