"""How does the town come into an empty database, with a year behind it and a morning's work before it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.handoff.people import Account
from batonpass.store import clock, directory, start, users
from batonpass.store.rounds import keep_rounds
from batonpass.store.statements import statements
from batonpass.store.world import Watched, World, read_world

from .callers import CALLERS
from .company import ABSENT, PLAYBOOK, USERS, absence, account_list
from .handed import HANDED, hand_over
from .leads import YEAR, year
from .meetings import hold
from .replay import Replay
from .today import accounts_of_today, late_desk, needs_late_desk, today

SQL = statements(Path(__file__).with_suffix(".sql"))
SEED = 7
LEADS = 1_500
"""So many fit into a good half minute on two small cores."""
BY = "olle"
ON_CALL = ("anna", "bo")
LATE_DESK = "late-desk"
JUST_NOW = timedelta(minutes=1)
SET_UP = ("company", "people", "playbook", "channel", "form", "handoff")
"""The steps of the set-up, which a company of a year has behind it."""


class TownRefused(Exception):
    """The town cannot be put into this database; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was put in: how many leads are there, how much happened, and who is on call at this hour."""

    leads: int
    steps: int
    on_call: tuple[str, ...]


async def is_loaded(pool: asyncpg.Pool) -> bool:
    """Tell whether the town has been put into this database, to its end."""
    return await pool.fetchval(SQL.is_loaded)


async def load(pool: asyncpg.Pool, *, leads: int = LEADS, seed: object = SEED) -> Loaded:
    """Put the directory, the accounts and a year of leads into an empty database, and leave today's leads open.

    The database's clock is moved through the year meanwhile, so nobody else may be at work: no door, no worker. It then
    runs as before. What the past would have sent is marked as sent. Raises TownRefused when there are leads already.
    """
    async with pool.acquire() as lent:
        connection = cast("asyncpg.Connection", lent)
        if await connection.fetchval(SQL.has_leads):
            raise TownRefused("There are leads in this database already. Load the town into an empty one.")
        stands_at = await _frozen_at(connection)
        await clock.install_test_clock(connection)
        try:
            return await _load(pool, connection, stands_at=stands_at, leads=leads, seed=seed)
        finally:
            if stands_at:
                await clock.set_now(connection, stands_at, backwards=True)
            else:
                await clock.remove_test_clock(connection)


async def _frozen_at(connection: asyncpg.Connection) -> datetime | None:
    """Where the test clock stands, if there is one and it was set."""
    if await connection.fetchval(clock.SQL.clock_is_frozen):
        return await clock.now(connection)
    return None


async def _load(
    pool: asyncpg.Pool, connection: asyncpg.Connection, *, stands_at: datetime | None, leads: int, seed: object
) -> Loaded:
    begun = stands_at or await connection.fetchval(SQL.real_now)
    await clock.set_now(connection, begun - 2 * YEAR, backwards=True)
    await directory.apply(pool, PLAYBOOK.read_text(encoding="utf-8"), where=PLAYBOOK.name, by=BY)
    await put_accounts(pool, (*account_list(), *accounts_of_today((*CALLERS, *(one.caller for one in HANDED)))))
    await put_users(pool)
    watched, drawn = Watched(), year(seed, until=begun, leads=leads)
    replay = Replay(connection, watched, seed, until=begun)
    replay.expect(drawn.moments, drawn.visitors)
    await replay.run(begun - timedelta(days=begun.weekday() + 4))
    await send_away(pool, connection, watched, begun)
    await replay.run(begun - JUST_NOW)
    # The year took a while to happen: those on the first screen are to stand right at the end of it.
    now = stands_at or await connection.fetchval(SQL.real_now)
    on_call = await open_late_desk(pool, connection, watched, now)
    replay.expect(today(await read_world(connection), now))
    await replay.run(now)
    await hand_over(replay, now)
    await replay.deliver(now - JUST_NOW)
    while await keep_rounds(pool):
        pass
    await hold(connection, await read_world(connection), now, by=BY)
    for step in SET_UP:
        await start.mark(pool, step, "done", by=BY)
    await connection.execute(SQL.looked, list(ON_CALL))
    await connection.execute(SQL.loaded, str(seed))
    return Loaded(leads=await connection.fetchval(SQL.count_leads), steps=replay.done, on_call=on_call)


async def put_accounts(pool: asyncpg.Pool, accounts: Iterable[Account]) -> None:
    """Put accounts into the account list, as the API does."""
    bodies = {one.domain: {n: v for n, v in asdict(one).items() if v is not None and n != "domain"} for one in accounts}
    await directory.put_accounts(pool, bodies)


async def put_users(pool: asyncpg.Pool) -> None:
    """Let those of the town in who sign in; no password fits them, so it is by a click in the demo or not at all."""
    for user in USERS:
        await users.put_user(pool, email=user.email, name=user.name, role=user.role, rep=user.rep, password_hash="")


async def send_away(pool: asyncpg.Pool, connection: asyncpg.Connection, watched: Watched, now: datetime) -> None:
    """One rep has been away since last week, and somebody stands in."""
    leave = absence(now)
    entry = await _entry(connection, ABSENT)
    entry["leave"] = [{"first": leave.first.isoformat(), "last": leave.last.isoformat(), "delegate": leave.delegate}]
    await directory.put_rep(pool, watched, ABSENT, entry, by=BY)


async def open_late_desk(
    pool: asyncpg.Pool, connection: asyncpg.Connection, watched: Watched, now: datetime
) -> tuple[str, ...]:
    """Outside of office hours those who sign in are on call, so that there are clocks to watch; give who."""
    world = await read_world(connection)
    closed = tuple(rep for rep in ON_CALL if needs_late_desk(now, world.hours((world.directory.reps[rep].calendar,))))
    for rep in closed:
        desk = f"{LATE_DESK}-{rep}"
        await directory.put_calendar(pool, desk, late_desk(_zone(world, rep)), by=BY)
        await directory.put_rep(pool, watched, rep, await _entry(connection, rep) | {"calendar": desk}, by=BY)
    return closed


async def _entry(connection: asyncpg.Connection, rep: str) -> dict[str, object]:
    """A person as the API would be told of them."""
    known = (await read_world(connection)).directory.reps[rep]
    entry = {"name": known.name, "email": known.email, "calendar": known.calendar, "manager": known.manager}
    return {name: value for name, value in entry.items() if value is not None}


def _zone(world: World, rep: str) -> str:
    return str(world.hours((world.directory.reps[rep].calendar,)).zone)
