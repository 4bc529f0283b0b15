"""Which messages are on their way just now, and what became of those that came back?

Each message goes by itself: a slow receiver holds up nobody but the next message to itself, and what came back
is noted in small groups while others are still under way.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import asyncpg

from batonpass.connectors.channel import Channel, Later, Message, Never, Result, Sent, wait
from batonpass.store import outbox
from batonpass.store.open import with_retry
from batonpass.store.outbox import Outgoing, Room

AT_ONCE = 64
A_CHANNEL = 16
A_RECIPIENT = 4
NOTE_SECONDS = 0.02
HOLD_SECONDS = 10.0
LONGEST_SECONDS = 60.0
CROWDED_SECONDS = 1.0
log = logging.getLogger(__name__)
Parcel = tuple[Outgoing, ...]


class OnTheWay:
    """The messages that one process has in hand. `back` is set soon after some have come back.

    `turnover` is how many were taken up or noted so far.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        channels: Mapping[str, Channel],
        *,
        singles: int,
        back: asyncio.Event | None = None,
        lookups: bool = False,
    ) -> None:
        """Begin with nothing in hand."""
        self._pool, self._channels, self._lookups, self._singles = pool, channels, lookups, singles
        self._back = back or asyncio.Event()
        self._flying: dict[asyncio.Task[Result], Parcel] = {}
        self._landed: list[tuple[Parcel, Result]] = []
        self._ringing: asyncio.TimerHandle | None = None
        self._held_at = asyncio.get_running_loop().time()
        self.turnover = 0

    @property
    def crowded(self) -> float:
        """How long to wait at least before looking again, when somebody's hands are full; what comes back rings."""
        full, busy = self._full()
        return CROWDED_SECONDS if full or busy else 0.0

    async def take_up(self) -> int:
        """Claim what is due and there is room for, and send each on its way; give how many."""
        full, busy = self._full()
        room = Room(full=full, busy=busy, a_channel=A_CHANNEL, a_recipient=A_RECIPIENT, singles=self._singles)
        async with self._pool.acquire() as connection:
            messages = await outbox.claim(connection, limit=AT_ONCE, lookups=self._lookups, room=room)
        for parcel in _parcels(messages):
            task = asyncio.create_task(self._send(parcel))
            self._flying[task] = parcel
            task.add_done_callback(self._land)
        self.turnover += len(messages)
        return len(messages)

    async def note(self) -> None:
        """Write down what became of those that came back, and hold on to those that are still under way."""
        landed, now = list(self._landed), asyncio.get_running_loop().time()
        if landed:
            await with_retry(lambda: self._write(landed))
            del self._landed[: len(landed)]
            self.turnover += len(landed)
        if self._flying and now - self._held_at >= HOLD_SECONDS:
            self._held_at = now
            async with self._pool.acquire() as connection:
                await outbox.hold(connection, [one for parcel in self._flying.values() for one in parcel])

    async def finish(self) -> None:
        """Wait for all of them, and note what became of each."""
        while self._flying or self._landed:
            if self._flying:
                await asyncio.wait(self._flying, timeout=HOLD_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                await asyncio.sleep(0)
            await self.note()

    async def drop(self) -> None:
        """Let go of all of them: what was not noted is sent again when its lease has ended."""
        flying = list(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    def _full(self) -> tuple[list[str], list[str]]:
        """The channels and the recipients that have as many in hand as they take."""
        heads = [parcel[0] for parcel in self._flying.values()]
        channels, recipients = Counter(one.channel for one in heads), Counter(one.recipient for one in heads)
        return (
            [name for name, count in channels.items() if count >= A_CHANNEL],
            [name for name, count in recipients.items() if count >= A_RECIPIENT],
        )

    def _land(self, task: asyncio.Task[Result]) -> None:
        parcel = self._flying.pop(task)
        if task.cancelled():
            return
        self._landed.append((parcel, task.result()))
        if self._ringing is None:
            self._ringing = asyncio.get_running_loop().call_later(NOTE_SECONDS, self._ring)

    def _ring(self) -> None:
        self._ringing = None
        self._back.set()

    async def _send(self, parcel: Parcel) -> Result:
        first = parcel[0]
        channel = self._channels.get(first.channel)
        if channel is None:
            return Never(why=f"no channel is named {first.channel!r}; the playbook's `notify` names those there are")
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await channel.send(_as_message(parcel))
        except TimeoutError:
            return Later(why=f"{first.channel} did not finish within {LONGEST_SECONDS:g} seconds")
        except Exception as error:
            log.exception("channel %s failed on %s", first.channel, first.key)
            return Later(why=f"{type(error).__name__}: {error}")

    async def _write(self, landed: Sequence[tuple[Parcel, Result]]) -> None:
        done, put, given_up = _sorted(landed)
        async with self._pool.acquire() as connection, connection.transaction():
            if done:
                await outbox.sent(connection, [one for one, _ in done], [proof for _, proof in done])
            if put:
                await outbox.later(connection, put, named=_named(landed))
            if given_up:
                await outbox.dead(connection, given_up)


def _sorted(
    landed: Sequence[tuple[Parcel, Result]],
) -> tuple[list[tuple[Outgoing, str]], list[tuple[Outgoing, timedelta, str]], list[tuple[Outgoing, str]]]:
    """What left, with its proof; what is tried again, when and why; what is given up, and why."""
    done: list[tuple[Outgoing, str]] = []
    put: list[tuple[Outgoing, timedelta, str]] = []
    given_up: list[tuple[Outgoing, str]] = []
    for one, result in ((one, result) for parcel, result in landed for one in parcel):
        match result:
            case Sent(detail=detail):
                done.append((one, detail))
            case Never(why=why):
                given_up.append((one, why))
            case Later(why=why):
                after = _after(one, result)
                if after is None:
                    given_up.append((one, f"given up after {one.tries + 1} tries: {why}"))
                else:
                    put.append((one, after, why))
    return done, put, given_up


def _named(landed: Sequence[tuple[Parcel, Result]]) -> set[str]:
    """The messages for which the other side said itself how long to wait."""
    return {one.key for parcel, result in landed if isinstance(result, Later) and result.after for one in parcel}


def _after(one: Outgoing, later: Later) -> timedelta | None:
    """How long until the next try; what only went along keeps its own hour."""
    if one.early:
        return timedelta()
    return wait(_one_message(one), later, luck=random.random())  # noqa: S311 - spreads retries, guards nothing


def _parcels(messages: Sequence[Outgoing]) -> list[Parcel]:
    """What goes together goes to one person on one channel; everything else by itself."""
    together: dict[tuple[str, str], list[Outgoing]] = {}
    alone: list[Parcel] = []
    for one in messages:
        if one.bundled:
            together.setdefault((one.channel, one.recipient), []).append(one)
        else:
            alone.append((one,))
    return [*alone, *(tuple(bundle) for bundle in together.values())]


def _as_message(parcel: Parcel) -> Message:
    messages = tuple(_one_message(one) for one in parcel)
    return messages[0] if len(messages) == 1 else messages[0].with_others(messages)


def _one_message(one: Outgoing) -> Message:
    return Message(
        key=one.key,
        kind=one.kind,
        recipient=one.recipient,
        effect=one.effect,
        at=one.at,
        tries=one.tries,
        lead=one.lead_id,
        cycle=getattr(one.effect, "cycle", 0),
        language=one.language,
    )
