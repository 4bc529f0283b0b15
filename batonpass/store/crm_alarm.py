"""Who hears that two automations fight over a field, once?"""

from __future__ import annotations

from batonpass.handoff.effects import TellRep
from batonpass.handoff.ways import ways_to
from batonpass.store import clock
from batonpass.store.alarms import ALARM, Ear, ears
from batonpass.store.connection import Connection
from batonpass.store.shape import encode
from batonpass.store.watch import SQL
from batonpass.store.world import World


async def tell_of_quarrel(connection: Connection, world: World, lead_id: str, *, name: str, theirs: str) -> None:
    """One alarm for a frozen field: to whom the playbook names under `freeze: {tell}`, else to who hears alarms."""
    now = await clock.now(connection)
    crm = world.playbook.crm
    assert crm is not None  # noqa: S101 - only a playbook with a CRM freezes fields
    says = f"The {name} of {lead_id} is fought over: the CRM made it {theirs or 'empty'} {crm.flips} times"
    lines = (
        says,
        f"It is left alone from now on; here it stays as it was. Stop the workflow in {crm.system}, then let it go on:",
        f"batonpass crm unfreeze {lead_id} {name}",
    )
    for ear in _named(world, crm.alerts) or await ears(connection, world):
        told = TellRep(
            key=f"{ALARM}/crm/{lead_id}/{name}/{now:%Y%m%dT%H%M%S}/{ear.channel}/{ear.to}",
            kind=ALARM,
            because=f"overturned {crm.flips} times",
            channel=ear.channel,
            to=ear.to,
            rep=ear.rep,
            name=ear.name,
            zone=ear.zone,
            lines=lines,
            lead_name=says,
        )
        await connection.execute(SQL.raise_alarm, told.key, told.channel, told.to, encode(told))


def _named(world: World, rep_id: str | None) -> list[Ear]:
    """The first way to the person whom the playbook names."""
    rep = world.directory.reps.get(rep_id or "")
    if rep is None:
        return []
    ways, _ = ways_to(rep, ALARM, world.playbook)
    zone = str(world.hours((rep.calendar,)).zone)
    return [Ear(channel=way.channel, to=way.to, rep=rep.id, name=rep.name, zone=zone) for way in ways[:1]]
