"""How do messages leave the house, at least once, and what happens when they cannot?"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NoReturn

import asyncpg

from batonpass.connectors.channel import Channel, Later, Message, Never, Result, Sent, wait
from batonpass.run.wake import Wake, wait_for
from batonpass.store import clock, outbox
from batonpass.store.connection import Connection
from batonpass.store.open import passes, with_retry
from batonpass.store.outbox import Outgoing

AT_ONCE = 50
LOOK_SECONDS = 5.0
log = logging.getLogger(__name__)


async def deliver(
    pool: asyncpg.Pool, channels: Mapping[str, Channel], wake: Wake, *, lookups: bool = False
) -> NoReturn:
    """Send what waits in the outbox, for ever; any number of processes may. Look-ups have a loop of their own."""
    alarm = wake.event()
    while True:
        alarm.clear()
        try:
            while await send_some(pool, channels, lookups=lookups):
                pass
            pause = await _pause(pool, lookups=lookups)
        except Exception as error:
            if not passes(error):
                log.exception("delivering failed")
            pause = 1.0
        await wait_for(alarm, pause)


async def send_some(pool: asyncpg.Pool, channels: Mapping[str, Channel], *, lookups: bool = False) -> int:
    """Claim messages that are due, send them side by side, write down what became of each; give how many."""
    async with pool.acquire() as connection:
        messages = await outbox.claim(connection, limit=AT_ONCE, lookups=lookups)
    if not messages:
        return 0
    results = await asyncio.gather(*(_send(message, channels) for message in messages))
    pairs = list(zip(messages, results, strict=True))

    async def note() -> None:
        async with pool.acquire() as connection:
            await outbox.sent(connection, [m for m, result in pairs if isinstance(result, Sent)])
            for message, result in pairs:
                await _note(connection, message, result)

    await with_retry(note)
    return len(messages)


async def _send(message: Outgoing, channels: Mapping[str, Channel]) -> Result:
    channel = channels.get(message.channel)
    if channel is None:
        return Never(why=f"no channel is named {message.channel!r}; the playbook's `notify` names those there are")
    try:
        return await channel.send(_as_message(message))
    except Exception as error:
        log.exception("channel %s failed on %s", message.channel, message.key)
        return Later(why=f"{type(error).__name__}: {error}")


async def _note(connection: Connection, message: Outgoing, result: Result) -> None:
    match result:
        case Sent():
            pass
        case Never(why=why):
            await outbox.dead(connection, message, why=why)
        case Later(why=why):
            after = wait(_as_message(message), result, luck=random.random())  # noqa: S311 - spreads retries, guards nothing
            if after is None:
                await outbox.dead(connection, message, why=f"given up after {message.tries + 1} tries: {why}")
            else:
                await outbox.later(connection, message, after=after, why=why)


def _as_message(message: Outgoing) -> Message:
    return Message(
        key=message.key,
        kind=message.kind,
        recipient=message.recipient,
        effect=message.effect,
        at=message.at,
        tries=message.tries,
        lead=message.lead_id,
        cycle=getattr(message.effect, "cycle", 0),
    )


async def _pause(pool: asyncpg.Pool, *, lookups: bool) -> float:
    async with pool.acquire() as connection:
        upcoming: datetime | None = await outbox.next_out(connection, lookups=lookups)
        now = await clock.now(connection)
    ahead = upcoming - now if upcoming else timedelta(seconds=LOOK_SECONDS)
    return min(LOOK_SECONDS, max(0.01, ahead.total_seconds()))
