"""What follows when a mail comes back: does it count as told, and was it a touch?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.person import keys_of
from batonpass.handoff.requests import TouchBack
from batonpass.store import outbox
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection
from batonpass.store.statements import statements
from batonpass.store.take import answer_on
from batonpass.store.world import Watched
from batonpass.written.mail import CameBack, mail_id

SQL = statements(Path(__file__).with_name("mails.sql"))
TOUCHES = ("touch", "meeting")


async def come_back(connection: Connection, watched: Watched, told: CameBack) -> str:
    """What was done about it, in words; empty when nothing of ours is known that could have come back."""
    if not told.of:
        return ""
    if await connection.fetchval(SQL.claim, mail_id(told.of), "bounced") is None:
        return await _touch_back(connection, watched, told)
    if messages := await _messages_back(connection, told):
        return f"{messages} of our messages came back: {told.why}"
    return "a mail came back that we have no copy of; if one comes, it does not count"


async def _touch_back(connection: Connection, watched: Watched, told: CameBack) -> str:
    row = await connection.fetchrow(SQL.known, mail_id(told.of))
    if row is None or row["became"] not in TOUCHES or told.complaint:
        return "it was no touch, so nothing changes"
    leads = await _whose(connection, row["lead_ids"], told.to)
    after = await connection.fetch(SQL.touches_after, leads, row["at"])
    others = {lead: tuple(one["at"] for one in after if one["lead_id"] == lead) for lead in leads}
    heard = {one["lead_id"]: one for one in await connection.fetch(SQL.touch_told, leads, row["at"])}
    asked = [_back(lead, row, heard.get(lead), others=others[lead], why=told.why) for lead in leads]
    await answer_on(connection, watched, asked)
    left = sorted({*row["lead_ids"]} - {*leads})
    state = row["became"] if left else "bounced"
    await connection.execute(SQL.became, mail_id(told.of), state, row["by"], row["at"], left, told.why)
    return f"a touch of {len(leads)} leads came back: {told.why}"


def _back(
    lead: str, mail: asyncpg.Record, heard: asyncpg.Record | None, *, others: tuple[datetime, ...], why: str
) -> Asked:
    request = TouchBack(
        by=mail["by"],
        touched_at=mail["at"],
        told_at=heard["kept_at"] if heard else None,
        counted=heard is not None and not heard["earlier"],
        others=others,
        why=why,
    )
    return Asked(lead_id=lead, request=request)


async def _whose(connection: Connection, leads: Sequence[str], to: Sequence[str]) -> list[str]:
    """Of the leads it was written to, those it did not reach; all of them when the report does not say."""
    living = [row["id"] for row in await connection.fetch(SQL.living, list(leads))]
    if not to or len(living) == 1:
        return living
    keys = sorted({key for one in to for key in keys_of(one)})
    found = {row["id"] for row in await connection.fetch(SQL.leads_of, keys)}
    return [one for one in living if one in found]


async def _messages_back(connection: Connection, told: CameBack) -> int:
    """How many messages of ours it were: known by the digest of the key, which ends what stands before the @."""
    digest = told.of.strip("<>").partition("@")[0].rpartition(".")[2]
    keys = sorted({key for one in told.to for key in keys_of(one)})
    leads = [row["id"] for row in await connection.fetch(SQL.leads_of, keys)]
    sent = [row["key"] for row in await connection.fetch(SQL.sent_to, list(told.to), leads)]
    ours = [key for key in sent if hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16] == digest]
    return sum([await outbox.bounced(connection, key, told.why) for key in ours])
