"""How do clocks ring the moment they are due?"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.wake import News, Wake, wait_for
from batonpass.store.due import EVER, Rung, ahead, ring_from
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
"""Look at least this often, whatever nobody told us."""
AGAIN_SECONDS = 1.0
"""And so soon after a look that went wrong."""
SLACK = timedelta(seconds=30)
"""The scan begins this long before now or the next step; a sweep every LOOK_SECONDS finds what came later still."""
BARELY = 0.0005
BREATHS = 2
BREATH_SECONDS = 0.05
"""When looks follow one another, this many times as long a rest as a look in which something rang took, less the rest
before it, and at most so many seconds: what comes due one after the other rings together, which costs little more than
one of them alone. What comes alone rings at once."""
ELSEWHERE_SECONDS = 1.0
"""So long, give or take a half, until we look again when somebody else is ringing: those who would only wait for one
another sleep, and one that dies is followed by another at once."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Scan:
    """From where on the clocks are looked through.

    While somebody holds an old snapshot open, the index keeps an entry for every step that has rung since then.
    Beginning behind them keeps each look as cheap as ever.
    """

    since: datetime = EVER
    sweep_at: float = 0.0
    ended: float = 0.0

    def start(self, now: float) -> datetime:
        """Where this look begins: behind what is done, or every few seconds at the beginning of all."""
        if now < self.sweep_at:
            return self.since
        self.sweep_at = now + LOOK_SECONDS
        return EVER

    def breath(self, began: float, ended: float) -> float:
        """How long to rest after a look in which something rang."""
        before, self.ended = began - self.ended, ended
        return min(BREATH_SECONDS, max(0.0, BREATHS * (ended - began) - before))


async def keep_promises(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Ring every clock when it is due, for ever; any number of processes may, and one rings at a time."""
    alarm, scan = wake.event(News.MESSAGES, News.DONE), Scan()
    while True:
        alarm.clear()
        rest, pause = 0.0, AGAIN_SECONDS
        with carry_on(log, "ringing clocks failed"):
            rest, pause = await _look(pool, watched, wake, scan)
        await asyncio.sleep(rest)
        await wait_for(alarm, pause - rest)


async def ring_all(pool: asyncpg.Pool, watched: Watched, *, since: datetime = EVER) -> int:
    """Ring every clock that is due now, each batch from where the one before ended; give how many."""
    return (await _ring_all(pool, watched, since)).count


async def _ring_all(pool: asyncpg.Pool, watched: Watched, since: datetime) -> Rung:
    total = 0
    while (rung := await ring_from(pool, watched, since)).count:
        total, since = total + rung.count, rung.upto
    return Rung(count=total, upto=since, elsewhere=rung.elsewhere)


async def _look(pool: asyncpg.Pool, watched: Watched, wake: Wake, scan: Scan) -> tuple[float, float]:
    """Ring what is due; give for how many seconds to look at nothing, and when the next step is due."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    start = scan.start(began)
    rung = await _ring_all(pool, watched, start)
    if rung.count:
        wake.poke(News.MESSAGES, elsewhere=News.DONE)
    if rung.elsewhere:
        rest = random.uniform(0.5, 1.5) * ELSEWHERE_SECONDS  # noqa: S311 - so that those who met do not meet again
        return rest, rest
    async with pool.acquire() as connection:
        upcoming, now = await ahead(connection, start)
    scan.since = min(now, upcoming or now) - SLACK
    rest = scan.breath(began, loop.time()) if rung.count else 0.0
    if upcoming is None:
        return rest, LOOK_SECONDS
    return rest, min(LOOK_SECONDS, max(BARELY, (upcoming - now).total_seconds() + BARELY))
