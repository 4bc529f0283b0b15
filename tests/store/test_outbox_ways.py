"""Does news that fails on one way go on by the next, and do many messages at once become one?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.handoff.effects import PostWebhook, TellRep
from batonpass.store import outbox, users
from batonpass.store.outbox import Room
from batonpass.store.shape import encode
from tests.store.office import TUESDAY_TEN, count, forward, set_time

FIVE = Room(singles=5)
INSERT = """
insert into app.outbox (key, channel, recipient, kind, effect, body, created_at, due_at, chain)
values ($1, $2, $3, $4, $5, $6::text::json, app.now(), app.now() + $7::interval, $8)
"""


async def put(pool, key: str, *, channel: str = "email", to: str = "ana", chain: str | None = None, wait: int = 0):
    """A message to a person, on its way after so many seconds."""
    effect = TellRep(
        key=key, kind="assigned", channel=channel, to=to, rep="ana", name="Ana", zone="Europe/Lisbon", lines=()
    )
    after = timedelta(seconds=wait)
    await pool.execute(INSERT, key, channel, to, effect.kind, "TellRep", encode(effect), after, chain)


async def put_hook(pool, key: str, to: str):
    effect = PostWebhook(key=key, kind="assigned", to=to, secret_setting="S", event="assigned")
    await pool.execute(INSERT, key, "webhook", to, effect.kind, "PostWebhook", encode(effect), timedelta(), None)


async def put_chain(pool):
    """The same news on three ways."""
    await set_time(pool, TUESDAY_TEN)
    for n, channel in enumerate(("slack", "teams", "email")):
        await put(pool, f"n/{channel}", channel=channel, chain="n", wait=60 * n)


async def claimed(pool, room: Room = FIVE) -> list[str]:
    return sorted(one.key for one in await outbox.claim(pool, limit=50, room=room))


async def states(pool) -> dict[str, str]:
    return {row["key"]: row["state"] for row in await pool.fetch("select key, state from app.outbox")}


async def test_too_many_for_one_person_are_put_off_at_one_look_however_little_room_there_is(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(30):
        await put(pool, f"m{n:02}")
    little = Room(singles=5, a_channel=3)
    assert await claimed(pool, little) == ["m00", "m01", "m02"]
    assert await count(pool, "outbox", "digest and due_at = app.now() + interval '1 minute'") == 25
    assert await claimed(pool, little) == ["m03", "m04"]
    assert await claimed(pool, little) == []


async def test_a_channel_takes_news_for_several_people_up_to_its_room(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(30):
        await put(pool, f"m{n:02}", to=f"rep{n}")
    assert len(await claimed(pool, Room(singles=5, a_channel=16))) == 16
    assert len(await claimed(pool, Room(singles=5, a_channel=16))) == 14


async def test_the_way_that_arrives_withdraws_the_others(pool):
    await put_chain(pool)
    await outbox.sent(pool, await outbox.claim(pool, limit=10), ["ok"])
    assert await states(pool) == {"n/slack": "sent", "n/teams": "cancelled", "n/email": "cancelled"}


async def test_a_way_that_fails_is_followed_by_the_next_at_once(pool):
    await put_chain(pool)
    (first,) = await outbox.claim(pool, limit=10)
    await outbox.later(pool, [(first, timedelta(seconds=5), "busy")])
    assert await claimed(pool) == ["n/teams"]


async def test_a_way_that_can_never_work_is_followed_by_the_next_at_once(pool):
    await put_chain(pool)
    await outbox.dead(pool, [(one, "no such member") for one in await outbox.claim(pool, limit=10)])
    assert await claimed(pool) == ["n/teams"]


async def test_a_way_whose_worker_was_lost_is_followed_by_the_next_within_a_minute(pool):
    await put_chain(pool)
    await outbox.claim(pool, limit=10)
    await forward(pool, seconds=60)
    assert await claimed(pool) == ["n/teams"]


async def test_a_late_way_withdraws_the_tries_of_the_one_before(pool):
    await put_chain(pool)
    (first,) = await outbox.claim(pool, limit=10)
    await outbox.later(pool, [(first, timedelta(seconds=5), "busy")])
    await outbox.sent(pool, await outbox.claim(pool, limit=10))
    assert (await states(pool))["n/slack"] == "cancelled"


async def test_what_comes_back_was_told_to_nobody_and_goes_on_by_the_next_way(pool):
    await put_chain(pool)
    await outbox.sent(pool, await outbox.claim(pool, limit=10))
    assert await outbox.bounced(pool, "n/slack", "no such mailbox")
    assert (await states(pool))["n/slack"] == "dead"
    assert await claimed(pool) == ["n/teams"]


async def test_what_never_left_cannot_come_back(pool):
    await put_chain(pool)
    assert not await outbox.bounced(pool, "n/slack", "no such mailbox")


async def test_the_proof_of_delivery_is_kept(pool):
    await put_chain(pool)
    await outbox.sent(pool, await outbox.claim(pool, limit=10), ["ts 1503435956.000247"])
    assert await pool.fetchval("select proof from app.outbox where key = 'n/slack'") == "ts 1503435956.000247"


async def test_a_person_hears_five_in_a_minute_and_the_rest_in_one(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(40):
        await put(pool, f"m{n:02}")
    assert len(await claimed(pool)) == 5
    await forward(pool, seconds=59)
    assert await claimed(pool) == []
    await forward(pool, seconds=1)
    together = await outbox.claim(pool, limit=10, room=FIVE)
    assert (len(together), all(one.bundled for one in together)) == (35, True)


async def test_a_second_burst_in_the_same_minute_adds_no_single_message(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(5):
        await put(pool, f"a{n}")
    assert len(await claimed(pool)) == 5
    await forward(pool, seconds=30)
    await put(pool, "late")
    assert await claimed(pool) == []


async def test_another_person_is_not_slowed_by_somebodys_crowd(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(9):
        await put(pool, f"a{n}")
    await put(pool, "b", to="bruno")
    assert "b" in await claimed(pool)


async def test_after_an_outage_a_person_gets_one_message_not_one_after_another(pool):
    await set_time(pool, TUESDAY_TEN)
    for n, wait in enumerate((5, 600, 7200)):
        await put(pool, f"m{n}")
        await outbox.later(pool, [(one, timedelta(seconds=wait), "down") for one in await outbox.claim(pool, limit=1)])
    await forward(pool, seconds=5)
    together = await outbox.claim(pool, limit=10, room=FIVE)
    assert [(one.bundled, one.tries) for one in sorted(together, key=lambda one: one.key)] == [(True, 1)] * 3


async def test_what_only_goes_along_keeps_its_own_hour(pool):
    await set_time(pool, TUESDAY_TEN)
    for n, wait in enumerate((5, 7200)):
        await put(pool, f"m{n}")
        await outbox.later(pool, [(one, timedelta(seconds=wait), "down") for one in await outbox.claim(pool, limit=1)])
    await forward(pool, seconds=5)
    held = await outbox.claim(pool, limit=10, room=FIVE)
    await outbox.later(pool, [(one, timedelta(0 if one.early else 0.0004), "down") for one in held])
    due = await pool.fetchval("select due_at from app.outbox where key = 'm1'")
    assert due == TUESDAY_TEN + timedelta(seconds=7200)


@pytest.mark.parametrize(("room", "taken"), [(Room(a_recipient=2), 3), (Room(a_channel=4), 4), (Room(busy=["x"]), 1)])
async def test_a_receiver_and_a_channel_take_so_many_at_once(pool, room, taken):
    await set_time(pool, TUESDAY_TEN)
    for n in range(5):
        await put_hook(pool, f"x{n}", "x")
    await put_hook(pool, "y", "y")
    assert len(await claimed(pool, room)) == taken


async def test_a_channel_that_is_full_takes_nothing(pool):
    await set_time(pool, TUESDAY_TEN)
    await put_hook(pool, "y", "y")
    await put(pool, "m")
    assert await claimed(pool, Room(full=["webhook"])) == ["m"]
    assert await count(pool, "outbox", "state = 'waiting'") == 1


@pytest.mark.parametrize(("channel", "to"), [("email", "Ana@firm.example"), ("slack", "U0ANA"), ("teams", "TEAMS_ANA")])
async def test_each_way_speaks_the_language_that_its_reader_has_chosen(pool, channel, to):
    await put(pool, "news", channel=channel, to=to)
    await users.put_user(pool, email="ana@firm.example", name="Ana", role="rep", rep="ana", password_hash="none")
    await users.put_language(pool, "ana@firm.example", "de")
    assert [one.language for one in await outbox.claim(pool, limit=9)] == ["de"]
