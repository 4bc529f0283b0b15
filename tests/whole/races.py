"""Who wins when a touch and a step, two reps, or eight workers meet at the same instant?

Run by hand: `python -m tests.whole.races --races 10000`. Prints what went wrong how often; exit code 1 if anything did.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from random import Random

import asyncpg

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Claim, Touch
from batonpass.store.due import ring
from batonpass.store.open import open_pool
from batonpass.store.take import act
from batonpass.store.world import Watched
from tests.database import address, command, server, template, wait_for
from tests.store.office import TUESDAY_TEN, furnish, send, set_time, submission
from tests.whole.patience import linger

PAGE = 250
"""So many leads race at a time: each touched once, while workers ring what is due."""
WORKERS = 8
DUE = TUESDAY_TEN + timedelta(minutes=30)
MOMENT = timedelta(microseconds=1)
BOTH_WON = """
    select count(*) from app.clocks c where c.promise = 'first_touch' and (
        (c.state = 'met' and c.next_at is not null)
        or (c.state = 'met' and exists (
            select from app.facts e join app.facts t on t.lead_id = e.lead_id and t.kind = 'Touched'
            where e.lead_id = c.lead_id and e.kind = 'Escalated' and e.seq > t.seq))
        or (c.state = 'met' and exists (
            select from app.outbox o
            where o.lead_id = c.lead_id and o.kind in ('breach', 'reminder') and o.state = 'waiting')))
"""
TWICE = """
    select count(*) from (select from app.facts where kind = 'Escalated'
        group by lead_id, body ->> 'percent' having count(*) > 1) as doubled
"""
UNJUDGED = "select count(*) from app.clocks where promise = 'first_touch' and state not in ('met', 'breached')"
WRONGLY = """
    select count(*) from app.clocks c join app.facts t on t.lead_id = c.lead_id and t.kind = 'Touched'
    where (c.state = 'met') <> (t.at <= c.due_at)
"""
UNCORRECTED = """
    select count(*) from app.clocks c where c.state = 'met'
        and exists (select from app.outbox o
            where o.lead_id = c.lead_id and o.kind = 'breach' and o.state <> 'cancelled')
        and not exists (select from app.outbox o where o.lead_id = c.lead_id and o.kind = 'corrected')
"""
LEAVES = "alter table app.outbox alter column state set default '{}'"
"""Word leaves as it is written, or waits until it is sent: who was told of a breach is corrected."""
OWNERS = """
    select count(*) from app.leads l where l.owner is null
        or (select count(*) from app.facts f
            where f.lead_id = l.id and f.kind = 'Routed' and f.body ->> 'rung' = 'claim') <> 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """How often each thing went wrong; all should be 0."""

    both_won: int = 0
    twice: int = 0
    missed: int = 0
    unjudged: int = 0
    wrongly: int = 0
    uncorrected: int = 0
    two_owners: int = 0

    @property
    def clean(self) -> bool:
        """Did nothing go wrong?"""
        return not any(asdict(self).values())


async def touch_against_step(pool: asyncpg.Pool, watched: Watched, *, races: int, chance: Random) -> Wrong:
    """Reps touch, in time or a moment late, while workers ring the step that is due at that very instant."""
    for start in range(0, races, PAGE):
        await set_time_back(pool)
        page = range(start, min(start + PAGE, races))
        leads = [one.lead_id for one in await send(pool, watched, *(submission(f"t{n}") for n in page))]
        await set_time(pool, DUE + MOMENT)
        work = [_touch(pool, watched, lead, chance) for lead in leads] + [_ring_all(pool, watched) for _ in range(4)]
        chance.shuffle(work)
        await pool.execute(LEAVES.format("sent"))
        try:
            await asyncio.gather(*work)
        finally:
            await pool.execute(LEAVES.format("waiting"))
    count = pool.fetchval
    await set_time(pool, DUE + timedelta(hours=2))
    await _ring_all(pool, watched)
    return Wrong(
        both_won=await count(BOTH_WON),
        twice=await count(TWICE),
        unjudged=await count(UNJUDGED),
        wrongly=await count(WRONGLY),
        uncorrected=await count(UNCORRECTED),
    )


async def eight_at_one_clock(pool: asyncpg.Pool, watched: Watched, *, races: int) -> Wrong:
    """Eight workers see the same few clocks come due at once."""
    for n in range(races):
        await set_time_back(pool)
        await send(pool, watched, submission(f"e{n}"))
        await set_time(pool, DUE + MOMENT)
        await asyncio.gather(*(ring(pool, watched) for _ in range(WORKERS)))
    rung = await pool.fetchval("select count(distinct lead_id) from app.facts where kind = 'Escalated'")
    return Wrong(twice=await pool.fetchval(TWICE), missed=races - rung)


async def two_at_one_lead(pool: asyncpg.Pool, watched: Watched, *, races: int) -> Wrong:
    """Ana and Bruno claim the same lead from a queue at once."""
    leads = [one.lead_id for one in await send(pool, watched, *(submission(f"c{n}") for n in range(races)))]
    await pool.execute(
        """update app.leads set owner = null, queue = 'triage',
           state = jsonb_set(jsonb_set(state::jsonb, '{owner}', 'null'), '{queue}', '"triage"')"""
    )
    for start in range(0, races, PAGE):
        both = [(lead, rep) for lead in leads[start : start + PAGE] for rep in ("ana", "bruno")]
        await asyncio.gather(*(_claim(pool, watched, lead, rep) for lead, rep in both))
    return Wrong(two_owners=await pool.fetchval(OWNERS))


async def set_time_back(pool: asyncpg.Pool) -> None:
    """Each page of races begins at ten."""
    await pool.execute("update app.test_clock set at = $1", TUESDAY_TEN)


async def _touch(pool: asyncpg.Pool, watched: Watched, lead: str, chance: Random) -> None:
    at = DUE + chance.choice((-MOMENT, timedelta(0), MOMENT))
    await linger(chance.random() / 50)
    await act(pool, watched, lead, Touch(by="ana", kind="call", at=at))


async def _ring_all(pool: asyncpg.Pool, watched: Watched) -> None:
    while await ring(pool, watched, limit=7):
        pass


async def _claim(pool: asyncpg.Pool, watched: Watched, lead: str, rep: str) -> bool:
    try:
        await act(pool, watched, lead, Claim(by=rep))
    except Refusal:
        return False
    return True


Race = Callable[[asyncpg.Pool, Watched], Awaitable[Wrong]]


async def on_a_database(race: Race) -> Wrong:
    """Run one kind of race on a database of its own."""
    name = f"race_{random.randrange(10**9)}"
    await command(f"create database {name} template {template()} strategy file_copy")
    pool = await open_pool(address(name), connections=12)
    try:
        return await race(pool, await furnish(pool))
    finally:
        await pool.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--races", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    said = asked.parse_args()
    chance, few = Random(said.seed), max(1, said.races // 10)
    kinds: dict[str, Race] = {
        "touch against step": lambda pool, watched: touch_against_step(pool, watched, races=said.races, chance=chance),
        "two reps, one lead": lambda pool, watched: two_at_one_lead(pool, watched, races=said.races),
        "eight workers, one clock": lambda pool, watched: eight_at_one_clock(pool, watched, races=few),
    }
    found = {}
    for name, race in kinds.items():
        found[name] = asyncio.run(on_a_database(race))
        sys.stdout.write(f"seed {said.seed}, {name}: {found[name]}\n")
        sys.stdout.flush()
    wait_for(server().close())
    sys.exit(0 if all(one.clean for one in found.values()) else 1)


if __name__ == "__main__":
    main()
