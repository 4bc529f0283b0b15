"""Does a list that is taken in behind the scenes go on when whoever works on it is killed, each row once?"""

from __future__ import annotations

import asyncio
from multiprocessing import active_children

from batonpass.run.compute import compute_next
from batonpass.store import imported, uploads
from batonpass.store.uploads import Choice
from tests.store.office import furnish
from tests.whole.patience import linger

ROWS = 4_000
LOOK_SECONDS = 0.02


async def begun(pool) -> str:
    """A long list that somebody said yes to; the id of its import."""
    text = "email,first_name\n" + "".join(f"p{n}@firm{n}.example,Eva\n" for n in range(ROWS))
    choice = Choice(columns={})
    made = await uploads.bring(pool, "fair.csv", text.encode(), choice=choice, declared={}, by="maya")
    await pool.execute("delete from app.computations")
    upload = await uploads.find(pool, made)
    await uploads.begin(pool, upload, by="maya")
    return upload.import_id


async def killed_half_way(pool, database, name: str) -> int:
    """Work on it until some rows are in, kill the worker hard, and give how far it was."""
    working = asyncio.create_task(compute_next(pool, database))
    while not (await imported.one(pool, name)).taken:
        assert not working.done()
        await linger(LOOK_SECONDS)
    for child in active_children():
        child.kill()
    await working
    return (await imported.one(pool, name)).taken


async def test_an_import_whose_worker_is_killed_goes_on_with_each_row_once(pool, database):
    await furnish(pool)
    name = await begun(pool)
    assert 0 < await killed_half_way(pool, database, name) < ROWS
    assert await pool.fetchval("select state from app.computations") == "running"
    await pool.execute("update app.computations set lease_until = clock_timestamp()")
    await compute_next(pool, database)
    found = await imported.one(pool, name)
    assert (found.state, found.taken, found.merged, found.failed) == ("done", ROWS, 0, 0)
    assert await pool.fetchval("select count(*) from app.inbox") == ROWS
    assert await pool.fetchval("select count(*) from app.leads") == ROWS
