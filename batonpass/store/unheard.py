"""Under which names have events come in lately, whether anything listens to them or not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LATELY = 5_000
"""So many of the latest arrivals are looked at: a page may not read a year of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event by the name under which it was sent: how often among the latest arrivals, and when last."""

    name: str
    times: int
    last: datetime


async def events_lately(asked: PoolOrConnection, most: int = LATELY) -> Sequence[Heard]:
    """The events among that many of the latest arrivals, the most frequent first, 500 names at most."""
    rows = await asked.fetch(SQL.events_lately, most)
    return [Heard(name=row["name"], times=row["times"], last=row["last"]) for row in rows]
