"""How do clocks ring the moment they are due?"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

import asyncpg

from batonpass.run.wake import Wake, wait_for
from batonpass.store import clock
from batonpass.store.due import EVER, next_due, ring_from
from batonpass.store.open import passes
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
"""Look at least this often, whatever nobody told us."""
SLACK = timedelta(seconds=30)
"""The scan begins this long before now or the next step; a sweep every LOOK_SECONDS finds what came later still."""
BARELY = 0.0005
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Scan:
    """From where on the clocks are looked through.

    While somebody holds an old snapshot open, the index keeps an entry for every step that has rung since then.
    Beginning behind them keeps each look as cheap as ever (engine notes).
    """

    since: datetime = EVER
    sweep_at: float = 0.0

    def start(self, now: float) -> datetime:
        """Where this look begins: behind what is done, or every few seconds at the beginning of all."""
        if now < self.sweep_at:
            return self.since
        self.sweep_at = now + LOOK_SECONDS
        return EVER


async def keep_promises(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Ring every clock when it is due, for ever; any number of processes may."""
    alarm, scan = wake.event(), Scan()
    while True:
        alarm.clear()
        try:
            pause = await _look(pool, watched, wake, scan)
        except Exception as error:
            if not passes(error):
                log.exception("ringing clocks failed")
            pause = 1.0
        await wait_for(alarm, pause)


async def ring_all(pool: asyncpg.Pool, watched: Watched, *, since: datetime = EVER) -> int:
    """Ring every clock that is due now, each batch from where the one before ended; give how many."""
    total = 0
    while (rung := await ring_from(pool, watched, since)).count:
        total, since = total + rung.count, rung.upto
    return total


async def _look(pool: asyncpg.Pool, watched: Watched, wake: Wake, scan: Scan) -> float:
    """Ring what is due; give the seconds until the next step."""
    start = scan.start(asyncio.get_running_loop().time())
    if await ring_all(pool, watched, since=start):
        wake.poke()
    async with pool.acquire() as connection:
        upcoming = await next_due(connection, start)
        now = await clock.now(connection)
    scan.since = min(now, upcoming or now) - SLACK
    if upcoming is None:
        return LOOK_SECONDS
    return min(LOOK_SECONDS, max(BARELY, (upcoming - now).total_seconds() + BARELY))
