"""Who watches that promises are kept, when those who keep them may be the ones that stopped?"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import NoReturn

import asyncpg

from batonpass.connectors.channel import Channel, Later, Message, Never, Sent
from batonpass.run.carry_on import carry_on
from batonpass.store import outbox
from batonpass.store.alarms import raise_alarm, take_alarms
from batonpass.store.outbox import Outgoing
from batonpass.store.seals import Sealing, seal_some
from batonpass.store.watch import COSTS, COSTS_FOUND, FOUND_EVERY, WHOLE_EVERY, Finding, look, look_through
from batonpass.store.world import Watched

LOOK_SECONDS = 5.0
SEAL_SECONDS = 2.0
SEALING_COSTS = 19
"""Sealing takes at most one part in twenty of the time; what waits for it is sealed when it is calmer."""
AGAIN = timedelta(minutes=2)
LONGEST_SECONDS = 30.0
log = logging.getLogger(__name__)


async def keep_watch(pool: asyncpg.Pool, watched: Watched, channels: Mapping[str, Channel]) -> NoReturn:
    """Look whether promises are kept, for ever, in every process: one that stands still cannot report itself."""
    while True:
        with carry_on(log, "the watch could not look"):
            await _tell(pool, watched, channels, await look(pool, watched))
        await asyncio.sleep(LOOK_SECONDS)


async def look_at_all(pool: asyncpg.Pool, watched: Watched, channels: Mapping[str, Channel]) -> NoReturn:
    """Look at every lead, for ever, beside the watch, which is not to wait for it; beside many leads more seldom.

    While something stands that it has found it looks again sooner.
    """
    every, again = WHOLE_EVERY, FOUND_EVERY
    while True:
        began = time.monotonic()
        with carry_on(log, "the watch could not look at every lead"):
            fresh = await look_through(pool, watched, every, again=again)
            if fresh is not None:
                took = timedelta(seconds=time.monotonic() - began)
                every, again = max(WHOLE_EVERY, COSTS * took), max(FOUND_EVERY, COSTS_FOUND * took)
            await _tell(pool, watched, channels, fresh)
        await asyncio.sleep(LOOK_SECONDS)


async def _tell(
    pool: asyncpg.Pool, watched: Watched, channels: Mapping[str, Channel], fresh: list[Finding] | None
) -> None:
    """Raise what has become an alarm; after each look of ours, what waits is sent."""
    if fresh is None:
        return
    await raise_alarm(pool, watched, fresh)
    await send_alarms(pool, channels)


async def send_alarms(pool: asyncpg.Pool, channels: Mapping[str, Channel]) -> None:
    """Send the alarms that wait from here, past those who usually send."""
    for one in await take_alarms(pool):
        channel = channels.get(one.channel)
        result = await _sent(channel, one) if channel else Never(why=f"no channel is named {one.channel!r}")
        async with pool.acquire() as connection:
            match result:
                case Sent(detail=detail):
                    await outbox.sent(connection, [one], [detail])
                case Later(why=why):
                    await outbox.later(connection, [(one, AGAIN, why)])
                case Never(why=why):
                    await outbox.dead(connection, [(one, why)])


async def seal_facts(pool: asyncpg.Pool) -> NoReturn:
    """Put what is kept under seal, for ever, beside the handoff and at its leisure."""
    sealing = Sealing()
    while True:
        began = time.monotonic()
        with carry_on(log, "what was kept could not be sealed"):
            await seal_some(pool, sealing)
        await asyncio.sleep(max(SEAL_SECONDS, SEALING_COSTS * (time.monotonic() - began)))


async def _sent(channel: Channel, one: Outgoing) -> Sent | Later | Never:
    message = Message(
        key=one.key,
        kind=one.kind,
        recipient=one.recipient,
        effect=one.effect,
        at=one.at,
        tries=one.tries,
        language=one.language,
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await channel.send(message)
    except TimeoutError:
        return Later(why=f"{one.channel} did not finish within {LONGEST_SECONDS:g} seconds")
