"""How does a command do one thing with the database and let go of it?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg

from batonpass.run.settings import read_settings
from batonpass.store.open import found, open_pool, open_store

Answer = TypeVar("Answer")
Work = Callable[[asyncpg.Pool], Awaitable[Answer]]
CONNECTIONS = 2


def in_store(work: Work[Answer], *, begin: bool = False) -> Answer:
    """Do it in the database of the settings, brought up to this version first; one is made where it may `begin`."""

    async def once() -> Answer:
        async with open_store(read_settings().where, connections=CONNECTIONS, begin=begin) as pool:
            return await work(pool)

    return asyncio.run(once())


def as_it_stands(work: Work[Answer]) -> Answer:
    """The same without changing the schema: what is asked of a copy put back, or beside other processes, leaves it."""

    async def once() -> Answer:
        async with found(read_settings().where) as url:
            pool = await open_pool(url, connections=CONNECTIONS)
            try:
                return await work(pool)
            finally:
                await pool.close()

    return asyncio.run(once())
