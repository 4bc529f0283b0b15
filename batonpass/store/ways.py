"""How well does each channel work: what left it in a day, what waits, what went wrong last?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelToday:
    """A channel: what left it in a day, what waits since when, its last complaint. Seconds count from asked to sent."""

    channel: str
    sent: int
    waiting: int
    dead: int
    last_sent_at: datetime | None
    waits_since: datetime | None
    median_seconds: Decimal | None
    error: str | None

    @property
    def well(self) -> bool:
        """Does it take what it is given?"""
        return not self.dead and not (self.waiting and self.error)


async def ways(pool: asyncpg.Pool) -> tuple[ChannelToday, ...]:
    """Give each channel that was used lately or has something waiting."""
    return tuple(ChannelToday(**row) for row in await pool.fetch(SQL.ways))
