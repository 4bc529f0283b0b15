"""Who gets in: people by their password, programs by their key; and who let them in?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.refusal import conflict, invalid
from batonpass.store.changes import note
from batonpass.store.connection import Connection
from batonpass.store.keys import make_key, revoke_key
from batonpass.store.statements import statements
from batonpass.store.users import ROLES

SQL = statements(Path(__file__).with_suffix(".sql"))
SESSIONS = statements(Path(__file__).with_name("sessions.sql"))
DAYS_MOST = 3650
"""The longest time that a key may be given; without one it has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can sign in, or could: when they last did, and in how many places they are signed in."""

    email: str
    name: str
    role: str
    rep: str | None
    active: bool
    created_at: datetime
    last_at: datetime | None
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an administrator writes about somebody; without a `password_hash` the password stays as it is."""

    email: str
    name: str
    role: str
    rep: str | None = None
    password_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The key that somebody asks for; with a `rep` it acts for that person alone, `until` is the end of its time."""

    label: str
    scopes: tuple[str, ...]
    rep: str | None = None
    until: datetime | None = None


async def people(pool: asyncpg.Pool) -> tuple[Person, ...]:
    """Give everybody, those who can sign in first."""
    return tuple(Person(**row) for row in await pool.fetch(SQL.people))


async def let_in(pool: asyncpg.Pool, entry: Entry, *, by: str) -> None:
    """Let somebody sign in, or change who they are; whoever is changed must sign in again. Raises Refusal."""
    _check(entry)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.hold_admins)
        before = await _held(connection, entry.email)
        if before is None and entry.password_hash is None:
            raise invalid("somebody new needs a password to begin with", field="password")
        if before and before["role"] == "admin" and entry.role != "admin":
            await _another_admin(connection, entry.email)
        await connection.execute(SQL.put, entry.email, entry.name, entry.role, entry.rep, entry.password_hash)
        await connection.execute(SESSIONS.end_all, entry.email)
        after = {"name": entry.name, "role": entry.role, "rep": entry.rep, "active": True}
        told = after | ({"password": "a new one"} if entry.password_hash else {})
        await note(connection, by=by, kind="user", name=entry.email, before=before, after=told)


async def shut_out(pool: asyncpg.Pool, email: str, *, by: str) -> None:
    """Let somebody sign in no more, at once; the last administrator cannot be shut out. Raises Refusal."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.hold_admins)
        before = await _held(connection, email)
        if before is None or not before["active"]:
            raise conflict("nobody signs in with this address")
        await _another_admin(connection, email)
        await connection.execute(SQL.close, email)
        await connection.execute(SESSIONS.end_all, email)
        await note(connection, by=by, kind="user", name=email, before=before, after=before | {"active": False})


async def sign_out_everywhere(pool: asyncpg.Pool, email: str, *, by: str) -> None:
    """End every session of a person: a lost telephone opens nothing any more."""
    async with pool.acquire() as connection, connection.transaction():
        ended = await connection.execute(SESSIONS.end_all, email)
        if ended != "UPDATE 0":
            signed = {"sessions": f"{ended.rpartition(' ')[2]} open"}
            await note(connection, by=by, kind="user", name=email, before=signed, after={"sessions": "all ended"})


async def give_key(pool: asyncpg.Pool, asked: Asked, *, by: str) -> str:
    """Make a key and give its token, which is kept nowhere."""
    async with pool.acquire() as connection, connection.transaction():
        token = await make_key(
            connection, label=asked.label, scopes=asked.scopes, rep=asked.rep, expires_at=asked.until
        )
        made = {
            "scopes": list(asked.scopes),
            "rep": asked.rep,
            "until": asked.until.date().isoformat() if asked.until else None,
        }
        await note(connection, by=by, kind="key", name=asked.label, before=None, after=made)
    return token


async def take_key(pool: asyncpg.Pool, key_id: str, *, by: str) -> bool:
    """Make a key useless from now on; False when there is no valid one of this id."""
    async with pool.acquire() as connection, connection.transaction():
        label = await revoke_key(connection, key_id)
        if label is None:
            return False
        before, after = ({"id": key_id, "valid": valid} for valid in (True, False))
        await note(connection, by=by, kind="key", name=label, before=before, after=after)
    return True


def _check(entry: Entry) -> None:
    if "@" not in entry.email or len(entry.email) > 254:  # noqa: PLR2004 - RFC 5321, 4.5.3.1.3
        raise invalid("give the address they sign in with", field="email")
    if not entry.name:
        raise invalid("give their name", field="name")
    if entry.role not in ROLES:
        raise invalid(f"choose one of {', '.join(ROLES)}", field="role", allowed=ROLES)


async def _held(connection: Connection, email: str) -> dict[str, object] | None:
    row = await connection.fetchrow(SQL.person, email)
    return {name: row[name] for name in ("name", "role", "rep", "active")} if row else None


async def _another_admin(connection: Connection, email: str) -> None:
    if not await connection.fetchval(SQL.admins, email):
        raise conflict("this is the last administrator; let another one in first")
