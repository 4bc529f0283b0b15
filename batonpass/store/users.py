"""Who can sign in to the pages?"""

from __future__ import annotations

from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SESSIONS = statements(Path(__file__).with_name("sessions.sql"))
ROLES = ("rep", "manager", "marketing", "admin")


async def put_user(
    pool: asyncpg.Pool, *, email: str, name: str, role: str, rep: str | None, password_hash: str
) -> None:
    """Let a person sign in, or change their name, role, person and password; what they were signed in to ends."""
    address = email.strip().lower()
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.put, address, name, role, rep, password_hash)
        await connection.execute(SESSIONS.end_all, address)


async def put_language(pool: asyncpg.Pool, email: str, language: str) -> None:
    """From now on our pages and mails speak this language to this person; none leaves it to their browser."""
    await pool.execute(SQL.put_language, email, language or None)
