"""How far behind are we, and how much waits for a person?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The database's name and size in words, the schema's steps, and about how many rows there are."""

    database: str
    size: str
    migrations: int
    facts: int
    leads: int


async def gauges(pool: asyncpg.Pool) -> Mapping[str, float]:
    """Each number by its name; lags are seconds on the database's clock, none below zero."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(SQL.read_gauges)
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return {name: float(value) for name, value in row.items()}


async def ground(pool: asyncpg.Pool) -> Ground:
    """Give what the installation stands on."""
    row = await pool.fetchrow(SQL.read_ground)
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return Ground(**row)


async def has_room(pool: asyncpg.Pool) -> bool:
    """Whether more can be kept, which writing alone can tell: a full disk is read from as ever."""
    async with pool.acquire() as connection:
        trial = connection.transaction()
        await trial.start()
        try:
            await connection.execute(SQL.write_much)
        except asyncpg.PostgresError:
            return False
        finally:
            await trial.rollback()
    return True


async def is_ready(pool: asyncpg.Pool) -> bool:
    """Can we write, and is there a playbook in force?"""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.read_ready)
