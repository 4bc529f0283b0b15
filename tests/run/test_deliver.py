"""Does a slow receiver hold up nobody else, and is what came back noted while others are still under way?"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from batonpass.connectors.channel import Later, Message, Result, Sent
from batonpass.run.deliver import deliver, send_some
from batonpass.run.on_the_way import A_RECIPIENT
from batonpass.run.wake import Wake
from tests.store.office import TUESDAY_TEN, count, forward, set_time
from tests.store.test_outbox_ways import put, put_hook

PATIENCE = 20


class Keeps:
    """A channel that takes everything at once, and rings when something came."""

    name = "email"

    def __init__(self, answer: Result | None = None) -> None:
        self.answer, self.got, self.came = answer or Sent(detail="taken"), [], asyncio.Event()

    async def send(self, message: Message) -> Result:
        self.got.append(message)
        self.came.set()
        return self.answer

    async def close(self) -> None:
        """There is nothing to let go of."""


class Hangs(Keeps):
    """A channel whose other side says nothing."""

    async def send(self, message: Message) -> Result:
        await super().send(message)
        await asyncio.Event().wait()
        return self.answer


@asynccontextmanager
async def delivering(pool, **channels):
    """A worker at work on these channels."""
    wake = Wake(pool, "")
    task = asyncio.create_task(deliver(pool, channels, wake))
    try:
        yield wake
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(pool, state: str, number: int) -> None:
    """Return when so many messages are in this state."""
    async with asyncio.timeout(PATIENCE):
        while await count(pool, "outbox", f"state = '{state}'") < number:
            pass


async def test_a_receiver_that_hangs_holds_up_no_mail(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(60):
        await put_hook(pool, f"slow{n:02}", "slow")
    await put(pool, "mail")
    slow, mail = Hangs(), Keeps()
    async with delivering(pool, webhook=slow, email=mail):
        await until(pool, "sent", 1)
        assert [one.key for one in mail.got] == ["mail"]
        assert len(slow.got) == A_RECIPIENT


async def test_a_receiver_that_hangs_holds_up_no_other_receiver(pool):
    await set_time(pool, TUESDAY_TEN)

    class Mixed(Hangs):
        async def send(self, message: Message) -> Result:
            return await super().send(message) if message.recipient == "slow" else Sent(detail="taken")

    for n in range(60):
        await put_hook(pool, f"slow{n:02}", "slow")
    await put_hook(pool, "quick", "quick")
    async with delivering(pool, webhook=Mixed()):
        await until(pool, "sent", 1)


async def test_mail_that_comes_later_goes_while_others_hang(pool):
    await set_time(pool, TUESDAY_TEN)
    await put_hook(pool, "slow", "slow")
    mail, slow = Keeps(), Hangs()
    async with delivering(pool, webhook=slow, email=mail) as wake:
        async with asyncio.timeout(PATIENCE):
            await slow.came.wait()
        await put(pool, "mail")
        wake.poke()
        await until(pool, "sent", 1)


async def test_what_a_stopped_worker_had_in_hand_is_claimed_still_and_free_when_its_lease_ends(pool):
    await set_time(pool, TUESDAY_TEN)
    await put_hook(pool, "slow", "slow")
    slow = Hangs()
    async with delivering(pool, webhook=slow):
        async with asyncio.timeout(PATIENCE):
            await slow.came.wait()
    assert await count(pool, "outbox", "state = 'sending' and lease_until < clock_timestamp() + interval '30 seconds'")


async def test_news_that_fails_on_one_way_arrives_on_the_next_in_the_same_breath(pool):
    await set_time(pool, TUESDAY_TEN)
    await put(pool, "n/slack", channel="slack", chain="n")
    await put(pool, "n/email", chain="n", wait=60)
    mail = Keeps()
    async with delivering(pool, slack=Keeps(Later(why="down")), email=mail):
        await until(pool, "sent", 1)
    assert [one.key for one in mail.got] == ["n/email"]


async def test_many_for_one_person_go_in_one_message_that_names_each(pool):
    await set_time(pool, TUESDAY_TEN)
    for n in range(3):
        await put(pool, f"m{n}")
    await pool.execute("update app.outbox set digest = true")
    mail = Keeps()
    assert await send_some(pool, {"email": mail}) == 3
    assert [sorted(one.key for one in message.together) for message in mail.got] == [["m0", "m1", "m2"]]
    assert await count(pool, "outbox", "state = 'sent'") == 3


async def test_a_wait_that_a_receiver_named_is_kept_though_the_way_works_for_others(pool):
    await set_time(pool, TUESDAY_TEN)
    await put(pool, "asked", to="ana")
    await put(pool, "failed", to="clara")

    class Choosy(Keeps):
        async def send(self, message: Message) -> Result:
            await super().send(message)
            return Later(why="busy", after=timedelta(hours=6) if message.key == "asked" else None)

    await send_some(pool, {"email": Choosy()})
    await pool.execute("update app.outbox set tries = 9, due_at = app.now() + interval '6 hours'")
    await put(pool, "new", to="bruno")
    mail = Keeps()
    await send_some(pool, {"email": mail})
    await forward(pool, minutes=1)
    await send_some(pool, {"email": mail})
    assert [one.key for one in mail.got] == ["new", "failed"]
