"""Which forms were laid out here, by whom, and who came in through them?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.handoff.playbook import Stage
from batonpass.store.changes import note
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.kept_days import Array
from batonpass.store.open import in_one
from batonpass.store.round_days import Columns, read_columns
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.written.form_file import AForm, Field, checked

SQL = statements(Path(__file__).with_suffix(".sql"))
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
SHOWN = 200
BECAME = ("routed_at", "queued_at", "accepted_at", "rejected_at", "opportunity_at", "won_at")
"""What may have become of who came in; either of the first two hands them over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Leads by form: how many in 7 and 30 days, and what became of those of the 30."""

    form: str
    week: int = 0
    month: int = 0
    handed: int = 0
    accepted: int = 0
    rejected: int = 0
    opportunities: int = 0
    won: int = 0
    disqualified: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A form that somebody has laid out, and when last."""

    name: str
    title: str
    at: datetime


async def find(asked: PoolOrConnection, name: str) -> AForm | None:
    """The form of that name as it was laid out; None when nobody has."""
    row = await asked.fetchrow(SQL.one, name)
    return None if row is None else _form(name, row)


async def save(pool: asyncpg.Pool, form: AForm, *, by: str) -> None:
    """Lay a form out, and note who did. Other words of consent get the next version. Raises Refused."""
    checked(form)

    async def once(connection: Connection) -> None:
        row = await connection.fetchrow(SQL.hold, form.name)
        before = _form(form.name, row) if row else None
        last = before.consent_version if before else 0
        fresh = bool(form.consent) and form.consent != (before.consent if before else "")
        kept = _body(replace(form, consent_version=last + fresh))
        await note(connection, by=by, kind="form", name=form.name, before=_body(before) if before else None, after=kept)
        await connection.execute(SQL.put, form.name, encode(kept), (before.version if before else 0) + 1)

    await in_one(pool, once)


async def laid_out(pool: asyncpg.Pool) -> tuple[Laid, ...]:
    """Every form that somebody has laid out."""
    return tuple(Laid(**row) for row in await pool.fetch(SQL.names))


async def came(pool: asyncpg.Pool) -> Mapping[str, Came]:
    """How many came in through each form lately, and what became of them; the busiest first."""
    now = await pool.fetchval(SQL.now)
    columns = await read_columns(pool, now - MONTH, now + timedelta(seconds=1), ("form", "stage", "historic", *BECAME))
    return await asyncio.to_thread(_counted, columns, since_1970(now - WEEK))


def _counted(columns: Columns, week: int) -> dict[str, Came]:
    """The same from their columns; what a past was told of came through no form of ours."""
    told, forms = columns.arrays, columns.words["form"]
    ours = ~told["historic"]
    stages = [n for n, stage in enumerate(columns.words["stage"]) if stage == Stage.DISQUALIFIED]

    def each(of: Array) -> list[int]:
        return np.bincount(told["form"][of & ours], minlength=len(forms)).tolist()

    def reached(*names: str) -> list[int]:
        return each(np.logical_or.reduce([told[name] != NEVER for name in names]))

    rows = zip(
        forms,
        each(told["arrived_at"] >= week),
        each(ours),
        reached("routed_at", "queued_at"),
        *(reached(name) for name in BECAME[2:]),
        each(np.isin(told["stage"], stages)),
        strict=True,
    )
    counted = [Came(**dict(zip(Came.__slots__, row, strict=True))) for row in rows if row[0] and row[2]]
    return {one.form: one for one in sorted(counted, key=lambda one: (-one.month, one.form))[:SHOWN]}


def _form(name: str, row: asyncpg.Record) -> AForm:
    body: dict[str, Any] = decode_json(row["body"])
    asked = tuple(Field(**(one | {"options": tuple(one.get("options", ()))})) for one in body.pop("fields"))
    return AForm(**body, name=name, fields=asked, version=row["version"])


def _body(form: AForm) -> dict[str, Any]:
    return {key: value for key, value in asdict(form).items() if key not in ("name", "version")}
