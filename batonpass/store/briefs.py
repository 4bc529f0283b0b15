"""What is a lead's brief, as it reads now?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import asyncpg

from batonpass.handoff.available import absent
from batonpass.handoff.brief_company import colleague
from batonpass.handoff.brief_full import Around, FullBrief, full_brief
from batonpass.handoff.lead import Lead
from batonpass.handoff.setting import Setting
from batonpass.store.read import Kept
from batonpass.store.shape import decode_lead
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
COLLEAGUES_MOST = 5


async def read_brief(pool: asyncpg.Pool, lead: Lead, kept: Iterable[Kept], *, setting: Setting) -> FullBrief:
    """The whole brief of a lead with these facts, as of the setting's instant, by its people and its agreement."""
    domain = lead.value("email").rpartition("@")[2]
    rows = await pool.fetch(SQL.colleagues, domain, lead.id, COLLEAGUES_MOST) if domain and not lead.free_mail else []
    at, named = setting.at, setting.directory.name_of
    around = Around(
        at=at,
        name_of=named,
        facts=tuple(one.fact for one in kept),
        colleagues=tuple(colleague(decode_lead(row["state"]), at=at, name_of=named) for row in rows),
        away=absent(lead.account_owner, setting) if lead.account_owner else "",
    )
    return full_brief(lead, setting.playbook, around)
