"""Who can sign in to the pages?"""

from __future__ import annotations

from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
ROLES = ("rep", "manager", "marketing", "admin")


async def put_user(
    pool: asyncpg.Pool, *, email: str, name: str, role: str, rep: str | None, password_hash: str
) -> None:
    """Let a person sign in, or change their name, role, person and password."""
    async with pool.acquire() as connection:
        await connection.execute(SQL.put, email.strip().lower(), name, role, rep, password_hash)
