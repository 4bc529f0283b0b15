"""How are the CRM's changes read, taken up and, after a gap, everything compared?"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import NoReturn

import asyncpg

from batonpass.connectors.channel import Later, Never
from batonpass.connectors.crm import CrmOf, CrmSystem, Expired
from batonpass.handoff.playbook.crm import Crm
from batonpass.run.carry_on import carry_on
from batonpass.run.wake import Wake
from batonpass.store.crm_feed import Feed, compare, compare_from, feed_of, read_on
from batonpass.store.crm_heard import take_up
from batonpass.store.in_force import in_force
from batonpass.store.world import Watched

LOOK_SECONDS = 10.0
TOLD_SECONDS = 1.0
PAGES_A_ROUND = 20
log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class CrmSync:
    """Reads what the CRM says, one round at a time in this process; the store keeps processes apart."""

    pool: asyncpg.Pool
    watched: Watched
    crm_of: CrmOf
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    trouble: str = ""
    agreed: bool = False

    async def round(self) -> int:
        """Read on, and take up what was read; give how much there was. A CRM that does not answer is asked again."""
        async with self.turn:
            _, world = await in_force(self.pool, self.watched)
            crm = world.playbook.crm
            self.agreed = crm is not None
            if crm is None:
                return 0
            system = self.crm_of(crm)
            done = 0 if isinstance(system, Later) else await self._read(system, crm)
            return done + await take_up(self.pool, self.watched)

    async def lives_on(self, system: str, record: str) -> str | None:
        """Under which id this record is over there now; empty for none, None when that cannot be told now."""
        _, world = await in_force(self.pool, self.watched)
        crm = world.playbook.crm
        if crm is None or crm.system != system:
            return ""
        over_there = self.crm_of(crm)
        said = over_there if isinstance(over_there, Later) else await over_there.lives_on(record)
        return said if isinstance(said, str) else None

    async def told(self) -> int:
        """Take up what was told to us, without asking the CRM; nothing at all where none was agreed on."""
        if not self.agreed:
            return 0
        async with self.turn:
            return await take_up(self.pool, self.watched)

    async def _read(self, system: CrmSystem, crm: Crm) -> int:
        done = 0
        for _ in range(PAGES_A_ROUND):
            read, more = await self._step(system, crm)
            done += read
            if not more:
                break
        return done

    async def _step(self, system: CrmSystem, crm: Crm) -> tuple[int, bool]:
        """One page of a comparison that is under way, or of what changed: how much was new, and is there more?"""
        feed = await feed_of(self.pool, crm.system)
        if feed.cursor is not None:
            return await self._compare(system, crm, feed)
        if feed.position is None or feed.read_at is None or feed.now - feed.read_at > crm.keeps:
            return await self._missed(system, crm, feed)
        news = await system.news(feed.position, now=feed.now)
        if isinstance(news, Expired):
            return await self._missed(system, crm, feed)
        if isinstance(news, Later | Never):
            return self._failed(news)
        return await read_on(self.pool, crm, feed, news.records, position=news.position), news.more

    async def _missed(self, system: CrmSystem, crm: Crm, feed: Feed) -> tuple[int, bool]:
        tip = await system.news("", now=feed.now)
        if isinstance(tip, Later | Never | Expired):
            return self._failed(tip)
        if feed.read_at:
            log.warning("changes of %s since %s were missed: everything is compared", crm.system, feed.read_at)
        await compare_from(self.pool, crm, feed, tip.position)
        return 1, True

    async def _compare(self, system: CrmSystem, crm: Crm, feed: Feed) -> tuple[int, bool]:
        page = await system.page(feed.cursor or "")
        if isinstance(page, Later | Never):
            return self._failed(page)
        await compare(self.pool, crm, feed, page.records, cursor=page.cursor)
        return 1, True

    def _failed(self, why: Later | Never | Expired) -> tuple[int, bool]:
        if self.trouble != why.why:
            log.warning("the CRM could not be read: %s", why.why)
            self.trouble = why.why
        return 0, False


async def follow_crm(sync: CrmSync, wake: Wake) -> NoReturn:
    """Read what changed every few seconds, and what was told at once, for ever; any number of processes may."""
    rounds = 0
    while True:
        done = 0
        with carry_on(log, "following the CRM failed"):
            done = await (sync.told() if rounds % int(LOOK_SECONDS / TOLD_SECONDS) else sync.round())
        if done:
            wake.poke()
        rounds += 1
        await asyncio.sleep(TOLD_SECONDS)
