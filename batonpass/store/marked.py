"""Who was forgotten, and must not come back through what others still tell us of them?"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from batonpass.handoff.facts import Captured, Learned, Observed
from batonpass.handoff.wishes import OBJECTS
from batonpass.store.arrival import IMPORT, Arrival
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SAYS = "they were forgotten since, and only they themselves can come back; nothing of it was kept"
Marked = Mapping[str, datetime]
"""Since when people are forgotten, by the keys that were asked for."""


async def mark(connection: Connection, leads: Sequence[str], *, asked: bool) -> None:
    """Keep a mark of the people of these leads that names nobody: of all who `asked` for it, else of who objects."""
    await connection.execute(SQL.make_secret, secrets.token_hex(32))
    await connection.execute(SQL.mark, leads, asked, sorted(OBJECTS))


async def marked(connection: Connection, people: Iterable[str]) -> Marked:
    """Who of these people was forgotten, and when."""
    return {row["key"]: row["at"] for row in await connection.fetch(SQL.marked, list(people))}


def tells_the_past(arrival: Arrival) -> bool:
    """May it be older than its arrival, or another's word? All else is what somebody does now, and is not looked up."""
    return arrival.door == IMPORT or not arrival.sent.keys().isdisjoint(("occurred_at", "timestamp"))


def is_over(fact: Captured | Observed | Learned, keys: Iterable[str], since: Marked, *, known: bool) -> bool:
    """Is this of a time before they were forgotten, or from a list that brings back somebody who is not `known`?"""
    forgotten = max((since[key] for key in keys if key in since), default=None)
    if forgotten is None:
        return False
    listed = isinstance(fact, Captured) and fact.door == IMPORT
    return fact.at < forgotten or (listed and not known)
