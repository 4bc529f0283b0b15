"""How is the script of a backup run in a database of any version, all of it or nothing?"""

from __future__ import annotations

import asyncio
import re
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

SETTING = re.compile(rb"^SET (\w+) = .*;\s*$")
READER = ("--no-owner", "--no-privileges", "--file=-")
WRITER = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
AT_ONCE = 1 << 16


def understood(line: bytes, settings: Collection[str]) -> bool:
    """Whether a database that knows these settings can carry out a line at the head of a backup's script.

    Programs newer than the server begin with settings that it has never heard of, such as transaction_timeout of
    PostgreSQL 17 on 16. They limit the restoring session alone.
    """
    named = SETTING.match(line)
    return named is None or named[1].decode() in settings


async def play_back(reader: Path, writer: Path, source: Path, *, url: str, settings: Collection[str], last: str) -> str:
    """Let `pg_restore` read the backup and `psql` carry it out in one transaction; give what went wrong, or nothing.

    The transaction is committed only when the whole backup was read, after the statement `last`.
    `settings` are those that the database knows.
    """
    reading = await asyncio.create_subprocess_exec(reader, *READER, str(source), stdout=PIPE, stderr=PIPE)
    writing = await asyncio.create_subprocess_exec(writer, *WRITER, url, stdin=PIPE, stdout=DEVNULL, stderr=PIPE)
    said = [asyncio.ensure_future(_all(one.stderr)) for one in (writing, reading)]
    # A writer that gave up says why itself; the reader is stopped then, and nothing was committed.
    with suppress(ConnectionError):
        await _carried(reading, writing, settings, last)
    # A reader that came to no end by itself is why: what it left half said is what the writer stumbled over then.
    reader_first = bool(reading.returncode)
    with suppress(ProcessLookupError):
        reading.kill()
    ended = list(zip((writer, reader), (writing, reading), said, strict=True))
    for program, one, told in reversed(ended) if reader_first else ended:
        if await one.wait():
            return (await told).decode(errors="replace").strip() or f"{program.name} ended with {one.returncode}"
    return ""


async def _carried(reading: Process, writing: Process, settings: Collection[str], last: str) -> None:
    """Hand the script over between a begin and a commit; the commit stays away when it was not read to its end."""
    source, target = reading.stdout, writing.stdin
    assert source is not None and target is not None  # noqa: S101, PT018 - both are pipes
    target.write(b"begin;\n")
    while (line := await source.readline()) and not line.startswith(b"CREATE "):
        if understood(line, settings):
            target.write(line)
    while line:
        target.write(line)
        await target.drain()
        line = await source.read(AT_ONCE)
    target.write(f"{last};\ncommit;\n".encode() if await reading.wait() == 0 else b"rollback;\n")
    target.close()
    await target.wait_closed()


async def _all(told: asyncio.StreamReader | None) -> bytes:
    return await told.read() if told else b""
