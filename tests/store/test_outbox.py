"""Does a message leave at least once, and does only who holds it say what became of it?"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from batonpass.handoff.effects import AcknowledgeLead
from batonpass.store import outbox
from tests.store.office import count, forward, furnish, send, submission


async def waiting(pool, n: int = 1):
    watched = await furnish(pool)
    await send(pool, watched, *[submission(k) for k in range(n)])


async def test_a_claimed_message_is_nobody_elses(pool):
    await waiting(pool)
    first = await outbox.claim(pool, limit=10)
    assert (len(first), await outbox.claim(pool, limit=10)) == (2, [])
    assert isinstance(next(m.effect for m in first if m.kind == "ack"), AcknowledgeLead)


async def test_many_who_claim_at_once_share_without_a_double(pool):
    await waiting(pool, 30)
    shares = await asyncio.gather(*(outbox.claim(pool, limit=7) for _ in range(12)))
    keys = [m.key for share in shares for m in share]
    assert len(keys) == len(set(keys)) == 60


async def test_what_somebody_is_about_to_claim_counts_as_in_hand_before_we_can_see_the_claim(pool):
    await waiting(pool)
    async with pool.acquire() as other, other.transaction():
        await outbox.claim(other, limit=10)
        assert await outbox.claim(pool, limit=10) == []
        assert await outbox.in_hand(pool, lookups=False)
    await outbox.sent(pool, await outbox.claim(pool, limit=10))
    assert await outbox.in_hand(pool, lookups=False)


async def test_nothing_is_in_hand_when_all_has_left_or_nothing_may_leave(pool):
    await waiting(pool)
    await outbox.sent(pool, await outbox.claim(pool, limit=10))
    assert not await outbox.in_hand(pool, lookups=False)


async def test_what_was_sent_is_sent(pool):
    await waiting(pool)
    await outbox.sent(pool, await outbox.claim(pool, limit=10))
    assert await count(pool, "outbox", "state = 'sent'") == 2


async def test_what_failed_waits_its_time_and_comes_again(pool):
    await waiting(pool)
    for message in await outbox.claim(pool, limit=10):
        await outbox.later(pool, [(message, timedelta(minutes=5), "the server is down")])
    await forward(pool, minutes=5, milliseconds=-1)
    assert await outbox.claim(pool, limit=10) == []
    await forward(pool, milliseconds=1)
    assert [m.tries for m in await outbox.claim(pool, limit=10)] == [1, 1]


async def test_a_lost_workers_message_is_taken_over_and_the_lost_one_has_no_say(pool):
    await waiting(pool)
    lost = await outbox.claim(pool, limit=10)
    await pool.execute("update app.outbox set lease_until = clock_timestamp() - interval '1 second'")
    found = await outbox.claim(pool, limit=10)
    assert {(m.key, m.tries) for m in found} == {(m.key, 0) for m in lost}
    await outbox.sent(pool, lost)
    await outbox.dead(pool, [(lost[0], "nonsense")])
    assert await count(pool, "outbox", "state = 'sending'") == 2
    await outbox.sent(pool, found)
    assert await count(pool, "outbox", "state = 'sent'") == 2


async def test_a_dead_letter_can_be_sent_again(pool):
    await waiting(pool)
    message = (await outbox.claim(pool, limit=1))[0]
    await outbox.dead(pool, [(message, "no such address")])
    async with pool.acquire() as connection:
        assert await outbox.replay(connection, message.key, by="olle")
        assert not await outbox.replay(connection, "unheard of", by="olle")
    assert await count(pool, "outbox", "state = 'waiting'") == 2
