"""Since when has who reached out been gone, if their touch is told only now?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from batonpass.handoff.requests import Touch
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def with_left(connection: Connection, asked: Sequence[Asked]) -> Sequence[Asked]:
    """The same requests; touches of an earlier instant know when who made them left us."""
    told = {one.request.by for one in asked if isinstance(one.request, Touch) and one.request.at}
    left = {row["name"]: row["at"] for row in await connection.fetch(SQL.left, list(told))} if told else {}
    return [
        replace(one, request=replace(one.request, left_at=left.get(one.request.by)))
        if isinstance(one.request, Touch) and left
        else one
        for one in asked
    ]
