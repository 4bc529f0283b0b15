"""What did providers of data tell us before, and how much may still be spent on asking them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.playbook.enrichment import Enrichment, Provider
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a provider said about a subject, and when."""

    fields: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupBook:
    """Remembers answers for as long as the agreement keeps them, and counts what is spent."""

    pool: asyncpg.Pool
    agreed: Enrichment

    async def recall(self, provider: Provider, subject: str) -> Recalled | None:
        """The answer we have already; nothing found counts as an answer."""
        row = await self.pool.fetchrow(SQL.recall, provider.name, subject.lower(), self.agreed.keep)
        return Recalled(fields=decode_json(row["fields"]), at=row["looked_at"]) if row else None

    async def remember(self, provider: Provider, subject: str, fields: Mapping[str, str]) -> Recalled:
        """Keep an answer."""
        row = await self.pool.fetchrow(SQL.remember, provider.name, subject.lower(), encode(fields), provider.cost)
        assert row is not None  # noqa: S101 - an insert that returns gives a row
        return Recalled(fields=decode_json(row["fields"]), at=row["looked_at"])

    async def afford(self, provider: Provider) -> bool:
        """Pay for one question; False when that would be more than was agreed on, and then nothing is paid."""
        agreed = self.agreed
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(SQL.one_at_a_time)
            paid = await connection.fetchval(SQL.spend, provider.name, provider.cost, agreed.per_day, agreed.per_month)
            return paid is not None
