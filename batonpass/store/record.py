"""What became of somebody's own promises of a first touch?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from batonpass.store.read import Asked
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


class Promised(NamedTuple):
    """One of them as it stands; `first_due_at` is when it was due before it first stood still, if it ever did.

    A bare tuple, in the order of the columns: whoever is busy has ten thousand of them, and looks at them each minute.
    """

    state: str
    due_at: datetime
    ended_at: datetime | None
    excused: bool
    first_due_at: datetime | None


async def promises_of(asked: Asked, rep: str, since: datetime) -> tuple[Promised, ...]:
    """Those due since then that ended while this person held them or broke under them, and those that run."""
    return tuple(map(Promised._make, await asked.fetch(SQL.record, rep, since)))
