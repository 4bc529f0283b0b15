"""How do we notice that somebody has put an earlier copy of the database in place of the one we knew?"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.store.forgotten import forget_again, keep_list
from batonpass.store.gone_back import put_right
from batonpass.store.recovery import OLDER, beat, put_on_hold, write_mark
from batonpass.store.settings import installation

BEAT_SECONDS = 2.0
log = logging.getLogger(__name__)


async def keep_pulse(pool: asyncpg.Pool, data: Path) -> NoReturn:
    """Count how far the database has lived, in it and beside it, for ever; any number of processes may.

    A count that is not beyond the one we saw last is that of another copy: from then on nothing leaves (H03), and who
    was forgotten since is forgotten in it again.
    """
    seen = told = 0
    while True:
        with carry_on(log, "the pulse could not be kept"):
            seen = await beat_once(pool, data, seen)
            told = await keep_list(pool, data, after=told)
        await asyncio.sleep(BEAT_SECONDS)


async def beat_once(pool: asyncpg.Pool, data: Path, seen: int) -> int:
    """One beat; gives how far the database has lived, never less than it was `seen` to."""
    name = await installation(pool)
    async with pool.acquire() as connection, connection.transaction():
        back = await put_right(connection)
        number = await beat(connection)
        older = number <= seen
        if older:
            await put_on_hold(connection, OLDER)
            number = await connection.fetchval("update app.pulse set number = $1 returning number", seen + 1)
    if back is not None:
        log.warning("the database's clock went back by %s; what waited for its return is put right", back)
    if older:
        await forget_again(pool, data)
    await asyncio.to_thread(write_mark, data, name, number)
    return number
