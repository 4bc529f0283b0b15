"""Who can sign in to the pages, and who is it that asks for one?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SESSIONS = statements(Path(__file__).with_name("sessions.sql"))
ROLES = ("rep", "manager", "marketing", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in; `rep` is their id in the directory, if they sell; `language` what they have chosen."""

    email: str
    name: str
    role: str
    rep: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who asks for a page, when, and which revision of the agreement is in force; no user for who may not."""

    now: datetime
    revision: int
    user: User | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a sign-in is checked against, and when; no user means that nobody here has the address."""

    now: datetime
    user: User | None
    password_hash: str = ""


async def reader(asked: PoolOrConnection, email: str = "", session: str = "") -> Seen:
    """Give the active user of this address, if the session still holds; without one, the time and revision alone."""
    (row,) = await asked.fetch(SQL.reader, email, session)
    return Seen(now=row["now"], revision=row["revision"], user=_user(row))


async def sign_in(asked: PoolOrConnection, email: str) -> SignIn:
    """Give what a sign-in with this address, in any case, is checked against."""
    (row,) = await asked.fetch(SQL.sign_in, email)
    return SignIn(now=row["now"], user=_user(row), password_hash=row["password_hash"] or "")


async def all_users(asked: PoolOrConnection) -> tuple[User, ...]:
    """Give everybody who can sign in, those who sell first."""
    return tuple(User(**row) for row in await asked.fetch(SQL.all_users))


async def put_user(
    pool: asyncpg.Pool, *, email: str, name: str, role: str, rep: str | None, password_hash: str
) -> None:
    """Let a person sign in, or change their name, role, person and password; what they were signed in to ends."""
    address = email.strip().lower()
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.put, address, name, role, rep, password_hash)
        await connection.execute(SESSIONS.end_all, address)


async def language_of(asked: PoolOrConnection, by: str) -> str:
    """What language our answers speak to this person, named as they act; empty where they chose none."""
    return await asked.fetchval(SQL.language_of, by) or ""


async def put_language(pool: asyncpg.Pool, email: str, language: str) -> None:
    """From now on our pages and mails speak this language to this person; none leaves it to their browser."""
    await pool.execute(SQL.put_language, email, language or None)


def _user(row: asyncpg.Record) -> User | None:
    if not row["email"]:
        return None
    return User(email=row["email"], name=row["name"], role=row["role"], rep=row["rep"], language=row["language"] or "")
