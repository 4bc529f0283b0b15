"""How do visits still find their person when the process that knew both was lost in between?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store import visitors
from batonpass.store.take import take
from batonpass.store.world import Watched
from batonpass.web.intake.events import claim

LOOK_SECONDS = 60.0
log = logging.getLogger(__name__)


async def join_left_over(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Join what was left over and forget what nobody claimed, once a minute, for ever; any number of processes may."""
    while True:
        with carry_on(log, "joining visits failed"):
            if await join_some(pool, watched):
                wake.poke()
            await visitors.forget_old(pool)
        await asyncio.sleep(LOOK_SECONDS)


async def join_some(pool: asyncpg.Pool, watched: Watched) -> int:
    """Take in what waits under ids whose person is known; give how many."""
    people = await visitors.left_over(pool)
    some = await visitors.waiting(pool, people) if people else []
    if some:
        await take(pool, watched, [claim(one, people[one.alias]) for one in some])
        await visitors.claimed(pool, some)
    return len(some)
