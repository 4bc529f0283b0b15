"""Who changed people, pools, queues, calendars, leave and accounts, when, and what stood there before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
CHANGES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `kind` is calendar, rep, pool, queue, leave, feed, account or form; None is what was not there."""

    id: int
    at: datetime
    by: str
    kind: str
    name: str
    before: Any
    after: Any


async def note(connection: Connection, *, by: str, kind: str, name: str, before: object, after: object) -> None:
    """Write a change down in the transaction that makes it; nothing when both are the same. None is nothing there."""
    told = [None if one is None else encode(one) for one in (before, after)]
    await connection.execute(SQL.note, by, kind, name, *told)


async def changes(
    asked: PoolOrConnection,
    *,
    kinds: Sequence[str] = (),
    name: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[Change, ...]:
    """The latest changes, newest first, of these kinds and this name; `before` is the last id of the page above."""
    rows = await asked.fetch(SQL.latest, list(kinds) or None, name, before, min(limit, CHANGES_MAX))
    return tuple(
        Change(**{**row, "before": _read(row["before"]), "after": _read(row["after"])}) for row in map(dict, rows)
    )


async def entry_of(connection: Connection, kind: str, name: str) -> dict[str, Any] | None:
    """An entry of the directory as it was set last; None when it was never set but in the playbook, or at all."""
    body = await connection.fetchval(SQL.entry, kind, name)
    return None if body is None else dict(decode_json(body))


def _read(body: str | None) -> Any:
    return None if body is None else decode_json(body)
