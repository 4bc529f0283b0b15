"""How is a statement planned for the values of each call, where one plan for all would read whole tables?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncpg

from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def fetch_planned(asked: PoolOrConnection, sql: str, *values: Any) -> list[asyncpg.Record]:
    """The rows; PostgreSQL, which settles on one plan at the sixth time, plans anew here each time."""
    if isinstance(asked, asyncpg.Pool):
        async with asked.acquire() as connection:
            return await _fetch(connection, sql, values)
    return await _fetch(asked, sql, values)


async def _fetch(connection: Connection, sql: str, values: tuple[Any, ...]) -> list[asyncpg.Record]:
    async with connection.transaction():
        await connection.execute(SQL.plan_each)
        return await connection.fetch(sql, *values)
