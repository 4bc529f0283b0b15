"""What is agreed at the moment, entry by entry, as somebody wrote it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.people import Account
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements
from batonpass.store.world import World

SQL = statements(Path(__file__).with_suffix(".sql"))
ACCOUNTS_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the playbook that is or was in force."""

    version: str
    state: str
    hash: str
    applied_at: datetime
    applied_by: str


async def calendars(pool: asyncpg.Pool, world: World) -> Mapping[str, object]:
    """Every calendar as it was written: over the API, or else in the playbook."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL.calendars)
    written = {name: calendar.data for name, calendar in world.written.calendars.items()}
    return {**written, **{name: decode_json(body) for name, body in rows}}


async def accounts(pool: asyncpg.Pool, world: World, domain: str | None = None) -> tuple[Account, ...]:
    """The accounts by domain, one alone when its domain is given; those set over the API win over the playbook's."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL.accounts, domain, ACCOUNTS_MAX)
    known = {**world.written.directory.accounts}
    known |= {name: Account(domain=name, **decode_json(body)) for name, body in rows}
    return tuple(account for name, account in sorted(known.items()) if domain in (None, name))[:ACCOUNTS_MAX]


async def versions(pool: asyncpg.Pool) -> tuple[Version, ...]:
    """Every version of the playbook that was ever in force, the latest first."""
    async with pool.acquire() as connection:
        return tuple(Version(**row) for row in await connection.fetch(SQL.versions))
