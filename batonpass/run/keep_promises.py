"""How do clocks ring the moment they are due?"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import NoReturn

import asyncpg

from batonpass.run.wake import Wake, wait_for
from batonpass.store import clock
from batonpass.store.due import BATCH, next_due, ring
from batonpass.store.open import passes
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
"""Look at least this often, whatever nobody told us."""
SLACK = timedelta(seconds=30)
"""The scan begins this long before the last step we rang; a full sweep every LOOK_SECONDS finds what was late."""
BARELY = 0.0005
log = logging.getLogger(__name__)


async def keep_promises(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Ring every clock when it is due, for ever; any number of processes may."""
    alarm = wake.event()
    while True:
        alarm.clear()
        try:
            pause = await _look(pool, watched, wake)
        except Exception as error:
            if not passes(error):
                log.exception("ringing clocks failed")
            pause = 1.0
        await wait_for(alarm, pause)


async def ring_all(pool: asyncpg.Pool, watched: Watched) -> int:
    """Ring every clock that is due now; give how many."""
    total, since = 0, None
    while rung := await ring(pool, watched, since=since):
        total += rung
        if rung < BATCH:
            break
    return total


async def _look(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> float:
    """Ring what is due; give the seconds until the next step."""
    if await ring_all(pool, watched):
        wake.poke()
    async with pool.acquire() as connection:
        upcoming: datetime | None = await next_due(connection)
        now = await clock.now(connection)
    if upcoming is None:
        return LOOK_SECONDS
    return min(LOOK_SECONDS, max(BARELY, (upcoming - now).total_seconds() + BARELY))
