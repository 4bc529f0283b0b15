"""Who forgets, night by night, whose time is over?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.store.open import passes
from batonpass.store.retention import nightly
from batonpass.store.world import Watched

LOOK_SECONDS = 60.0
log = logging.getLogger(__name__)


async def forget_nightly(pool: asyncpg.Pool, watched: Watched) -> NoReturn:
    """Look every minute whether it is time, for ever; of several processes one does it."""
    while True:
        try:
            await nightly(pool, watched)
        except Exception as error:
            if not passes(error):
                log.exception("whose time is over could not be forgotten")
        await asyncio.sleep(LOOK_SECONDS)
