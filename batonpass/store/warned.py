"""Who has been told that a promise was broken, and hears of it if it was kept after all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from batonpass.handoff.requests import Touch
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def with_warned(connection: Connection, asked: Sequence[Asked]) -> Sequence[Asked]:
    """The same requests; touches know whom word of the broken promise has reached (D26)."""
    touched = [one.lead_id for one in asked if isinstance(one.request, Touch)]
    if not touched:
        return asked
    rows = await connection.fetch(SQL.warned, touched)
    told = {row["lead_id"]: tuple(row["reps"]) for row in rows}
    return [
        replace(one, request=replace(one.request, warned=told.get(one.lead_id, ())))
        if isinstance(one.request, Touch)
        else one
        for one in asked
    ]
