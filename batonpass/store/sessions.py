"""Which sign-ins still hold?"""

from __future__ import annotations

from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def begin(pool: asyncpg.Pool, session: str, email: str) -> None:
    """From now on this person is signed in under this id."""
    async with pool.acquire() as connection:
        await connection.execute(SQL.begin, session, email)


async def end(pool: asyncpg.Pool, session: str) -> None:
    """Nobody is signed in under this id any more, whoever still has its cookie."""
    async with pool.acquire() as connection:
        await connection.execute(SQL.end, session)
