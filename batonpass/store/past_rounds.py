"""How did each lead stand when it was handed over, each time, and how when that round was over?

Both are folded from the facts: what was learned later is not in the first, however often it was written over since.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg
from asyncpg.cursor import Cursor

from batonpass.handoff.facts import Qualified
from batonpass.handoff.facts.merge import MergedAway, Unmerged
from batonpass.handoff.fold import fold
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook import Stage
from batonpass.store.readable import readable
from batonpass.store.shape import FACTS, decode_fact
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
BATCH = 5_000
MOST = 200_000
"""So many rounds at most, the latest: more would say the same, and take longer than anybody waits."""
QUALIFIED = (Stage.SQL, Stage.OPPORTUNITY, Stage.WON)
BEFORE = (Stage.MQL, Stage.SAL)
"""Who stands here again was not qualified after all: that was taken back."""
Told = list[tuple[str, str, str]]
"""Facts as they are kept: their kind, what they say, and the version they were decided under."""
Amounts = Mapping[tuple[str, int], tuple[float, str]]
"""What was won in a round of a lead, and in which currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """A lead as it was handed over (`handed_at` None: it never was), and as it stood when the round was over.

    `qualified`: it was an SQL at least, whatever became of that.
    """

    handed: Lead
    ended: Lead
    handed_at: datetime | None = None
    amount: float | None = None
    currency: str = ""
    qualified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many first touches were promised for a rep, and how many of them not made in time."""

    promised: int
    broken: int


async def past_rounds(pool: asyncpg.Pool, since: datetime) -> list[PastRound]:
    """The rounds of every lead since an instant; who was never handed over has one. What a merge found over stays."""
    found: list[PastRound] = []
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await connection.fetch(SQL.amounts, since)
        amounts = {(row["lead"], row["round"]): (float(row["amount"]), row["currency"]) for row in rows}
        cursor = await connection.cursor(SQL.facts_of_lately, since)
        async for lead, told in _lead_by_lead(cursor):
            rounds = readable(f"lead {lead}", lambda lead=lead, told=told: [*rounds_from(lead, told, amounts)])
            found += rounds or ()
    kept = [one for one in found if (one.handed_at or one.ended.created_at or since) >= since]
    return sorted(kept, key=lambda one: (one.handed_at or one.ended.created_at or since, one.handed.id))[-MOST:]


async def _lead_by_lead(cursor: Cursor) -> AsyncIterator[tuple[str, Told]]:
    """Each lead with its facts, some thousand facts read at once."""
    told, lead = Told(), ""
    while batch := await cursor.fetch(BATCH):
        for row in batch:
            if row["lead_id"] != lead:
                yield lead, told
                told, lead = [], row["lead_id"]
            if row["kind"] in FACTS:
                told.append((row["kind"], row["body"], row["playbook"]))
    yield lead, told


def rounds_from(lead_id: str, told: Told, amounts: Amounts) -> Iterator[PastRound]:
    """The rounds of one lead from its facts in their order; one that goes on in another lead is not told here."""
    lead, handed, away, qualified = Lead(id=lead_id), None, None, False
    for kind, body, playbook in told:
        fact = decode_fact(kind, body)
        begins = isinstance(fact, Qualified) and fact.starts_cycle
        if begins and handed:
            yield _round(handed, lead, amounts, qualified=qualified)
        if isinstance(fact, MergedAway | Unmerged):
            away = lead if isinstance(fact, MergedAway) else None
        lead = fold(lead, fact, playbook)
        if begins:
            handed, qualified = lead, False
        elif lead.stage in (*QUALIFIED, *BEFORE):
            qualified = lead.stage in QUALIFIED
    if away and not (handed and away.ended_at):
        return
    if handed:
        yield _round(handed, away or lead, amounts, qualified=qualified)
    elif lead.created_at:
        yield PastRound(handed=lead, ended=lead)


async def broken_by_rep(pool: asyncpg.Pool, since: datetime) -> dict[str, Kept]:
    """How each rep kept the promise of a first touch since an instant."""
    rows = await pool.fetch(SQL.broken_lately, since)
    return {row["rep"]: Kept(promised=row["promised"], broken=row["broken"]) for row in rows}


def _round(handed: Lead, ended: Lead, amounts: Amounts, *, qualified: bool) -> PastRound:
    amount, currency = amounts.get((handed.id, handed.cycle), (None, ""))
    at = handed.cycle_since
    return PastRound(handed=handed, ended=ended, handed_at=at, amount=amount, currency=currency, qualified=qualified)
