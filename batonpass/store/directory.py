"""How do people, pools, queues, calendars, accounts and playbooks change while leads flow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg

from batonpass.handoff.people import Account
from batonpass.handoff.requests import LoseOwner, RouteAgain
from batonpass.store import changes, clock
from batonpass.store.account_keys import put_keys, with_learned
from batonpass.store.arrival import Asked
from batonpass.store.as_written import before as stood_before
from batonpass.store.ask_many import ask_each
from batonpass.store.connection import Connection
from batonpass.store.departs import departs
from batonpass.store.handed_on import tell_manager
from batonpass.store.open import in_one
from batonpass.store.playbooks import Why, step_in
from batonpass.store.relaid import lay_again
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements
from batonpass.store.world import NO_HOURS, Watched, World, read_world
from batonpass.written.among import check_among
from batonpass.written.calendars import read_calendar
from batonpass.written.entries import read_account, read_new_pool, read_queue, read_rep
from batonpass.written.load import load
from batonpass.written.refused import Problem, Refused

SQL = statements(Path(__file__).with_name("world.sql"))


async def put_calendar(pool: asyncpg.Pool, name: str, data: Mapping[str, object], *, by: str) -> None:
    """Set a calendar; Refused when it is impossible.

    What running promises have used of it stays used; the rest is laid out again in the same transaction (T8).
    """
    read_calendar(data, f"calendar {name}")

    async def once(connection: Connection) -> None:
        await set_calendar(connection, name, data, by=by)

    await in_one(pool, once)


async def set_calendar(connection: Connection, name: str, data: Mapping[str, object], *, by: str) -> None:
    """The same on an open transaction, for those who read the entry before they change it."""
    read_calendar(data, f"calendar {name}")
    before = await read_world(connection)
    await write_entry(connection, before, "calendar", (name, data), by=by)
    if name in before.calendars:
        await lay_again(connection, before, name, by=by)


async def put_rep(pool: asyncpg.Pool, watched: Watched, name: str, data: Mapping[str, object], *, by: str) -> int:
    """Set a person. One who is no longer active loses every open lead in the same transaction; give how many.

    Refused when the entry is ill-formed or names a calendar or manager nobody knows.
    """
    read_rep(name, data)

    async def once(connection: Connection) -> int:
        return await set_rep(connection, watched, name, data, by=by)

    return await in_one(pool, once)


async def set_rep(connection: Connection, watched: Watched, name: str, data: Mapping[str, object], *, by: str) -> int:
    """The same on an open transaction, for those who read the entry before they change it."""
    rep, world = read_rep(name, data), await read_world(connection)
    if rep.calendar not in world.calendars:
        raise _unknown(f"rep {name}", "calendar", rep.calendar, "PUT /v1/calendars/NAME first")
    check_among(rep, world.directory)
    await write_entry(connection, world, "rep", (name, data), by=by)
    if rep.active:
        await _lay_again_of(connection, world, name, rep.calendar, by=by)
        return 0
    held = await departs(connection, watched, LoseOwner(by=by, owner=name))
    await tell_manager(connection, world, rep, held, at=await clock.now(connection))
    return len(held)


async def put_pool(pool: asyncpg.Pool, name: str, data: Mapping[str, object], *, by: str) -> None:
    """Set a pool; Refused when it is ill-formed. Tallies of its members stay as they are, so that nobody is flooded."""
    read_new_pool(name, data)
    await _put(pool, "pool", name, data, by=by)


async def put_queue(pool: asyncpg.Pool, name: str, data: Mapping[str, object], *, by: str) -> None:
    """Set a queue; Refused when it is ill-formed. With another calendar, what waits in it is laid out on that (T8)."""
    queue = read_queue(name, data)

    async def once(connection: Connection) -> None:
        before = await read_world(connection)
        if queue.calendar not in before.calendars:
            raise _unknown(f"queue {name}", "calendar", queue.calendar, "PUT /v1/calendars/NAME first")
        await write_entry(connection, before, "queue", (name, data), by=by)
        was = before.directory.queues.get(name)
        hours = was.calendar if was else NO_HOURS
        if hours != queue.calendar:
            why = f"{name} works by the calendar {queue.calendar} now"
            await lay_again(connection, before, hours, by=by, why=why, queue=name)

    await in_one(pool, once)


async def put_accounts(pool: asyncpg.Pool, accounts: Mapping[str, Mapping[str, object]], *, by: str = "") -> None:
    """Set accounts by domain; Refused when one is ill-formed, and then none is set. Who is named is noted with each."""
    said = [read_account(domain.lower(), data) for domain, data in accounts.items()]
    async with pool.acquire() as connection, connection.transaction():
        for account in said if by else ():
            body = await connection.fetchval(changes.SQL.account, account.domain)
            stood = None if body is None else decode_json(body)
            told = decode_json(_body(account))
            await changes.note(connection, by=by, kind="account", name=account.domain, before=stood, after=told)
        await write_accounts(connection, said)


async def write_accounts(connection: Connection, accounts: Sequence[Account]) -> None:
    """Keep accounts, with the names and domains that people accepted as theirs, so that they are found under all."""
    whole = await with_learned(connection, accounts)
    await connection.executemany(SQL.put_account, [(a.domain, a.name, a.owner, _body(a)) for a in whole])
    await put_keys(connection, whole)


def _body(account: Account) -> str:
    """What is kept of an account; what is rarely set is left out, so that older versions can read the rest."""
    usual = ("name", "owner", "industry", "employees", "country", "target", "team")
    rare = {name: value for name in ("parent", "domains", "names") if (value := getattr(account, name))}
    return encode({name: getattr(account, name) for name in usual} | rare)


async def apply(pool: asyncpg.Pool, text: str, *, where: str, by: str, note: str = "") -> str:
    """Put a playbook in force without asking for signatures, atomically; running clocks keep theirs (T9).

    Gives its version. Refused when it does not load, or when the same version was written before with other words.
    """
    written = load(text, where)

    async def once(connection: Connection) -> None:
        await step_in(connection, written, where=where, what="applied", why=Why(by=by, note=note))

    await in_one(pool, once)
    return written.playbook.version


async def _lay_again_of(connection: Connection, before: World, rep: str, calendar: str, *, by: str) -> None:
    """Somebody keeps other hours from now on: what they have promised is laid out on them (T8)."""
    was = before.directory.reps.get(rep)
    if was and was.calendar != calendar:
        why = f"{was.name} works by the calendar {calendar} now"
        await lay_again(connection, before, was.calendar, by=by, why=why, rep=rep)


async def _put(pool: asyncpg.Pool, kind: str, name: str, data: Mapping[str, object], *, by: str) -> None:
    async def once(connection: Connection) -> None:
        await write_entry(connection, await read_world(connection), kind, (name, data), by=by)

    await in_one(pool, once)


async def write_entry(
    connection: Connection, world: World, kind: str, entry: tuple[str, Mapping[str, object]], *, by: str
) -> None:
    """Keep a name's entry, and note who set it and what stood there before."""
    name, data = entry
    stood = await stood_before(connection, world, kind, name)
    await changes.note(connection, by=by, kind=kind, name=name, before=stood, after=data)
    await connection.execute(SQL.put_entry, kind, name, encode(data), by)
    if kind == "pool":
        await connection.execute(SQL.put_turn, name)
    await connection.execute(SQL.next_revision)
    if kind == "pool":
        await _look_again(connection, name, by=by)


async def _look_again(connection: Connection, pool: str, *, by: str) -> None:
    """What is held for a pool goes to whoever has come into it and is at work; while nobody is, it is held on."""
    held = [row["id"] for row in await connection.fetch(SQL.leads_held_for, pool)]
    if held:
        await ask_each(connection, Watched(), [Asked(lead_id=one, request=RouteAgain(by=by)) for one in held])


def _unknown(where: str, path: str, name: str, instead: str) -> Refused:
    return Refused([Problem(where=where, path=path, says=f"there is no {path} {name!r}", instead=instead)])
