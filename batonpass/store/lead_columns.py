"""Where is the copy that plans read instead of every lead, and what keeps it a mere copy?

What is here may be deleted at any time: it is made again out of the leads. A row counts only while its lead's record
carries the same mark, within one database; deleting a lead deletes the chunk it lies in.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.store.connection import Connection
from batonpass.store.snapshot import Glance, glance_of
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A chunk that lies in the database, with how many leads."""

    number: int
    leads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One instant of the database, in which leads and chunks are read; `last` is the newest chunk of then."""

    connection: Connection
    database: str
    last: int

    async def marks(self) -> bytes:
        """Every lead with the mark of its record, as comma-separated lines: id, facts, writer."""
        into = BytesIO()
        await self.connection.copy_from_query(SQL.marks.rstrip().rstrip(";"), output=into, format="csv")
        return into.getvalue()

    async def chunks(self, shape: int, names: Sequence[str]) -> tuple[Chunk, ...]:
        """The chunks of this form that hold these fields, in the order in which they were added."""
        rows = await self.connection.fetch(SQL.chunks, self.database, shape, list(names))
        return tuple(Chunk(number=row["number"], leads=row["leads"]) for row in rows)

    async def bodies(self, chunks: Sequence[Chunk], name: str) -> list[bytes]:
        """One column of these chunks, in their order."""
        rows = await self.connection.fetch(SQL.body, [one.number for one in chunks], name)
        return [row["body"] for row in rows]

    async def glances(self, ids: Sequence[str]) -> tuple[list[Glance], list[tuple[int, int]]]:
        """These leads by id, as much of each as a playbook looks at, and their marks."""
        rows = await self.connection.fetch(SQL.states, list(ids))
        return [glance_of(row["state"]) for row in rows], [(row["seq"], row["writer"]) for row in rows]


@asynccontextmanager
async def read_leads(pool: asyncpg.Pool) -> AsyncGenerator[Reading]:
    """Read leads and chunks as of one instant."""
    async with pool.acquire() as lent, lent.transaction(isolation="repeatable_read", readonly=True):
        connection = cast("Connection", lent)
        database, last = await connection.fetchval(SQL.database), await connection.fetchval(SQL.last)
        yield Reading(connection=connection, database=database, last=last)


async def add_chunk(
    pool: asyncpg.Pool,
    database: str,
    shape: int,
    *,
    ids: Sequence[str],
    names: Sequence[str],
    body: Mapping[str, bytes],
) -> None:
    """Add a chunk that holds these leads, unless one of them was forgotten since they were read."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.wait_for_erasure)
        if await connection.fetchval(SQL.are_there, list(ids)) == len(ids):
            first, last = min(ids), max(ids)
            columns = (list(body), list(body.values()))
            await connection.execute(SQL.put, database, shape, list(names), first, last, len(ids), *columns)


async def keep_only(pool: asyncpg.Pool, reading: Reading, chunks: Sequence[Chunk]) -> None:
    """Let go of what was there at a reading and is not among these chunks; what was added since stays."""
    await pool.execute(SQL.drop_others, reading.last, [one.number for one in chunks])
