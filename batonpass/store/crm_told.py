"""How do we and the CRM stand: how far are its changes read, and where do the two sides differ?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from batonpass.handoff.playbook.crm import Crm
from batonpass.store.crm import SQL, Apart, drift
from batonpass.store.crm_feed import Feed, feed_of

UNSETTLED = frozenset({"frozen", "unknown"})
"""What only a person can settle: a frozen field, and a word of theirs for which we have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmNow:
    """How it stands now; `changes` are counted by what they were to us."""

    system: str
    leads: int
    apart: tuple[Apart, ...]
    feed: Feed
    changes: Mapping[str, int]

    @property
    def drift(self) -> int:
        """How many fields differ that neither side has settled to leave apart."""
        return sum(one.why not in UNSETTLED for one in self.apart)

    def figures(self) -> dict[str, Any]:
        """The figures by name."""
        return {
            "system": self.system,
            "leads": self.leads,
            "drift": self.drift,
            "unsettled": len(self.apart) - self.drift,
            "waiting": self.changes.get("waiting", 0),
            "read_at": self.feed.read_at,
            "gap_since": self.feed.gap_since,
            "comparing": self.feed.cursor is not None,
            "compared": self.feed.seen or 0,
            "compared_at": self.feed.compared_at,
            "changes": dict(self.changes),
        }


async def crm_now(pool: asyncpg.Pool, crm: Crm) -> CrmNow:
    """How we and this CRM stand, of one moment."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        leads, apart = await drift(connection, crm)
        counted = await connection.fetch(SQL.counted, crm.system)
        return CrmNow(
            system=crm.system,
            leads=leads,
            apart=tuple(apart),
            feed=await feed_of(connection, crm.system),
            changes={row["verdict"]: row["many"] for row in counted},
        )
