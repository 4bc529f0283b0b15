"""Who is not here any more: how does every open lead of theirs go on, those too that they are given at this instant?"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from batonpass.handoff.requests import LoseOwner
from batonpass.store.arrival import Asked
from batonpass.store.connection import Connection
from batonpass.store.statements import statements
from batonpass.store.take import answer_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_name("world.sql"))


async def departs(connection: Connection, watched: Watched, request: LoseOwner) -> list[str]:
    """Give on every open lead of the request's owner, in the transaction that lets them go; gives which those are.

    Who decides at this instant by what was agreed before may be giving them another one: it is waited for and goes on
    as well, for nobody would look for it later.
    """
    held = await _give_on(connection, watched, request, but=())
    await connection.execute(SQL.wait_for_decisions)
    return held + await _give_on(connection, watched, request, but=held)


async def _give_on(connection: Connection, watched: Watched, request: LoseOwner, *, but: Collection[str]) -> list[str]:
    rows = await connection.fetch(SQL.open_leads_of, request.owner)
    held = [row["id"] for row in rows if row["id"] not in but]
    if held:
        await answer_on(connection, watched, [Asked(lead_id=lead_id, request=request) for lead_id in held])
    return held
