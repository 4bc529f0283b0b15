"""How is a step of a deal that came too early taken when its lead may take it?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.wake import Wake
from batonpass.store.deal_steps import take_ripe
from batonpass.store.open import passes
from batonpass.store.world import Watched

LOOK_SECONDS = 2.0
log = logging.getLogger(__name__)


async def follow_deals(pool: asyncpg.Pool, watched: Watched, wake: Wake) -> NoReturn:
    """Take what waited and is ripe, and refuse what waited too long, for ever; any number of processes may."""
    while True:
        try:
            if await take_ripe(pool, watched):
                wake.poke()
        except Exception as error:
            if not passes(error):
                log.exception("taking steps of deals failed")
        await asyncio.sleep(LOOK_SECONDS)
