"""How do messages leave the house, at least once, and what happens when they cannot?"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import NoReturn

import asyncpg

from batonpass.connectors.channel import Channel
from batonpass.run.on_the_way import A_RECIPIENT, OnTheWay
from batonpass.run.wake import Wake, wait_for
from batonpass.store import outbox
from batonpass.store.open import passes

LOOK_SECONDS = 5.0
AGAIN_SECONDS = 1.0
SINGLES_A_MINUTE = 5
"""More messages than this to one person on one channel go together in one (E09)."""
log = logging.getLogger(__name__)


async def deliver(
    pool: asyncpg.Pool,
    channels: Mapping[str, Channel],
    wake: Wake,
    *,
    lookups: bool = False,
    singles: int = SINGLES_A_MINUTE,
) -> NoReturn:
    """Send what waits in the outbox, for ever; any number of processes may. Look-ups have a loop of their own."""
    alarm = wake.event()
    out = OnTheWay(pool, channels, back=alarm, lookups=lookups, singles=singles)
    try:
        while True:
            alarm.clear()
            await wait_for(alarm, await _round(out, pool, lookups=lookups))
    finally:
        await out.drop()


async def send_some(
    pool: asyncpg.Pool,
    channels: Mapping[str, Channel],
    *,
    lookups: bool = False,
    singles: int = SINGLES_A_MINUTE,
) -> int:
    """Take up messages that are due, send them side by side, note what became of each; give how many."""
    out = OnTheWay(pool, channels, lookups=lookups, singles=singles)
    taken = await out.take_up()
    await out.finish()
    return taken


async def _round(out: OnTheWay, pool: asyncpg.Pool, *, lookups: bool) -> float:
    """Note what came back, take up what there is room for, and say after how many seconds to look again."""
    try:
        await out.note()
        while await out.take_up() >= A_RECIPIENT:
            pass  # fewer than one receiver takes at once: nothing that is due was passed over
        async with pool.acquire() as connection:
            ahead = await outbox.pause(connection, lookups=lookups)
    except Exception as error:
        if not passes(error):
            log.exception("delivering failed")
        return AGAIN_SECONDS
    soon = LOOK_SECONDS if ahead is None else ahead.total_seconds()
    return min(LOOK_SECONDS, max(out.crowded, soon, 0.01))
