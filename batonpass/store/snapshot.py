"""How do all leads leave the database, a few thousand at a time, with as much of each as a playbook looks at?"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import msgspec

from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Account
from batonpass.handoff.playbook import Stage
from batonpass.store.readable import leads_in
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
BATCH = 5_000


class Word(msgspec.Struct, frozen=True):
    """What is held of one field."""

    value: str


class Act(msgspec.Struct, frozen=True):
    """Something the person did; its instants stay text, to be read all at once."""

    signal: str
    at: str
    arrived_at: str


class From(msgspec.Struct, frozen=True):
    """Where a person came from."""

    campaign: str = ""
    medium: str = ""
    channel: str = ""
    page: str = ""


NOWHERE = From()


class Glance(msgspec.Struct, frozen=True):
    """As much of a lead as a playbook looks at when it scores, judges and routes."""

    id: str
    known: Mapping[str, Word]
    stage: Stage
    created_at: str | None
    source: From = NOWHERE
    forms: tuple[str, ...] = ()
    activities: tuple[Act, ...] = ()
    account: str | None = None
    account_name: str = ""
    account_owner: str | None = None
    account_fields: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    free_mail: bool = False
    band: str = ""
    tier: str | None = None
    owner: str | None = None
    queue: str | None = None
    cycle: int = 0
    cycle_since: str | None = None
    ended_at: str | None = None
    ended_why: str = ""
    ended_in: str = ""
    consent: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])


_glance = msgspec.json.Decoder(Glance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a rep has kept promises of a first touch lately, and how many leads they hold open."""

    open: int
    met: int
    broken: int


def glance_of(state: str | bytes) -> Glance:
    """Read the part of a lead's state that a playbook looks at."""
    return _glance.decode(state)


async def count_leads(pool: asyncpg.Pool) -> int:
    """How many leads there are."""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.count_leads)


async def latest(pool: asyncpg.Pool, most: int) -> Sequence[str]:
    """The states of the leads that came last, as text to be read by `glance_of` or `decode_lead`."""
    async with pool.acquire() as connection:
        return [row["state"] for row in await connection.fetch(SQL.latest_states, most)]


async def whole_leads(pool: asyncpg.Pool) -> AsyncGenerator[Sequence[Lead]]:
    """Every lead as of one moment, some thousand at a time, in the order of their ids, which is that of arrival.

    One that cannot be read is left out.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(SQL.every_state)
        while rows := await cursor.fetch(BATCH):
            yield [lead for _, lead in leads_in(rows)]


async def count_running(pool: asyncpg.Pool) -> int:
    """How many promises run."""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.count_running)


async def all_accounts(pool: asyncpg.Pool) -> Mapping[str, Account]:
    """Every account that was set over the API."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL.every_account)
    return {row["domain"]: Account(domain=row["domain"], **decode_json(row["body"])) for row in rows}


async def kept_by(pool: asyncpg.Pool, days: int) -> Mapping[str, Kept]:
    """How each rep has kept the promise of a first touch in so many days, and how many leads they have in work."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL.kept_by, days)
    return {row["owner"]: Kept(open=row["open"], met=row["met"], broken=row["broken"]) for row in rows}


async def waiting_in(pool: asyncpg.Pool) -> Mapping[str, int]:
    """How many leads wait in each queue."""
    return {row["queue"]: row["waiting"] for row in await pool.fetch(SQL.waiting_in)}
