"""Does each time an account executive was asked in one round stay on record, and is each kept apart?"""

from __future__ import annotations

from batonpass.handoff import requests as asked
from batonpass.handoff import requests_second as onward
from batonpass.learn.past import gathered_from
from batonpass.store import read
from batonpass.store.directory import apply, put_pool, put_rep
from batonpass.store.due import ring
from batonpass.store.past_rounds import past_rounds
from batonpass.store.rounds import keep_rounds
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.office import STARTER, TUESDAY_TEN, count, forward, furnish, person, send, submission
from tests.whole.second_half import SECOND_HALF

ANSWERS = {"need": "yes", "budget": "path"}


async def second_half(pool, watched):
    for name in ("otto", "paula"):
        await put_rep(pool, watched, name, person(name), by="test")
    await put_pool(pool, "ae", {"members": [{"rep": "otto"}, {"rep": "paula"}]}, by="test")
    text = STARTER.read_text("utf-8").replace('version: "', 'version: "second-', 1) + SECOND_HALF
    await apply(pool, text, where="second.yaml", by="test")


async def do(pool, watched, lead, *requests):
    for request in requests:
        await act(pool, watched, lead, request)


async def asked_twice(pool):
    """Ana's lead: Otto gives it back after an hour, and is asked once more."""
    watched = await furnish(pool, "ana")
    (outcome,) = await send(pool, watched, submission(1, country="PT"))
    await second_half(pool, watched)
    lead = outcome.lead_id
    found = onward.AnswerChecklist(by="ana", answers=ANSWERS)
    await do(pool, watched, lead, asked.Accept(by="ana"), found, onward.HandOver(by="ana", to="otto"))
    await forward(pool, hours=1)
    await do(pool, watched, lead, onward.GiveBack(by="otto", reason="no_show"))
    await forward(pool, hours=1)
    await do(pool, watched, lead, onward.HandOver(by="ana", to="otto"))
    return watched, lead


async def rows(pool, lead):
    found = await pool.fetch("select promise, state from app.clocks where lead_id = $1 order by promise", lead)
    return {row["promise"]: row["state"] for row in found if row["promise"].startswith("ae_accept")}


async def test_the_second_time_does_not_overwrite_the_first(pool):
    _, lead = await asked_twice(pool)
    assert await rows(pool, lead) == {"ae_accept": "met", "ae_accept/2": "running"}


async def test_the_rounds_hold_a_verdict_of_each_time(pool):
    _, lead = await asked_twice(pool)
    await keep_rounds(pool)
    states = await pool.fetchval(
        "select array[promises -> 'ae_accept' ->> 'state', promises -> 'ae_accept/2' ->> 'state']"
        " from app.rounds where lead = $1",
        lead,
    )
    assert states == ["met", "running"]


async def test_what_calibration_calls_converted_is_what_the_funnel_calls_an_sql_though_the_deal_was_lost(pool):
    watched, lead = await asked_twice(pool)
    before = gathered_from(await past_rounds(pool, TUESDAY_TEN)).outcome.tolist()
    await do(pool, watched, lead, onward.TakeOver(by="otto"), onward.Lose(by="otto", reason="price"))
    await keep_rounds(pool)
    after = gathered_from(await past_rounds(pool, TUESDAY_TEN)).outcome.tolist()
    assert (before, after, await count(pool, "rounds", "sql_at is not null")) == ([-1], [1], 1)


async def test_the_clock_of_the_second_time_rings(pool):
    watched, _ = await asked_twice(pool)
    await forward(pool, hours=5)
    while await ring(pool, watched):
        pass
    told = await pool.fetch("select body ->> 'promise' as promise from app.facts where kind = 'Escalated'")
    assert "ae_accept" in {row["promise"] for row in told}


async def test_the_auditor_finds_nothing_wrong_with_a_promise_that_stands_still(pool):
    watched, _ = await asked_twice(pool)
    assert [one for one in (await verify(pool, watched))[1] if one.what == "dues_that_differ"] == []


async def test_who_reads_clocks_reads_the_promise(pool):
    _, lead = await asked_twice(pool)
    found = await read.clocks(pool, lead_id=lead, limit=50)
    assert [one.promise for one in found].count("ae_accept") == 2
