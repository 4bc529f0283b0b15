"""How do the processes tell one another that there is something to do, without slowing down the handoff itself?"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import NoReturn

import asyncpg

from batonpass.store.open import connect, passes

GATHER_SECONDS = 0.02
"""Pokes within this time become one notification: a NOTIFY in every transaction would halve the rate (engine notes)."""
AGAIN_SECONDS = 1.0
CHANNEL = "batonpass"
log = logging.getLogger(__name__)


class Wake:
    """Set by whoever made work, here or in another process; waited for by those who do it."""

    def __init__(self, pool: asyncpg.Pool, url: str) -> None:
        """Remember where to tell and where to listen."""
        self._pool, self.url = pool, url
        self._events: list[asyncio.Event] = []
        self._telling: asyncio.Task[None] | None = None

    def event(self) -> asyncio.Event:
        """An alarm clock of one's own; clear it before looking for work."""
        event = asyncio.Event()
        self._events.append(event)
        return event

    def poke(self) -> None:
        """There is something to do: say so here at once, and to the other processes in a moment."""
        self._ring()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def listen(self) -> NoReturn:
        """Hear the other processes, for ever; a lost connection is opened again."""
        while True:
            try:
                await self._hear()
            except Exception as error:
                if not passes(error):
                    raise
                log.info("listening again: %s", error)
            self._ring()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _hear(self) -> None:
        connection = await connect(self.url)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            await connection.add_listener(CHANNEL, lambda *_: self._ring())
            await lost.wait()
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)

    async def _tell(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._pool.execute("select pg_notify($1, '')", CHANNEL)

    def _ring(self) -> None:
        for event in self._events:
            event.set()


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Sleep until the alarm rings, at most so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, seconds)):
            await event.wait()
