"""What follows here when a CRM merges, deletes or forgets a record of a person, in whatever order it tells us?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import asyncpg

from batonpass.handoff.lead import NOBODY_ELSE, Lead
from batonpass.handoff.records import merge_told, why_ask
from batonpass.handoff.requests import LoseRecord, MoveRecord
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.erase import erase
from batonpass.store.open import in_one
from batonpass.store.shape import decode_lead
from batonpass.store.statements import statements
from batonpass.store.stuck import STUCK, say_once
from batonpass.store.take import answer_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))
MERGED, DELETED, FORGOTTEN, BACK = "merged", "deleted", "forgotten", "back"
KEPT_FOR = timedelta(days=90)
"""So long the record that it is about may turn out to be somebody's of ours."""
BELIEVED_AFTER = timedelta(minutes=1)
"""A merge is told as a deletion, too, and which comes first is chance: so long a deletion may be part of one."""
ASKED_FOR = timedelta(hours=1)
"""So long a CRM that does not answer may still tell where a deleted record went."""
SURE, LIKELY = Decimal(1), Decimal("0.95")
SALESFORCE, KIND = "salesforce", 3
"""There the first letters of an id say what it is of: a lead that became a contact is written as a lead no more."""
ID_MOST = 100
SOME = 50
Into = Callable[[str, str], Awaitable[str | None]]
"""Where a record of a CRM lives on: its id, empty for nowhere, None when the CRM cannot say now."""


async def keep_fate(
    pool: asyncpg.Pool, watched: Watched, *, system: str, fate: str, records: Sequence[str], into: str = ""
) -> list[str]:
    """Keep what became of these records, and do what can be done of it now; give the leads it is about."""
    named = [one for one in records if len(one) <= ID_MOST]
    if fate == BACK:
        await pool.execute(SQL.back, system, named)
    elif len(into) <= ID_MOST:
        await pool.execute(SQL.keep, system, named, fate, into)
    leads = await _leads(pool, system, [*named, into])
    if fate in (MERGED, FORGOTTEN):
        await settle_fates(pool, watched)
    return sorted({*leads.values()})


async def settle_fates(pool: asyncpg.Pool, watched: Watched, into: Into | None = None) -> int:
    """Do what is to be done; give how much was. What is about nobody whom we know waits until it is.

    Each is done once, by whichever process has it: what was told twice, or before we knew the person, ends the same.
    """
    done = 0
    while some := await _settle_some(pool, watched, into):
        done += some
    return done


async def lives_on(pool: asyncpg.Pool, system: str, records: Sequence[str]) -> dict[str, str]:
    """Of those of these records that were merged into others: under which id they lie now."""
    return {row["asked"]: row["record"] for row in await pool.fetch(SQL.lives_on, system, list(records))}


async def _settle_some(pool: asyncpg.Pool, watched: Watched, into: Into | None) -> int:
    """What can be done of what was told; one that is done may tell whose another is."""
    done = 0
    for row in await pool.fetch(SQL.open, KEPT_FOR, BELIEVED_AFTER, SOME):
        if row["fate"] == FORGOTTEN:
            done += await _forget(pool, row)
            continue
        lives_on = await _lives_on(row, into)
        if lives_on is None:
            continue
        if lives_on not in ("", row["record"]):
            await pool.execute(SQL.keep, row["system"], [row["record"]], MERGED, lives_on)
        if lives_on == row["record"]:
            await pool.execute(SQL.done, row["system"], row["record"], DELETED, "it is there")
            done += 1
            continue
        does = partial(_move, watched, row) if row["fate"] == MERGED else partial(_lose, watched, row)
        try:
            done += await in_one(pool, does)
        except STUCK as error:
            say_once(f"the record {row['record']} of {row['system']} that was {row['fate']}", str(error))
    return done


def plain_id(system: str, record: str) -> str:
    """An id as people are known by it: of Salesforce's the first fifteen letters say all."""
    return record[:15] if system == SALESFORCE else record


async def next_fate(connection: Connection) -> datetime | None:
    """When the next deletion is to be believed."""
    return await connection.fetchval(SQL.next, BELIEVED_AFTER)


async def forget_old(pool: asyncpg.Pool) -> None:
    """Drop what turned out to be about nobody of ours."""
    await pool.execute(SQL.forget_old, KEPT_FOR)


