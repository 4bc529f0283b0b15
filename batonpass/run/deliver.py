"""How do messages leave the house, at least once, and what happens when they cannot?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import NoReturn

import asyncpg

from batonpass.connectors.channel import Channel
from batonpass.run.on_the_way import A_RECIPIENT, OnTheWay
from batonpass.run.wake import News, Wake, wait_for
from batonpass.store import outbox
from batonpass.store.open import passes

LOOK_SECONDS = 5.0
NOT_AGAIN_SECONDS = 0.01
AGAIN_SECONDS = 1.0
IN_VAIN = 3
IN_VAIN_SECONDS = 0.25
"""After a round in which there was nothing to do, this many times as long a rest, and at most so many seconds: of those
who were woken for the same message, one sends it, and the others leave it the machine."""
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
    alarm, loop = wake.event(News.DONE), asyncio.get_running_loop()
    out = OnTheWay(pool, channels, back=alarm, lookups=lookups, singles=singles)
    try:
        while True:
            alarm.clear()
            began, before = loop.time(), out.turnover
            soon = await _round(out, pool, lookups=lookups)
            if soon <= 0 and out.crowded:
                wake.tell(News.MESSAGES)
            rest = min(IN_VAIN_SECONDS, IN_VAIN * (loop.time() - began)) if out.turnover == before else 0.0
            await asyncio.sleep(rest)
            await wait_for(alarm, max(out.crowded, soon - rest, NOT_AGAIN_SECONDS))
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
    """Note what came back, take up what there is room for, and say after how many seconds the next is due."""
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
    return LOOK_SECONDS if ahead is None else min(LOOK_SECONDS, ahead.total_seconds())
