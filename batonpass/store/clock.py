"""What time is it for every decision, and how do tests move it?

`app.now()` in the database is the one clock of the handoff. In production it is exactly `clock_timestamp()`. A process
started with the test clock exchanges it for a version that answers a frozen instant; a normal start puts the real one
back. Leases and heartbeats ask `clock_timestamp()` themselves: a frozen clock must not keep a dead worker's work.
"""

from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.handoff.instant import write_instant
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
ADVISORY_KEY = 7_233_601  # one number a purpose, so that two processes that start together do not meet halfway


class ClockRefused(Exception):
    """The clock cannot be set like that; the text says why and what to do instead."""


async def now(connection: Connection) -> datetime:
    """Read the clock that decides: an aware instant in UTC."""
    return await connection.fetchval(SQL.read_now)


async def set_now(connection: Connection, at: datetime, *, backwards: bool = False) -> datetime:
    """Freeze the test clock at `at`; raises ClockRefused when that is earlier than it stands, unless allowed."""
    if at.tzinfo is None:
        raise ClockRefused(f"{at.isoformat()} has no time zone. Write it with one, such as 2027-03-01T09:00:00Z.")
    try:
        frozen = await connection.fetchval(SQL.freeze_now, at, backwards)
    except asyncpg.UndefinedTableError as error:
        raise _runs_as_in_the_world() from error
    if frozen is None:
        stands = await now(connection)
        raise ClockRefused(
            f"The test clock stands at {write_instant(stands)} and does not go back to {write_instant(at)}: "
            "what was decided would lie in the future. Set a later instant, or begin with an empty database."
        )
    return frozen


async def advance(connection: Connection, by: timedelta) -> datetime:
    """Move the test clock forward, from where it stands or from the real time, and freeze it there."""
    if by < timedelta(0):
        raise ClockRefused(f"The test clock does not go back by {-by}. Give a positive duration.")
    try:
        return await connection.fetchval(SQL.advance_now, by)
    except asyncpg.UndefinedTableError as error:
        raise _runs_as_in_the_world() from error


async def install_test_clock(connection: Connection) -> None:
    """Let `app.now()` answer a frozen instant; one that was set before a restart still stands."""
    async with connection.transaction():
        await connection.execute(SQL.lock_clock, ADVISORY_KEY)
        if not await connection.fetchval(SQL.clock_is_frozen):
            await connection.execute(SQL.make_test_clock)
            await connection.execute(SQL.use_test_clock)


async def is_frozen(connection: Connection) -> bool:
    """Say whether the test clock stands in this database."""
    return await connection.fetchval(SQL.clock_is_frozen)


async def remove_test_clock(connection: Connection) -> None:
    """Let `app.now()` answer the real time again; whoever serves without the test clock does this first."""
    async with connection.transaction():
        await connection.execute(SQL.lock_clock, ADVISORY_KEY)
        if await connection.fetchval(SQL.clock_is_frozen):
            await connection.execute(SQL.use_real_clock)
            await connection.execute(SQL.drop_test_clock)


def _runs_as_in_the_world() -> ClockRefused:
    return ClockRefused("This clock is the real one. Start Batonpass with BATONPASS_TEST_CLOCK=1 to move time.")
