"""Who forgets, night by night, whose time is over?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.store.retention import nightly
from batonpass.store.world import Watched

LOOK_SECONDS = 60.0
log = logging.getLogger(__name__)


async def forget_nightly(pool: asyncpg.Pool, watched: Watched) -> NoReturn:
    """Look every minute whether it is time, for ever; of several processes one does it."""
    while True:
        with carry_on(log, "whose time is over could not be forgotten"):
            await nightly(pool, watched)
        await asyncio.sleep(LOOK_SECONDS)
