"""How do the processes tell one another that there is something to do, without slowing down the handoff itself?"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from enum import StrEnum
from typing import NoReturn

import asyncpg

from batonpass.run.carry_on import carry_on
from batonpass.store.open import OF_DATABASE, connect

GATHER_SECONDS = 0.02
"""Pokes within this time become one notification: a NOTIFY in every transaction would halve the rate."""
AGAIN_SECONDS = 1.0
CHANNEL = "batonpass"
log = logging.getLogger(__name__)


class News(StrEnum):
    """What a poke is about."""

    ANYTHING = ""
    MESSAGES = "messages"
    """Only messages wait: no promise has begun of which those who ring clocks do not know."""
    DONE = "done"
    """Something has changed, and who says so does what follows from it: worth knowing for pages that are open."""


class Wake:
    """Set by whoever made work, here or in another process; waited for by those who do it."""

    def __init__(self, pool: asyncpg.Pool, url: str) -> None:
        """Remember where to tell and where to listen."""
        self._pool, self.url = pool, url
        self._events: list[tuple[asyncio.Event, frozenset[News]]] = []
        self._telling: asyncio.Task[None] | None = None
        self._untold: set[News] = set()

    def event(self, *deaf_to: News) -> asyncio.Event:
        """An alarm clock of one's own; clear it before looking for work. Some news may leave it silent."""
        event = asyncio.Event()
        self._events.append((event, frozenset(deaf_to)))
        return event

    def poke(self, news: News = News.ANYTHING, *, elsewhere: News | None = None) -> None:
        """There is something to do: say so here at once, and to the other processes in a moment, or something else."""
        self._ring(news)
        self.tell(elsewhere or news)

    def tell(self, news: News) -> None:
        """Say it to the other processes alone, in a moment."""
        self._untold.add(news)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def listen(self) -> NoReturn:
        """Hear the other processes, for ever; a lost connection is opened again."""
        while True:
            with carry_on(log, "listening to other processes failed"):
                await self._hear()
            self._ring(News.ANYTHING)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _hear(self) -> None:
        connection = await connect(self.url)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            await connection.add_listener(CHANNEL, lambda *told: self._heard(str(told[-1])))
            await lost.wait()
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)

    async def _tell(self) -> None:
        while self._untold:
            await asyncio.sleep(GATHER_SECONDS)
            told = News.ANYTHING if News.ANYTHING in self._untold else " ".join(sorted(self._untold))
            self._untold.clear()
            with suppress(*OF_DATABASE):
                await self._pool.execute("select pg_notify($1, $2)", CHANNEL, told)

    def _heard(self, told: str) -> None:
        """Ring for what another process says, perhaps one of another version: what we do not know may be anything."""
        words = told.split()
        for news in words if words and {*words} <= {*News} else (News.ANYTHING,):
            self._ring(News(news))

    def _ring(self, news: News) -> None:
        for event, deaf_to in self._events:
            if news not in deaf_to:
                event.set()


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Sleep until the alarm rings, at most so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, seconds)):
            await event.wait()
