"""How far have we read what changed in the CRM, what was missed, and how is everything compared page by page?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import asyncpg

from batonpass.handoff.crm_heard import Held
from batonpass.handoff.playbook.crm import Crm
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.crm import NOTHING, drift, held_of, wish
from batonpass.store.crm_heard import Said, hear
from batonpass.store.record_fates import DELETED
from batonpass.store.record_fates import SQL as FATES
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
END = "end"


class Told(Protocol):
    """A record as the CRM tells it."""

    @property
    def id(self) -> str:
        """The CRM's id of it."""
        ...

    @property
    def at(self) -> datetime:
        """Its stamp over there."""
        ...

    @property
    def values(self) -> Mapping[str, str]:
        """Its fields by the CRM's names."""
        ...

    @property
    def email(self) -> str:
        """The person's address, empty when it is not told."""
        ...

    @property
    def marker(self) -> str:
        """The mark of the last write that was signed."""
        ...

    @property
    def person(self) -> bool:
        """Whether somebody set it by hand."""
        ...

    @property
    def gone(self) -> bool:
        """Whether it was deleted there, or merged into another."""
        ...

    @property
    def key(self) -> str:
        """The CRM's id of this news, empty when it has none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How far the changes are read. While `cursor` is set everything is compared; it says from where on."""

    now: datetime
    position: str | None = None
    read_at: datetime | None = None
    gap_since: datetime | None = None
    cursor: str | None = None
    run: int | None = None
    seen: int | None = None
    compared_at: datetime | None = None


async def feed_of(asked: PoolOrConnection, system: str) -> Feed:
    """How far the changes of this CRM are read."""
    row = await asked.fetchrow(SQL.feed, system)
    assert row is not None  # noqa: S101 - a left join from one row gives one row
    return Feed(**row)


async def read_on(pool: asyncpg.Pool, crm: Crm, feed: Feed, records: Sequence[Told], *, position: str) -> int:
    """Keep what is news to us, and how far we are now; give how much. Nothing, if another process was faster."""
    async with pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(SQL.advance, crm.system, feed.position, position):
            return 0
        return await _note(connection, crm, records, None)


async def compare_from(pool: asyncpg.Pool, crm: Crm, feed: Feed, position: str) -> bool:
    """Changes were missed since we last read: compare everything, then read on from this position."""
    return bool(await pool.fetchval(SQL.compare_from, crm.system, position, feed.read_at, feed.position))


async def compare(pool: asyncpg.Pool, crm: Crm, feed: Feed, records: Sequence[Told], *, cursor: str) -> bool:
    """Compare a page. What was changed until the CRM's `quiet` time after the gap began is told to nobody.

    At the end whoever lacks something of ours over there is written again. False if another process was faster.
    """
    async with pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(SQL.compared, crm.system, feed.cursor, cursor or END, len(records)):
            return False
        await _note(connection, crm, records, feed)
        if not cursor:
            await _close(connection, crm, feed)
        return True


async def _note(connection: Connection, crm: Crm, records: Sequence[Told], feed: Feed | None) -> int:
    ids, emails = [one.id for one in records], [one.email for one in records]
    rows = await connection.fetch(SQL.whose, crm.system, ids, emails)
    whose = {row["record"]: row["lead_id"] for row in rows}
    gone = [one.id for one in records if one.gone and one.id in whose]
    await connection.execute(FATES.keep, crm.system, gone, DELETED, "")
    if feed:
        await connection.execute(SQL.seen, crm.system, list(whose.values()), list(whose), feed.run)
    known = await held_of(connection, sorted(whose.values()))
    said = [
        one
        for record in records
        if record.id in whose and not record.gone
        for one in _said(record, known.get(whose[record.id], NOTHING), crm, feed)
    ]
    await hear(connection, crm.system, said)
    return len(said) + len(gone)


def _said(record: Told, known: Mapping[str, Held], crm: Crm, feed: Feed | None) -> list[Said]:
    """The values of a record that differ from what we know of it."""
    missed = feed is not None and feed.gap_since is not None
    quiet = missed and feed is not None and record.at <= (feed.gap_since or feed.now) + crm.quiet
    way = f"run{feed.run}" if feed else "news"
    return [
        Said(
            key=f"{way}/{record.key or record.id}/{one.name}/{record.at.isoformat()}",
            record=record.id,
            field=one.name,
            value=record.values[one.to],
            at=record.at,
            email=record.email,
            marker=record.marker,
            person=record.person,
            quiet=quiet,
        )
        for one in crm.fields.values()
        if one.to in record.values and known.get(one.name, Held()).value != record.values[one.to]
    ]


async def _close(connection: Connection, crm: Crm, feed: Feed) -> None:
    gone = [row["lead_id"] for row in await connection.fetch(SQL.unseen, crm.system, feed.run)]
    await connection.execute(SQL.forget_fields, gone)
    lacking = {one.lead_id for one in (await drift(connection, crm))[1] if one.why in ("differs", "failed")}
    for lead_id in sorted({*lacking, *gone}):
        await wish(connection, lead_id, crm, why="everything was compared", key=f"run{feed.run}")
