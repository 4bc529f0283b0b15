"""Who may use our doors, and for what?"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SCOPES = ("intake", "read", "act", "marketing", "sales", "admin")
"""intake: send leads. read: see leads. act: work leads. marketing, sales: answer and sign for that side. admin: people,
playbooks, keys, and all the others but signatures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that was presented and is valid; with a `rep` it acts for that person alone."""

    id: str
    label: str
    scopes: frozenset[str]
    rep: str | None

    def allows(self, scope: str) -> bool:
        """May this key do that?"""
        return scope in self.scopes or "admin" in self.scopes


async def make_key(
    on: PoolOrConnection,
    *,
    label: str,
    scopes: tuple[str, ...],
    rep: str | None = None,
    expires_at: datetime | None = None,
    token: str = "",
) -> str:
    """Make a key and give its token, shown this once and kept only as a hash. `token` sets one chosen elsewhere."""
    said = token or "bp_" + secrets.token_urlsafe(32)
    await on.execute(SQL.put, secrets.token_hex(6), _hash(said), label, list(scopes), rep, expires_at)
    return said


async def find_key(pool: asyncpg.Pool, token: str) -> Key | None:
    """Give the key a token stands for; None when there is none, or it was revoked or has expired."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(SQL.find, _hash(token))
    return Key(id=row["id"], label=row["label"], scopes=frozenset(row["scopes"]), rep=row["rep"]) if row else None


async def revoke_key(on: PoolOrConnection, key_id: str) -> str | None:
    """Make a key useless from now on and give its label; None when there is no such key, or it was revoked before."""
    return await on.fetchval(SQL.revoke, key_id)


async def list_keys(pool: asyncpg.Pool) -> list[asyncpg.Record]:
    """Every key with its label, scopes and dates; never a token."""
    async with pool.acquire() as connection:
        return await connection.fetch(SQL.list_all)


def _hash(token: str) -> bytes:
    """Tokens are 256 random bits, so a plain hash is as hard to turn back as they are to guess."""
    return hashlib.sha256(token.encode()).digest()
