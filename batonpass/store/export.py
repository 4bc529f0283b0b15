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
from batonpass.store.dsar import told_about
from batonpass.store.said import STRANGER, keys_said, traces_said
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SAYS: Mapping[str, str] = {
    "leads": "leads",
    "inbox": "sent by or about them",
    "facts": "timeline",
    "clocks": "promises",
    "outbox": "messages",
    "identities": "known as",
    "aliases": "known as",
    "unclaimed": "seen before",
    "lookups": "looked up",
    "deals": "deals",
    "deal_steps": "deals",
    "import_errors": "unread rows of lists",
}
INNER = frozenset({"body_hash", "fingerprint", "idem_key", "claim", "lease_until"})
"""What says nothing of anybody."""


OF_STRANGERS = frozenset({"inbox", "import_errors", "unclaimed", "lookups"})
"""Where somebody stands who became nobody's lead; our own people stand in other places too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held about one person: their leads and addresses, every row by where it is from, and why it is held.

    Who became nobody's lead, because they were taken for a robot, has none.
    """

    at: datetime
    leads: tuple[str, ...]
    people: tuple[str, ...]
    sections: Mapping[str, tuple[Mapping[str, Any], ...]]
    about: Mapping[str, Any]
    """Purposes, retention, sources, recipients, the logic of the score, rights (G01)."""

    @property
    def named(self) -> str:
        """By what they are found again."""
        return (*self.leads, *self.people)[0]

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        told = {name: list(rows) for name, rows in self.sections.items()}
        return {
            "at": self.at.isoformat(),
            "person": list(self.people),
            "leads": list(self.leads),
            **self.about,
            "held": told,
        }


async def held_about(pool: asyncpg.Pool, who: str, *, by: str = "") -> Held | None:
    """All that is held about whoever is named by lead id, address or number; None when nobody is known as that.

    With `by`, it is noted that they took it.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        keys = keys_said(who)
        known = await connection.fetch(SQL.leads_of, keys)
        leads = [row["id"] for row in known]
        strangers = () if leads else traces_said(keys)
        rows, about = await told_about(connection, leads, strangers)
        if not (leads or OF_STRANGERS & {*rows}):
            return None
        people = sorted({row["person"].lower() for row in known} - {""}) or sorted({one.lower() for one in strangers})
        for name in (leads or [STRANGER]) if by else ():
            await note(connection, by=by, kind="person", name=name, before=None, after={"exported": True})
        at = await clock.now(connection)
    return Held(at=at, leads=tuple(leads), people=tuple(people), sections=_sections(rows), about=about)


def _sections(rows: Mapping[str, list[Any]]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """The rows by where they are from, in words; what has no words yet keeps the name of its table."""
    told: dict[str, tuple[Mapping[str, Any], ...]] = dict.fromkeys(SAYS.values(), ())
    for place, found in rows.items():
        name = SAYS.get(place, place.replace("_", " "))
        told[name] = (*told.get(name, ()), *({k: v for k, v in row.items() if k not in INNER} for row in found))
    return told
