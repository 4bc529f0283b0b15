"""What became of somebody's own promises of a first touch?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batonpass.store.read import Asked
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One of them as it stands; `first_due_at` is when it was due before it first stood still, if it ever did."""

    state: str
    due_at: datetime
    ended_at: datetime | None
    excused: bool
    first_due_at: datetime | None


async def promises_of(asked: Asked, rep: str, since: datetime) -> tuple[Promised, ...]:
    """Those due since then that ended while this person held them or broke under them, and those that run."""
    return tuple(Promised(**row) for row in await asked.fetch(SQL.record, rep, since))
