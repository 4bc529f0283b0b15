"""What is a lead's brief, as it reads now?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.brief_full import Around, Colleague, FullBrief, full_brief
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Directory
from batonpass.handoff.playbook import Playbook
from batonpass.handoff.words import ago
from batonpass.store.read import Kept
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
COLLEAGUES_MOST = 5


async def read_brief(
    pool: asyncpg.Pool, lead: Lead, kept: Iterable[Kept], *, playbook: Playbook, people: Directory, at: datetime
) -> FullBrief:
    """The whole brief of a lead with these facts, as of that instant, under the agreement that is in force."""
    names = people.name_of
    domain = lead.value("email").rpartition("@")[2]
    rows = await pool.fetch(SQL.colleagues, domain, lead.id, COLLEAGUES_MOST) if domain and not lead.free_mail else []
    colleagues = tuple(
        Colleague(
            name=row["name"],
            stage=row["stage"],
            owner=names(row["owner"]) if row["owner"] else "",
            last=ago(at - row["changed_at"]),
        )
        for row in rows
    )
    around = Around(at=at, name_of=names, facts=tuple(one.fact for one in kept), colleagues=colleagues)
    return full_brief(lead, playbook, around)
