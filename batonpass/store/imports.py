"""How do the rows of a file become leads, none twice and none skipped, even if we are killed on the way?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import asyncpg

from batonpass.handoff.capture import person_in
from batonpass.handoff.refusal import Refusal
from batonpass.store.arrival import IMPORT, Arrival, Kind, Outcome, State
from batonpass.store.connection import Connection
from batonpass.store.open import with_retry
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.take import UNWRITABLE, take_on
from batonpass.store.world import Watched
from batonpass.written.countries import country_names
from batonpass.written.csv_sent import FileRow
from batonpass.written.mapping import WHO, ColumnMap
from batonpass.written.phones import e164

SQL = statements(Path(__file__).with_suffix(".sql"))
HISTORIC, LIVE = "historic", "live"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is to be imported: a file by its name and hash, under a mapping, in a mode (HISTORIC or LIVE), by whom.

    Without slots, so that what follows from it is worked out once and not for each row.
    """

    file_name: str
    file_hash: bytes
    mapped: ColumnMap
    mode: str
    by: str = ""

    @cached_property
    def mapping(self) -> str:
        """The mapping as text that is the same for the same decisions."""
        return self.mapped.as_text()

    @cached_property
    def id(self) -> str:
        """The same file, mode and mapping are the same import, whoever starts it again."""
        told = self.file_hash + self.mode.encode() + b"\0" + self.mapping.encode()
        return "I" + hashlib.sha256(told).hexdigest()[:16]

    @cached_property
    def caller(self) -> str:
        """Who the rows of this import come from, in the journal of our doors."""
        return f"import:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is: the first line not yet gone through, and what became of the rows before it."""

    done: bool
    line_next: int
    taken: int
    merged: int
    failed: int


async def begin(pool: asyncpg.Pool, planned: Planned) -> Progress:
    """Open the import, or find it again where it stopped."""
    mapping_hash = hashlib.sha256(planned.mapping.encode()).digest()
    named = (planned.file_name, planned.file_hash, planned.mapping, mapping_hash, planned.mode, planned.by)
    await with_retry(lambda: pool.execute(SQL.begin, planned.id, *named))
    progress = await read_progress(pool, planned)
    assert progress is not None  # noqa: S101 - it was written just now
    return progress


async def read_progress(pool: asyncpg.Pool, planned: Planned) -> Progress | None:
    """How far this import is, or None if it was never begun."""
    row = await with_retry(lambda: pool.fetchrow(SQL.how_far, planned.id))
    if row is None:
        return None
    counts = {name: row[name] for name in ("line_next", "taken", "merged", "failed")}
    return Progress(done=row["state"] == "done", **counts)


async def imported_otherwise(pool: asyncpg.Pool, planned: Planned) -> list[asyncpg.Record]:
    """Earlier imports of the same file under another mapping or in another mode: id, mode, state, taken, started_at."""
    return await with_retry(lambda: pool.fetch(SQL.others, planned.file_hash, planned.id))


async def take_rows(pool: asyncpg.Pool, watched: Watched, planned: Planned, rows: Sequence[FileRow]) -> None:
    """Take rows in and note how far we are, in one transaction; rows gone through before are passed over.

    A row that is refused, or cannot be written, becomes an error of the import; the others go on.
    """
    if not rows:
        return

    async def once() -> None:
        async with pool.acquire() as connection, connection.transaction():
            line_next = await connection.fetchval(SQL.hold, planned.id)
            fresh = [row for row in rows if row.line >= line_next]
            if fresh:
                await _take(connection, watched, planned, fresh)

    try:
        await with_retry(once)
    except UNWRITABLE as error:
        await _take_apart(pool, watched, planned, rows, error=error)


async def finish(pool: asyncpg.Pool, planned: Planned) -> None:
    """Close the import: it has gone through the whole file."""
    await with_retry(lambda: pool.execute(SQL.finish, planned.id))


def arrival_of(planned: Planned, row: FileRow, *, historic: bool) -> Arrival:
    """A row as something that came through our own door for files, keyed by its line."""
    sent = row.sent or {}
    raw = encode(sent)
    return Arrival(
        door=IMPORT,
        kind=Kind.SUBMISSION,
        sent=sent,
        raw=raw,
        body_hash=hashlib.sha256(raw.encode()).digest(),
        caller=planned.caller,
        idem_key=f"{planned.caller}:{row.line}",
        historic=historic,
    )


def person_of_row(row: FileRow) -> str:
    """Whose lead a row is about; empty when it cannot be told. Looks at no other column than those that can tell."""
    sent = row.sent or {}
    try:
        said = {name: sent[name] for name in (*WHO, "country") if name in sent}
        return person_in(said, by_external_id=True, countries=country_names(), dial=e164)
    except Refusal:
        return ""


def failed_row(planned: Planned, row: FileRow, outcome: Outcome) -> FileRow | None:
    """The row as an error if it was not taken in, else None."""
    if outcome.refusal:
        column = planned.mapped.column_of(outcome.refusal.field or "")
        return FileRow(line=row.line, cells=row.cells, column=column, wrong=outcome.refusal.says)
    if outcome.state in (State.TAKEN, State.REPLAYED):
        return None
    if outcome.state is State.NOT_KEPT:
        return FileRow(line=row.line, cells=(), wrong=outcome.error)
    return FileRow(line=row.line, cells=row.cells, wrong=f"it was set aside: {outcome.error or outcome.state.value}")


async def _take(connection: Connection, watched: Watched, planned: Planned, rows: Sequence[FileRow]) -> None:
    sound = [row for row in rows if row.sent is not None]
    arrivals = [arrival_of(planned, row, historic=planned.mode == HISTORIC) for row in sound]
    people = list({person_of_row(row) for row in sound} - {""})
    before = {row["id"] for row in await connection.fetch(SQL.known_leads, people)}
    outcomes = await take_on(connection, watched, arrivals) if arrivals else []
    failed = [row for row in rows if row.sent is None]
    failed += [e for row, outcome in zip(sound, outcomes, strict=True) if (e := failed_row(planned, row, outcome))]
    leads = [outcome.lead_id for outcome in outcomes if outcome.lead_id]
    await _add_errors(connection, planned, failed)
    merged = len(leads) - len({*leads} - before)
    await connection.execute(SQL.progress, planned.id, rows[-1].line + 1, len(leads), merged, len(failed))


async def _take_apart(
    pool: asyncpg.Pool, watched: Watched, planned: Planned, rows: Sequence[FileRow], *, error: Exception
) -> None:
    """Find, by halves, the row that the database will not hold; list it as an error and take the others in."""
    if len(rows) > 1:
        half = len(rows) // 2
        await take_rows(pool, watched, planned, rows[:half])
        await take_rows(pool, watched, planned, rows[half:])
    elif rows[0].sent is None:
        raise error
    else:
        wrong = f"it cannot be written: {error}"
        await take_rows(pool, watched, planned, [FileRow(line=rows[0].line, cells=rows[0].cells, wrong=wrong)])


async def _add_errors(connection: Connection, planned: Planned, failed: Sequence[FileRow]) -> None:
    if failed:
        told = [(row.line, row.column, row.wrong, encode(row.cells)) for row in failed]
        await connection.execute(SQL.add_errors, planned.id, *(list(part) for part in zip(*told, strict=True)))
