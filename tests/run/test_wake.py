"""Who is woken by which news, in this process and in others?"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from batonpass.run.wake import News, Wake, wait_for

PATIENCE = 20


@asynccontextmanager
async def listening(pool, database):
    """Another process's ears, open: what it said to itself was heard."""
    wake = Wake(pool, database)
    heard = wake.event()
    task = asyncio.create_task(wake.listen())
    try:
        async with asyncio.timeout(PATIENCE):
            while not heard.is_set():
                await pool.execute("select pg_notify('batonpass', '')")
                await wait_for(heard, 0.05)
        yield wake
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(
    ("told", "woken"),
    [
        ("", {"clocks", "messages", "pages"}),
        ("messages", {"messages", "pages"}),
        ("done", {"pages"}),
        ("done messages", {"messages", "pages"}),
        ("a word of a later version", {"clocks", "messages", "pages"}),
    ],
)
async def test_another_process_wakes_those_whom_the_news_concerns(pool, database, told, woken):
    async with listening(pool, database) as wake:
        deaf = {"clocks": (News.MESSAGES, News.DONE), "messages": (News.DONE,), "pages": ()}
        events = {name: wake.event(*to) for name, to in deaf.items()}
        await pool.execute("select pg_notify('batonpass', $1)", told)
        async with asyncio.timeout(PATIENCE):
            await events["pages"].wait()
        assert {name for name, event in events.items() if event.is_set()} == woken


async def test_who_does_what_follows_tells_the_others_only_that_it_is_done(pool, database):
    async with listening(pool, database) as other:
        messages, pages = other.event(News.DONE), other.event()
        here = Wake(pool, database)
        mine = here.event(News.DONE)
        here.poke(News.MESSAGES, elsewhere=News.DONE)
        async with asyncio.timeout(PATIENCE):
            await pages.wait()
        assert (mine.is_set(), messages.is_set()) == (True, False)


class Slow:
    """A way to the database on which each statement waits for its turn."""

    def __init__(self, pool) -> None:
        self._pool, self.begun, self.turn = pool, asyncio.Event(), asyncio.Event()

    async def execute(self, *statement) -> None:
        self.begun.set()
        await self.turn.wait()
        await self._pool.execute(*statement)


async def test_what_is_said_while_the_last_was_being_told_is_told_too(pool, database):
    async with listening(pool, database) as other:
        clocks = other.event(News.MESSAGES, News.DONE)
        slow = Slow(pool)
        here = Wake(slow, database)
        async with asyncio.timeout(PATIENCE):
            here.tell(News.DONE)
            await slow.begun.wait()
            here.tell(News.ANYTHING)
            slow.turn.set()
            await clocks.wait()


async def test_who_cannot_listen_for_whatever_reason_tries_again(pool, database):
    """Left alone, a process would hear no other until it is started again."""
    nowhere = Wake(pool, database.replace("?", "_is_not_here?", 1))
    anything = nowhere.event()
    task = asyncio.create_task(nowhere.listen())
    async with asyncio.timeout(PATIENCE):
        await anything.wait()
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
