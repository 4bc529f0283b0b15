"""Does a deal belong to one lead, and does whoever claims it for another hear so?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Dispose
from batonpass.handoff.requests_second import OpenOpportunity, Win
from batonpass.store.deals import lead_of_deal
from batonpass.store.take import act
from tests.store.office import furnish, send, submission


async def two_worked(pool):
    """Two leads of Ana's that may become opportunities."""
    watched = await furnish(pool, "ana")
    outcomes = await send(pool, watched, submission(1, country="PT"), submission(2, country="PT"))
    leads = [one.lead_id for one in outcomes]
    owners = dict(await pool.fetch("select id, owner from app.leads"))
    for lead in leads:
        await act(pool, watched, lead, Accept(by=owners[lead]))
        await act(pool, watched, lead, Dispose(by=owners[lead], outcome="converted"))
    return watched, *leads


async def test_two_leads_do_not_claim_one_deal(pool):
    watched, first, second = await two_worked(pool)
    await act(pool, watched, first, OpenOpportunity(by="crm", deal_id="D-1"))
    with pytest.raises(Refusal, match=f"the deal D-1 belongs to the lead {first} already"):
        await act(pool, watched, second, Win(by="crm", deal_id="D-1"))
    assert await lead_of_deal(pool, "D-1") == first
    assert await pool.fetchval("select stage from app.leads where id = $1", second) == "SQL"


async def test_the_lead_that_has_the_deal_says_more_about_it(pool):
    watched, first, _ = await two_worked(pool)
    await act(pool, watched, first, OpenOpportunity(by="crm", deal_id="D-1"))
    assert (await act(pool, watched, first, Win(by="crm", deal_id="D-1"))).state.value == "taken"


async def test_of_two_that_claim_it_at_once_one_gets_it(pool):
    watched, *leads = await two_worked(pool)
    claims = (act(pool, watched, lead, OpenOpportunity(by="crm", deal_id="D-1")) for lead in leads)
    told = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(isinstance(one, Refusal) for one in told) == [False, True]
