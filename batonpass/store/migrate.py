"""Which changes of the schema does this database still lack, and how do they get in?

Files are named `0007_pre_add_tier.sql` and `0007_post_drop_old.sql`: pre runs before the new code is started and leaves
the old code working, post runs when the old code is gone. A single installation runs both at its start.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import asyncpg

from batonpass.store.refused import MigrationRefused
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
FOLDER = Path(__file__).parent / "migrations"
FILE_NAME = re.compile(r"(?P<number>\d{4})_(?P<phase>pre|post)_[a-z0-9_]+")
ADVISORY_KEY = 7_233_600
# Short, because everybody else queues behind a migration that waits; so it steps back and tries again.
LOCK_TIMEOUT = "3s"
TRIES = 10
PAUSE_SECONDS = 1.0


class Phase(StrEnum):
    """Whether a migration runs before the new code starts or after the old code is gone."""

    PRE = "pre"
    POST = "post"


class State(StrEnum):
    """How a migration stands in one database; `newer` has no file here: newer code has been at work."""

    RAN = "ran"
    PENDING = "pending"
    EDITED = "edited"
    NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One file: `name` without its ending, its phase, its text and the checksum of that text."""

    name: str
    phase: Phase
    sql: str
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One line of the status: `ran_at` is None while it is pending."""

    name: str
    state: State
    ran_at: datetime | None


def read_migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Read the files in the order in which they run: by number, pre before post."""
    found = [_read(path) for path in folder.glob("*.sql")]
    return tuple(sorted(found, key=lambda one: (one.name[:4], one.phase is Phase.POST, one.name)))


async def migrate(
    connection: asyncpg.Connection, *, only: Phase | None = None, wanted: tuple[Migration, ...] | None = None
) -> tuple[str, ...]:
    """Run what is pending, each file in its own transaction, and name what ran; safe for many processes at once.

    `only=Phase.PRE` is the first half of a rolling upgrade. Raises MigrationRefused when an applied file was edited,
    when a file fails, when pre alone would step over a post that has to run first, or when newer code has run a post
    of its own: what this code needs may be gone.
    """
    wanted = read_migrations() if wanted is None else wanted
    pending = _pending(wanted, await _ran(connection), only)
    return tuple([one.name for one in pending if await _run_patiently(connection, one)])


async def status(
    connection: asyncpg.Connection, *, wanted: tuple[Migration, ...] | None = None
) -> tuple[Standing, ...]:
    """Tell how every migration stands, in order; those of newer code last."""
    wanted = read_migrations() if wanted is None else wanted
    ran = await _ran(connection)
    names = [*(one.name for one in wanted), *sorted(ran.keys() - {one.name for one in wanted})]
    states = {one.name: _state(one, ran) for one in wanted}
    return tuple(
        Standing(name=name, state=states.get(name, State.NEWER), ran_at=ran[name]["ran_at"] if name in ran else None)
        for name in names
    )


def _read(path: Path) -> Migration:
    named = FILE_NAME.fullmatch(path.stem)
    if not named:
        raise MigrationRefused(f"{path.name} is no name of a migration. Call it like 0007_pre_add_tier.sql.")
    text = path.read_text(encoding="utf-8")
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return Migration(name=path.stem, phase=Phase(named["phase"]), sql=text, checksum=checksum)


async def _ran(connection: asyncpg.Connection) -> Mapping[str, asyncpg.Record]:
    if not await connection.fetchval(SQL.has_migrations):
        return {}
    return {row["name"]: row for row in await connection.fetch(SQL.ran_migrations)}


def _state(migration: Migration, ran: Mapping[str, asyncpg.Record]) -> State:
    if migration.name not in ran:
        return State.PENDING
    return State.RAN if ran[migration.name]["checksum"] == migration.checksum else State.EDITED


def _pending(
    wanted: tuple[Migration, ...], ran: Mapping[str, asyncpg.Record], only: Phase | None
) -> tuple[Migration, ...]:
    if edited := [one.name for one in wanted if _state(one, ran) is State.EDITED]:
        raise MigrationRefused(
            f"{', '.join(edited)} ran here and was edited afterwards. Put the file back as it was, and write the "
            "change as a new migration."
        )
    _refuse_to_step_back(ran.keys() - {one.name for one in wanted})
    pending = tuple(one for one in wanted if _state(one, ran) is State.PENDING)
    chosen = tuple(one for one in pending if only in (None, one.phase))
    if only is Phase.PRE:
        _refuse_to_step_over(pending)
    return chosen


def _refuse_to_step_back(newer: Iterable[str]) -> None:
    if gone := sorted(name for name in newer if name[4:].startswith(f"_{Phase.POST}_")):
        raise MigrationRefused(
            f"a newer version of Batonpass has changed this database so that this one cannot use it ({gone[-1]}). "
            "Start the newer version, or put a backup from before it into an empty database. Nothing was changed now."
        )


def _refuse_to_step_over(pending: tuple[Migration, ...]) -> None:
    phases = [one.phase for one in pending]
    if Phase.POST in phases and Phase.PRE in phases[phases.index(Phase.POST) :]:
        first = pending[phases.index(Phase.POST)].name
        raise MigrationRefused(
            f"{first} has to run before the pre-migrations behind it. Upgrade one release at a time, or stop every "
            "process and run all migrations."
        )


async def _run_patiently(connection: asyncpg.Connection, migration: Migration) -> bool:
    for _ in range(TRIES):
        try:
            return await _run(connection, migration)
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(PAUSE_SECONDS)
        except asyncpg.InsufficientPrivilegeError as error:
            role = await connection.fetchval(SQL.role)
            raise MigrationRefused(
                f"{migration.name} is pending, and {role} may not change the schema ({error}). Run `batonpass migrate "
                f"--for {role}` with the address of the schema's owner in BATONPASS_DATABASE_URL, then start again."
            ) from error
        except asyncpg.PostgresError as error:
            raise MigrationRefused(f"{migration.name} failed and nothing of it was kept: {error}") from error
    raise MigrationRefused(
        f"{migration.name} did not get its locks in {TRIES} tries of {LOCK_TIMEOUT}. Look for a long transaction in "
        "pg_stat_activity, end it, and migrate again."
    )


async def _run(connection: asyncpg.Connection, migration: Migration) -> bool:
    async with connection.transaction():
        # Another process may take minutes over its migration: for our turn we wait without a limit.
        await connection.execute("set local lock_timeout = 0; set local statement_timeout = 0")
        await connection.execute(SQL.lock_migrations, ADVISORY_KEY)
        if migration.name in await _ran(connection):
            return False
        await connection.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
        await connection.execute(migration.sql)
        await connection.execute(SQL.keep_migration, migration.name, migration.checksum)
    return True
