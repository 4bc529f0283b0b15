"""What would a playbook change if it were put in force now, told from all leads of the database?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import asyncpg

from batonpass.handoff.setting import Setting
from batonpass.store import clock, named, snapshot
from batonpass.store.connection import Connection
from batonpass.store.held import loads_of
from batonpass.store.playbooks import refuse_unknown_calendars
from batonpass.store.snapshot import Kept
from batonpass.store.trial import tallies_of
from batonpass.store.world import Watched, world_under
from batonpass.web.playbook.read_leads import Tell, read_many
from batonpass.written.fields import condition_schema
from batonpass.written.load import Written
from batonpass.written.refused import Problem, Refused

if TYPE_CHECKING:
    from batonpass.learn.many import Many
    from batonpass.learn.plan import Load, Plan
    from batonpass.learn.plan_look import Both

DAYS = 90
SHOWN = 200
SAMPLE = 200
"""So many leads, spread over all, are asked one by one as well, to see that columns answer as the handoff does."""


def in_silence(_doing: str, _done: int, _of: int) -> None:
    """Nobody wants to know how it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan, how reps kept promises lately, what waits in queues, and how it was made.

    `one_by_one` says why leads were asked singly. `checked` leads were asked both ways and gave the same answer.
    Running clocks keep the version they started with.
    """

    plan: Plan
    kept: Mapping[str, Kept]
    waiting: Mapping[str, int]
    running: int
    checked: int
    one_by_one: str

    def open(self, load: Load) -> int:
        """How many leads this rep has in work, or wait in this queue."""
        kept = self.kept.get(load.name)
        return self.waiting.get(load.name, 0) if load.queue else kept.open if kept else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a plan is asked: both agreements as settings of one instant, and how far back to look."""

    before: Setting
    after: Setting
    days: int
    schema: tuple[str, ...] = ()
    """The fields that conditions of either may read."""

    @property
    def versions(self) -> tuple[str, str]:
        """The version in force, and the other."""
        return self.before.playbook.version, self.after.playbook.version


async def plan(
    pool: asyncpg.Pool,
    watched: Watched,
    written: Written,
    *,
    days: int = DAYS,
    shown: int = SHOWN,
    tell: Tell = in_silence,
) -> Planned:
    """Look at every lead under the active playbook and under this one, as of now; nothing is written."""
    from batonpass.learn.many.conditions import NotInColumns  # noqa: PLC0415 - only plans need Polars
    from batonpass.learn.plan_look import columns_can  # noqa: PLC0415

    asked = await ask(pool, watched, written, days)
    count = await snapshot.count_leads(pool)
    why = ""
    try:
        columns_can(asked.before, asked.after)
        found = await _side_by_side(pool, asked, count, shown=shown, tell=tell)
    except NotInColumns as unlike:
        found, why = None, str(unlike)
    if found is None:
        why = why or "columns answered unlike the handoff about a lead; please report this"
        made, checked = await _one_by_one(pool, asked, count, shown=shown, tell=tell), count
    else:
        made, checked = found, min(SAMPLE, count)
    kept, waiting = await snapshot.kept_by(pool, days), await snapshot.waiting_in(pool)
    running = await snapshot.count_running(pool)
    return Planned(plan=made, kept=kept, waiting=waiting, running=running, checked=checked, one_by_one=why)


async def ask(pool: asyncpg.Pool, watched: Watched, written: Written, days: int) -> Asked:
    """Both agreements as settings of this instant; Refused while none is in force, or where this one could not be."""
    accounts, turns = await snapshot.all_accounts(pool), await tallies_of(pool)
    loads = await loads_of(pool)
    async with pool.acquire() as lent:
        connection = cast("Connection", lent)
        at = await clock.now(connection)
        draft = await world_under(connection, written)
        if not await connection.fetchval(snapshot.SQL.has_active):
            says = "no playbook is in force here, so there is nothing to compare with"
            raise Refused(
                [Problem(where="plan", says=says, instead="Put one in force first: batonpass apply PLAYBOOK")]
            )
        active = await watched.at_revision(connection, draft.revision)
    refuse_unknown_calendars(draft, written.playbook.version)
    before, after = (world.setting(at, accounts=accounts, turns=turns, loads=loads) for world in (active, draft))
    schema = {path for one in (active.written, written) for path in condition_schema(one.file.fields, ())}
    return Asked(before=before, after=after, days=days, schema=tuple(sorted(schema)))


async def _side_by_side(pool: asyncpg.Pool, asked: Asked, count: int, *, shown: int, tell: Tell) -> Plan | None:
    """All leads as columns; None when the sample shows that columns answer unlike the handoff."""
    from batonpass.learn.plan import SEGMENTS, compare, lately  # noqa: PLC0415
    from batonpass.learn.plan_look import look_side_by_side, reader_of  # noqa: PLC0415

    playbooks = (asked.before.playbook, asked.after.playbook)
    gathered = reader_of(playbooks, asked.before.at, segments=SEGMENTS, deep=True)
    many = await read_many(pool, gathered, asked.schema, tell) if count else gathered.finish()
    new = await asyncio.to_thread(many.as_new)
    recent = lately(new, asked.before.at - timedelta(days=asked.days))
    looks: list[Both] = []
    for setting in (asked.before, asked.after):
        tell("judging", len(looks) * len(many) // 2, len(many))
        looks.append(await asyncio.to_thread(look_side_by_side, many, new, setting, recent))
    if not await _alike(pool, asked, many, looks):
        return None
    before, after = looks
    at, days = asked.before.at, asked.days
    return compare(many, before, after, versions=asked.versions, recent=recent, at=at, days=days, shown=shown)


async def _alike(pool: asyncpg.Pool, asked: Asked, many: Many, looks: Sequence[Both]) -> bool:
    """Ask a sample one by one, under both playbooks, and compare stage and tier."""
    from batonpass.learn.one_by_one import look  # noqa: PLC0415

    step = max(1, len(many) // SAMPLE)
    rows = range(0, len(many), step)
    leads = {lead.id: lead for lead in await named.whole(pool, [many.ids[row] for row in rows])}
    for row in rows:
        lead = leads.get(many.ids[row])
        for setting, both in zip((asked.before, asked.after), looks, strict=True):
            stands = lead is not None and (lead.changed_at is None or lead.changed_at <= setting.at)
            told = look(lead, setting) if lead and stands else None
            if told and (told.stage.value, told.tier) != both.now.one(row, many.tiers)[:2]:
                return False
    return True


async def _one_by_one(pool: asyncpg.Pool, asked: Asked, count: int, *, shown: int, tell: Tell) -> Plan:
    """Every lead by itself, under both playbooks: exact, and a thousand times slower."""
    from batonpass.learn.plan import SEGMENTS, compare, lately  # noqa: PLC0415
    from batonpass.learn.plan_look import OneByOne, reader_of  # noqa: PLC0415

    playbooks = (asked.before.playbook, asked.after.playbook)
    at, since = asked.before.at, asked.before.at - timedelta(days=asked.days)
    gathered = reader_of(playbooks, at, segments=SEGMENTS, deep=False)
    lookers = [OneByOne(setting, since, tiers=gathered.tiers) for setting in (asked.before, asked.after)]
    async for leads in snapshot.whole_leads(pool):
        gathered.add(leads)
        for looker in lookers:
            await asyncio.to_thread(looker.add, leads)
        tell("asking one by one", gathered.count, count)
    many = gathered.finish()
    before, after = (looker.both() for looker in lookers)
    recent, days = lately(many.as_new(), since), asked.days
    return compare(many, before, after, versions=asked.versions, recent=recent, at=at, days=days, shown=shown)
