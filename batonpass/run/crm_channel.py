"""How does a lead's record in the CRM come up to date: one write for all that it lacks, and none for nothing?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from batonpass.connectors.channel import Later, Message, Never, Result, Sent
from batonpass.connectors.crm import CrmSystem, CrmWrite, Deleted, Lost, Wrote
from batonpass.connectors.crms import Crms
from batonpass.handoff.effects import DeleteRecord, WriteCrm
from batonpass.handoff.playbook.crm import Crm
from batonpass.store.crm import Due, begin, put_back, written
from batonpass.store.in_force import in_force
from batonpass.store.world import Watched

CRM = "crm"
SOON = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmChannel:
    """Writes what the CRM lacks of a lead now: a later message finds it written, and has nothing to do."""

    pool: asyncpg.Pool
    watched: Watched
    crms: Crms
    name: str = CRM

    async def send(self, message: Message) -> Result:
        """Bring one record up to date, or have it deleted; see `Channel`."""
        effect = message.effect
        if not isinstance(effect, WriteCrm | DeleteRecord):
            return Never(why=f"{type(effect).__name__} is nothing for a CRM")
        _, world = await in_force(self.pool, self.watched)
        crm = world.playbook.crm
        if isinstance(effect, DeleteRecord):
            return await self._delete(effect, crm)
        if crm is None:
            return Sent(detail="the playbook keeps nothing in a CRM any more")
        system = self.crms(crm)
        return system if isinstance(system, Later) else await self._write(message, crm, system)

    async def _delete(self, effect: DeleteRecord, crm: Crm | None) -> Result:
        if crm is None or crm.system != effect.to:
            return Never(why=f"the playbook names {effect.to} no more: delete the record {effect.record} there by hand")
        system = self.crms(crm)
        answer = system if isinstance(system, Later) else await system.delete(effect.record)
        return Sent(detail=f"{crm.system} deleted it") if isinstance(answer, Deleted) else answer

    async def _write(self, message: Message, crm: Crm, system: CrmSystem) -> Result:
        due = await begin(self.pool, message.lead, crm)
        if due is None:
            return Later(why="another write of this record is under way", after=SOON)
        if not due.values:
            return Sent(detail="it holds all of it already")
        try:
            answer = await system.write(_write(due, crm))
        except BaseException:
            await put_back(self.pool, message.lead)
            raise
        return await self._noted(due, crm, answer)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.crms.close()

    async def _noted(self, due: Due, crm: Crm, answer: Wrote | Lost | Later | Never) -> Result:
        if isinstance(answer, Wrote):
            await written(self.pool, due, answer.record, answer.at)
            fields = ", ".join(crm.fields[name].to for name in due.values)
            return Sent(detail=f"{crm.system} {answer.record}: {fields}")
        await put_back(self.pool, due.lead.id, lost=due.record if isinstance(answer, Lost) else "")
        return (
            Later(why=f"{answer.why}; it is looked for by its address next", after=SOON)
            if isinstance(answer, Lost)
            else answer
        )


def _write(due: Due, crm: Crm) -> CrmWrite:
    values = {crm.fields[name].to: value for name, value in due.values.items()}
    lead = due.lead
    return CrmWrite(
        lead_id=lead.id,
        record=due.record,
        email=lead.value("email"),
        values=values | ({crm.marker: due.marker} if crm.marker else {}),
        last_name=lead.value("last_name") or lead.name,
        company=lead.account_name or lead.value("company"),
    )
