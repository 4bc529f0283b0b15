"""How do a lead's rounds stay what its facts say, without costing the handoff anything?

Whoever writes facts notes the leads beside them, in the same transaction. Here they are taken out again, worked out
anew and written in one transaction: a kill loses nothing, twice does no harm, and a late commit is seen when it comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import asyncpg
import msgspec

from batonpass.handoff.lead import Lead
from batonpass.handoff.rounds import Beside, Message, Round, Told, rounds_of
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.readable import readable
from batonpass.store.search import keep_names
from batonpass.store.shape import FACTS, decode_fact, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
AT_ONCE = 100
"""So many notes are taken at once; a note is a batch's page of leads, at most 50."""


async def keep_rounds(pool: asyncpg.Pool, *, at_once: int = AT_ONCE) -> int:
    """Work out the rounds of leads that changed; give how many there were. One process at a time does it."""
    async with pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(SQL.hold):
            return 0
        notes = await connection.fetch(SQL.changed, at_once)
        leads = sorted({lead for note in notes for lead in note["leads"] if lead})
        here = [row["id"] for row in await connection.fetch(SQL.here, leads)]
        if here:
            await keep_rounds_of(connection, here)
        return len(leads)


async def hold_rounds(connection: Connection) -> None:
    """Nobody else keeps rounds until this transaction ends: for whoever writes or drops some beside the keeper."""
    await connection.execute(SQL.hold_all)


async def note_missed(pool: asyncpg.Pool) -> None:
    """Put leads on the list whose rounds lag behind though nobody noted them: old code, a restored backup."""
    await pool.execute(SQL.missed)


async def rebuild_rounds(pool: asyncpg.Pool) -> int:
    """Forget the rounds of all who are here and work them out anew; give how many leads there were.

    Readers see all or what there is. Who was forgotten stays counted as they were.
    """
    async with pool.acquire() as connection, connection.transaction():
        await hold_rounds(connection)
        await connection.execute(SQL.empty)
        await connection.execute(SQL.missed)
    total = 0
    while done := await keep_rounds(pool):
        total += done
    return total


async def look_at(asked: PoolOrConnection, lead: Lead, rep: str | None, *, how: str) -> None:
    """Remember that this rep has seen the lead, if it is theirs in a round that runs. `how` is page or link."""
    if lead.cycle and rep and rep == lead.owner:
        await asked.execute(SQL.look, lead.id, lead.cycle, rep, how)


async def rounds_now(connection: Connection, leads: Sequence[str]) -> dict[str, tuple[tuple[Round, ...], int]]:
    """The rounds of these leads as their facts stand, each lead's with the number of its last fact.

    One whose facts cannot be read is left out, and holds up nobody.
    """
    beside = await _beside(connection, leads)
    rows = await connection.fetch(SQL.facts, leads)
    found: dict[str, tuple[tuple[Round, ...], int]] = {}
    for lead, group in groupby(rows, key=lambda row: cast("str", row["lead_id"])):
        kept = list(group)
        rounds = readable(f"lead {lead}", lambda lead=lead, kept=kept: rounds_of(lead, _told(kept), beside[lead]))
        if rounds is not None:
            found[lead] = rounds, kept[-1]["seq"]
    return found


def _told(rows: Sequence[asyncpg.Record]) -> list[Told]:
    return [
        (decode_fact(row["kind"], row["body"]), row["kept_at"], row["playbook"]) for row in rows if row["kind"] in FACTS
    ]


async def keep_rounds_of(connection: Connection, leads: Sequence[str]) -> None:
    """Work out the rounds of these leads now. Who was forgotten since must not be among them: no fact says theirs.

    Of a lead that cannot be read the rounds stand as they were counted last.
    """
    found = await rounds_now(connection, leads)
    rows: list[Any] = [
        msgspec.to_builtins(one, builtin_types=()) | {"seq": seq} for rounds, seq in found.values() for one in rounds
    ]
    await connection.execute(SQL.drop, [*found])
    await connection.execute(SQL.put, encode(rows))
    await keep_names(connection, leads)


async def _beside(connection: Connection, leads: Sequence[str]) -> Mapping[str, Beside]:
    messages, looks, promises = [
        await _by_lead(connection, sql, leads) for sql in (SQL.messages, SQL.looks, SQL.promises)
    ]
    return {
        lead: Beside(
            messages=tuple(
                Message(kind=one["kind"], created_at=one["created_at"], sent_at=one["sent_at"])
                for one in messages[lead]
            ),
            looks={one["round"]: one["at"] for one in looks[lead]},
            promises=tuple({k: v for k, v in one.items() if k != "lead_id"} for one in promises[lead]),
        )
        for lead in leads
    }


async def _by_lead(connection: Connection, sql: str, leads: Sequence[str]) -> dict[str, list[asyncpg.Record]]:
    found: dict[str, list[asyncpg.Record]] = defaultdict(list)
    for row in await connection.fetch(sql, leads):
        found[row["lead_id"]].append(row)
    return found
