"""How does a manager hear, once, that all leads of somebody who left have another owner?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from batonpass.handoff.effects import TellRep
from batonpass.handoff.notify import answers_for
from batonpass.handoff.people import Rep
from batonpass.handoff.ways import who_hears
from batonpass.store.connection import Connection
from batonpass.store.shape import encode
from batonpass.store.statements import statements
from batonpass.store.world import World

SQL = statements(Path(__file__).with_suffix(".sql"))
NAMED_MOST = 25


async def tell_manager(connection: Connection, world: World, rep: Rep, leads: Sequence[str], *, at: datetime) -> None:
    """One summary instead of a message a lead (C03), by urgency, to their manager or who is there for that manager."""
    setting = world.setting(at, accounts={}, turns={}, loads={})
    manager = world.directory.reps.get(rep.manager or answers_for(None, setting) or "")
    boss = who_hears(manager, setting)[0] if manager else None
    if boss is None or not boss.active or not leads:
        return
    rows = await connection.fetch(SQL.now_with, list(leads))
    name_of = world.directory.name_of
    lines = [f"{row['name']}: now with {name_of(row['owner'] or row['queue'])}" for row in rows[:NAMED_MOST]]
    more = len(rows) - len(lines)
    held = "1 open lead has" if len(rows) == 1 else f"{len(rows)} open leads have"
    key = f"handed_on/{rep.id}/{at:%Y%m%dT%H%M%S}"
    told = TellRep(
        key=key,
        kind="handed_on",
        because=f"{rep.name} is no longer active; {held} another owner",
        channel="email",
        to=boss.email,
        rep=boss.id,
        name=boss.name,
        zone=str(world.hours((boss.calendar,)).zone),
        lines=(*lines, *((f"and {more} more",) if more else ())),
        lead_name=f"{len(rows)} {'lead' if len(rows) == 1 else 'leads'} of {rep.name}",
    )
    await connection.execute(SQL.tell, key, rows[0]["id"], boss.email, encode(told))
