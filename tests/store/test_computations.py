"""Is what takes long worked out once, by whoever holds it, and never lost?"""

from __future__ import annotations

import pytest

from batonpass.store import computations


async def test_the_same_question_that_waits_is_not_asked_twice(pool):
    first = await computations.ask(pool, "backtest", {"version": "2"}, by="mara")
    assert await computations.ask(pool, "backtest", {"version": "2"}, by="olle") == first
    assert await computations.ask(pool, "backtest", {"version": "3"}, by="olle") != first


async def test_one_is_taken_once(pool):
    name = await computations.ask(pool, "backtest", {}, by="mara")
    taken = await computations.take(pool)
    assert taken is not None
    assert taken.id == name
    assert await computations.take(pool) is None


async def test_what_came_of_it_is_kept(pool):
    name = await computations.ask(pool, "backtest", {}, by="mara")
    await computations.done(pool, await computations.take(pool), '{"leads": 3}')
    one = await computations.find(pool, name)
    assert (one.state, one.result, one.goes_on) == ("done", {"leads": 3}, False)


async def test_a_lost_worker_s_is_taken_over_and_its_late_word_counts_no_more(pool):
    name = await computations.ask(pool, "backtest", {}, by="mara")
    lost = await computations.take(pool)
    await pool.execute("update app.computations set lease_until = lease_until - interval '1 minute'")
    second = await computations.take(pool)
    assert second is not None
    assert second.tries == 2
    await computations.done(pool, lost, '{"by": "lost"}')
    assert (await computations.find(pool, name)).state == "running"
    await computations.failed(pool, second, "too few leads")
    assert (await computations.find(pool, name)).says == "too few leads"


async def test_one_that_is_not_there_is_not_found(pool):
    with pytest.raises(LookupError):
        await computations.find(pool, "nothing")
