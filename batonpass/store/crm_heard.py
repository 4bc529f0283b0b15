"""How does what the CRM says become facts, each once and in order, and the echo of our own writes none?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from batonpass.handoff.crm_heard import Change, Verdict, judge, ours_of, rep_of
from batonpass.handoff.crm_heard import Held as Known
from batonpass.handoff.lead import Lead
from batonpass.handoff.playbook.crm import OWNER, Crm
from batonpass.handoff.requests import Accept, Dispose, Reassign, Request
from batonpass.handoff.requests_second import Lose, OpenOpportunity, Win
from batonpass.handoff.stages import WORKED, Stage
from batonpass.store.arrival import Asked, State
from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.crm import NOTHING, held_of, keep, lacking, wish
from batonpass.store.crm_alarm import tell_of_quarrel
from batonpass.store.in_force import in_force_on
from batonpass.store.shape import decode_lead
from batonpass.store.statements import statements
from batonpass.store.stuck import STUCK, say_once
from batonpass.store.take import SQL as TAKE
from batonpass.store.take import answer_on
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))
BY = "crm"
SOME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value of one record, as the CRM tells it; `key` is the same whenever the same is told."""

    key: str
    record: str
    field: str
    value: str
    at: datetime
    email: str = ""
    marker: str = ""
    person: bool = False
    quiet: bool = False


async def hear(asked: PoolOrConnection, system: str, said: Sequence[Said]) -> None:
    """Keep what the CRM says until somebody takes it up."""
    if said:
        names = ("key", "record", "email", "field", "value", "at", "marker", "person", "quiet")
        await asked.execute(SQL.hear, system, *([getattr(one, name) for one in said] for name in names))


async def take_up(pool: asyncpg.Pool, watched: Watched, *, limit: int = SOME) -> int:
    """Take up what the CRM has said, in its order; give how much. Another process may be at it: then none."""
    async with pool.acquire() as connection, connection.transaction():
        if not await connection.fetchval(SQL.one_at_a_time):
            return 0
        _, world = await in_force_on(connection, watched)
        crm = world.playbook.crm
        if crm is None:
            return 0
        rows = await connection.fetch(SQL.open, crm.system, limit)
        # All leads before the first turn, as every decision holds them: else two would wait for one another.
        await connection.execute(TAKE.leads_by_id, sorted({row["lead_id"] for row in rows if row["lead_id"]}))
        taking = _Taking(connection, watched, world, crm)
        return sum([await taking.settled(row) for row in rows])


@dataclass(frozen=True, slots=True)
class _Taking:
    connection: Connection
    watched: Watched
    world: World
    crm: Crm

    async def settled(self, row: asyncpg.Record) -> bool:
        """Take one change up; False for one that comes to no answer, which is tried again."""
        try:
            async with self.connection.transaction():
                verdict, says = await self.one(row)
                await self.connection.execute(SQL.settle, row["id"], verdict, says)
        except STUCK as error:
            say_once(f"change {row['id']} of the CRM, about lead {row['lead_id']},", str(error))
            return False
        return True

    async def one(self, row: asyncpg.Record) -> tuple[str, str]:
        """What one change was to us, and what was done about it."""
        lead_id, name = row["lead_id"], row["field"]
        if lead_id is None or name not in self.crm.fields:
            return "nobody", "no lead of ours has this record"
        await self.connection.execute(SQL.link, lead_id, self.crm.system, row["record"])
        known = (await held_of(self.connection, [lead_id])).get(lead_id, NOTHING).get(name, Known())
        change = Change(value=row["value"], at=row["at"], marker=row["marker"], person=row["person"])
        judged = judge(change, known, self.crm.fields[name], self.crm, now=row["now"])
        await keep(self.connection, lead_id, name, judged.held)
        match judged.verdict:
            case Verdict.THEIRS:
                return await self._theirs(lead_id, row)
            case Verdict.REWRITE:
                return judged.verdict.value, await self._again(lead_id, row, "our word stands")
            case Verdict.FREEZES:
                await tell_of_quarrel(self.connection, self.world, lead_id, name=name, theirs=row["value"])
                return judged.verdict.value, "overturned too often: left alone until a person settles it"
            case other:
                return other.value, ""

    async def _theirs(self, lead_id: str, row: asyncpg.Record) -> tuple[str, str]:
        lead = decode_lead(await self.connection.fetchval(SQL.lead_state, lead_id))
        request = _asked(lead, row["field"], row["value"], self.world)
        if isinstance(request, str):
            return "refused", await self._again(lead_id, row, request)
        if request is None:
            return Verdict.SAME.value, "it is so here already"
        asked = [Asked(lead_id=lead_id, request=request, silent=row["quiet"])]
        (outcome,) = await answer_on(self.connection, self.watched, asked)
        if outcome.state is not State.TAKEN:
            why = outcome.refusal.says if outcome.refusal else "the lead is not there"
            return "refused", await self._again(lead_id, row, why)
        await self._again(lead_id, row, "what follows from the change")
        return Verdict.THEIRS.value, f"{type(request).__name__} by the CRM"

    async def _again(self, lead_id: str, row: asyncpg.Record, why: str) -> str:
        """Write ours, if the CRM lacks anything of it."""
        lead = decode_lead(await self.connection.fetchval(SQL.lead_state, lead_id))
        known = (await held_of(self.connection, [lead_id])).get(lead_id, NOTHING)
        if lacking(lead, known, self.crm):
            await wish(self.connection, lead_id, self.crm, why=why, key=f"{row['id']}")
        return why


def _asked(lead: Lead, name: str, value: str, world: World) -> Request | str | None:
    """What the change asks of the lead: a request, None when it is so already, or why it cannot be."""
    crm = world.playbook.crm
    assert crm is not None  # noqa: S101 - only a playbook with a CRM hears one
    if name == OWNER:
        rep = rep_of(value, crm)
        return None if rep == lead.owner else Reassign(by=BY, to=rep or "")
    stage = Stage(ours_of(value, crm.fields[name]))
    if stage is lead.stage:
        return None
    return _to_stage(lead, stage, world)


def _to_stage(lead: Lead, stage: Stage, world: World) -> Request | str:
    match stage:
        case Stage.OPPORTUNITY:
            return OpenOpportunity(by=BY)
        case Stage.WON:
            return Win(by=BY)
        case Stage.LOST:
            return Lose(by=BY, note="lost in the CRM")
        case Stage.SAL if lead.owner:
            return Accept(by=lead.owner)
        case Stage.NURTURE | Stage.DISQUALIFIED if lead.owner and lead.stage in WORKED:
            ends = [one for one in world.playbook.outcomes.values() if one.then is stage and not one.reasons]
            return Dispose(by=lead.owner, outcome=ends[0].name) if ends else f"no outcome leads to {stage.value}"
        case _:
            return f"a lead does not become {stage.value} by a change in the CRM"
