"""How are meetings planned, frozen when they begin, and their decisions judged, without anybody thinking of it?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store.world import Watched
from batonpass.web.meeting.tending import tend

LOOK_SECONDS = 15.0
log = logging.getLogger(__name__)


async def hold_meetings(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Look every few seconds whether something of a meeting is due, for ever; any number of processes may."""
    while True:
        done = 0
        with carry_on(log, "tending meetings failed"):
            done = await tend(pool, watched)
        if done:
            wake.poke()
        await asyncio.sleep(LOOK_SECONDS)
