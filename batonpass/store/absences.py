"""Who is away, by files and feeds, and what becomes of what they have promised?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from batonpass.handoff.available import leave_of, stands_in, until
from batonpass.handoff.lead import Lead
from batonpass.handoff.people import Leave, Rep
from batonpass.handoff.requests import LoseOwner
from batonpass.store import changes
from batonpass.store.arrival import Asked, State
from batonpass.store.as_written import leave_as_written
from batonpass.store.ask_many import ask_many
from batonpass.store.away import leave_in
from batonpass.store.board import these
from batonpass.store.connection import Connection
from batonpass.store.in_force import in_force_on
from batonpass.store.open import in_one
from batonpass.store.preview import Would
from batonpass.store.statements import statements
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))
AT_ONCE = 200
BY = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar in which somebody keeps their leave. `error` is what went wrong when it was read last."""

    rep: str
    url: str
    delegate: str | None
    read_at: datetime | None = None
    error: str | None = None


async def put_absences(pool: asyncpg.Pool, source: str, leave: Mapping[str, Sequence[Leave]], *, by: str = "") -> None:
    """Keep what a file or feed tells; what it told before is gone. `by` brought it.

    What it told before already is not written again: nobody need read the agreement anew.
    """

    async def once(connection: Connection) -> None:
        told = {rep: set(several) for rep, several in leave.items() if several}
        if await _told_before(connection, source) == told:
            return
        await connection.execute(SQL.next_revision)  # first, so that of two who bring the same one waits for the other
        await _note_told(connection, source, leave, by=by or source)
        await connection.execute(SQL.forget, source)
        rows = [
            (rep, source, one.first, one.last, one.begins, one.ends, one.delegate)
            for rep, several in leave.items()
            for one in dict.fromkeys(several)
        ]
        await connection.executemany(SQL.keep, rows)

    await in_one(pool, once)


async def hand_over_absent(pool: asyncpg.Pool, watched: Watched) -> int:
    """Leads whose first touch somebody away has promised go to who stands in, else by the ladder; give how many.

    The promise goes along and is not reset (T7). What was touched already stays with its owner.
    """
    async with pool.acquire() as connection:
        away = await _away_now(connection, watched)
        rows = await connection.fetch(SQL.promised_by, list(away), AT_ONCE) if away else []
    asked = [Asked(lead_id=row["id"], request=away[row["owner"]]) for row in rows]
    return sum(one.state is State.TAKEN for one in await ask_many(pool, watched, asked))


async def next_absence(connection: Connection, watched: Watched) -> datetime | None:
    """When the next leave begins."""
    now, world = await in_force_on(connection, watched)
    begins = [at for rep in world.directory.reps.values() if rep.active for at in _begins(rep, world) if at > now]
    return min(begins, default=None)


async def hand_over_all(
    pool: asyncpg.Pool, watched: Watched, rep: str, *, by: str, to: str = "", everything: bool = False
) -> tuple[Would, ...]:
    """Give on what somebody holds: what waits for its first touch, or everything; to whom is named or by the ladder.

    Give where each lead went and why: whoever is named and away gets none of them.
    """
    held = await pool.fetch(SQL.open_leads, rep, everything)
    asked = [Asked(lead_id=row["id"], request=LoseOwner(by=by, owner=rep, to=to, why="hands on")) for row in held]
    done = await ask_many(pool, watched, asked)
    moved = [one.lead_id for one in done if one.lead_id and one.state is State.TAKEN]
    return tuple(_went(one.lead) for one in await these(pool, moved))


def _went(lead: Lead) -> Would:
    return Would(lead=lead, owner=lead.owner, queue=lead.queue, because=lead.routed_because)


