"""How does a version of the playbook come into force, and how does it step down again?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store import clock, world
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.left_out import carry_on
from batonpass.store.open import in_one
from batonpass.store.statements import statements
from batonpass.store.world import EVERYBODY, World, read_world
from batonpass.written.broken import refuse_broken
from batonpass.written.check import check
from batonpass.written.given_up import refuse_silent_removals
from batonpass.written.load import Written, load
from batonpass.written.refused import Problem, Refused

SQL = statements(Path(__file__).with_suffix(".sql"))
WAITING = ("draft", "shadow")
FIRST_START = "first start"
"""Who put the starter playbook in force that comes with the program. Nobody agreed on its examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version with its words; for one that was never in force `applied_at` and `applied_by` are of its drafting."""

    version: str
    text: str
    hash: str
    state: str
    applied_at: datetime
    applied_by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was done with a version, by whom, when and why; `before` is the version that stepped down for it."""

    version: str
    what: str
    by: str
    note: str
    before: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Who does it, and what for."""

    by: str
    note: str


async def draft(pool: asyncpg.Pool, text: str, *, where: str, why: Why, may_break: bool = False) -> str:
    """Write a version down for others to read, plan, shadow and sign; give its name.

    Refused when it does not load, breaks an example, has no reason, or another text has had this version. With
    `may_break` it may break examples: a new one that the rules have still to learn. It cannot come into force so.
    """
    _refuse_silence(why, where)
    written = load(text, where)
    version, digest = written.playbook.version, digest_of(text)

    async def once(connection: Connection) -> None:
        if not may_break:
            await refuse_unsound(connection, written, where)
        found = await connection.fetchrow(SQL.version, version)
        _refuse_other_words(found["hash"] if found else None, digest, version, where)
        if found is None:
            await connection.execute(SQL.put_draft, version, text, digest, why.by, why.note)
            await connection.execute(SQL.tell, version, "drafted", why.by, why.note, None)

    await in_one(pool, once)
    return version


async def find(pool: asyncpg.Pool, version: str) -> Version:
    """A version by its name; `active` means the one in force. Refused when there is none."""
    async with pool.acquire() as connection:
        if version == "active":
            active = await connection.fetchrow(SQL.in_state, "active")
            if active is None:
                raise world.none_in_force()
            version = active["version"]
        row = await connection.fetchrow(SQL.version, version)
    if row is None:
        raise no_such(version)
    return Version(**row)


async def history(pool: asyncpg.Pool, most: int = 200) -> tuple[Entry, ...]:
    """What was done with versions, the latest first."""
    async with pool.acquire() as connection:
        return tuple(Entry(**row) for row in await connection.fetch(SQL.history, most))


async def agreed_on(asked: PoolOrConnection) -> bool:
    """Did somebody agree on what is in force? Nobody did at the first start, nor by going back to that playbook."""
    return bool(await asked.fetchval(SQL.agreed, FIRST_START))


async def shadow(pool: asyncpg.Pool, version: str, *, why: Why, on: bool = True) -> None:
    """Let a draft score live leads beside the active version, without effects, or let it stop. One at a time does."""
    state, what = ("shadow", "shadowed") if on else ("draft", "unshadowed")

    async def once(connection: Connection) -> None:
        found = await connection.fetchrow(SQL.version, version)
        if found is None:
            raise no_such(version)
        if found["state"] not in WAITING:
            raise wrong(f"version {version} is {found['state']}; only a draft can be a shadow", "Draft a new version")
        other = await connection.fetchrow(SQL.in_state, "shadow")
        if on and other and other["version"] != version:
            await connection.execute(SQL.set_state, other["version"], "draft")
            await connection.execute(SQL.tell, other["version"], "unshadowed", why.by, f"for {version}", None)
        if found["state"] != state:
            await connection.execute(SQL.set_state, version, state)
            await connection.execute(SQL.tell, version, what, why.by, why.note, None)
            if on:
                await connection.execute(SQL.begin_shadow, version)

    await in_one(pool, once)


async def discard(pool: asyncpg.Pool, version: str, *, why: Why) -> None:
    """Put a draft away; its words and history stay."""
    _refuse_silence(why, version)

    async def once(connection: Connection) -> None:
        found = await connection.fetchrow(SQL.version, version)
        if found is None:
            raise no_such(version)
        if found["state"] not in WAITING:
            raise wrong(f"version {version} is {found['state']}, no draft", "Only drafts are put away")
        await connection.execute(SQL.set_state, version, "retired")
        await connection.execute(SQL.tell, version, "discarded", why.by, why.note, None)

    await in_one(pool, once)


async def rollback(pool: asyncpg.Pool, *, why: Why) -> tuple[str, str]:
    """Let the version before step into force again, in one step; running clocks keep theirs. Gives both versions.

    Nobody has to sign: it was in force before. Refused when there is none before, or it fits the people no more.
    """
    _refuse_silence(why, "rollback")
    told: list[str] = []

    async def once(connection: Connection) -> None:
        told.clear()
        active = await connection.fetchval(SQL.lock_active)
        before = await connection.fetchval(SQL.stepped_down_for, active)
        if before is None:
            raise wrong(f"there was no version before {active}", "Apply another version instead")
        earlier = await connection.fetchrow(SQL.version, before)
        if earlier is None:
            raise no_such(before)
        await step_in(connection, load(earlier["text"], before, kept=True), where=before, what="rolled_back", why=why)
        told.extend((active, before))

    await in_one(pool, once)
    return told[0], told[1]


async def step_in(connection: Connection, written: Written, *, where: str, what: str, why: Why) -> None:
    """Put a version in force on an open transaction; the one before steps down. Running clocks keep theirs (T9)."""
    version, digest = written.playbook.version, digest_of(written.text)
    before = await connection.fetchval(SQL.lock_active)
    was = await _readable(connection) if before else None
    found = await connection.fetchrow(SQL.version, version)
    _refuse_other_words(found["hash"] if found else None, digest, version, where)
    await connection.execute(SQL.put_version, version, written.text, digest, why.by, why.note)
    await connection.execute(SQL.retire, version)
    await connection.execute(SQL.activate, version, why.by)
    if before != version:
        await connection.execute(SQL.tell, version, what, why.by, why.note, before)
    for name in (*written.directory.pools, EVERYBODY):
        await connection.execute(world.SQL.put_turn, name)
    await connection.execute(world.SQL.next_revision)
    now = await read_world(connection)
    refuse_unknown_calendars(now, where)
    if was:
        await carry_on(connection, was, now, by=why.by)


async def _readable(connection: Connection) -> World | None:
    """What is in force; None where this version of Batonpass cannot read it, so that a mended text can follow it."""
    try:
        return await read_world(connection)
    except Refused:
        return None


async def refuse_unsound(connection: Connection, written: Written, where: str) -> None:
    """Raise Refused naming the examples the playbook breaks or gives up unsaid, with authors, dates and rules."""
    active = await connection.fetchrow(SQL.in_state, "active")
    there = await _readable(connection) if active else None
    before = there.written if there else None
    refuse_broken(check(written, await clock.now(connection)), written, where, before=before)
    if await agreed_on(connection) and (not before or before.text != written.text):
        refuse_silent_removals(written, where, before=before)


def refuse_unknown_calendars(world: World, where: str) -> None:
    """Raise Refused: a person or queue whose hours nobody knows could not be promised anything."""
    wanted = {f"people.{rep.id}": rep.calendar for rep in world.directory.reps.values()}
    wanted |= {f"queues.{queue.name}": queue.calendar for queue in world.directory.queues.values()}
    instead = "Write it under `calendars:`, or set it over the API first: PUT /v1/calendars/NAME"
    missing = {path: name for path, name in wanted.items() if name not in world.calendars}
    if missing:
        raise Refused(
            [
                Problem(where=where, path=f"{path}.calendar", says=f"there is no calendar {name!r}", instead=instead)
                for path, name in missing.items()
            ]
        )


def digest_of(text: str) -> str:
    """The fingerprint of a playbook's words."""
    return hashlib.sha256(text.encode()).hexdigest()


def no_such(version: str) -> Refused:
    """There is no version of that name."""
    return Refused([Problem(where=version, says="there is no such version", instead="See batonpass history")])


def wrong(says: str, instead: str) -> Refused:
    """Something cannot be done with a version as it stands."""
    return Refused([Problem(where="playbook", says=says, instead=instead)])


def _refuse_silence(why: Why, where: str) -> None:
    if not why.note.strip():
        says = "nobody says why; those who come after will want to know"
        raise Refused([Problem(where=where, path="note", says=says, instead="Add a note, such as --note TEXT")])


def _refuse_other_words(before: str | None, digest: str, version: str, where: str) -> None:
    if before not in (None, digest):
        says = f"version {version} was written before, with other words"
        instead = "Give the changed playbook a new version"
        raise Refused([Problem(where=where, path="version", says=says, instead=instead)])
