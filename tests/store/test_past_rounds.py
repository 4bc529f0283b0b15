"""How did each lead stand when it was handed over, whatever was learned since?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.handoff.requests import Accept, Dispose, Reject
from batonpass.learn.past import gathered_from
from batonpass.store.past_rounds import past_rounds
from batonpass.store.take import act
from tests.store.office import forward, furnish, send, submission

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def office(pool):
    return await furnish(pool)


async def owner_of(pool, lead):
    return await pool.fetchval("select owner from app.leads where id = $1", lead)


async def test_what_was_learned_after_the_handoff_is_not_in_it(pool, office):
    (one,) = await send(pool, office, submission(1, company="Before"))
    await forward(pool, hours=1)
    await send(pool, office, submission(1, form="newsletter", company="After", phone="+351 21 000 0000"))
    (past,) = await past_rounds(pool, LONG_AGO)
    assert past.handed.value("company") == "Before"
    assert past.ended.value("company") == "After"
    assert "phone" not in past.handed.known
    assert past.handed.id == one.lead_id


async def test_a_rejected_round_failed_and_one_that_still_goes_on_is_unknown(pool, office):
    first, second = await send(pool, office, submission(1), submission(2))
    await act(pool, office, first.lead_id, Reject(by=await owner_of(pool, first.lead_id), reason="no_budget"))
    rounds = await past_rounds(pool, LONG_AGO)
    came = dict(zip((one.handed.id for one in rounds), gathered_from(rounds).outcome.tolist(), strict=True))
    assert came == {first.lead_id: 0, second.lead_id: -1}


async def test_a_converted_round_converted(pool, office):
    (one,) = await send(pool, office, submission(1))
    owner = await owner_of(pool, one.lead_id)
    await act(pool, office, one.lead_id, Accept(by=owner))
    await act(pool, office, one.lead_id, Dispose(by=owner, outcome="converted"))
    assert gathered_from(await past_rounds(pool, LONG_AGO)).outcome.tolist() == [1]


async def test_a_lead_that_was_never_handed_over_is_there_with_an_outcome_nobody_knows(pool, office):
    await send(pool, office, submission(1, form="newsletter"))
    (past,) = await past_rounds(pool, LONG_AGO)
    assert past.handed_at is None
    assert gathered_from([past]).outcome.tolist() == [-1]


async def test_only_rounds_since_an_instant_are_read(pool, office):
    await send(pool, office, submission(1))
    now = await pool.fetchval("select app.now()")
    await forward(pool, days=2)
    await send(pool, office, submission(2))
    assert len(await past_rounds(pool, now)) == 2
    await forward(pool, hours=1)
    assert len(await past_rounds(pool, await pool.fetchval("select app.now() - interval '1 day'"))) == 1


async def test_each_field_carries_the_instant_it_was_written(pool, office):
    await send(pool, office, submission(1, company="Firm"))
    gathered = gathered_from(await past_rounds(pool, LONG_AGO))
    (company,) = [one for one in gathered.columns if one.name == "company"]
    assert company.written_at is not None
    assert (company.written_at <= gathered.handed_at).all()
