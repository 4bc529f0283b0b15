"""How is a person forgotten, everywhere, without anybody being able to take it for a forged record?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from batonpass.store.changes import note
from batonpass.store.seals import ADVISORY_KEY
from batonpass.store.statements import statements
from batonpass.store.traces import traces_of, wipe

SQL = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """The leads that are gone, by their ids; none when nobody was known."""

    leads: tuple[str, ...]


async def erase(pool: asyncpg.Pool, who: str, *, by: str = "") -> Erased:
    """Forget a person, named by lead id, address or number: their leads and all that was kept or said about them.

    That something happened, when and under which playbook stays, so that counts of weeks stay what they were; the
    promises that ran are closed without a verdict. A seal notes that the facts are gone by right, a change `by` whom.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.wait_for_seals, ADVISORY_KEY)
        rows = await connection.fetch(SQL.leads_of, who.strip())
        leads = [row["id"] for row in rows]
        if not leads:
            return Erased(leads=())
        people = sorted({row["person"].lower() for row in rows} - {""})
        named = await traces_of(connection, leads)
        traces = [named_in(trace) for trace in named]
        await connection.execute(SQL.may_forget)
        await connection.execute(SQL.seal_forgotten, leads)
        await connection.execute(SQL.empty_facts, leads)
        await connection.execute(SQL.empty_inbox, leads, traces)
        await connection.execute(SQL.drop_unclaimed, people, traces)
        await connection.execute(SQL.drop_lookups, people, traces)
        await connection.execute(SQL.drop_import_errors, traces)
        await connection.execute(SQL.drop_lists, traces)
        await connection.execute(SQL.drop_tries, traces)
        await connection.execute(SQL.drop_aliases, people)
        for gone in (
            SQL.drop_messages,
            SQL.close_clocks,
            SQL.drop_keys,
            SQL.drop_matches,
            SQL.drop_deals,
            SQL.drop_crm,
            SQL.drop_salts,
            SQL.drop_leads,
        ):
            await connection.execute(gone, leads)
        for lead in leads if by else ():
            await note(connection, by=by, kind="person", name=lead, before={"known": True}, after=None)
        await wipe(connection, leads, named)
    return Erased(leads=tuple(leads))


def named_in(text: str) -> str:
    """The pattern of texts that hold this address, number or word, with nothing in it that a search takes for more."""
    bare = text.removeprefix("tel:").lower()
    plain = bare.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"
