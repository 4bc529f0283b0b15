"""How do all open pages hear of a change, with one alarm clock for the process and no question to the database?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

AT_MOST_EVERY = 1.0
"""Seconds: a hundred leads in a second are one piece of news for somebody who reads a list."""
STILL_THERE = 15.0
"""Seconds after which a silent line is shown to be alive, so that proxies do not close it."""
LONGEST = 900.0
"""Seconds after which a line ends, for a browser opens another at once: nobody who never reads keeps one for ever."""


class Live:
    """Turns the alarms of the process, which ring after each commit here or elsewhere, into news for pages."""

    def __init__(self, alarm: asyncio.Event) -> None:
        """Take an alarm clock of our own, which somebody else sets."""
        self._alarm, self._news, self._over = alarm, asyncio.Event(), False
        self._listening: asyncio.Task[None] | None = None
        self._readers = 0

    def end(self) -> None:
        """The process stops: let nobody wait any longer."""
        self._over = True
        self._alarm.set()
        self._news.set()

    async def changes(self, *, longest: float = LONGEST) -> AsyncIterator[bool]:
        """Give True after something has changed, False when nothing has for a while; for so long, or until we stop."""
        self._readers += 1
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        clock = asyncio.get_running_loop().time
        until = clock() + longest
        try:
            while not self._over and clock() < until:
                yield await self._next()
        finally:
            self._readers -= 1

    async def _next(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(STILL_THERE):
                await self._news.wait()
                return True
        return False

    async def _listen(self) -> None:
        """While somebody reads: pass each alarm on to all, then rest a little."""
        self._alarm.clear()
        while self._readers and not self._over:
            await self._alarm.wait()
            self._alarm.clear()
            told, self._news = self._news, asyncio.Event()
            told.set()
            await asyncio.sleep(AT_MOST_EVERY)
