"""How would somebody have written a person, pool or queue that is in force, so that one field of it can be changed?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from batonpass.handoff.people import Beyond, Leave, Member, Overflow, Pool, Queue, Rep
from batonpass.store.changes import entry_of
from batonpass.store.connection import Connection
from batonpass.store.world import World


async def rep_entry(connection: Connection, world: World, name: str) -> dict[str, Any] | None:
    """A person's entry as the API takes it, without the leave that files and feeds tell of; None for nobody."""
    rep = world.written.directory.reps.get(name)
    return await entry_of(connection, "rep", name) or (rep_as_written(rep) if rep else None)


async def pool_entry(connection: Connection, world: World, name: str) -> dict[str, Any] | None:
    """A pool's entry as the API takes it; None when there is none."""
    pool = world.written.directory.pools.get(name)
    return await entry_of(connection, "pool", name) or (pool_as_written(pool) if pool else None)


async def before(connection: Connection, world: World, kind: str, name: str) -> Mapping[str, Any] | None:
    """What stands under that name now, set or in the playbook; None when there is nothing."""
    match kind:
        case "rep":
            return await rep_entry(connection, world, name)
        case "pool":
            return await pool_entry(connection, world, name)
        case "calendar":
            known = world.written.calendars.get(name)
            data: Any = known.data if known else None
            return await entry_of(connection, kind, name) or (dict(data) if data else None)
        case _:
            queue = world.written.directory.queues.get(name)
            return await entry_of(connection, kind, name) or (_queue(queue) if queue else None)


def rep_as_written(rep: Rep) -> dict[str, Any]:
    """A person, field by field; what is as usual is left out."""
    nights = [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in rep.quiet]
    quiet = {} if rep.quiet_off_hours is None else {"quiet": "off_hours" if rep.quiet_off_hours else nights}
    rare: dict[str, Any] = {
        "manager": rep.manager,
        "leave": [leave_as_written(one) for one in rep.leave],
        "channels": list(rep.channels),
        "slack": rep.slack,
        "teams": rep.teams,
    }
    entry: dict[str, Any] = {"name": rep.name, "email": rep.email, "calendar": rep.calendar}
    entry |= {name: value for name, value in rare.items() if value} | quiet
    return entry | ({} if rep.active else {"active": False}) | ({} if rep.available else {"available": False})


def leave_as_written(leave: Leave) -> dict[str, Any]:
    """One leave, as the API takes it."""
    told: dict[str, Any] = {
        "first": leave.first.isoformat(),
        "last": leave.last.isoformat(),
        "delegate": leave.delegate,
    }
    told |= {name: _instant(at) for name, at in (("begins", leave.begins), ("ends", leave.ends))}
    return {name: value for name, value in told.items() if value}


def pool_as_written(pool: Pool) -> dict[str, Any]:
    """A pool with its members, overflow and way of sharing."""
    return {
        "members": [_member(member) for member in pool.members],
        "overflow": _overflow(pool.overflow),
        "share": pool.share.value,
    }


def _member(member: Member) -> dict[str, Any]:
    told: dict[str, Any] = {"rep": member.rep, "weight": member.weight, "cap": member.cap, "a_day": member.a_day}
    return {name: value for name, value in told.items() if value is not None}


def _overflow(rule: Overflow) -> Any:
    return {rule.kind.value: rule.name} if rule.kind in (Beyond.QUEUE, Beyond.POOL) else rule.kind.value


def _queue(queue: Queue) -> dict[str, Any]:
    return {"calendar": queue.calendar} | ({"manager": queue.manager} if queue.manager else {})


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""
