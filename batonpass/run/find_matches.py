"""How do leads find the account whose name or domain is only nearly theirs, without anybody waiting for it?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store.match import find_some
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
log = logging.getLogger(__name__)


async def find_matches(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Look at what came in every few seconds, for ever; of many processes one looks at a time."""
    while True:
        found = 0
        with carry_on(log, "finding matches failed"):
            found = await find_some(pool, watched)
        if found:
            wake.poke()
        await asyncio.sleep(0 if found else LOOK_SECONDS)
