"""Which playbooks is somebody still writing, and does one writer overwrite what another wrote?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A playbook as it was saved last; `revision` counts its saves, `begun_from` is the version it began with."""

    id: int
    begun_from: str
    text: str
    revision: int
    begun_by: str
    saved_by: str
    saved_at: datetime


class Overtaken(Exception):
    """Somebody else saved meanwhile, and nothing was changed; `theirs` is None when it was kept or put away."""

    def __init__(self, theirs: Unfinished | None) -> None:
        super().__init__(theirs.saved_by if theirs else "gone")
        self.theirs = theirs


async def begin(pool: asyncpg.Pool, text: str, *, begun_from: str, by: str) -> int:
    """Keep a text that nobody has saved before; give its number."""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.begin, begun_from, text, by)


async def save(pool: asyncpg.Pool, number: int, text: str, *, seen: int, by: str) -> None:
    """Put a text in the place of the revision its writer has seen; Overtaken when that is no longer the last."""
    async with pool.acquire() as connection:
        if await connection.fetchval(SQL.save, number, seen, text, by) is None:
            raise Overtaken(await _found(connection, number))


async def put_away(pool: asyncpg.Pool, number: int, *, seen: int) -> None:
    """Delete what is done with; Overtaken when somebody saved it meanwhile, and then it stays."""
    async with pool.acquire() as connection:
        if await connection.fetchval(SQL.put_away, number, seen) is None:
            raise Overtaken(await _found(connection, number))


async def find(pool: asyncpg.Pool, number: int) -> Unfinished | None:
    """An unfinished playbook, if there is one of that number."""
    async with pool.acquire() as connection:
        return await _found(connection, number)


async def all_of_them(pool: asyncpg.Pool) -> tuple[Unfinished, ...]:
    """What is being written, the latest first."""
    async with pool.acquire() as connection:
        return tuple(Unfinished(**row) for row in await connection.fetch(SQL.every_one))


async def _found(connection: Connection, number: int) -> Unfinished | None:
    row = await connection.fetchrow(SQL.find, number)
    return Unfinished(**row) if row else None
