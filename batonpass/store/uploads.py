"""What becomes of a list that is brought over a page or the API, until every row of it is in?"""

from __future__ import annotations

import asyncio
import re
import tempfile
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg

from batonpass.store import computations, imports
from batonpass.store.changes import note
from batonpass.store.imports import HISTORIC, Planned
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.written.columns_chosen import SAMPLE, decided, read_back, sound, suggested
from batonpass.written.csv_file import CsvFile, look, rows
from batonpass.written.mapping import WHO, check_said
from batonpass.written.refused import Problem, Refused
from batonpass.written.schema.mapping import MappingFile

SQL = statements(Path(__file__).with_suffix(".sql"))
MEGABYTES_MOST = 25
BYTES_MOST, LINES_MOST = MEGABYTES_MOST * 1_000_000, 2_000_000
REHEARSAL, IMPORT = "rehearsal", "import"
FIRST_ROWS, CELL_MOST = 5, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person decided about a list: fields by column, the mode, the form whose signals it gives, the encoding."""

    columns: Mapping[str, str]
    mode: str = HISTORIC
    form: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A list that was brought. `held`: its content is still here. `rehearsal` and `work` are computations."""

    id: str
    file_name: str
    size: int
    file_hash: bytes
    held: bool
    sent_by: str
    sent_at: datetime
    said: Mapping[str, Any]
    seen: Mapping[str, Any]
    mapping: str
    import_id: str
    rehearsal: str | None
    work: str | None

    @property
    def choice(self) -> Choice:
        """What was decided about it."""
        return Choice(**self.said)

    @property
    def knows_people(self) -> bool:
        """Does a column say who each row is about?"""
        return bool(WHO & {name for _, name in read_back(self.mapping).columns})

    @property
    def planned(self) -> Planned:
        """The import that it is to become, or has become."""
        return Planned(
            file_name=self.file_name,
            file_hash=self.file_hash,
            mapped=read_back(self.mapping),
            mode=self.choice.mode,
            by=self.sent_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A list as it was taken: its own facts, what to show of it, and the decisions."""

    digest: bytes
    seen: Mapping[str, Any]
    mapping: str
    planned: Planned


Declared = Mapping[str, "str | None"]


async def bring(pool: asyncpg.Pool, name: str, body: bytes, *, choice: Choice, declared: Declared, by: str) -> str:
    """Keep a list, its columns taken as well as we can, and ask for its dry run; Refused for what is no list."""
    _must_not_be_endless(plain_name(name), body)
    looked = await asyncio.to_thread(_look, plain_name(name), body, choice, declared)
    made = uuid.uuid4().hex[:16]
    await pool.execute(SQL.forget_old)
    told = (encode(_said(choice)), encode(looked.seen), looked.mapping, looked.planned.id)
    await pool.execute(SQL.keep, made, plain_name(name), len(body), looked.digest, body, by, *told)
    await rehearse(pool, made, by=by)
    return made


async def choose(pool: asyncpg.Pool, upload: Upload, *, choice: Choice, declared: Declared, by: str) -> bool:
    """Take its columns otherwise, and ask for the dry run anew; False once it was begun. Refused as `bring`."""
    body = await pool.fetchval(SQL.content, upload.id)
    if body is None:
        return False
    looked = await asyncio.to_thread(_look, upload.file_name, body, choice, declared)
    told = (encode(_said(choice)), encode(looked.seen), looked.mapping, looked.planned.id)
    if not await pool.fetchval(SQL.choose, upload.id, *told):
        return False
    await rehearse(pool, upload.id, by=by)
    return True


async def rehearse(pool: asyncpg.Pool, name: str, *, by: str) -> None:
    """Ask for the dry run of a list whose columns say who each row is about."""
    upload = await find(pool, name)
    if upload.knows_people:
        asked = {"upload": name, "import": upload.import_id}
        await pool.execute(SQL.rehearsing, name, await computations.ask(pool, REHEARSAL, asked, by=by))


async def begin(pool: asyncpg.Pool, upload: Upload, *, by: str) -> None:
    """Let its rows be taken in, from where the same import stopped before; asked twice, they come once."""
    await imports.begin(pool, upload.planned)
    work = await computations.ask(pool, IMPORT, {"upload": upload.id}, by=by)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.working, upload.id, work)
        told = {"file": upload.file_name, "mode": upload.choice.mode}
        await note(connection, by=by, kind="import", name=upload.import_id, before=None, after=told)


async def find(pool: asyncpg.Pool, name: str) -> Upload:
    """One by its id; LookupError when there is none."""
    return _one(await pool.fetchrow(SQL.find, name), name)


async def of_import(pool: asyncpg.Pool, import_id: str) -> Upload | None:
    """The list an import takes its rows from; None when it came over the command line."""
    row = await pool.fetchrow(SQL.of_import, import_id)
    return _one(row, import_id) if row else None


async def unbegun(pool: asyncpg.Pool) -> tuple[Upload, ...]:
    """The lists that wait for a yes, the latest first."""
    return tuple(_one(row, "") for row in await pool.fetch(SQL.unbegun))


async def drop(pool: asyncpg.Pool, name: str) -> bool:
    """Take a list away that was not begun."""
    return await pool.fetchval(SQL.drop, name) is not None


async def let_go(pool: asyncpg.Pool, name: str) -> None:
    """Every row is in: the file and the rows shown of it go."""
    await pool.execute(SQL.let_go, name)


@asynccontextmanager
async def borrowed(pool: asyncpg.Pool, name: str) -> AsyncGenerator[tuple[Upload, CsvFile]]:
    """A list as a file, on disk only as long as it is worked on; LookupError when it is gone."""
    upload, body = await find(pool, name), await pool.fetchval(SQL.content, name)
    if body is None:
        raise LookupError(name)
    with tempfile.TemporaryDirectory(prefix="batonpass-list-") as folder:
        path = Path(folder) / upload.file_name
        path.write_bytes(body)
        yield upload, look(path, encoding=upload.choice.encoding)


def plain_name(sent: str) -> str:
    """What the file was called, fit to be a file's name anywhere."""
    return re.sub(r"[^\w ()-]+", ".", Path(sent.replace("\\", "/")).name)[-80:].strip(". ") or "list.csv"


def _must_not_be_endless(name: str, body: bytes) -> None:
    """Whoever sends a list waits for a look at each of its lines, be they empty."""
    many = max(body.count(b"\n"), body.count(b"\r"))
    if many > LINES_MOST:
        says = f"the file has {many} lines; at most {LINES_MOST} can be brought at once"
        raise Refused([Problem(where=name, says=says, instead="Delete its empty lines, or divide it")])


def _look(name: str, body: bytes, choice: Choice, declared: Declared) -> _Looked:
    with tempfile.TemporaryDirectory(prefix="batonpass-list-") as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        file = look(path, encoding=choice.encoding)
        found = rows(file)
        begins = list(islice(found, SAMPLE))
        sample, count = sound(begins), len(begins) + sum(1 for _ in found)
        said = check_said(choice.columns, file.columns, name)
        suggestions = suggested(file, sample, said=said, declared=declared)
        mapped = decided(suggestions, sample, MappingFile(form=choice.form or None))
    planned = Planned(file_name=name, file_hash=file.digest, mapped=mapped, mode=choice.mode)
    columns = [{"column": s.column, "field": s.field, "sure": s.sure, "because": s.because} for s in suggestions]
    shown = [
        {"line": row.line, "cells": [_short(cell) for cell in row.cells], "wrong": row.wrong}
        for row in begins[:FIRST_ROWS]
    ]
    says = f"separated by {file.separator}, {file.says}"
    seen = {"says": says, "rows": count, "columns": columns, "first": shown}
    return _Looked(digest=file.digest, seen=seen, mapping=mapped.as_text(), planned=planned)


def _short(cell: str) -> str:
    return cell if len(cell) <= CELL_MOST else cell[: CELL_MOST - 1] + "…"


def _said(choice: Choice) -> dict[str, Any]:
    return {
        "columns": dict(choice.columns),
        "mode": choice.mode,
        "form": choice.form,
        "encoding": choice.encoding,
    }


def _one(row: asyncpg.Record | None, name: str) -> Upload:
    if row is None:
        raise LookupError(name)
    return Upload(**{**row, "said": decode_json(row["said"]), "seen": decode_json(row["seen"])})
