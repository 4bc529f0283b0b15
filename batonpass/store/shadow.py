"""What would a draft have decided at each arrival? Told beside what was decided, without effects."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import cast

import asyncpg

from batonpass.handoff import record
from batonpass.handoff.facts import Captured, Fact, Learned, Observed
from batonpass.handoff.fold import fold
from batonpass.handoff.lead import Lead
from batonpass.handoff.path import Arrival, advance
from batonpass.handoff.playbook import Playbook, Stage
from batonpass.handoff.setting import Setting
from batonpass.store.connection import Connection
from batonpass.store.shape import decode_fact
from batonpass.store.statements import statements
from batonpass.store.trial import setting_now
from batonpass.store.world import Watched, World, world_under
from batonpass.written.load import load

SQL = statements(Path(__file__).with_suffix(".sql"))
AT_ONCE = 100
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A fact as it was kept: what, when it was written, and under which version."""

    seq: int
    fact: Fact
    kept_at: datetime
    playbook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One arrival: the lead as decided, under which version, and as the shadow would have it."""

    lead_id: str
    seq: int
    at: datetime
    playbook: str
    decided: Lead
    shadow: Lead

    @property
    def differs(self) -> bool:
        """Another stage or tier, or a person instead of a queue; whose turn it was differs by nature."""
        pairs = [
            (one.stage, one.tier, one.owner is None and one.queue is not None) for one in (self.decided, self.shadow)
        ]
        return pairs[0] != pairs[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So many arrivals were decided one way and would have been the other."""

    before: str
    after: str
    arrivals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a shadow has seen so far; `latest` are arrivals at which the two differ, the newest first."""

    version: str
    seen: int
    differing: int
    first: datetime | None
    last: datetime | None
    flows: tuple[Flow, ...]
    latest: Sequence[asyncpg.Record]


@dataclass(slots=True)
class Shadow:
    """Follows arrivals under the draft that is a shadow, if one is; remembers it as read."""

    pool: asyncpg.Pool
    watched: Watched
    draft: tuple[str, World] | None = None

    async def follow(self) -> int:
        """Judge the next arrivals, at most AT_ONCE; give how many. Several processes may: one of them does it."""
        async with self.pool.acquire() as connection, connection.transaction():
            found = await connection.fetchrow(SQL.in_shadow)
            if found is None or found["since"] is None:
                return 0
            version: str = found["version"]
            progress = await connection.fetchval(SQL.lock_progress, version)
            if progress is None:
                return 0
            rows = await connection.fetch(SQL.arrivals, version, progress, found["since"], AT_ONCE)
            leads = list(dict.fromkeys(row["lead_id"] for row in rows))
            if leads:
                setting = await self._setting(connection, version, found["text"])
                told = [one async for one in _beside(connection, leads, setting, found["since"])]
                await connection.execute(SQL.put, version, *_columns(told))
                await connection.execute(SQL.advance_progress, version, rows[-1]["id"])
            return len(leads)

    async def _setting(self, connection: Connection, version: str, text: str) -> Setting:
        now = await setting_now(self.pool, self.watched)
        revision = self.watched.world.revision if self.watched.world else 0
        if self.draft is None or self.draft[0] != version or self.draft[1].revision != revision:
            self.draft = (version, await world_under(connection, load(text, version)))
        world = self.draft[1]
        directory = replace(world.directory, accounts=now.directory.accounts)
        return replace(now, playbook=said_yes(world.playbook), directory=directory, hours=world.hours)


def said_yes(playbook: Playbook) -> Playbook:
    """The playbook with marketing's yes taken for given: a shadow is about the definition (decision 0023)."""
    if playbook.definition.review is None:
        return playbook
    return replace(playbook, definition=replace(playbook.definition, review=None))


