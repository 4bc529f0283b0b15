"""What was asked to be worked out aside, who works on it, and what came of it?"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg

from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LEASE: Final = timedelta(seconds=30)
"""After this a worker that says nothing is taken for lost, and another begins anew."""
TRIES_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation:
    """Something to work out, how it stands, and what came of it; `says` is why it failed."""

    id: str
    what: str
    asked: Mapping[str, Any]
    asked_by: str
    asked_at: datetime
    state: str
    ended_at: datetime | None = None
    result: Mapping[str, Any] | None = None
    says: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether its result is still to come."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One that is ours to work out, until its lease ends."""

    id: str
    what: str
    asked: Mapping[str, Any]
    claim: uuid.UUID
    tries: int


async def ask(pool: asyncpg.Pool, what: str, asked: Mapping[str, Any], *, by: str) -> str:
    """Ask for something, and give its id; the same question that still waits is not asked twice."""
    text = encode(asked)
    async with pool.acquire() as connection, connection.transaction():
        same = await connection.fetchval(SQL.same, what, text)
        if same:
            return same
        name = uuid.uuid4().hex[:16]
        await connection.execute(SQL.ask, name, what, text, by)
        return name


async def take(pool: asyncpg.Pool) -> Taken | None:
    """The next to work out, if one waits."""
    claim = uuid.uuid4()
    row = await pool.fetchrow(SQL.take, claim, LEASE)
    if row is None:
        return None
    return Taken(id=row["id"], what=row["what"], asked=decode_json(row["asked"]), claim=claim, tries=row["tries"])


async def hold(pool: asyncpg.Pool, taken: Taken) -> None:
    """It is still being worked out."""
    await pool.execute(SQL.hold, taken.id, taken.claim, LEASE)


async def done(pool: asyncpg.Pool, taken: Taken, result: str) -> None:
    """Keep what came of it (JSON); one that was taken over meanwhile is left to the other."""
    await pool.execute(SQL.done, taken.id, taken.claim, result)


async def failed(pool: asyncpg.Pool, taken: Taken, says: str) -> None:
    """Keep why nothing came of it."""
    await pool.execute(SQL.failed, taken.id, taken.claim, says)


async def find(pool: asyncpg.Pool, name: str) -> Computation:
    """One by its id; LookupError when there is none."""
    row = await pool.fetchrow(SQL.find, name)
    if row is None:
        raise LookupError(name)
    return _read(row)


async def latest(pool: asyncpg.Pool, what: str, most: int = 20) -> tuple[Computation, ...]:
    """The latest of a kind, without their results."""
    return tuple(_read(row) for row in await pool.fetch(SQL.latest, what, most))


async def last_done(pool: asyncpg.Pool, what: str) -> Computation | None:
    """The latest of a kind that is worked out, with its result."""
    row = await pool.fetchrow(SQL.last_done, what)
    return _read(row) if row else None


def _read(row: asyncpg.Record) -> Computation:
    held = dict(row)
    held["asked"] = decode_json(row["asked"])
    held["result"] = decode_json(row["result"]) if row["result"] else None
    return Computation(**held)
