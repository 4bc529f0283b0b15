"""How does marketing hear of leads that wait for it, without anybody opening the page?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store import reviewers
from batonpass.store.world import Watched

LOOK_SECONDS = 10.0
log = logging.getLogger(__name__)


async def tell_reviewers(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Look every few seconds whether somebody has to be told, for ever; any number of processes may."""
    while True:
        told = 0
        with carry_on(log, "telling reviewers failed"):
            told = await reviewers.tell_reviewers(pool, watched)
        if told:
            wake.poke()
        await asyncio.sleep(LOOK_SECONDS)
