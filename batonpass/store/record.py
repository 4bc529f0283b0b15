"""What became of somebody's own promises of a first touch?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


class Promised(NamedTuple):
    """Some of them that stand alike, `many` in number.

    `late` ones ended after they were due, run on past it or broke; `at` is when they were due, and for others when they
    ended (now for those that run), to the quarter of an hour: no zone's day begins in between.
    """

    state: str
    late: bool
    excused: bool
    at: datetime
    many: int


async def promises_of(asked: PoolOrConnection, rep: str, since: datetime, now: datetime) -> tuple[Promised, ...]:
    """Those due since then that ended while this person held them or broke under them, and those that run."""
    return tuple(map(Promised._make, await asked.fetch(SQL.record, rep, since, now)))
