"""How does a test move through time, so that everything due on the way happens when it was due?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import asyncpg

from batonpass.connectors.channel import SPREAD, Channel
from batonpass.run.crm_sync import CrmSync
from batonpass.run.deliver import SINGLES_A_MINUTE, send_some
from batonpass.run.follow_records import follow_some
from batonpass.run.keep_promises import ring_all
from batonpass.store import clock, meetings, outbox
from batonpass.store.absences import hand_over_absent, next_absence
from batonpass.store.connection import Connection
from batonpass.store.deal_steps import take_ripe
from batonpass.store.due import next_due
from batonpass.store.match import find_some
from batonpass.store.record_fates import next_fate
from batonpass.store.retention import next_night, nightly
from batonpass.store.rounds import keep_rounds
from batonpass.store.world import Watched
from batonpass.web.meeting.tending import tend

JUST_AFTER = timedelta(microseconds=1)
"""A timer fires at the first instant after its own (T4)."""
STEPS_MAX = 100_000
SETTLE_SECONDS = 0.02


class Lost(Exception):
    """Time travel did not come to rest: something becomes due again and again."""


@dataclass(slots=True, kw_only=True)
class Traveller:
    """Moves the database's frozen clock from due instant to due instant, doing what is due at each."""

    pool: asyncpg.Pool
    watched: Watched
    channels: Mapping[str, Channel]
    singles: int = SINGLES_A_MINUTE
    crm: CrmSync | None = None
    shut: Sequence[str] = ()
    """Ways out that no setting opens: nothing comes of another try, so none is waited for."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def to(self, target: datetime) -> datetime:
        """Go to that instant; done when everything due up to it has been done. Raises ClockRefused for the past."""
        async with self.turn, self.pool.acquire() as connection:
            if await clock.now(connection) > target:
                await clock.set_now(connection, target)
            for _ in range(STEPS_MAX):
                await self._settle()
                stop = await self._next_stop(connection)
                if stop is None or stop >= target:
                    await clock.set_now(connection, target)
                    await self._settle()
                    return target
                await clock.set_now(connection, stop + JUST_AFTER)
        raise Lost(f"more than {STEPS_MAX} things became due on the way to {target.isoformat()}")

    async def by(self, length: timedelta) -> datetime:
        """Go forward by that much."""
        async with self.pool.acquire() as connection:
            return await self.to(await clock.now(connection) + length)

    async def jump(self, target: datetime) -> datetime:
        """Set the clock without stopping on the way, as if we had been down all the time."""
        async with self.turn, self.pool.acquire() as connection:
            at = await clock.set_now(connection, target)
            await self._settle()
            return at

    async def _settle(self) -> None:
        """Do all that is due at this instant, and wait for what other processes have in hand."""
        while True:
            done = await hand_over_absent(self.pool, self.watched)
            done += await ring_all(self.pool, self.watched)
            done += await find_some(self.pool, self.watched)
            done += await keep_rounds(self.pool)
            done += await tend(self.pool, self.watched)
            done += await nightly(self.pool, self.watched)
            done += await send_some(self.pool, self.channels, singles=self.singles)
            done += await self.crm.round() if self.crm else 0
            done += await follow_some(self.pool, self.watched, self.crm)
            done += await take_ripe(self.pool, self.watched)
            if "look_up" in self.channels:
                done += await send_some(self.pool, self.channels, lookups=True)
            async with self.pool.acquire() as connection:
                busy = await outbox.in_hand(connection, lookups="look_up" in self.channels)
                late = await connection.fetchval("select exists (select from app.clocks where next_at < app.now())")
            if not done and not busy and not late:
                return
            if not done:
                await asyncio.sleep(SETTLE_SECONDS)

    async def _next_stop(self, connection: Connection) -> datetime | None:
        now = await clock.now(connection)
        coming = (
            await next_due(connection),
            await outbox.next_out(connection, spread=SPREAD, shut=self.shut),
            await next_absence(connection, self.watched),
            await next_fate(connection),
            await meetings.next_stop(connection),
            await next_night(self.pool, self.watched),
        )
        ahead = [at for at in coming if at and at >= now]
        return min(ahead, default=None)
