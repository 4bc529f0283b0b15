"""Is a connection to this database one session for as long as it lasts, whoever lies between?

A pooler that lends out a session for a transaction takes LISTEN and swallows it, forgets what was prepared, and shows
nothing of it until there is load: processes are woken by nobody, and each lead waits for the next look.
"""

from __future__ import annotations

import asyncpg

ASK = "select pg_backend_pid()"
SWALLOWED = (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError)
"""What is answered where one asks in a session and goes on in another."""


async def keeps_its_session(line: asyncpg.Connection, other: asyncpg.Connection) -> bool:
    """Whether `line` stays where it is while `other` works; both are connections to one database, and not in use."""
    try:
        here = await line.fetchval(ASK)
        async with other.transaction():
            return await other.fetchval(ASK) != here and await line.fetchval(ASK) == here
    except SWALLOWED:
        return False
