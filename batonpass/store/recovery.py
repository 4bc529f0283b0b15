"""Is this database a copy of an earlier day, whose messages were sent already, and who lets it send again?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.settings import installation
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
RESTORED = "a backup was put back"
OLDER = "the database is older than it was when it was seen last: another copy was put in its place"
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryHold:
    """Nothing leaves: `since` is the last instant the copy knows of; what left after it is not known here (H03)."""

    since: datetime
    began_at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A message that would leave if it could."""

    key: str
    kind: str
    channel: str
    recipient: str
    created_at: datetime
    due_at: datetime
    lead_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingKind:
    """How many messages of a kind would leave on a way, from when to when they were asked for."""

    kind: str
    channel: str
    many: int
    oldest: datetime
    newest: datetime


class NotHeld(Exception):
    """Nothing is held back, so there is nothing to release."""


async def beat(connection: Connection) -> int:
    """Note that this database has lived a moment longer; gives how many such moments."""
    return await connection.fetchval(SQL.beat)


async def put_on_hold(connection: Connection, because: str) -> bool:
    """Let nothing leave from here on; False when that is so already."""
    return await connection.fetchval(SQL.hold, because) is not None


async def held(asked: PoolOrConnection) -> RecoveryHold | None:
    """The hold we are under, if there is one."""
    row = await asked.fetchrow(SQL.held)
    return RecoveryHold(**row) if row else None


async def pending(asked: PoolOrConnection) -> tuple[Pending, ...]:
    """What would leave if it could, oldest first."""
    return tuple(Pending(**row) for row in await asked.fetch(SQL.pending, SHOWN))


async def pending_kinds(asked: PoolOrConnection) -> tuple[PendingKind, ...]:
    """The same by kind and way, all of it."""
    return tuple(PendingKind(**row) for row in await asked.fetch(SQL.pending_counts))


async def release_hold(
    pool: asyncpg.Pool, by: str, *, skip_older_than: timedelta | None = None, drop: Sequence[str] = ()
) -> int:
    """Let everything leave again but what is older than that, or named; give how many were dropped.

    Dropped messages stay in the outbox as cancelled, with the reason. Raises NotHeld.
    """
    async with pool.acquire() as connection, connection.transaction():
        count = 0
        if drop:
            count += _changed(await connection.execute(SQL.drop_named, list(drop), f"dropped by {by} after a restore"))
        if skip_older_than is not None:
            why = f"older than {_words(skip_older_than)} when {by} released what a restore had held back"
            count += _changed(await connection.execute(SQL.skip_older, skip_older_than, why))
        if await connection.fetchval(SQL.end_hold, by, skip_older_than, count) is None:
            raise NotHeld
        await connection.execute(SQL.tell)
        return count


async def recognise(pool: asyncpg.Pool, data: Path) -> bool:
    """Hold everything back if this database has lived less than we have seen of it; True when it is so (H03).

    What was seen stands in the data folder, which no snapshot of a database holds. Without such a folder nothing is
    known from before.
    """
    await installation(pool)
    async with pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(SQL.life)
        assert row is not None  # noqa: S101 - the one row is made by a migration
        seen = read_mark(data, row["installation"])
        older = seen > row["number"]
        if older:
            await put_on_hold(connection, OLDER)
            await connection.execute(SQL.catch_up, seen)
        write_mark(data, row["installation"], max(seen, row["number"]))
        return older


def read_mark(data: Path, installation: str) -> int:
    """How far this installation's database had lived when it was seen last from here; 0 when nothing is known."""
    try:
        return int(_mark(data, installation).read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def write_mark(data: Path, installation: str, number: int) -> None:
    """Keep how far it has lived; several processes may, and none takes back what another has seen."""
    if not data.is_dir() or number <= read_mark(data, installation):
        return
    mark = _mark(data, installation)
    half = mark.with_name(f"{mark.name}.{os.getpid()}")
    try:
        half.write_text(str(number), "utf-8")
        half.replace(mark)
    except OSError:  # a folder we may not write to: then nothing is known from here
        half.unlink(missing_ok=True)


def can_be_kept(data: Path) -> bool:
    """Whether the folder takes what is kept beside the database; one that is not there was asked for nothing."""
    probe = data / f"probe.{os.getpid()}"
    try:
        if data.is_dir():
            probe.write_text("0", "utf-8")
    except OSError:
        return False
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return True


def _mark(data: Path, installation: str) -> Path:
    return data / f"seen.{installation[:16]}"


def _changed(status: str) -> int:
    return int(status.rpartition(" ")[2])


def _words(length: timedelta) -> str:
    hours, rest = divmod(length, timedelta(hours=1))
    return f"{hours} h" if not rest else f"{length // timedelta(minutes=1)} min"
