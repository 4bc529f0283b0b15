"""Who hears that a promise of ours is broken, and how, when the processes that usually send have stopped?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from batonpass.handoff.effects import TellRep
from batonpass.handoff.ways import ways_to
from batonpass.store.connection import Connection
from batonpass.store.in_force import in_force_on
from batonpass.store.outbox import Outgoing
from batonpass.store.shape import decode_effect, encode
from batonpass.store.watch import SAYS, SILENT, SQL, Finding
from batonpass.store.world import Watched, World

NAMED_MOST = 10
ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Somebody who is told: on which channel, where, by which name, in which zone."""

    channel: str
    to: str
    rep: str
    name: str
    zone: str


async def raise_alarm(pool: asyncpg.Pool, watched: Watched, found: Sequence[Finding]) -> int:
    """Put one message a kind of finding and hour into the outbox; give how many there are for, if anybody can hear.

    That a way out takes nothing is told on the other ways alone: on its own it would arrive when it is true no more.
    """
    if not found:
        return 0
    async with pool.acquire() as connection, connection.transaction():
        now, world = await in_force_on(connection, watched)
        heard_by = await ears(connection, world)
        for what in sorted({one.what for one in found}):
            same = [one for one in found if one.what == what]
            mute = {one.subject for one in same} if what == SILENT else frozenset[str]()
            for ear in (one for one in heard_by if one.channel not in mute):
                told = _told(what, same, ear, f"{ALARM}/{what}/{now:%Y%m%dT%H}/{ear.channel}/{ear.to}")
                await connection.execute(SQL.raise_alarm, told.key, told.channel, told.to, encode(told))
        return len(heard_by)


async def take_alarms(pool: asyncpg.Pool) -> list[Outgoing]:
    """The alarms that wait, held under a token of ours."""
    claim = uuid.uuid4()
    return [
        Outgoing(
            key=row["key"],
            claim=claim,
            lead_id="",
            channel=row["channel"],
            kind=ALARM,
            recipient=row["recipient"],
            effect=decode_effect(row["effect"], row["body"]),
            tries=row["tries"] - 1,
            at=row["at"],
            language=row["language"] or "",
        )
        for row in await pool.fetch(SQL.take_alarms, claim)
    ]


def _told(what: str, same: Sequence[Finding], ear: Ear, key: str) -> TellRep:
    named = [f"{one.subject}: {one.says}" for one in same[:NAMED_MOST]]
    more = len(same) - len(named)
    # A count behind the words is right for one as for many.
    found = SAYS.get(what, what)
    says = f"{found[:1].upper()}{found[1:]}: {len(same)}"
    return TellRep(
        key=key,
        kind=ALARM,
        because=f"{says}. The page Attention shows them, and `batonpass verify` looks again",
        channel=ear.channel,
        to=ear.to,
        rep=ear.rep,
        name=ear.name,
        zone=ear.zone,
        lines=(says, *named, *((f"and {more} more",) if more else ())),
        lead_name=says,
    )


async def ears(connection: Connection, world: World) -> list[Ear]:
    """Who hears alarms: whoever answers for the default queue, else a manager, else an administrator."""
    people = world.directory.reps
    queue = world.directory.queues.get(world.playbook.default_queue)
    bosses = [queue.manager if queue else None, *(rep.manager for rep in people.values())]
    boss = next((people[one] for one in bosses if one and one in people and people[one].active), None)
    if boss:
        ways, _ = ways_to(boss, ALARM, world.playbook)
        zone = str(world.hours((boss.calendar,)).zone)
        at_once = [way for way in ways if way.wait == timedelta()]
        return [Ear(channel=way.channel, to=way.to, rep=boss.id, name=boss.name, zone=zone) for way in at_once]
    row = await connection.fetchrow(SQL.who_administers)
    return [Ear(channel="email", to=row["email"], rep="", name=row["name"], zone="UTC")] if row else []
