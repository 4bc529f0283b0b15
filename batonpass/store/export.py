"""What do we hold about a person, all of it, so that they can be given it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from batonpass.store import clock
from batonpass.store.changes import note
from batonpass.store.connection import Connection
from batonpass.store.erase import named_in
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held about one person: their leads and addresses, and every row, by where it is from."""

    at: datetime
    leads: tuple[str, ...]
    people: tuple[str, ...]
    sections: Mapping[str, tuple[Mapping[str, Any], ...]]

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        told = {name: list(rows) for name, rows in self.sections.items()}
        return {"at": self.at.isoformat(), "person": list(self.people), "leads": list(self.leads), "held": told}


async def held_about(pool: asyncpg.Pool, who: str, *, by: str = "") -> Held | None:
    """All that is held about whoever is named by lead id, address or number; None when nobody is known as that.

    With `by`, it is noted that they took it.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        rows = await connection.fetch(SQL.leads_of, who.strip())
        if not rows:
            return None
        leads = [row["id"] for row in rows]
        people = sorted({row["person"].lower() for row in rows} - {""})
        sections = await _sections(connection, leads, people)
        if by:
            for lead in leads:
                await note(connection, by=by, kind="person", name=lead, before=None, after={"exported": True})
        at = await clock.now(connection)
    return Held(at=at, leads=tuple(leads), people=tuple(people), sections=sections)


async def _sections(
    connection: Connection, leads: list[str], people: list[str]
) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    traces = [named_in(person) for person in people]
    asked: dict[str, tuple[str, tuple[object, ...]]] = {
        "leads": (SQL.leads, (leads,)),
        "sent by or about them": (SQL.sent_by_them, (leads, traces)),
        "timeline": (SQL.timeline, (leads,)),
        "promises": (SQL.promises, (leads,)),
        "messages": (SQL.messages, (leads,)),
        "known as": (SQL.known_as, (leads, people)),
        "seen before": (SQL.seen_before, (people,)),
        "looked up": (SQL.looked_up, (people,)),
        "deals": (SQL.deals, (leads,)),
        "unread rows of lists": (SQL.unread_rows, (traces,)),
    }
    return {
        name: tuple(decode_json(row[0]) for row in await connection.fetch(sql, *given))
        for name, (sql, given) in asked.items()
    }
