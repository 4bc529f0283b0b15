"""How does a draft judge live leads beside the version in force, out of everybody's way?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.store.shadow import Shadow
from batonpass.store.world import Watched

LOOK_SECONDS = 2.0
log = logging.getLogger(__name__)


async def follow_shadow(pool: asyncpg.Pool, watched: Watched) -> NoReturn:
    """Judge what has arrived, for ever; nothing to do while no draft is a shadow. Never in a lead's own transaction."""
    shadow = Shadow(pool, watched)
    while True:
        done = 0
        with carry_on(log, "the shadow could not judge"):
            done = await shadow.follow()
        await asyncio.sleep(0.1 if done else LOOK_SECONDS)
