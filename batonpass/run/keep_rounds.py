"""How do the rounds that reports read follow what happens, without taking the handoff's processor away?"""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.store.round_days import pack_days
from batonpass.store.rounds import keep_rounds, note_missed

LOOK_SECONDS = 1.0
SHARE = 3.0
"""After each slice of work it rests this many times as long as the slice took: a quarter of one processor at most."""
GATHER_SECONDS = 0.5
"""And never shorter than this: a slice of many leads costs little more than a slice of one."""
SWEEP_SECONDS = 3_600.0
log = logging.getLogger(__name__)


async def follow_rounds(pool: asyncpg.Pool) -> NoReturn:
    """Keep the rounds for ever. At the start, and every hour, leads that nobody noted are sought and found."""
    sweep_at, loop = 0.0, asyncio.get_running_loop()
    while True:
        begun, done = loop.time(), 0
        with carry_on(log, "keeping rounds failed"):
            if begun >= sweep_at:
                await note_missed(pool)
                sweep_at = begun + SWEEP_SECONDS
            done = await keep_rounds(pool) or await pack_days(pool)
        await asyncio.sleep(max(GATHER_SECONDS, SHARE * (loop.time() - begun)) if done else LOOK_SECONDS)
