"""Who should work this lead, by whose turn is it, and why had nobody else it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.orm_whole.agreed import Agreed
from bench.orm_whole.hours import next_open
from bench.orm_whole.score import holds
from bench.orm_whole.settings import Calendar, Member, Playbook, Pool, Queue, Rep
from bench.orm_whole.tables import Turn
from bench.orm_whole.who import Owned


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    because: str
    rung: str
    calendar: Calendar
    rep: Rep | None = None
    queue: Queue | None = None
    pool: str | None = None
    tried: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    turn: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {
            "because": self.because,
            "owner": self.rep.code if self.rep else None,
            "queue": self.queue.name if self.queue else None,
            "rung": self.rung,
            "tried": self.tried,
            "pool": self.pool,
            "turn": dict(self.turn),
            "passed": self.passed,
        }


async def route(
    db: AsyncSession,
    agreed: Agreed,
    playbook: Playbook,
    *,
    seen: Mapping[str, Any],
    account: Owned | None,
    now: datetime,
) -> Routed:
    """The owner of the account, else the team of the first territory that holds, else the queue."""
    tried: list[str] = []
    owner = await agreed.rep(account.owner) if account and account.owner else None
    if account and owner and not (why := absent(owner, now)):
        says = f"{owner.name} owns the account {account.name}"
        return Routed(because=says, rung="account_owner", calendar=owner.calendar, rep=owner)
    says = "no account" if account is None else why if owner else f"{account.name} has no owner"
    tried.append(f"account_owner: {says}")
    for territory in playbook.territories:
        if holds(territory.when, seen):
            pool = await agreed.pool(territory.pool_id)
            there = [member for member in pool.members if not absent(member.rep, now)]
            if there:
                return await _turn(db, pool, there, now=now, tried=tried, why=f"territory {territory.name}")
            tried.append(f"territory: nobody in {pool.name} is available")
            break
    else:
        tried.append("territory: no case holds")
    queue = await agreed.queue(playbook.default_queue_id)
    because = queue.name if seen.get("lead.country") else f"{queue.name}; missing: country"
    return Routed(because=because, rung=f"queue {queue.name}", calendar=queue.calendar, queue=queue, tried=tried)


async def _turn(
    db: AsyncSession, pool: Pool, there: list[Member], *, now: datetime, tried: list[str], why: str
) -> Routed:
    """The next in turn of those at work, or else of those who open first; turns are exact, for the tally is locked."""
    opens_at = {calendar: next_open(calendar, now) for calendar in {member.rep.calendar for member in there}}
    first = min(opens_at.values())
    rivals = [member for member in there if opens_at[member.rep.calendar] == first]
    turn = (await db.scalars(select(Turn).where(Turn.pool == pool.name).with_for_update())).one()
    chosen, turn.tally = next_in_turn(rivals, turn.tally)
    others = [member.rep.name for member in rivals if member is not chosen]
    shut = [member.rep.name for member in there if member not in rivals]
    passed = [one for one in (absent(member.rep, now) for member in pool.members) if one]
    passed += [f"{', '.join(shut)} not at work"] if shut else []
    passed += [f"not the turn of {', '.join(others)}"] if others else []
    waits = "" if first <= now else ", first to open"
    return Routed(
        because=f"{chosen.rep.name}'s turn in {pool.name.replace('_', ' ')} ({why}{waits})",
        rung="territory",
        calendar=chosen.rep.calendar,
        rep=chosen.rep,
        pool=pool.name,
        tried=tried,
        passed=passed,
        turn=turn.tally,
    )


def next_in_turn(rivals: list[Member], tally: Mapping[str, int]) -> tuple[Member, dict[str, int]]:
    """Smooth weighted round robin: everybody there gains their weight, who is furthest pays for all of it."""
    now = dict(tally)
    for member in rivals:
        now[member.rep.code] = now.get(member.rep.code, 0) + member.weight
    chosen = max(rivals, key=lambda member: now[member.rep.code])
    now[chosen.rep.code] -= sum(member.weight for member in rivals)
    return chosen, now


def absent(rep: Rep, now: datetime) -> str:
    """Why this person takes no leads today, in words; empty when they do. Closed hours are no absence."""
    if not rep.active:
        return f"{rep.name} is no longer active"
    if not rep.available:
        return f"{rep.name} has switched leads off"
    if not rep.leaves:
        return ""
    today = now.astimezone(ZoneInfo(rep.calendar.zone)).date()
    leave = next((one for one in rep.leaves if one.first <= today <= one.last), None)
    return f"{rep.name} is away until {leave.last}" if leave else ""
