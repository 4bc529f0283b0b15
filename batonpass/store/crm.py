"""What is to be written of a lead into the CRM, and what do we know of what it holds?"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg
import msgspec

from batonpass.handoff.crm import CRM_KIND, wanted
from batonpass.handoff.crm_heard import Held, sending, thawed, to_write, wrote
from batonpass.handoff.effects import WriteCrm
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.crm import Crm
from batonpass.store.connection import Connection
from batonpass.store.erase import SQL as ERASE
from batonpass.store.readable import leads_in
from batonpass.store.shape import decode_lead, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
_held = msgspec.json.Decoder(Held)
_fields = msgspec.json.Decoder(dict[str, Held])
PAGE = 500
NOTHING: Mapping[str, Held] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the CRM lacks of a lead, by our names, under the mark of this write; the record's id, if it has told us."""

    lead: Lead
    system: str
    record: str
    values: Mapping[str, str]
    marker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A field in which both sides differ, and why it is left so: waiting, failed, unknown or frozen."""

    lead_id: str
    field: str
    ours: str
    theirs: str | None
    why: str
    frozen_at: datetime | None = None


async def begin(pool: asyncpg.Pool, lead_id: str, crm: Crm) -> Due | None:
    """Take the lead's record up for writing; None while somebody else does. Nothing to write are no values.

    What is about to be written is noted first, so that its echo is known even if it comes before the answer.
    """
    async with pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(SQL.begin, lead_id, crm.system)
        state = await connection.fetchval(SQL.lead_and_ids, lead_id)
        if row is None or state is None:
            return None
        lead, known = decode_lead(state), (await held_of(connection, [lead_id])).get(lead_id, NOTHING)
        values = lacking(lead, known, crm)
        marker = f"bp-{uuid.uuid4().hex[:16]}"
        for name, value in values.items():
            await keep(connection, lead_id, name, sending(known.get(name, Held()), value, marker))
        if not values:
            await connection.execute(SQL.let_go, lead_id)
        told = row["record"] or (lead.identity.ids.get(crm.system, "") if lead.identity else "")
        if told and not row["record"] and await connection.fetchval(SQL.is_gone, crm.system, told):
            told = ""
        return Due(lead=lead, system=crm.system, record=told, values=values, marker=marker)


async def written(pool: asyncpg.Pool, due: Due, record: str, at: datetime) -> None:
    """The CRM took it. Who was forgotten meanwhile is to be deleted there again."""
    lead_id = due.lead.id
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.hold_record, lead_id)
        known = (await held_of(connection, [lead_id])).get(lead_id, NOTHING)
        if await connection.fetchval(SQL.lead_and_ids, lead_id) is None:
            await connection.execute(ERASE.ask_crm, [due.system], [record])
            return
        for name in due.values:
            await keep(connection, lead_id, name, wrote(known[name], at))
        await connection.execute(SQL.done, lead_id, record)


async def put_back(pool: asyncpg.Pool, lead_id: str, *, lost: str = "") -> None:
    """It could not be written now; a record that is `lost`, which is its id, is looked for anew."""
    if lost:
        await pool.execute(SQL.forget, lead_id, lost)
    else:
        await pool.execute(SQL.let_go, lead_id)


def lacking(lead: Lead, known: Mapping[str, Held], crm: Crm) -> dict[str, str]:
    """What the CRM lacks of this lead, by our names; one that lives on in another has nothing to say."""
    said = {} if lead.merged_into else wanted(lead, crm)
    return {
        name: value for name, value in said.items() if to_write(value, known.get(name, Held()), crm.fields[name], crm)
    }


async def held_of(connection: Connection, leads: Sequence[str]) -> dict[str, dict[str, Held]]:
    """What we know of the fields of these leads, locked."""
    found: dict[str, dict[str, Held]] = {}
    for row in await connection.fetch(SQL.held, leads):
        found.setdefault(row["lead_id"], {})[row["field"]] = _held.decode(row["held"])
    return found


async def keep(connection: Connection, lead_id: str, name: str, held: Held) -> None:
    """We know this of the field from now on."""
    await connection.execute(SQL.keep, lead_id, name, encode(held), held.frozen_at)


async def wish(connection: Connection, lead_id: str, crm: Crm, *, why: str, key: str) -> None:
    """The lead's record is to be brought up to date, once for this key."""
    one = WriteCrm(key=f"{lead_id}/{CRM_KIND}/{key}", kind=CRM_KIND, because=why, to=crm.system)
    await connection.execute(SQL.wish, one.key, lead_id, crm.system, encode(one))


async def unfreeze(pool: asyncpg.Pool, lead_id: str, name: str, *, crm: Crm, by: str) -> bool:
    """A person has settled it: the field lives again, ours is written if it differs. False if it was not frozen."""
    async with pool.acquire() as connection, connection.transaction():
        held = (await held_of(connection, [lead_id])).get(lead_id, NOTHING).get(name)
        if held is None or held.frozen_at is None:
            return False
        await keep(connection, lead_id, name, thawed(held))
        await wish(connection, lead_id, crm, why=f"{name} was frozen; {by} let it go on", key=uuid.uuid4().hex)
        return True


async def drift(connection: Connection, crm: Crm) -> tuple[int, list[Apart]]:
    """How many leads are kept over there, and every field in which the two sides differ."""
    after, count = "", 0
    apart: list[Apart] = []
    while rows := await connection.fetch(SQL.leads_kept, after, PAGE):
        for row, lead in leads_in(rows):
            apart += _apart(row, lead, crm)
        after, count = rows[-1]["id"], count + len(rows)
    return count, apart


def _apart(row: asyncpg.Record, lead: Lead, crm: Crm) -> list[Apart]:
    known = _fields.decode(row["fields"])
    if lead.merged_into:
        return []
    found: list[Apart] = []
    for name, value in wanted(lead, crm).items():
        held = known.get(name, Held())
        if held.value == value:
            continue
        why = "waiting" if row["waits"] else f"failed: {row['error']}" if row["error"] else "differs"
        if held.frozen_at:
            why = "frozen"
        elif not to_write(value, held, crm.fields[name], crm):
            why = "unknown"
        found.append(
            Apart(lead_id=lead.id, field=name, ours=value, theirs=held.value, why=why, frozen_at=held.frozen_at)
        )
    return found
