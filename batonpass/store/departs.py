"""Who is not here any more: how does every open lead of theirs go on, those too that they are given at this instant?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from batonpass.handoff.requests import LoseOwner
from batonpass.store.arrival import Asked, State
from batonpass.store.ask_many import ask_each
from batonpass.store.connection import Connection
from batonpass.store.statements import statements
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_name("world.sql"))


async def departs(connection: Connection, watched: Watched, request: LoseOwner) -> list[str]:
    """Give on every open lead of the request's owner, in the transaction that lets them go; gives which those are.

    Who decides at this instant by what was agreed before may be giving them another one: it is waited for and goes on
    as well, for nobody would look for it later. One about which nothing can be decided stays: the watch finds it.
    """
    seen = [row["id"] for row in await connection.fetch(SQL.open_leads_of, request.owner)]
    given = await _give_on(connection, watched, request, seen)
    await connection.execute(SQL.wait_for_decisions)
    since = [row["id"] for row in await connection.fetch(SQL.open_leads_of, request.owner) if row["id"] not in seen]
    return given + await _give_on(connection, watched, request, since)


async def _give_on(connection: Connection, watched: Watched, request: LoseOwner, held: Sequence[str]) -> list[str]:
    if not held:
        return []
    outcomes = await ask_each(connection, watched, [Asked(lead_id=lead_id, request=request) for lead_id in held])
    return [lead for lead, one in zip(held, outcomes, strict=True) if one.state is not State.SET_ASIDE]
