"""Which key did a request bring, is it valid, and may it do this?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

import asyncpg

from batonpass.store.keys import Key, find_key
from batonpass.web.problem import Problem

FRESH_SECONDS = 3.0
"""How long we believe what the database said of a key: one that is revoked is useless within five seconds."""
KNOWN_MOST = 10_000
TOKEN_MOST = 200
IN_QUERY = frozenset({"key", "api_key", "apikey", "api-key", "x-api-key", "access_token", "token", "bearer"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="batonpass"'}


class Keyring:
    """The keys that were shown to us lately."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        """Begin with none; keys are looked up in the database when they are first shown."""
        self._pool = pool
        self._known: dict[str, tuple[Key | None, float]] = {}

    async def holder(self, scope: Mapping[str, object], wanted: str) -> Key:
        """The key of this request, if it may do what is wanted; a Problem without one (401) or its scope (403)."""
        query = scope.get("query_string")
        if isinstance(query, bytes) and query and _key_in_query(query):
            raise _needed("a key must not stand in the address, where logs keep it; send it as a header")
        headers = scope["headers"]
        assert isinstance(headers, Iterable)  # noqa: S101 - so says ASGI
        key = await self.find(token_of(headers))
        if not key.allows(wanted):
            raise Problem("not-allowed", f"this key has the scope {_listed(key)}; this needs {wanted}")
        return key

    async def find(self, token: str) -> Key:
        """The key of this token, as it was at most a few seconds ago."""
        if not token:
            raise _needed("send a key as `Authorization: Bearer bp_…`; `batonpass key create` makes one")
        now = asyncio.get_running_loop().time()
        key, until = self._known.get(token, (None, 0.0))
        if until < now:
            key = await self._ask(token, now)
        if key is None:
            raise _needed("this key is not valid, was revoked, or has expired")
        return key

    def forget(self) -> None:
        """Ask the database anew about every key: somebody may have left."""
        self._known.clear()

    async def _ask(self, token: str, now: float) -> Key | None:
        if len(token) > TOKEN_MOST:
            return None
        key = await find_key(self._pool, token)
        if len(self._known) >= KNOWN_MOST:
            self._known.clear()
        self._known[token] = (key, now + FRESH_SECONDS)
        return key


def token_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The token in `Authorization: Bearer` or `X-Api-Key`; empty without one."""
    for name, value in headers:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else ""
        if name == b"x-api-key":
            return value.decode("latin-1").strip()
    return ""


def _key_in_query(query: bytes) -> bool:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return any(name.lower() in IN_QUERY or value.startswith("bp_") for name, value in pairs)


def _needed(says: str) -> Problem:
    return Problem("key-needed", says, headers=CHALLENGE)


def _listed(key: Key) -> str:
    return ", ".join(sorted(key.scopes)) or "nothing"
