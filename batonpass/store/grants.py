"""What may a role do that works with what is kept here, and must never change how it is kept (S75)?

The schema has an owner, who migrates it, and a role that all processes work as. It writes rows: history by the rules of
the triggers alone, which it can neither drop nor get round, and seals not at all once they are there.
"""

from __future__ import annotations

from pathlib import Path

import asyncpg

from batonpass.store.refused import DatabaseRefused
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def grant_work(connection: asyncpg.Connection, role: str) -> None:
    """Let the role work with everything that is there now; to be asked again after each change of the schema."""
    script = await connection.fetchval(SQL.script, role)
    if script is None:
        raise DatabaseRefused(
            f"There is no role {role!r} here that could be given less than everything; a superuser cannot. "
            f"Create it first: create role {role} login.",
            setting="for",
        )
    async with connection.transaction():
        await connection.execute(script)