async def _lives_on(row: asyncpg.Record, into: Into | None) -> str | None:
    """Where a deleted record lives on, as its CRM says; None while it is worth asking again."""
    if row["fate"] != DELETED or into is None:
        return ""
    said = await into(row["system"], row["record"])
    return "" if said is None and row["told_at"] + ASKED_FOR < row["now"] else said


async def _forget(pool: asyncpg.Pool, row: asyncpg.Record) -> int:
    """Who is forgotten over there is forgotten here; what is told of them later waits for nobody."""
    system, record = row["system"], row["record"]
    await pool.execute(SQL.drop_waiting, system, record)
    leads = await _leads(pool, system, [record])
    for lead in leads.values():
        await erase(pool, lead, by=system)
    return len(leads)


async def _lose(watched: Watched, row: asyncpg.Record, connection: Connection) -> int:
    """A record is gone: whoever has the lead hears it, unless it was part of a merge."""
    system, record = row["system"], row["record"]
    if not await connection.fetchval(SQL.hold, system, record, DELETED):
        return 0
    if await connection.fetchval(SQL.was_merged, system, record):
        await connection.execute(SQL.done, system, record, DELETED, "it was merged")
        return 1
    leads = await _leads(connection, system, [record])
    for lead in leads.values():
        await answer_on(
            connection, watched, [Asked(lead_id=lead, request=LoseRecord(by=system, record=plain_id(system, record)))]
        )
        await connection.execute(SQL.no_record, lead, system, record)
    await connection.execute(SQL.done, system, record, DELETED, "told")
    return 1


async def _move(watched: Watched, row: asyncpg.Record, connection: Connection) -> int:
    """Both ids lead to one lead. Where they led to two, these are one person, or somebody looks whether they are."""
    system, record, into = row["system"], row["record"], row["into_record"]
    if not await connection.fetchval(SQL.hold, system, record, MERGED):
        return 0
    leads = await _leads(connection, system, [record, into])
    mine, theirs = leads.get(record), leads.get(into)
    if mine and theirs and mine != theirs:
        await _one_person(connection, row, mine, theirs)
        return 1
    lead = mine or theirs
    if lead is None:
        return 0
    await _known_as(connection, watched, lead, row)
    return 1


async def _known_as(connection: Connection, watched: Watched, lead: str, row: asyncpg.Record) -> None:
    """The lead is known under both ids, and by the one that lives on."""
    system, record, into = row["system"], row["record"], row["into_record"]
    held = (await _states(connection, [lead]))[lead]
    ids = (held.identity or NOBODY_ELSE).ids
    for one in (record, into):
        await connection.execute(SQL.know, system, one, lead)
    if system in ids and plain_id(system, ids[system]) == plain_id(system, record):
        asked = Asked(lead_id=lead, request=MoveRecord(by=system, record=record, into=plain_id(system, into)))
        await answer_on(connection, watched, [asked])
    if system != SALESFORCE or record[:KIND] == into[:KIND]:
        await connection.execute(SQL.move_record, lead, system, record, into)
        await connection.execute(SQL.put_record, lead, system, into)
    await connection.execute(SQL.join_waiting, system, [record, into], lead)
    await connection.execute(SQL.done, system, record, MERGED, "")


async def _one_person(connection: Connection, row: asyncpg.Record, mine: str, theirs: str) -> None:
    told = merge_told(row["system"], row["record"], row["into_record"])
    states = await _states(connection, [mine, theirs])
    doubt = why_ask(states[mine], states[theirs])
    reasons = [told, doubt] if doubt else [told]
    likeness = LIKELY if doubt else SURE
    await connection.execute(SQL.likely_one, theirs, mine, likeness, reasons, row["told_at"])
    await connection.execute(SQL.asked, row["system"], row["record"])


async def _states(connection: Connection, leads: Sequence[str]) -> Mapping[str, Lead]:
    return {row["id"]: decode_lead(row["state"]) for row in await connection.fetch(SQL.states, leads)}


async def _leads(asked: PoolOrConnection, system: str, records: Sequence[str]) -> dict[str, str]:
    rows = await asked.fetch(SQL.leads_of, system, list(records))
    return {row["record"]: row["lead_id"] for row in rows}
