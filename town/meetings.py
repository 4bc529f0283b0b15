"""Which meetings lie behind the town, so that a pack can be opened on the first day?"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from batonpass.handoff.playbook.meetings import FORTNIGHT
from batonpass.store import meetings
from batonpass.store.connection import Connection
from batonpass.store.meetings import Planned
from batonpass.store.world import World

HELD: Final = 2


async def hold(connection: Connection, world: World, now: datetime, *, by: str) -> None:
    """Write down the last meetings as the clock would have; it keeps their numbers as soon as it runs again."""
    agreed = world.playbook.meetings
    if agreed is None:
        return
    zone = world.hours((agreed.calendar,)).zone
    next_one = agreed.next_after(now, zone)
    for nth in range(next_one - HELD, next_one):
        starts = agreed.start(nth, zone)
        planned = Planned(id=f"{starts.date()}", kind="pack", starts_at=starts, since=starts - FORTNIGHT)
        await meetings.plan(connection, planned, by=by)
