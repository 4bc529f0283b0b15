"""Which lead has the deal that a CRM speaks of?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import asyncpg

from batonpass.handoff.refusal import Refusal, conflict
from batonpass.handoff.requests_second import Lose, OpenOpportunity, Win
from batonpass.store.arrival import Asked, Outcome, State
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def lead_of_deal(
    pool: asyncpg.Pool, deal_id: str, *, lead_id: str = "", email: str = "", known_by: str = ""
) -> str | None:
    """The lead that has this deal; for a new one that of this id or address, or known over there as `hubspot:501`."""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.lead_of_deal, deal_id, lead_id, email.strip().lower(), f"id:{known_by}")


async def held_elsewhere(connection: Connection, asked: Sequence[Asked]) -> list[Refusal | None]:
    """For each request the refusal it meets if the deal it names is that of another lead; None for all others.

    Who asks about a deal waits until whoever asks about the same one is done.
    """
    deals = sorted({deal for one in asked if (deal := _deal_of(one))})
    if not deals:
        return [None] * len(asked)
    await connection.execute(SQL.lock_deals, deals)
    holds: dict[str, str] = {row["deal_id"]: row["lead_id"] for row in await connection.fetch(SQL.holders, deals)}
    return [_elsewhere(holds.setdefault(_deal_of(one), one.lead_id), one) for one in asked]


def _elsewhere(holder: str, one: Asked) -> Refusal | None:
    if not _deal_of(one) or holder == one.lead_id:
        return None
    says = f"the deal {_deal_of(one)} belongs to the lead {holder} already; merge the two, or name another deal"
    return conflict(says)


def _deal_of(one: Asked) -> str:
    return one.request.deal_id if isinstance(one.request, OpenOpportunity | Win | Lose) else ""


async def keep_deals(connection: Connection, asked: Iterable[Asked], outcomes: Iterable[Outcome]) -> None:
    """Leads are found by their deals from now on, in the transaction that told us of them."""
    for one, outcome in zip(asked, outcomes, strict=True):
        if (deal := _deal_of(one)) and outcome.state is State.TAKEN:
            await connection.execute(SQL.keep_deal, deal, one.lead_id)
