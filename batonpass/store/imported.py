"""Which lists were taken in, how far is each, and which of their rows were refused?"""

from __future__ import annotations

import csv
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

import asyncpg

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements
from batonpass.written.columns_chosen import read_back
from batonpass.written.csv_safe import harmless
from batonpass.written.mapping import OUR_COLUMNS

SQL = statements(Path(__file__).with_suffix(".sql"))
AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An import: its file and decisions, and what became of its rows up to (not with) line `line_next`."""

    id: str
    file_name: str
    mapping: str
    mode: str
    state: str
    started_by: str
    taken: int
    merged: int
    failed: int
    line_next: int
    started_at: datetime
    ended_at: datetime | None

    @property
    def done(self) -> bool:
        """Has it gone through the whole file?"""
        return self.state == "done"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The file's columns, each with the field it fills."""
        return read_back(self.mapping).columns


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken in: where it stands, the column that is wrong (empty: none alone), why, its cells."""

    line: int
    column_name: str
    says: str
    cells: tuple[str, ...]


async def latest(asked: PoolOrConnection, *, before: Imported | None = None, limit: int = 50) -> tuple[Imported, ...]:
    """The latest imports, newest first; `before` is the last one of the page above."""
    since = (before.started_at, before.id) if before else (None, None)
    return tuple(Imported(**row) for row in await asked.fetch(SQL.latest, *since, limit))


async def one(asked: PoolOrConnection, import_id: str) -> Imported:
    """One import; LookupError when there is none."""
    rows = await asked.fetch(SQL.one, import_id)
    if not rows:
        raise LookupError(import_id)
    return Imported(**rows[0])


async def refused(
    asked: PoolOrConnection, import_id: str, *, after: int = -1, limit: int = 50
) -> tuple[RefusedRow, ...]:
    """Rows that were not taken in, in the file's order, beyond a line."""
    rows = await asked.fetch(SQL.refused, import_id, after, limit)
    return tuple(_refused(row) for row in rows)


async def stages(asked: PoolOrConnection, import_id: str) -> dict[str, int]:
    """How many of its leads stand in which stage now."""
    return {row["stage"]: row["leads"] for row in await asked.fetch(SQL.stages, f"import:{import_id}")}


async def all_refused(pool: asyncpg.Pool, import_id: str) -> AsyncGenerator[RefusedRow]:
    """Every row that was not taken in, in the file's order."""
    async for page in _pages(pool, import_id):
        for row in page:
            yield row


async def refused_file(pool: asyncpg.Pool, found: Imported) -> AsyncGenerator[str]:
    """The rows that were not taken in as a CSV file, piece by piece, to be mended and imported again."""
    yield "\ufeff" + _lines([[*OUR_COLUMNS, *(column for column, _ in found.columns)]])
    async for page in _pages(pool, found.id):
        yield _lines([[str(row.line), row.column_name, row.says, *row.cells] for row in page])


async def _pages(pool: asyncpg.Pool, import_id: str) -> AsyncGenerator[tuple[RefusedRow, ...]]:
    """The rows that were not taken in, AT_ONCE of them read together."""
    line = -1
    while page := await refused(pool, import_id, after=line, limit=AT_ONCE):
        yield page
        line = page[-1].line


def _refused(row: asyncpg.Record) -> RefusedRow:
    cells = tuple(row["cells"])
    return RefusedRow(line=row["line"], column_name=row["column_name"], says=row["says"], cells=cells)


def _lines(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
