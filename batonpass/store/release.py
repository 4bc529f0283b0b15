"""How does an arrival that was set aside go on, once a person has looked at it?"""

from __future__ import annotations

from pathlib import Path

import asyncpg

from batonpass.handoff.refusal import conflict, invalid
from batonpass.store.arrival import Arrival, Kind, Outcome, State
from batonpass.store.changes import note
from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.shape import decode_json
from batonpass.store.statements import statements
from batonpass.store.take import take_on
from batonpass.store.world import Watched

SQL = statements(Path(__file__).with_suffix(".sql"))


async def release(pool: asyncpg.Pool, watched: Watched, arrival_id: int, *, by: str) -> Outcome:
    """Take a quarantined arrival in, or try one again that failed, as if it had arrived now (T10).

    Who let it in is noted. Raises Refusal when it no longer waits, or still cannot be taken in: nothing changed.
    """

    async def once(connection: Connection) -> Outcome:
        row = await connection.fetchrow(SQL.lock_set_aside, arrival_id)
        if row is None:
            raise conflict("this arrival no longer waits: somebody else has seen to it")
        (outcome,) = await take_on(connection, watched, [_again(row)])
        if outcome.refusal:
            raise outcome.refusal
        if outcome.state is not State.TAKEN:
            raise invalid(f"it still cannot be taken in: {outcome.error or outcome.state.value}")
        await connection.execute(SQL.mark_released, arrival_id, outcome.lead_id, outcome.answer)
        was, now = {"waits": True}, {"lead": outcome.lead_id}
        await note(connection, by=by, kind="arrival", name=str(arrival_id), before=was, after=now)
        return outcome

    return await in_one(pool, once)


def _again(row: asyncpg.Record) -> Arrival:
    """The same content without the sender's key, which the first arrival still holds."""
    return Arrival(
        door=row["door"],
        kind=Kind(row["kind"]),
        sent=decode_json(row["body"]),
        raw=row["body"],
        body_hash=row["body_hash"],
        caller=row["caller"],
    )
