"""Who is behind an id of a browser or of another system, and what waits until we know?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.store.arrival import Kind
from batonpass.store.shape import decode_json, encode
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
WAITING_MOST = 500
"""So many events of one id are kept; a person does not look at more pages before saying who they are."""
KEPT_FOR = timedelta(days=90)
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """Something that happened, of which only an id is known so far."""

    alias: str
    door: str
    caller: str
    kind: Kind
    sent: Mapping[str, object]
    idem_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Unclaimed):
    """The same as it waits: under its number, since it came."""

    id: int
    arrived_at: datetime


async def link(pool: asyncpg.Pool, named: Iterable[tuple[str, str]]) -> set[str]:
    """Note which id belongs to which person; gives the ids of which something waits. The latest word counts."""
    pairs = sorted(set(named))
    if not pairs:
        return set()
    rows = await pool.fetch(SQL.link, [alias for alias, _ in pairs], [person for _, person in pairs])
    return {row["alias"] for row in rows}


async def who(pool: asyncpg.Pool, aliases: Iterable[str]) -> dict[str, str]:
    """The persons behind these ids, as far as they are known."""
    asked = sorted(set(aliases))
    return {row["alias"]: row["person"] for row in await pool.fetch(SQL.who, asked)} if asked else {}


async def who_are_leads(pool: asyncpg.Pool, people: Iterable[str]) -> frozenset[str]:
    """Those of these persons who are leads, under this name or another of theirs."""
    asked = sorted(set(people) - {""})
    return frozenset(row["person"] for row in await pool.fetch(SQL.who_are_leads, asked)) if asked else frozenset()


async def keep(pool: asyncpg.Pool, events: Iterable[Unclaimed]) -> None:
    """Keep what only an id is known of; the same message once, and of one id no more than WAITING_MOST."""
    rows = [(e.alias, e.door, e.caller, e.idem_key, e.kind.value, encode(e.sent), WAITING_MOST) for e in events]
    if rows:
        await pool.executemany(SQL.keep, rows)


async def waiting(pool: asyncpg.Pool, aliases: Iterable[str]) -> list[Waiting]:
    """What waits under these ids, the oldest first."""
    rows = await pool.fetch(SQL.waiting, sorted(set(aliases)), AT_ONCE)
    return [
        Waiting(
            id=row["id"],
            alias=row["alias"],
            door=row["door"],
            caller=row["caller"],
            idem_key=row["idem_key"],
            kind=Kind(row["kind"]),
            sent=decode_json(row["body"]),
            arrived_at=row["arrived_at"],
        )
        for row in rows
    ]


async def claimed(pool: asyncpg.Pool, taken: Sequence[Waiting]) -> None:
    """These have been taken in."""
    await pool.execute(SQL.claimed, [one.id for one in taken])


async def forget(pool: asyncpg.Pool, aliases: Iterable[str]) -> None:
    """Consent was withdrawn: drop whatever waits under these ids."""
    await pool.execute(SQL.forget, sorted(set(aliases)))


async def left_over(pool: asyncpg.Pool) -> dict[str, str]:
    """Ids whose person is known while something of theirs still waits, for a process was lost in between."""
    return {row["alias"]: row["person"] for row in await pool.fetch(SQL.left_over, AT_ONCE)}


async def forget_old(pool: asyncpg.Pool) -> None:
    """Drop what nobody claimed within KEPT_FOR."""
    await pool.execute(SQL.forget_old, KEPT_FOR)


async def people_of_domain(pool: asyncpg.Pool, domain: str) -> list[str]:
    """The persons we know whose address is of that domain, at most AT_ONCE."""
    return [row["person"] for row in await pool.fetch(SQL.people_of_domain, domain, AT_ONCE)]
