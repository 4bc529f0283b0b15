"""How does one field of a person, pool or calendar change, without losing what another changed at the same time?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import asyncpg

from batonpass.store import changes, directory
from batonpass.store.as_written import before, pool_entry, rep_entry
from batonpass.store.connection import Connection
from batonpass.store.open import in_one
from batonpass.store.world import Watched, World, read_world
from batonpass.written.entries import read_pool, read_rep
from batonpass.written.refused import Problem, Refused

Entry: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[Entry], Entry]
"""The entry as it shall be, made of the entry as it is. Asked anew whenever the transaction has to begin again."""


async def alter_rep(pool: asyncpg.Pool, watched: Watched, name: str, change: Change, *, by: str) -> int:
    """Change a person's entry; give how many leads have another owner because the person is no longer active.

    Raises LookupError for nobody, Refused for what cannot be: an unknown calendar, manager or stand-in, an impossible
    leave. Then nothing has changed.
    """

    async def once(connection: Connection) -> int:
        world = await _held(connection)
        entry = await rep_entry(connection, world, name)
        if entry is None:
            raise LookupError(name)
        after = change(dict(entry))
        _refuse_strangers(name, after, world)
        return await directory.set_rep(connection, watched, name, after, by=by)

    return await in_one(pool, once)


async def add_rep(pool: asyncpg.Pool, watched: Watched, name: str, entry: Entry, *, by: str) -> None:
    """Let somebody new work here. Raises Refused when somebody has the id already, and as `alter_rep` does."""

    async def once(connection: Connection) -> int:
        world = await _held(connection)
        if name in world.directory.reps:
            raise Refused([_problem(name, "id", f"{name} is taken already", "Choose another id")])
        _refuse_strangers(name, entry, world)
        return await directory.set_rep(connection, watched, name, entry, by=by)

    await in_one(pool, once)


async def alter_pool(pool: asyncpg.Pool, name: str, change: Change, *, by: str, new: bool = False) -> None:
    """Change a pool's entry, or make a `new` one; its tally stays, so that nobody is flooded.

    Raises LookupError for no such pool, Refused for what cannot be: a stranger, an unknown place beyond the caps.
    """

    async def once(connection: Connection) -> int:
        world = await _held(connection)
        entry = await pool_entry(connection, world, name)
        if entry is None and not new:
            raise LookupError(name)
        if entry is not None and new:
            raise Refused([_problem(name, "name", f"there is a pool {name} already", "Choose another name")])
        after = change(dict(entry or {}))
        _refuse_outsiders(name, after, world)
        await directory.write_entry(connection, world, "pool", (name, after), by=by)
        return 0

    await in_one(pool, once)


async def alter_calendar(pool: asyncpg.Pool, name: str, change: Change, *, by: str, new: bool = False) -> None:
    """Change a calendar, or make a `new` one; running promises keep what they used, the rest is laid out again (T8).

    Raises LookupError for no such calendar, Refused for an impossible one.
    """

    async def once(connection: Connection) -> int:
        world = await _held(connection)
        entry = await before(connection, world, "calendar", name)
        if entry is None and not new:
            raise LookupError(name)
        if entry is not None and new:
            raise Refused([_problem(name, "name", f"there is a calendar {name} already", "Choose another name")])
        await directory.set_calendar(connection, name, change(dict(entry or {})), by=by)
        return 0

    await in_one(pool, once)


async def _held(connection: Connection) -> World:
    """The directory as it stands, and nobody else changes it until we have."""
    await connection.execute(changes.SQL.hold_directory)
    return await read_world(connection)


def _refuse_strangers(name: str, entry: Entry, world: World) -> None:
    """Whoever is named beside a person works here, and is somebody else."""
    rep, people = read_rep(name, entry), world.directory.reps
    named = [("manager", rep.manager), *(("delegate", one.delegate) for one in rep.leave)]
    problems = [
        _problem(name, path, f'there is no person "{who}"', "Choose one of the people here")
        for path, who in named
        if who and who not in people
    ]
    if rep.manager == name:
        problems.append(_problem(name, "manager", "nobody is their own manager", "Choose somebody else"))
    if any(one.delegate == name for one in rep.leave):
        problems.append(_problem(name, "delegate", "nobody stands in for themselves", "Choose somebody else"))
    if problems:
        raise Refused(problems)


def _refuse_outsiders(name: str, entry: Entry, world: World) -> None:
    """A pool has people of ours, each once, and says of places that are there where leads go beyond the caps."""
    pool = read_pool(name, entry)
    names = [member.rep for member in pool.members]
    wrong = [who for who in names if who not in world.directory.reps]
    problems = [
        _problem(name, "members", f'there is no person "{who}"', "Choose one of the people here") for who in wrong
    ]
    if not names:
        problems.append(_problem(name, "members", "nobody would be in this pool", "Keep at least one person"))
    if len(set(names)) < len(names):
        problems.append(
            _problem(name, "members", "somebody stands twice in this pool", "Give them more weight instead")
        )
    places = {*world.directory.queues, *world.directory.pools} - {name}
    if pool.overflow.name and pool.overflow.name not in places:
        says = f'there is no other pool or queue "{pool.overflow.name}"'
        problems.append(_problem(name, "overflow", says, "Choose one that is there"))
    if problems:
        raise Refused(problems)


def _problem(name: str, path: str, says: str, instead: str) -> Problem:
    return Problem(where=name, path=path, says=says, instead=instead)
