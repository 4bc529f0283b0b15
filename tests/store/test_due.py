"""Does every promise ring, once, when it is due?"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from batonpass.handoff.requests import Accept, Reject, Touch, Undo
from batonpass.run.keep_promises import BREATH_SECONDS, LOOK_SECONDS, Scan
from batonpass.store.due import EVER, RINGING, SQL, next_due, ring, ring_from
from batonpass.store.take import act
from tests.store.office import TUESDAY_TEN, count, forward, furnish, send, submission


async def test_nothing_rings_at_the_instant_and_everything_just_after(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    await forward(pool, minutes=15)
    assert await ring(pool, watched) == 0
    await forward(pool, microseconds=1)
    assert await ring(pool, watched) == 1
    assert await ring(pool, watched) == 0
    assert await count(pool, "outbox", "kind = 'reminder'") == 1


async def test_eight_workers_ring_one_clock_once(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    await forward(pool, minutes=31)
    rung = await asyncio.gather(*(ring(pool, watched) for _ in range(8)))
    assert sum(rung) == 1
    assert await count(pool, "facts", "kind = 'Escalated'") == 1


async def test_whoever_comes_while_another_rings_leaves_the_clocks_to_them(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    await forward(pool, minutes=16)
    async with pool.acquire() as other, other.transaction():
        assert await other.fetchval(SQL.alone, RINGING)
        met = await ring_from(pool, watched, EVER)
    assert (met.count, met.elsewhere) == (0, True)
    after = await ring_from(pool, watched, EVER)
    assert (after.count, after.elsewhere) == (1, False)


async def test_many_workers_share_many_clocks_without_a_double(pool):
    watched = await furnish(pool)
    await send(pool, watched, *[submission(n) for n in range(120)])
    await forward(pool, minutes=31)
    await asyncio.gather(*(ring(pool, watched, limit=10) for _ in range(16)))
    while await ring(pool, watched):
        pass
    assert await count(pool, "outbox", "kind = 'breach'") == 120


async def test_a_touch_and_a_step_never_both_win(pool):
    watched = await furnish(pool)
    leads = [o.lead_id for o in await send(pool, watched, *[submission(n) for n in range(30)])]
    await forward(pool, minutes=30, seconds=1)
    await asyncio.gather(
        *(ring(pool, watched, limit=3) for _ in range(10)),
        *(act(pool, watched, lead, Touch(by="ana", kind="call")) for lead in leads),
    )
    while await ring(pool, watched):
        pass
    assert await count(pool, "clocks", "state = 'running'") == 0
    after = """select count(*) from app.facts e join app.facts s on s.lead_id = e.lead_id and s.kind = 'ClockStopped'
               where e.kind = 'Escalated' and e.seq > s.seq"""
    assert await pool.fetchval(after) == 0


async def test_the_next_due_instant_is_the_earliest_step_of_all(pool):
    watched = await furnish(pool)
    assert await next_due(pool) is None
    await send(pool, watched, submission(1, form="ebook"))
    await send(pool, watched, submission(2))
    assert (await next_due(pool) - TUESDAY_TEN).total_seconds() == 15 * 60


async def test_a_look_from_an_instant_on_passes_over_earlier_steps_and_a_sweep_finds_them(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1))
    await forward(pool, minutes=10)
    await send(pool, watched, submission(2))
    await forward(pool, minutes=16)
    between = TUESDAY_TEN + timedelta(minutes=20)
    assert (await next_due(pool) < between, await next_due(pool, between) > between) == (True, True)
    late = await ring_from(pool, watched, between)
    assert (late.count, late.upto) == (1, TUESDAY_TEN + timedelta(minutes=25))
    assert (await ring_from(pool, watched, between)).count == 0
    assert (await ring_from(pool, watched, EVER)).count == 1


def test_every_few_seconds_a_look_begins_at_the_beginning():
    scan = Scan(since=TUESDAY_TEN)
    starts = [scan.start(now) for now in (100, 101, 100 + LOOK_SECONDS - 0.1, 100 + LOOK_SECONDS, 106)]
    assert starts == [EVER, TUESDAY_TEN, TUESDAY_TEN, EVER, TUESDAY_TEN]


def test_steps_apart_ring_at_once_and_a_stream_of_them_in_breaths():
    apart, stream = Scan(), Scan()
    alone = [apart.breath(began, began + 0.01) for began in (100.0, 100.06, 100.12)]
    assert alone == [0.0, 0.0, 0.0]
    first = stream.breath(100.0, 100.01)
    close = stream.breath(100.012, 100.022)
    slow = stream.breath(100.03, 100.53)
    assert (first, round(close, 3), slow) == (0.0, 0.018, BREATH_SECONDS)


async def test_a_clock_that_cannot_be_decided_is_put_off_and_the_others_ring(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1), submission(2))
    await pool.execute(
        """update app.leads set state = jsonb_set(state::jsonb, '{stage}', '"Perplexed"') where person like 'p1@%'"""
    )
    await forward(pool, minutes=16)
    while await ring(pool, watched):
        pass
    assert await count(pool, "inbox", "state = 'set_aside' and door = 'clock'") == 1
    assert await count(pool, "outbox", "kind = 'reminder'") == 1


async def test_only_the_clock_that_cannot_be_decided_is_put_off_while_another_worker_holds_an_earlier_one(pool):
    watched = await furnish(pool)
    healthy, perplexed = [o.lead_id for o in await send(pool, watched, submission(1), submission(2))]
    await pool.execute(
        "update app.leads set state = jsonb_set(state::jsonb, '{stage}', '\"Perplexed\"') where id = $1", perplexed
    )
    await pool.execute("update app.clocks set next_at = next_at - interval '1 minute' where lead_id = $1", healthy)
    await forward(pool, minutes=16)
    async with pool.acquire() as other, other.transaction():
        await other.execute("select from app.leads where id = $1 for update", healthy)
        while await ring(pool, watched):
            pass
    left = await pool.fetch("select lead_id from app.clocks where next_at < app.now()")
    assert {r["lead_id"] for r in left} == {healthy}


async def test_a_lead_that_became_ready_while_it_rested_is_handed_over_when_it_has(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    lead, owner = await pool.fetchrow("select id, owner from app.leads")
    await act(pool, watched, lead, Reject(by=owner, reason="no_budget"))
    await forward(pool, days=3)
    await send(pool, watched, submission(form="ebook"))
    assert await count(pool, "clocks", "promise = 'rest' and state = 'running'") == 1
    await forward(pool, days=40)
    assert [await ring(pool, watched), await ring(pool, watched)] == [1, 0]
    assert await count(pool, "leads", "stage = 'MQL' and owner is not null") == 1
    assert await count(pool, "clocks", "promise = 'rest' and state = 'closed'") == 1


async def test_what_an_acceptance_promised_rings_no_more_once_it_is_taken_back(pool):
    """What was never promised has nobody to ring for: it would ring again and again, and hold up all the others."""
    watched = await furnish(pool)
    (lead,) = await send(pool, watched, submission())
    owner = await pool.fetchval("select owner from app.leads")
    states = "select array_agg(state order by promise) from app.clocks where promise in ('dispose', 'first_touch')"
    for request in (Touch(by=owner, kind="call"), Accept(by=owner), Undo(by=owner)):
        await act(pool, watched, lead.lead_id, request)
    assert await pool.fetchval(states) == ["closed", "met"]
    await forward(pool, days=15)
    assert await ring(pool, watched) == 0
    await act(pool, watched, lead.lead_id, Accept(by=owner))
    assert await pool.fetchval(states) == ["running", "met"]


async def test_a_lead_that_asks_again_and_again_is_answered_each_time(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    lead, owner = await pool.fetchrow("select id, owner from app.leads")
    for n in range(2):
        await act(pool, watched, lead, Touch(by=owner, kind="call"))
        await forward(pool, minutes=5)
        await send(pool, watched, submission(key=f"again {n}", message=f"call me, {n}"))
    rows = await pool.fetch("select promise, state from app.clocks where promise like 'answer%' order by promise")
    assert [tuple(row) for row in rows] == [("answer", "met"), ("answer/2", "running")]
    await forward(pool, minutes=31)
    assert await ring(pool, watched) == 1
    assert await count(pool, "outbox", "kind = 'breach'") == 1
