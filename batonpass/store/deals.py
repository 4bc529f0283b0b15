"""Which lead has the deal that a CRM speaks of?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import asyncpg

from batonpass.handoff.requests_second import Lose, OpenOpportunity, Win
from batonpass.store.arrival import Asked, Outcome, State
from batonpass.store.connection import Connection
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))


async def lead_of_deal(pool: asyncpg.Pool, deal_id: str, *, lead_id: str = "", email: str = "") -> str | None:
    """The lead that has this deal; for a new deal the one named by its id or address. None when there is none."""
    async with pool.acquire() as connection:
        return await connection.fetchval(SQL.lead_of_deal, deal_id, lead_id, email.strip().lower())


async def keep_deals(connection: Connection, asked: Iterable[Asked], outcomes: Iterable[Outcome]) -> None:
    """Leads are found by their deals from now on, in the transaction that told us of them."""
    for one, outcome in zip(asked, outcomes, strict=True):
        request = one.request
        if isinstance(request, OpenOpportunity | Win | Lose) and request.deal_id and outcome.state is State.TAKEN:
            await connection.execute(SQL.keep_deal, request.deal_id, one.lead_id)