async def put_feed(pool: asyncpg.Pool, feed: Feed, *, by: str = "") -> None:
    """Read somebody's leave from an address from now on; `by` is who said so."""
    async with pool.acquire() as connection, connection.transaction():
        told = await connection.fetchrow(SQL.feed, feed.rep)
        stood = _without_secret(Feed(**told)) if told else None
        after = _without_secret(feed)
        await changes.note(connection, by=by or BY, kind="feed", name=feed.rep, before=stood, after=after)
        await connection.execute(SQL.put_feed, feed.rep, feed.url, feed.delegate)


async def drop_feed(pool: asyncpg.Pool, rep: str, *, by: str = "") -> bool:
    """Read it no more, and forget what it told; False when there was none."""
    async with pool.acquire() as connection, connection.transaction():
        told = await connection.fetchrow(SQL.feed, rep)
        if told:
            stood = _without_secret(Feed(**told))
            await changes.note(connection, by=by or BY, kind="feed", name=rep, before=stood, after=None)
        dropped = await connection.fetchval(SQL.drop_feed, rep)
    if dropped:
        await put_absences(pool, source_of(rep), {}, by=by)
    return bool(dropped)


async def told_of(pool: asyncpg.Pool, rep: str) -> tuple[tuple[str, Leave], ...]:
    """The leave of somebody that files and feeds have told of, each with who told it, the earliest first."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(SQL.told_of, [rep])
    return tuple((row["source"], leave_in(row)) for row in rows)


async def feeds(pool: asyncpg.Pool) -> tuple[Feed, ...]:
    """Every feed there is."""
    async with pool.acquire() as connection:
        return tuple(Feed(**row) for row in await connection.fetch(SQL.feeds))


async def feed_read(pool: asyncpg.Pool, rep: str, *, error: str | None) -> None:
    """A feed was read, well or not."""
    async with pool.acquire() as connection:
        await connection.execute(SQL.feed_read, rep, error)


def source_of(rep: str) -> str:
    """The name under which a feed's leave is kept."""
    return f"feed of {rep}"


def _without_secret(feed: Feed) -> dict[str, str | None]:
    """A feed as the list of changes shows it: the host alone, for the rest of an address is often a key."""
    return {"host": urlsplit(feed.url).hostname or "", "delegate": feed.delegate}


async def _told_before(connection: Connection, source: str) -> dict[str, set[Leave]]:
    """What a file or feed told before, by who is away."""
    told: dict[str, set[Leave]] = {}
    for row in await connection.fetch(SQL.told_by, source):
        told.setdefault(row["rep"], set()).add(leave_in(row))
    return told


async def _note_told(connection: Connection, source: str, leave: Mapping[str, Sequence[Leave]], *, by: str) -> None:
    """Note whose leave by this source differs from what it told before."""
    stood: dict[str, list[dict[str, str]]] = {}
    for row in await connection.fetch(SQL.told_by, source):
        stood.setdefault(row["rep"], []).append(leave_as_written(leave_in(row)))
    told = {rep: [leave_as_written(one) for one in several] for rep, several in leave.items()}
    for rep in sorted({*stood, *told}):
        before, after = stood.get(rep), told.get(rep)
        await changes.note(connection, by=by, kind="leave", name=rep, before=before or None, after=after or None)


async def _away_now(connection: Connection, watched: Watched) -> dict[str, LoseOwner]:
    """Everybody who is away at this instant, with the request that gives their leads on."""
    now, world = await in_force_on(connection, watched)
    setting = world.setting(now, accounts={}, turns={}, loads={})
    found: dict[str, LoseOwner] = {}
    for rep in world.directory.reps.values():
        leave = leave_of(rep, setting) if rep.active else None
        if leave:
            why = f"is away until {until(leave, rep, setting)}"
            to = stands_in(rep, setting) or leave.delegate or ""
            found[rep.id] = LoseOwner(by=BY, owner=rep.id, to=to, why=why)
    return found


def _begins(rep: Rep, world: World) -> list[datetime]:
    zone = world.hours((rep.calendar,)).zone
    midnights = [datetime.combine(one.first, time.min, zone) for one in rep.leave if one.begins is None]
    return [*midnights, *(one.begins for one in rep.leave if one.begins is not None)]
