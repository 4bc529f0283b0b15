"""How is everything put into one file, and back into an empty database?"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from batonpass.store.binaries import find_binaries
from batonpass.store.connection import Connection
from batonpass.store.locked import lock, opened, readers_of
from batonpass.store.open import connect
from batonpass.store.play_back import play_back
from batonpass.store.refused import DatabaseRefused
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
HALF = ".half"
NOWHERE = Path("/nowhere")
"""No folder to open a locked copy in: then it is opened where the machine keeps what is only for now."""
COPIES = "--no-unlogged-table-data"
"""What is only a copy of something else is made again, and stays out of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a database holds: leads, facts, running clocks and messages that have not left."""

    leads: int
    facts: int
    clocks: int
    messages: int


@asynccontextmanager
async def at_one_instant(url: str) -> AsyncGenerator[tuple[str, Holds]]:
    """Hold one instant of the database for `back_up`, by its name, and say what there is in it."""
    connection = await connect(url)
    try:
        await connection.execute(SQL.begin_instant)
        yield await connection.fetchval(SQL.name_of_instant), await _count(connection)
    finally:
        await connection.close()


async def back_up(
    url: str, target: Path, *, programs: str = "", locked_for: Sequence[str] = (), instant: str = ""
) -> int:
    """Write one consistent instant of the database into a new file; give its size in bytes.

    It is the `instant` that `at_one_instant` holds, or that of the call. Leads are taken in and handed over meanwhile.
    The file appears under its name only once it is whole and can be read again; before that it ends in `.half`. With
    public keys in `locked_for` only their holders can read it, and nothing of it is ever on the disk in the open.
    Raises DatabaseRefused, FileExistsError or another OSError.
    """
    readers = readers_of(locked_for)
    half = _half_of(target)
    when = (f"--snapshot={instant}",) if instant else ()
    given = ("--format=custom", "--no-owner", "--no-privileges", COPIES, *when, url)
    try:
        half.touch(0o600, exist_ok=False)
        if readers:
            await _dump_locked(given, half, readers, programs=programs)
        else:
            await _run("pg_dump", f"--file={half}", *given, programs=programs)
            await _run("pg_restore", "--list", f"--file={os.devnull}", str(half), programs=programs)
        return _keep(half, target)
    finally:
        half.unlink(missing_ok=True)


async def put_back(
    url: str, source: Path, *, programs: str = "", key: Path | None = None, beside: Path = NOWHERE
) -> None:
    """Put a backup into an empty database, all of it or nothing, and hold back what it would send.

    It is migrated when it is opened next. A locked one is opened with the file `key`, within the folder `beside`.

    Raises DatabaseRefused when something stands there already, or when the file is no backup of ours.
    """
    connection = await connect(url)
    try:
        empty = await connection.fetchval(SQL.is_empty)
        settings = {row["name"] for row in await connection.fetch(SQL.settings)}
    finally:
        await connection.close()
    if not empty:
        raise DatabaseRefused(
            "The database is not empty, and a backup is put back only where nothing can be lost. "
            "Give an empty one: another BATONPASS_DATA folder, or a new database in BATONPASS_DATABASE_URL.",
            setting="BATONPASS_DATA",
        )
    reader, writer = _program("pg_restore", programs), _program("psql", programs)
    with opened(source, key, beside=beside) as plain:
        said = await play_back(reader, writer, plain, url=url, settings=settings, last=SQL.hold_back)
    if said:
        raise DatabaseRefused(_in_a_sentence(said, reader.name), setting="backup")


def _in_a_sentence(said: str, reader: str) -> str:
    """What a program of PostgreSQL said, short of where in its own script it stood."""
    why = said.splitlines()[0].rstrip(".")
    cut = ". The file is cut short, damaged, or no backup of ours" if why.startswith(reader) else ""
    return f"The backup could not be put back: {why}{cut}. Nothing was changed."


async def holds(url: str) -> Holds:
    """Count what there is; DatabaseRefused where nothing of ours stands."""
    connection = await connect(url)
    try:
        return await _count(connection)
    finally:
        await connection.close()


async def _count(connection: Connection) -> Holds:
    try:
        row = await connection.fetchrow(SQL.holds)
    except asyncpg.UndefinedTableError:
        raise DatabaseRefused("There is nothing of ours in this database yet.", setting="BATONPASS_DATA") from None
    assert row is not None  # noqa: S101 - a select without a from gives one row
    return Holds(**row)


def _program(name: str, programs: str) -> Path:
    program = find_binaries(programs or None).folder / name
    if not program.is_file():
        raise DatabaseRefused(
            f"There is no {name} in {program.parent}. Name the bin folder of a whole PostgreSQL installation.",
            setting="BATONPASS_PG_BIN",
        )
    return program


async def _dump_locked(given: Sequence[str], half: Path, readers: Sequence[Any], *, programs: str) -> None:
    """The dump goes through a pipe into the lock: there is no open copy of it that could be left behind."""
    out, into = os.pipe()
    locking = asyncio.create_task(asyncio.to_thread(lock, out, half, readers))
    try:
        running = await asyncio.create_subprocess_exec(
            _program("pg_dump", programs), *given, stdout=into, stderr=asyncio.subprocess.PIPE
        )
    finally:
        os.close(into)
    _, said = await running.communicate()
    await locking
    _must_be_done("pg_dump", running.returncode, said)


async def _run(name: str, *given: str, programs: str) -> None:
    running = await asyncio.create_subprocess_exec(_program(name, programs), *given, stderr=asyncio.subprocess.PIPE)
    _, said = await running.communicate()
    _must_be_done(name, running.returncode, said)


def _must_be_done(name: str, code: int | None, said: bytes) -> None:
    if code:
        raise DatabaseRefused(f"{name} could not do it: {said.decode(errors='replace').strip()}", setting="backup")


def _half_of(target: Path) -> Path:
    if target.exists():
        raise FileExistsError(f"{target} is there already; a backup never writes over another one")
    return target.with_name(target.name + HALF)


def _keep(half: Path, target: Path) -> int:
    """Give the file its name once it survives a power cut (fsync) and only its owner reads what is in it; its size."""
    half.chmod(0o600)
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.rename(target)
    return target.stat().st_size
