"""Does a message leave at least once, and does only who holds it say what became of it?"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from batonpass.handoff.effects import AcknowledgeLead
from batonpass.store import outbox
from tests.store.office import TUESDAY_TEN, count, forward, furnish, send, set_time, submission
from tests.store.test_outbox_ways import put, put_hook


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


async def failing(pool, *messages: tuple[str, str, str]) -> None:
    """These messages, by key, channel and recipient, failed some times and wait for a try in twenty hours."""
    for key, channel, to in messages:
        await (put_hook(pool, key, to) if channel == "webhook" else put(pool, key, channel=channel, to=to))
    await pool.execute(
        "update app.outbox set tries = 9, due_at = app.now() + interval '20 hours' where key = any ($1)",
        [key for key, *_ in messages],
    )


async def delivered(pool, key: str = "new", **way: str) -> None:
    """A fresh message leaves on that way."""
    await put(pool, key, **way)
    await outbox.sent(pool, [one for one in await outbox.claim(pool, limit=50) if one.key == key])


async def due(pool) -> list[str]:
    return sorted(one.key for one in await outbox.claim(pool, limit=50))


async def test_what_failed_on_a_way_is_tried_again_when_the_way_works(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, ("old", "email", "ana"), ("elsewhere", "slack", "ana"))
    await delivered(pool, channel="email", to="bruno")
    assert await due(pool) == []
    await forward(pool, seconds=1)
    assert await due(pool) == ["old"]


async def test_what_failed_comes_one_a_second_and_the_messages_of_one_person_together(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, *((f"old{n}", "email", "ana" if n < 3 else f"rep{n}") for n in range(6)))
    await delivered(pool, to="bruno")
    came = []
    for _ in range(6):
        await forward(pool, seconds=1)
        came.append(await due(pool))
    assert came == [["old0", "old1", "old2"], [], [], ["old3"], ["old4"], ["old5"]]


async def test_however_many_failed_all_are_tried_within_half_an_hour(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, ("old", "email", "rep"))
    await pool.execute(
        """insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at, tries)
        select key || n, channel, recipient || n, kind, effect, body, created_at, due_at, tries
        from app.outbox, generate_series(1, 5000) n where key = 'old'"""
    )
    await delivered(pool, to="bruno")
    assert await count(pool, "outbox", "hurry and again_at <= app.now() + interval '30 minutes'") == 5001
    assert await count(pool, "outbox", "hurry and again_at <= app.now() + interval '1 minute'") < 200


async def test_one_system_that_works_says_nothing_of_another(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, ("crm", "webhook", "crm"), ("erp", "webhook", "erp"))
    await put_hook(pool, "new", "crm")
    await outbox.sent(pool, await outbox.claim(pool, limit=50))
    await forward(pool, minutes=1)
    assert await due(pool) == ["crm"]


async def test_a_try_out_of_turn_uses_up_none_and_keeps_its_hour(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, ("old", "email", "ana"))
    hour = await pool.fetchval("select due_at from app.outbox where key = 'old'")
    await delivered(pool, to="bruno")
    await forward(pool, seconds=1)
    (old,) = await outbox.claim(pool, limit=50)
    assert (old.early, old.tries) == (True, 9)
    await outbox.later(pool, [(old, timedelta(), "still down")])
    assert await pool.fetchval("select (tries, due_at) = (9, $1) from app.outbox where key = 'old'", hour)
    await delivered(pool, "newer", to="bruno")
    await forward(pool, minutes=5)
    assert await due(pool) == []


async def test_a_wait_that_the_other_side_named_is_not_shortened(pool):
    await set_time(pool, TUESDAY_TEN)
    await put(pool, "old", to="ana")
    held = await outbox.claim(pool, limit=50)
    await outbox.later(pool, [(held[0], timedelta(hours=6), "come back in six hours")], named={"old"})
    await delivered(pool, to="bruno")
    await forward(pool, minutes=5)
    assert await due(pool) == []


async def test_the_next_look_is_at_the_try_out_of_turn(pool):
    await set_time(pool, TUESDAY_TEN)
    await failing(pool, ("old", "email", "ana"))
    await delivered(pool, to="bruno")
    assert await outbox.pause(pool) == timedelta(seconds=1)
    assert await outbox.next_out(pool) == TUESDAY_TEN + timedelta(seconds=1)


async def test_a_crowd_that_failed_together_is_one_stop_of_a_test_that_travels(pool):
    """Luck spreads their tries; going to each instant by itself took minutes for sixty leads without a mail server."""
    await set_time(pool, TUESDAY_TEN)
    await put(pool, "one", to="ana")
    await put(pool, "two", to="bruno")
    held = await outbox.claim(pool, limit=50)
    await outbox.later(pool, [(one, timedelta(seconds=4 + n), "away") for n, one in enumerate(held)])
    assert await outbox.next_out(pool) == TUESDAY_TEN + timedelta(seconds=4)
    spread = [timedelta(seconds=1), timedelta(minutes=1)]
    assert await outbox.next_out(pool, spread=spread) == TUESDAY_TEN + timedelta(seconds=5)
    assert await outbox.next_out(pool, shut=["email"]) is None
    await put(pool, "new", to="ana")
    assert await outbox.next_out(pool, shut=["email"]) == TUESDAY_TEN


@pytest.mark.parametrize(("kind", "body"), [("SendPigeon", "{}"), ("AcknowledgeLead", '{"to": 7}')])
async def test_what_only_a_newer_version_can_read_holds_up_nothing_beside_it(pool, kind, body):
    """R35: while some processes are upgraded and others are not."""
    await waiting(pool)
    pigeon = "update app.outbox set key = 'pigeon', effect = $1, body = $2 where kind = 'ack'"
    await pool.execute(pigeon, kind, body)
    (taken,) = await outbox.claim(pool, limit=10)
    assert taken.key != "pigeon"
    await outbox.sent(pool, [taken])
    assert await count(pool, "outbox", "state = 'sent'") == 1
