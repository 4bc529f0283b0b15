"""What becomes of the calendars, people and queues that a new version of the playbook no longer names?"""

from __future__ import annotations

from pathlib import Path

from batonpass.handoff.requests import LoseOwner, Reassign
from batonpass.store import clock
from batonpass.store.arrival import Asked
from batonpass.store.ask_many import ask_each
from batonpass.store.connection import Connection
from batonpass.store.departs import departs
from batonpass.store.handed_on import tell_manager
from batonpass.store.relaid import lay_again_by
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_name("world.sql"))


async def carry_on(connection: Connection, was: World, now: World, *, by: str) -> None:
    """Running promises keep the calendars they began under (T9); whoever or whatever is gone holds no lead any more.

    In the transaction of the change, so that no lead is without anybody at any instant (C03). What the version says
    otherwise about hours is followed by what runs by them (T8).
    """
    for name, calendar in was.written.calendars.items():
        if name not in now.calendars:
            await connection.execute(SQL.keep_former_calendar, name, encode(calendar.data))
    await lay_again_by(connection, was, now, by=by)
    after = now.directory
    for rep in was.directory.reps.values():
        still = after.reps.get(rep.id)
        if rep.active and not (still and still.active):
            request = LoseOwner(by=by, owner=rep.id, why="is in the playbook no more")
            held = await departs(connection, Watched(), request)
            await tell_manager(connection, was, rep, held, at=await clock.now(connection))
    for queue in was.directory.queues.keys() - after.queues.keys():
        # Who decides just now, by the version before, may be putting a lead into it.
        await connection.execute(SQL.wait_for_decisions)
        waiting = [row["id"] for row in await connection.fetch(SQL.open_leads_in, queue)]
        request = Reassign(by=by, to=now.playbook.default_queue)
        if waiting:
            await ask_each(connection, Watched(), [Asked(lead_id=lead_id, request=request) for lead_id in waiting])
