"""How is a person forgotten everywhere, so that nobody takes the gap they leave for a forged record?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from batonpass.store.changes import note
from batonpass.store.connection import Connection
from batonpass.store.marked import mark
from batonpass.store.open import in_one
from batonpass.store.rounds import hold_rounds, keep_rounds_of
from batonpass.store.said import STRANGER, keys_said, traces_said
from batonpass.store.seals import ADVISORY_KEY
from batonpass.store.statements import statements
from batonpass.store.traces import pattern_of, theirs_alone, traces_of, wipe

SQL = statements(Path(__file__).with_suffix(".sql"))
OF_THEIRS = (
    SQL.drop_messages,
    SQL.close_clocks,
    SQL.drop_fates,
    SQL.drop_keys,
    SQL.drop_matches,
    SQL.drop_deals,
    SQL.drop_deal_steps,
    SQL.drop_crm,
    SQL.drop_holds,
    SQL.drop_salts,
    SQL.drop_leads,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """The leads that are gone, by their ids, and how much was kept of them that had become nobody's lead."""

    leads: tuple[str, ...]
    waiting: int = 0

    def __bool__(self) -> bool:
        """Was anything known of them?"""
        return bool(self.leads) or self.waiting > 0


async def erase(pool: asyncpg.Pool, who: str, *, by: str = "") -> Erased:
    """Forget a person, named by lead id, address or number: their leads and all that was kept or said about them.

    That something happened, when and under which playbook stays, so that counts of weeks stay what they were; the
    promises that ran are closed without a verdict. A seal notes that the facts are gone by right, a change `by` whom,
    and the CRM is asked to delete its record. A mark that names nobody stays, so that what others
    still tell of them does not bring them back.
    """
    return await _forget(pool, keys_said(who), by=by, asked=True)


async def erase_leads(pool: asyncpg.Pool, leads: Sequence[str], *, by: str = "") -> Erased:
    """The same for the people of all these leads at once: what is about others is looked through once for all.

    Where nobody asked for it (no `by`), their time was over by the calendar: only who objects leaves a mark.
    """
    return await _forget(pool, leads, by=by, asked=bool(by))


async def _forget(pool: asyncpg.Pool, who: Sequence[str], *, by: str, asked: bool) -> Erased:
    async def once(connection: Connection) -> Erased:
        await connection.execute(SQL.wait_for_seals, ADVISORY_KEY)
        rows = await connection.fetch(SQL.leads_of, list(who))
        leads = [row["id"] for row in rows]
        if leads:
            people = sorted({row["person"].lower() for row in rows} - {""})
            await mark(connection, leads, asked=asked)
            await _forget_leads(connection, leads, people, by=by)
            return Erased(leads=tuple(leads))
        return Erased(leads=(), waiting=await _forget_stranger(connection, who, by=by) if asked else 0)

    return await in_one(pool, once)


async def _forget_stranger(connection: Connection, who: Sequence[str], *, by: str) -> int:
    """Whoever became nobody's lead, such as a person who was taken for a robot, may ask to be forgotten all the same.

    Gives how many arrivals and rows of lists held them.
    """
    traces = traces_said(who)
    if not traces:
        return 0
    pattern = pattern_of(traces)
    known = await connection.fetch(SQL.empty_strangers, pattern)
    rows = await connection.fetch(SQL.drop_stranger_rows, pattern)
    await connection.execute(SQL.drop_unclaimed, [], pattern)
    await connection.execute(SQL.drop_lookups, [], pattern)
    for named in (SQL.drop_lists, SQL.drop_tries):
        await connection.execute(named, pattern)
    waiting = len(known) + len(rows)
    if waiting and by:
        await note(
            connection, by=by, kind="person", name=STRANGER, before={"known": True}, after={"forgotten": waiting}
        )
    return waiting


async def _forget_leads(connection: Connection, leads: list[str], people: list[str], *, by: str) -> None:
    await hold_rounds(connection)
    await keep_rounds_of(connection, leads)
    traces = await traces_of(connection, leads)
    pattern = pattern_of(await theirs_alone(connection, leads, traces))
    records = await connection.fetch(SQL.records_of, leads)
    await connection.execute(SQL.may_forget)
    number = await connection.fetchval(SQL.seal_forgotten, leads)
    await connection.execute(SQL.empty_facts, leads)
    await connection.execute(SQL.empty_inbox, leads, pattern)
    await connection.execute(SQL.drop_unclaimed, people, pattern)
    await connection.execute(SQL.drop_lookups, people, pattern)
    for named in (SQL.drop_import_errors, SQL.drop_lists, SQL.drop_tries):
        await connection.execute(named, pattern)
    await connection.execute(SQL.drop_aliases, people)
    for gone in OF_THEIRS:
        await connection.execute(gone, leads)
    await wipe(connection, leads, pattern)
    await connection.execute(SQL.ask_crm, [row["system"] for row in records], [row["record"] for row in records])
    for lead in leads if by else ():
        await note(
            connection, by=by, kind="person", name=lead, before={"known": True}, after={"forgotten_by_seal": number}
        )
