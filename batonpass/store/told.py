"""What was a person told, on which way, and what proves that it arrived?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batonpass.store.connection import PoolOrConnection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
TOLD_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A message to a person of ours; `proof` is what the other side said when it took it."""

    key: str
    lead_id: str | None
    channel: str
    kind: str
    state: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    proof: str | None
    error: str | None
    lead_name: str | None
    company: str | None
    because: str | None


async def told(asked: PoolOrConnection, found_at: Sequence[str], *, limit: int = TOLD_MAX) -> tuple[ToldRow, ...]:
    """The latest messages to who is found at these addresses, newest first."""
    return tuple(ToldRow(**row) for row in await asked.fetch(SQL.read_told, list(found_at), limit))


async def proofs(asked: PoolOrConnection, keys: Sequence[str]) -> Mapping[str, str]:
    """By key, what proves that a message arrived; nothing for what has not, or came back."""
    return {row["key"]: row["proof"] for row in await asked.fetch(SQL.read_proof, list(keys))}
