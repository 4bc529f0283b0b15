"""What time is it for every decision, and which agreement is in force now?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection
from batonpass.store.statements import statements
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))


async def in_force(pool: asyncpg.Pool, watched: Watched) -> tuple[datetime, World]:
    """The database's instant, and the world of the revision that holds at that instant."""
    async with pool.acquire() as connection:
        return await in_force_on(connection, watched)


async def in_force_on(connection: Connection, watched: Watched) -> tuple[datetime, World]:
    """The same on a connection that is open already."""
    row = await connection.fetchrow(SQL.instant_and_revision)
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return row["at"], await watched.at_revision(connection, row["revision"])
