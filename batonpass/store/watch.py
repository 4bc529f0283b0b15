"""Is every promise of ours kept? Looked up by queries that share nothing with the code that has to keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from batonpass.store.connection import Connection, PoolOrConnection
from batonpass.store.in_force import in_force_on
from batonpass.store.statements import Statements, statements
from batonpass.store.world import Watched, World

SQL = statements(Path(__file__).with_suffix(".sql"))
PROOF = statements(Path(__file__).with_name("proof.sql"))
SILENT = "silent_channels"
QUICK: Mapping[str, str] = {
    "late_steps": "clocks that did not ring",
    "stuck_messages": "messages that nobody sends",
    SILENT: "ways out that take nothing",
}
"""What indexes answer at once, looked at every few seconds: by name, what is wrong in words."""
WHOLE: Mapping[str, str] = {
    "arrivals_without_lead": "acknowledged arrivals without their lead",
    "leads_without_anybody": "open leads that nobody has",
    "leads_without_action": "open leads without a next action and a due time",
    "leads_without_promise": "leads handed over without a promise",
    "dues_that_differ": "leads that are due before they say so",
    "clocks_without_lead": "promises about no open lead",
    "messages_about_nobody": "messages about no lead",
    "gaps_in_facts": "gaps in the facts of a lead",
    "facts_without_lead": "facts about no lead",
    "steps_doubled": "steps that were carried out twice",
    "steps_early": "steps that were carried out too early",
    "ahead_of_the_clock": "promises that begin later than now",
}
"""What takes a look at every lead."""
SEALS: Mapping[str, str] = {
    "broken_seals": "seals that do not hold",
    "broken_facts": "facts that were changed after they were kept",
    "facts_unsealed": "facts that are under no seal",
}
CONSERVED = "conservation"
HELD = "recovery_hold"
SAYS: Mapping[str, str] = {
    **QUICK,
    **WHOLE,
    **SEALS,
    CONSERVED: "people who came in and are nowhere now",
    HELD: "nothing leaves: this is a copy of an earlier day, and nobody has released it",
}
PAUSE = timedelta(seconds=4)
COSTS = 50
"""Looking through everything takes at most one part in so many of the time."""
WHOLE_EVERY = timedelta(seconds=30)
COSTS_FOUND = 10
"""While something stands that it has found, at most one part in so many."""
FOUND_EVERY = timedelta(seconds=5)
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that stands against a promise: which, about what, in words; when it was found, once it is noted."""

    what: str
    subject: str
    says: str
    found_at: datetime | None = None


async def look(pool: asyncpg.Pool, watched: Watched) -> list[Finding] | None:
    """Look at what is late, if nobody has just done so; note what is found and what is gone.

    Gives what has become an alarm by being seen twice; None when it was not our turn.
    """
    async with pool.acquire() as connection:
        if not await connection.fetchval(SQL.first_to_look, PAUSE):
            return None
        _, world = await in_force_on(connection, watched)
        return await _noted(connection, [*QUICK], await find(connection, world, [*QUICK]))


async def look_through(
    pool: asyncpg.Pool, watched: Watched, every: timedelta, *, again: timedelta | None = None
) -> list[Finding] | None:
    """The same for every lead, if nobody has for so long. It takes a while, and what is late cannot wait for it.

    While something stands that such a look has found, it is made `again` sooner: nobody is alarmed for longer than it
    is so.
    """
    async with pool.acquire() as connection:
        looked, sooner = [*WHOLE, *SEALS, CONSERVED], every if again is None else again
        if not await connection.fetchval(SQL.first_to_look_through, every, sooner, looked):
            return None
        _, world = await in_force_on(connection, watched)
        found = await find(connection, world, [*WHOLE, *SEALS])
        found += lost(await conservation(connection))
        return await _noted(connection, looked, found)


async def _noted(connection: Connection, looked: list[str], found: Sequence[Finding]) -> list[Finding]:
    told = [[one.what for one in found], [one.subject for one in found], [one.says for one in found]]
    return [Finding(**row) for row in await connection.fetch(SQL.note, looked, *told)]


async def verify(pool: asyncpg.Pool, watched: Watched) -> tuple[Mapping[str, int], list[Finding]]:
    """Where everybody who came in is now, and everything that is wrong now; nothing is noted."""
    async with pool.acquire() as connection:
        _, world = await in_force_on(connection, watched)
        found = await find(connection, world, [*QUICK, *WHOLE, *SEALS])
        report = await conservation(connection)
        return report, [*found, *lost(report)]


async def find(connection: Connection, world: World, names: Sequence[str]) -> list[Finding]:
    """What these checks find, up to a hundred each; other work of the process goes on between them."""
    found: list[Finding] = []
    people = [rep.id for rep in world.directory.reps.values() if rep.active]
    for name in names:
        ours: Statements = PROOF if name in SEALS else SQL
        asked = (people, list(world.directory.queues)) if name == "leads_without_anybody" else ()
        found += [Finding(what=name, **row) for row in await connection.fetch(ours[name], *asked)]
        await asyncio.sleep(0)
    return found


async def conservation(connection: Connection) -> dict[str, int]:
    """How many came in, and how many are worked, in nurture, disqualified, open, merged or erased."""
    row = await connection.fetchrow(SQL.conservation)
    assert row is not None  # noqa: S101 - an aggregate gives one row, always
    return {name: int(value) for name, value in row.items()}


def lost(report: Mapping[str, int]) -> list[Finding]:
    """The finding that more came in than are anywhere, or fewer; none when the report adds up."""
    there = sum(count for name, count in report.items() if name != "came_in")
    if there == report["came_in"]:
        return []
    says = f"{report['came_in']} came in, and {there} are somewhere"
    return [Finding(what=CONSERVED, subject="everybody", says=says)]


async def open_findings(asked: PoolOrConnection) -> list[Finding]:
    """What stands against a promise now, noted by the auditor."""
    return [Finding(**row) for row in await asked.fetch(SQL.open_findings, SHOWN)]


async def seal_of(pool: asyncpg.Pool, number: int) -> str | None:
    """The seal of that number in hexadecimal digits, to compare with one kept elsewhere."""
    return await pool.fetchval(PROOF.seal_at, number)


async def count_findings(asked: PoolOrConnection) -> dict[str, int]:
    """How many of each kind stand now; no kind that has none."""
    return {row["what"]: row["many"] for row in await asked.fetch(SQL.count_findings)}
