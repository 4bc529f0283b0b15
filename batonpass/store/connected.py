"""What came from and went to other systems lately?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How much in 24 hours and 7 days, when last, and the last complaint."""

    name: str
    day: int = 0
    week: int = 0
    last_at: datetime | None = None
    error: str | None = None


async def heard(pool: asyncpg.Pool) -> Mapping[str, Traffic]:
    """By system, what it told us."""
    return await _read(pool, SQL.heard)


async def left(pool: asyncpg.Pool) -> Mapping[str, Traffic]:
    """By channel, what left."""
    return await _read(pool, SQL.left)


async def asked(pool: asyncpg.Pool) -> Mapping[str, Traffic]:
    """By provider of data, how often it was asked; by days of UTC."""
    return await _read(pool, SQL.asked)


async def _read(pool: asyncpg.Pool, sql: str) -> Mapping[str, Traffic]:
    return {row["name"]: Traffic(**row) for row in await pool.fetch(sql)}
