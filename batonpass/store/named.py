"""What are these leads called, and how do they stand?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import asyncpg

from batonpass.handoff.lead import Lead
from batonpass.store.readable import leads_in
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A lead in a list."""

    id: str
    name: str
    company: str
    stage: str
    owner: str | None
    queue: str | None
    total: Decimal | None


async def named(pool: asyncpg.Pool, leads: Sequence[str]) -> tuple[Named, ...]:
    """These leads in their order, those that are there."""
    rows = {row["id"]: Named(**row) for row in await pool.fetch(SQL.named, list(leads))}
    return tuple(rows[lead] for lead in leads if lead in rows)


async def whole(pool: asyncpg.Pool, leads: Sequence[str]) -> tuple[Lead, ...]:
    """These leads with all their facts add up to, in any order."""
    return tuple(lead for _, lead in leads_in(await pool.fetch(SQL.whole, list(leads))))


async def owned(pool: asyncpg.Pool, owners: Iterable[str]) -> frozenset[str]:
    """The leads of these owners, whatever became of them."""
    return frozenset(await pool.fetchval(SQL.owned, sorted(owners)))
