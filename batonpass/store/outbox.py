"""Which messages are to leave now, and what became of them?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.handoff.effects import Effect, FetchLead
from batonpass.store.connection import Connection
from batonpass.store.shape import decode_effect, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LEASE = timedelta(seconds=30)
"""How long a claimed message is ours; a killed worker's messages are free again after this (promise R17)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message this process holds, until its lease ends. Only the holder of `claim` may say what became of it."""

    key: str
    claim: uuid.UUID
    lead_id: str
    channel: str
    kind: str
    recipient: str
    effect: Effect
    tries: int
    at: datetime


async def claim(connection: Connection, *, limit: int, lookups: bool = False) -> list[Outgoing]:
    """Take messages that are due, earliest first, each for the length of the lease; they leave at least once.

    What is looked up elsewhere goes by itself, so that no message waits for a slow answer.
    """
    token = uuid.uuid4()
    rows = await connection.fetch(SQL.claim, limit, token, LEASE, lookups)
    return [
        Outgoing(
            key=row["key"],
            claim=token,
            lead_id=row["lead_id"] or "",
            channel=row["channel"],
            kind=row["kind"],
            recipient=row["recipient"],
            effect=decode_effect(row["effect"], row["body"]),
            tries=row["tries"] - 1,
            at=row["at"],
        )
        for row in rows
    ]


async def sent(connection: Connection, done: Sequence[Outgoing]) -> None:
    """These have left. A claim that another worker has taken over meanwhile changes nothing (fencing)."""
    await connection.execute(SQL.sent, [m.key for m in done], [m.claim for m in done])


async def later(connection: Connection, message: Outgoing, *, after: timedelta, why: str) -> None:
    """The world was not ready: try again after this long."""
    await connection.execute(SQL.later, message.key, message.claim, after, why)


async def dead(connection: Connection, message: Outgoing, *, why: str) -> None:
    """It will never leave by itself: a person must look."""
    await connection.execute(SQL.dead, message.key, message.claim, why)


async def replay(connection: Connection, key: str) -> bool:
    """Send a dead letter once more, from its first try; False when there is no such dead letter."""
    return await connection.fetchval(SQL.replay, key) is not None


async def next_out(connection: Connection, *, lookups: bool = False) -> datetime | None:
    """When the next waiting message, or look-up, is due, on the database's clock."""
    return await connection.fetchval(SQL.next_out, lookups)


async def ask(pool: asyncpg.Pool, effect: FetchLead) -> None:
    """Ask something of the world that no lead asks yet."""
    kind = type(effect).__name__
    await pool.execute(SQL.ask, effect.key, effect.channel, effect.to, effect.kind, kind, encode(effect))
