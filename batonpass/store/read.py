"""What do the pages and the API ask?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import asyncpg

from batonpass.handoff.facts import Fact
from batonpass.handoff.lead import Lead
from batonpass.handoff.person import keys_of
from batonpass.store.connection import PoolOrConnection
from batonpass.store.planned import fetch_planned
from batonpass.store.readable import leads_in
from batonpass.store.shape import FACTS, decode_fact, decode_lead
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
LEADS_MAX = 200
"""More open leads than this are more than a person can work through on one page."""
LEADS_KEPT = 1_000
"""Decoded leads that a process keeps at hand: those that the pages of a team show, at some 30 kB each."""
FACTS_MAX = 1_000
ROWS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A lead as it stands, with what is next for it and by when."""

    lead: Lead
    next_action: str
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """A lead as lists show it, without unfolding its state."""

    id: str
    person: str
    stage: str
    band: str
    tier: str | None
    owner: str | None
    queue: str | None
    fit: Decimal | None
    behaviour: Decimal | None
    total: Decimal | None
    account: str | None
    name: str
    company: str
    next_action: str
    next_due_at: datetime | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which leads a list asks for; None lets all through. `after` ends the page before; `seen_by` see queues too."""

    owner: str | None = None
    stage: str | None = None
    email: str | None = None
    queue: str | None = None
    after: str = ""
    seen_by: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A fact as it was written: `at` in the world, `kept_at` by us, under which playbook."""

    seq: int
    kind: str
    at: datetime
    kept_at: datetime
    playbook: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something asked of the world, and how far it has got."""

    key: str
    lead_id: str | None
    channel: str
    recipient: str
    kind: str
    state: str
    tries: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A promise and how it went; `next_at` is when its ladder moves next."""

    lead_id: str
    promise: str
    cycle: int
    tier: str
    owner: str | None
    queue: str | None
    state: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    breached_at: datetime | None
    response_seconds: int | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An arrival that a person has to look at; `body` is what was sent to us, as JSON text."""

    id: int
    door: str
    caller: str
    kind: str
    state: str
    lead_id: str | None
    arrived_at: datetime
    error: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much waits, for the counts beside the pages' names."""

    inbox: int
    queued: int
    set_aside: int
    dead: int
    reviews: int = 0


async def inbox(asked: PoolOrConnection, owners: Iterable[str] | None, *, limit: int = LEADS_MAX) -> tuple[Held, ...]:
    """Give the open leads of these owners (None: of everybody), the most pressing first."""
    return held_in(await asked.fetch(SQL.read_open_leads, None if owners is None else sorted(owners), limit))


async def queue(asked: PoolOrConnection, *, limit: int = LEADS_MAX) -> tuple[Held, ...]:
    """Give the leads that wait for somebody to claim them, the most pressing first."""
    return held_in(await asked.fetch(SQL.read_queued_leads, limit))


async def lead(asked: PoolOrConnection, lead_id: str) -> Held | None:
    """Give one lead as the fold of its facts; None when there is none of this id."""
    rows = await asked.fetch(SQL.read_lead, lead_id)
    return next((_one_held(row, _decoded(row["state"])) for row in rows), None)


async def leads(asked: PoolOrConnection, which: Which, *, limit: int) -> tuple[LeadRow, ...]:
    """Give a page of leads in the order of their ids, at most `limit` after the cursor."""
    people = None if which.email is None else keys_of(which.email.strip().lower())
    narrowed = (which.after, which.owner, which.stage, people, which.queue, which.seen_by, limit)
    return tuple(LeadRow(**row) for row in await asked.fetch(SQL.read_leads, *narrowed))


async def timeline(asked: PoolOrConnection, lead_id: str, *, limit: int = FACTS_MAX) -> tuple[Kept, ...]:
    """Give the latest facts of a lead, oldest first."""
    return tuple(_kept(row) for row in await asked.fetch(SQL.read_timeline, lead_id, limit))


async def messages(
    asked: PoolOrConnection, *, lead_id: str | None = None, state: str | None = None, limit: int = ROWS_MAX
) -> tuple[Message, ...]:
    """Give what was asked of the world, newest first, about one lead and in one state if these are given."""
    return tuple(Message(**row) for row in await fetch_planned(asked, SQL.read_messages, lead_id, state, limit))


async def message(asked: PoolOrConnection, key: str) -> Message | None:
    """Give one message; None when nothing was asked of the world under this key."""
    return next((Message(**row) for row in await asked.fetch(SQL.read_message, key)), None)


async def clocks(
    asked: PoolOrConnection,
    *,
    lead_id: str | None = None,
    owner: str | None = None,
    state: str | None = None,
    seen_by: frozenset[str] | None = None,
    limit: int = ROWS_MAX,
) -> tuple[ClockRow, ...]:
    """Give promises in the order they are due, narrowed by what is given; `seen_by` as in `Which`."""
    return tuple(ClockRow(**row) for row in await asked.fetch(SQL.read_clocks, lead_id, owner, state, seen_by, limit))


async def ever_held(asked: PoolOrConnection, *, owner: str | None = None, queue: str | None = None) -> bool:
    """Has this person, or this queue, a lead or a promise, of today or of the past?"""
    return await asked.fetchval(SQL.ever_held, owner, queue)


async def set_aside(asked: PoolOrConnection, *, state: str | None = None) -> tuple[SetAside, ...]:
    """Give the arrivals that were set aside, quarantined or refused, newest first; in one state if it is given."""
    return tuple(SetAside(**row) for row in await asked.fetch(SQL.read_set_aside, state, ROWS_MAX))


async def tally(asked: PoolOrConnection, owners: Iterable[str] | None) -> Tally:
    """Count what waits for a reader who sees the leads of these owners (None: of everybody)."""
    (row,) = await asked.fetch(SQL.read_tally, None if owners is None else sorted(owners))
    return Tally(**row)


def held_in(rows: Iterable[asyncpg.Record]) -> tuple[Held, ...]:
    """The leads of these rows in their order; one that cannot be read is left out."""
    return tuple(_one_held(row, lead) for row, lead in leads_in(rows, _decoded))


def _one_held(row: asyncpg.Record, lead: Lead) -> Held:
    return Held(lead=lead, next_action=row["next_action"], next_due_at=row["next_due_at"])


@lru_cache(maxsize=LEADS_KEPT)
def _decoded(state: str) -> Lead:
    """The lead of this very text: a page that brings itself up to date decodes what has changed and nothing else."""
    return decode_lead(state)


def _kept(row: asyncpg.Record) -> Kept:
    """The fact; of a kind that only a newer version knows, no more than its instant (old code on the new schema)."""
    known = row["kind"] in FACTS
    return Kept(
        seq=row["seq"],
        kind=row["kind"],
        at=row["at"],
        kept_at=row["kept_at"],
        playbook=row["playbook"],
        fact=decode_fact(row["kind"], row["body"]) if known else Fact(at=row["at"]),
    )
