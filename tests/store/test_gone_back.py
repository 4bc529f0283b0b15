"""Does a clock that was ahead for a while leave nothing waiting for it, once it has been set back (R15, R19)?"""

from __future__ import annotations

from datetime import timedelta

from batonpass.run.keep_pulse import beat_once
from batonpass.store import clock, outbox
from batonpass.store.outbox import Room
from batonpass.store.watch import look, look_through
from tests.store.office import TUESDAY_TEN, count, forward, furnish, send, submission

FIVE = Room(singles=5)
A_YEAR = timedelta(days=365)
ALL = timedelta(0)
LOOKED_AHEAD = (
    "update app.watch set looked_at = clock_timestamp() + $1::interval, whole_at = clock_timestamp() + $1::interval"
)
HELD_TILL = "select count(*) from app.outbox where lease_until > clock_timestamp() + interval '31 seconds'"


async def set_back(pool, at):
    async with pool.acquire() as connection:
        await clock.set_now(connection, at, backwards=True)


async def a_year_ahead(pool, data):
    """A lead came in while the clock was a year ahead: somebody was told, something put off, somebody looked."""
    watched = await furnish(pool, at=TUESDAY_TEN + A_YEAR)
    seen = await beat_once(pool, data, 0)
    await send(pool, watched, *(submission(n) for n in range(14)))
    told = await outbox.claim(pool, limit=50, room=FIVE)
    assert await count(pool, "outbox", "digest and state = 'waiting'")
    await pool.execute("update app.outbox set lease_until = lease_until + $1::interval where state = 'sending'", A_YEAR)
    await pool.execute(LOOKED_AHEAD, A_YEAR)
    await set_back(pool, TUESDAY_TEN)
    return watched, seen, told


async def test_whoever_was_told_in_a_time_that_has_not_come_is_told_on(pool, tmp_path):
    watched, seen, _ = await a_year_ahead(pool, tmp_path)
    await pool.execute("update app.outbox set state = 'sent' where state = 'sending'")
    await beat_once(pool, tmp_path, seen)
    await send(pool, watched, *(submission(n) for n in range(20, 23)))
    assert len(await outbox.claim(pool, limit=50, room=FIVE)) >= len("abc")
    await forward(pool, minutes=2)
    assert await outbox.claim(pool, limit=50, room=FIVE)
    assert await count(pool, "outbox", "state = 'waiting'") == 0


async def test_what_somebody_holds_is_held_for_a_lease_and_no_longer(pool, tmp_path):
    _, seen, told = await a_year_ahead(pool, tmp_path)
    assert await pool.fetchval(HELD_TILL) == len(told) > 0
    await beat_once(pool, tmp_path, seen)
    assert await pool.fetchval(HELD_TILL) == 0


async def test_the_watch_looks_on_and_names_whose_promise_is_of_another_time(pool, tmp_path):
    watched, seen, _ = await a_year_ahead(pool, tmp_path)
    assert await look(pool, watched) is await look_through(pool, watched, ALL) is None
    await beat_once(pool, tmp_path, seen)
    await pool.execute("update app.watch set looked_at = looked_at - interval '1 minute'")
    assert (await look(pool, watched), await look_through(pool, watched, ALL)) == ([], [])
    named = {one.subject for one in await look_through(pool, watched, ALL) or () if one.what == "ahead_of_the_clock"}
    assert len(named) == await count(pool, "leads") > 0


async def test_a_clock_that_goes_on_puts_nothing_right(pool, tmp_path):
    await send(pool, await furnish(pool), submission())
    seen = await beat_once(pool, tmp_path, 0)
    later = "update app.outbox set due_at = app.now() + interval '90 hours', digest = true"
    await pool.execute(later)
    await set_back(pool, TUESDAY_TEN - timedelta(seconds=59))
    await beat_once(pool, tmp_path, seen)
    assert await count(pool, "outbox", "due_at <= app.now() + interval '89 hours'") == 0
