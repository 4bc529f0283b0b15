"""How far has the set-up of this installation got, and who may come in by a link, once?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from batonpass.handoff.refusal import conflict, invalid
from batonpass.store import access
from batonpass.store.changes import note
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
FIRST_HOLDS = timedelta(hours=1)
HOLDS = timedelta(days=7)
SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the set-up that somebody has looked at; `state` is done or skipped."""

    state: str
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Whom a link lets in. Without an address it is the very first administrator, who says their own."""

    email: str
    name: str
    role: str
    rep: str | None = None


async def steps(pool: asyncpg.Pool) -> Mapping[str, Step]:
    """The steps that were looked at, by name."""
    rows = await pool.fetch(SQL.steps)
    return {
        row["step"]: Step(state=row["state"], answers=decode_json(row["answers"]), at=row["at"], by=row["by"])
        for row in rows
    }


async def mark(pool: asyncpg.Pool, step: str, state: str, *, by: str, answers: Mapping[str, Any] | None = None) -> None:
    """A step is done or skipped; answers of before that are not given again stay."""
    await pool.execute(SQL.mark, step, state, encode(answers or {}), by)


async def is_empty(pool: asyncpg.Pool) -> bool:
    """Has nobody come in yet?"""
    return bool(await pool.fetchval(SQL.empty))


async def latest(pool: asyncpg.Pool) -> str | None:
    """The lead who came in last and is no sample."""
    known = (await steps(pool)).get(SAMPLE)
    found: str | None = await pool.fetchval(SQL.latest, list(known.answers.get("leads", ())) if known else [])
    return found


async def first_link(pool: asyncpg.Pool) -> str:
    """A token that makes its holder the first administrator within an hour; empty when somebody can sign in already."""
    if not await pool.fetchval(SQL.nobody):
        return ""
    return await invite(pool, Invite(email="", name="", role="admin"), holds=FIRST_HOLDS)


async def invite(pool: asyncpg.Pool, whom: Invite, *, holds: timedelta = HOLDS) -> str:
    """A token that lets somebody choose a password, once; only its digest is kept, so it is shown this once."""
    token = secrets.token_urlsafe(32)
    await pool.execute(SQL.invite, _digest(token), whom.email.lower(), whom.name, whom.role, whom.rep, holds)
    return token


async def invited(pool: asyncpg.Pool, token: str) -> Invite | None:
    """Whom the token lets in; None when it was used, is too old, or there is somebody to be asked instead."""
    row = await pool.fetchrow(SQL.invited, _digest(token))
    if row is None or (not row["email"] and not await pool.fetchval(SQL.nobody)):
        return None
    return Invite(**row)


async def enter(pool: asyncpg.Pool, token: str, *, email: str, name: str, password_hash: str) -> str:
    """Let whoever holds the token in, and give their address. Raises Refusal; then the token still holds."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(SQL.hold_users)
        row = await connection.fetchrow(SQL.invited, _digest(token))
        first = row is not None and not row["email"]
        if row is None or (first and not await connection.fetchval(SQL.nobody)):
            raise conflict("this link was used or is too old; ask an administrator for another")
        address, called = (email.strip().lower(), name) if first else (row["email"], name or row["name"])
        if "@" not in address or len(address) > 254:  # noqa: PLR2004 - RFC 5321, 4.5.3.1.3
            raise invalid("give the address you will sign in with", field="email")
        if not called:
            raise invalid("give your name", field="name")
        held = await connection.fetchrow(access.SQL.person, address)
        if held and held["active"]:
            raise conflict("somebody signs in with this address already")
        await connection.execute(SQL.use, _digest(token))
        await connection.execute(access.SQL.put, address, called, row["role"], row["rep"], password_hash)
        told = {"name": called, "role": row["role"], "rep": row["rep"], "through": "a link for one use"}
        await note(connection, by=address, kind="user", name=address, before=None, after=told)
    return address


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
