"""How does a lead follow its record in the CRM when that is merged, deleted or forgotten there?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.run.crm_sync import CrmSync
from batonpass.run.join_visits import join_some
from batonpass.run.wake import Wake
from batonpass.store.record_fates import forget_old, settle_fates
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
OLD_EVERY = 720
"""Looks between two in which what is about nobody of ours is dropped: about an hour."""
log = logging.getLogger(__name__)


async def follow_some(pool: asyncpg.Pool, watched: Watched, crm: CrmSync | None) -> int:
    """Do what can be done now, and take in what waited under ids of which it tells whose they are; give how much."""
    done = await settle_fates(pool, watched, crm.lives_on if crm else None)
    return done + (await join_some(pool, watched) if done else 0)


async def follow_records(crm: CrmSync, wake: Wake) -> NoReturn:
    """Do what follows every few seconds, for ever; any number of processes may."""
    looks = 0
    while True:
        with carry_on(log, "following records of the CRM failed"):
            if await follow_some(crm.pool, crm.watched, crm):
                wake.poke()
            if looks % OLD_EVERY == 0:
                await forget_old(crm.pool)
        looks += 1
        await asyncio.sleep(LOOK_SECONDS)
