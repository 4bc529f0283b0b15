"""Which single values does the installation keep for itself, such as the secrets that sign links?"""

from __future__ import annotations

import secrets
from pathlib import Path

import asyncpg

from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def secret(pool: asyncpg.Pool, name: str) -> bytes:
    """Give the secret of that name, 32 random bytes; made when first asked for, once for all processes."""
    async with pool.acquire() as connection:
        await connection.execute(SQL.make, name, secrets.token_hex(32))
        return bytes.fromhex(await connection.fetchval(SQL.read, name))


async def installation(pool: asyncpg.Pool) -> str:
    """The name by which this installation's database is known again, whatever copy of it is put back."""
    return (await secret(pool, "installation")).hex()
