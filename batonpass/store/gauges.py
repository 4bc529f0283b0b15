"""How far behind are we, and how much waits for a person?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def gauges(pool: asyncpg.Pool) -> Mapping[str, float]:
    """Each number by its name; lags are seconds on the database's clock, none below zero."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(SQL.read_gauges)
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return {name: float(value) for name, value in row.items()}


async def is_ready(pool: asyncpg.Pool) -> bool:
    """Can we write, and is there a playbook in force?"""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.read_ready)
