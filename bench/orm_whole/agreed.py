"""What is agreed at this moment: scores, tiers and territories, and who is in a team, with their shifts and leave?

The settings are rows that RevOps edits on pages, and they are read through the ORM with each request, each collection
in one statement, as such applications do: an edit holds from the next lead on, in every process. `Held` is the other
way, which costs a developer more thought: all of it is kept in the process, and each request only asks whether a
revision has moved that every edit of a setting would have to count up. That is what we do ourselves.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from bench.orm_whole.settings import Calendar, Leave, Member, Playbook, Pool, Queue, Rep, ScoringModel, Setting
from bench.orm_whole.tables import Revision

HELD = "BENCH_ORM_HELD"
"""Set to 1, the settings are held in each process."""
PLAYBOOK = (
    selectinload(Playbook.models).selectinload(ScoringModel.rules),
    selectinload(Playbook.signals),
    selectinload(Playbook.tiers),
    selectinload(Playbook.steps),
    selectinload(Playbook.territories),
    selectinload(Playbook.rejections),
)


class Agreed(Protocol):
    """Where settings come from."""

    async def playbook(self) -> Playbook: ...

    async def pool(self, pool_id: int) -> Pool: ...

    async def queue(self, queue_id: int) -> Queue: ...

    async def rep(self, code: str) -> Rep | None: ...


def _people(today: date):
    """Their hours, and the leave that is not over; a day of grace, for the day is theirs and not that of UTC."""
    return (
        joinedload(Rep.calendar).selectinload(Calendar.shifts),
        selectinload(Rep.leaves.and_(Leave.last >= today - timedelta(days=1))),
    )


@dataclass(slots=True)
class Rows:
    """Every request reads the rows it needs."""

    db: AsyncSession
    today: date

    async def playbook(self) -> Playbook:
        return (await self.db.scalars(select(Playbook).where(Playbook.in_force).options(*PLAYBOOK))).one()

    async def pool(self, pool_id: int) -> Pool:
        members = selectinload(Pool.members).joinedload(Member.rep, innerjoin=True)
        found = select(Pool).where(Pool.id == pool_id).options(members.options(*_people(self.today)))
        return (await self.db.scalars(found)).one()

    async def queue(self, queue_id: int) -> Queue:
        calendar = joinedload(Queue.calendar).selectinload(Calendar.shifts)
        manager = joinedload(Queue.manager).options(*_people(self.today))
        return (await self.db.scalars(select(Queue).where(Queue.id == queue_id).options(calendar, manager))).one()

    async def rep(self, code: str) -> Rep | None:
        return await self.db.scalar(select(Rep).where(Rep.code == code).options(*_people(self.today)))


@dataclass(slots=True)
class Held:
    """All settings as of a revision, apart from any session; nobody writes to them."""

    revision: int
    agreement: Playbook
    pools: dict[int, Pool] = field(default_factory=dict)
    queues: dict[int, Queue] = field(default_factory=dict)
    reps: dict[str, Rep] = field(default_factory=dict)

    async def playbook(self) -> Playbook:
        return self.agreement

    async def pool(self, pool_id: int) -> Pool:
        return self.pools[pool_id]

    async def queue(self, queue_id: int) -> Queue:
        return self.queues[queue_id]

    async def rep(self, code: str) -> Rep | None:
        return self.reps.get(code)


_held: Held | None = None
_reading = asyncio.Lock()


async def agreed(db: AsyncSession, today: date) -> Agreed:
    """The settings for one request."""
    global _held  # noqa: PLW0603 - one for the process, as a cache is
    if os.environ.get(HELD) != "1":
        return Rows(db, today)
    revision = (await db.scalars(select(Revision.number))).one()
    async with _reading:
        if _held is None or _held.revision != revision:
            _held = await _all(db, revision)
        return _held


async def _all(db: AsyncSession, revision: int) -> Held:
    """Read by the request that met the new revision, and then let go by its session."""
    rows = Rows(db, date.min + timedelta(days=1))
    held = Held(revision, await rows.playbook())
    for pool_id in (await db.scalars(select(Pool.id))).all():
        held.pools[pool_id] = await rows.pool(pool_id)
    for queue_id in (await db.scalars(select(Queue.id))).all():
        held.queues[queue_id] = await rows.queue(queue_id)
    for rep in await db.scalars(select(Rep).options(*_people(rows.today))):
        held.reps[rep.code] = rep
    for one in [one for one in db if isinstance(one, Setting)]:
        db.expunge(one)
    return held
