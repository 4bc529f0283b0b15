"""Which leads wait for marketing to look at them, and what became of those that did?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.lead import Lead
from batonpass.store.readable import leads_in
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SHOWN_MOST = 200


async def waiting(pool: asyncpg.Pool, *, limit: int = SHOWN_MOST) -> tuple[Lead, ...]:
    """The leads that wait, the one whose promise runs out first at the head."""
    return tuple(lead for _, lead in leads_in(await pool.fetch(SQL.waiting, limit)))


async def answered(pool: asyncpg.Pool, since: datetime, *, limit: int = SHOWN_MOST) -> tuple[Lead, ...]:
    """The leads whose last review ended since then, the latest first."""
    leads = [lead for _, lead in leads_in(await pool.fetch(SQL.answered, since, limit))]
    return tuple({lead.id: lead for lead in leads if lead.review and not lead.waiting}.values())