async def report(pool: asyncpg.Pool, version: str, most: int = 50) -> Report:
    """What a shadow has seen so far."""
    async with pool.acquire() as connection:
        totals = await connection.fetchrow(SQL.totals, version)
        assert totals is not None  # noqa: S101 - an aggregate gives one row
        flows = [_flow(row) for row in await connection.fetch(SQL.flows, version)]
        latest = await connection.fetch(SQL.differences, version, most)
    return Report(version=version, flows=tuple(flows), latest=latest, **totals)


async def version_in_shadow(pool: asyncpg.Pool) -> str | None:
    """The draft that judges beside the version in force, if one does."""
    async with pool.acquire() as connection:
        found = await connection.fetchrow(SQL.in_shadow)
    return found["version"] if found else None


def _flow(row: asyncpg.Record) -> Flow:
    before, after = _named(row["before"], row["before_tier"]), _named(row["after"], row["after_tier"])
    return Flow(before=before, after=after, arrivals=row["arrivals"])


def _named(stage: str, tier: str | None) -> str:
    return f"{stage} {tier}" if tier else stage


async def _beside(
    connection: Connection, leads: Sequence[str], setting: Setting, since: datetime
) -> AsyncGenerator[Beside]:
    rows = await connection.fetch(SQL.facts_of, leads)
    for lead_id, group in groupby(rows, key=lambda row: cast("str", row["lead_id"])):
        kept = [
            Kept(
                seq=row["seq"],
                fact=decode_fact(row["kind"], row["body"]),
                kept_at=row["kept_at"],
                playbook=row["playbook"],
            )
            for row in group
        ]
        for one in beside(lead_id, kept, setting, since):
            yield one


def beside(lead_id: str, kept: Sequence[Kept], setting: Setting, since: datetime) -> Iterator[Beside]:
    """For each arrival since an instant: the lead as it came out of that decision, and as it would have."""
    lead = Lead(id=lead_id)
    for place, one in enumerate(kept):
        if isinstance(one.fact, Captured | Observed | Learned) and one.fact.arrived_at >= since:
            then = replace(setting, at=one.fact.arrived_at)
            yield Beside(
                lead_id=lead_id,
                seq=one.seq,
                at=one.fact.arrived_at,
                playbook=one.playbook,
                decided=_as_if_yes(_decided(lead, kept[place:])),
                shadow=advance(
                    record.replace(lead, review=None) if lead.waiting else lead, _as_read(one.fact, setting), then
                ).lead,
            )
        lead = fold(lead, one.fact, one.playbook)


def _decided(lead: Lead, rest: Iterable[Kept]) -> Lead:
    """The lead after the decision that begins these facts: all kept with the first, up to another arrival."""
    first: Kept | None = None
    for one in rest:
        if first and (one.kept_at != first.kept_at or isinstance(one.fact, Captured | Observed | Learned)):
            break
        first = first or one
        lead = fold(lead, one.fact, one.playbook)
    return lead


def _as_if_yes(lead: Lead) -> Lead:
    """A lead that waits for marketing's yes, as what the definition made of it."""
    waiting = lead.waiting
    return record.replace(lead, stage=Stage.MQL, tier=waiting.tier or None, review=None) if waiting else lead


def _as_read(fact: Arrival, setting: Setting) -> Arrival:
    """A form may give other signals under the draft."""
    if isinstance(fact, Captured) and fact.form:
        return record.replace(fact, signals=setting.playbook.signals_of_forms.get(fact.form, ()))
    return fact


def _columns(told: Sequence[Beside]) -> list[list[object]]:
    rows = [_row(one) for one in told]
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(16)]


def _row(one: Beside) -> tuple[object, ...]:
    was, would = one.decided, one.shadow
    return (
        one.lead_id,
        one.seq,
        one.at,
        would.stage.value,
        would.tier,
        would.owner,
        would.queue,
        would.score.total if would.score else ZERO,
        one.playbook,
        was.stage.value,
        was.tier,
        was.owner,
        was.queue,
        was.score.total if was.score else ZERO,
        would.because,
        one.differs,
    )
