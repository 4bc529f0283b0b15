"""Are turns exact while a hundred clients hand in leads, people come and go and pools are edited, and at what cost?

    python -m bench.routing [--leads 10000]

Two processes take the leads of the usual crowd (20 reps in 4 teams, weighted) in group commits, as the doors do, while
a manager switches people off and on, sends them on leave and edits pools. Then once more with leads that are there
already and wait in the queue, for nobody was at work when they came: they are only given to somebody, which is what
Odoo's figure measures. That is done in two processes, which take turns at the tallies, in one, as the button on the
queue's page does it, and in one that a hundred clients ask at the same time, each for a hundredth of the leads.
Checked are every decision's tally, who was chosen, and CPU. Odoo's figure is a fixed one of another day: how quick this
machine is beside that one is measured before and after, and each ratio is told as it is and as it would be there.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import timedelta

import asyncpg

from batonpass.handoff.turn import OWED, TODAY, TURN
from batonpass.store.directory import put_pool, put_rep
from batonpass.store.open import open_pool
from batonpass.store.shape import decode_json
from batonpass.store.side_by_side import AT_ONCE
from batonpass.store.take import take
from batonpass.store.world import Watched
from bench.cpu import Meter
from bench.crowd import arrivals, people
from bench.ground import Ground, stand
from bench.group_commit import ODOO
from bench.lines import Line
from bench.pace import paced, request_costs, slower
from bench.plan import Plan
from bench.routing_client import CLIENTS, started

EDITS = 24
DAY = timedelta(days=1)
GIVEN = f"that wait in the queue given to 20 reps, {AT_ONCE} at a time"
RUNS = (
    ("take", 2, f"handed in by {CLIENTS} clients"),
    ("route", 2, f"{GIVEN} in 2 processes"),
    ("route", 1, f"{GIVEN} in 1 process"),
    ("crowd", 1, f"that wait in the queue given to 20 reps, asked for by {CLIENTS} clients at once"),
)
IN_ONE = 500
PAUSE = 1.5
"""Seconds somebody stays switched off: longer than the second of grace, or nothing would be checked."""
TEAMS = {"nordics": "n", "dach": "d", "british_isles": "b", "americas": "a"}
CALENDARS = {"n": "stockholm", "d": "berlin", "b": "london", "a": "new_york"}


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """Four runs, checked decision by decision; then how quick the machine was, and what each comes to by that."""
    before, rates = await request_costs(), {}
    for what, processes, how in RUNS:
        async with ground.database() as url:
            pool = await open_pool(url)
            try:
                await _edit(pool, 0)
                if what != "take":
                    await _waiting(pool, plan.leads)
                await ground.calm()
                cpu, wall = await _run(ground, pool, url, what=what, processes=processes, leads=plan.leads)
                rates[how] = plan.leads / cpu
                yield _cost(f"{plan.leads:,} leads {how}", rates[how], plan.leads / wall)
                async for line in _checked(pool, plan.leads):
                    yield line
            finally:
                await pool.close()
    after = await request_costs()
    yield paced(before, after)
    for how, rate in rates.items():
        yield _at_that_pace(f"{plan.leads:,} leads {how}", rate * slower(before, after))


async def _run(
    ground: Ground, pool: asyncpg.Pool, url: str, *, what: str, processes: int, leads: int
) -> tuple[float, float]:
    """CPU seconds of the clients and the database, and of the wall, while people come and go."""
    clients = [await started(what, url, part=n, of=processes, leads=leads) for n in range(processes)]
    meter = Meter({"database": ground.postmaster})
    for one in clients:
        one.stdin.write(b"go\n")
    edits = asyncio.create_task(_edits(pool))
    own = sum([float(await one.stdout.readline()) for one in clients])
    spent = meter.read()
    edits.cancel()
    await asyncio.gather(edits, return_exceptions=True)
    if not edits.cancelled():
        edits.result()  # what went wrong in an edit is told: a run without them shows less than it says
    for one in clients:
        await one.communicate(b"done\n")
    return own + spent.trees["database"], spent.wall


async def _waiting(pool: asyncpg.Pool, leads: int) -> None:
    """Let the whole crowd in while everybody is switched off, and switch them on again.

    What was told of a lead that waits left within a second, as it does where messages are sent: it is sent by then.
    """
    watched, everybody = Watched(), [f"{letter}{n}" for letter in TEAMS.values() for n in range(1, 6)]
    for rep in everybody:
        await put_rep(pool, watched, rep, _rep(rep, available=False), by="bench")
    crowd = arrivals(people(leads))
    for at in range(0, leads, IN_ONE):
        await take(pool, watched, crowd[at : at + IN_ONE])
    await pool.execute(LEFT)
    for rep in everybody:
        await put_rep(pool, watched, rep, _rep(rep, available=True), by="bench")


def _cost(what: str, rate: float, wall: float) -> Line:
    return Line(
        measure=f"{what}, a CPU second, application and database",
        ours=f"{rate:.0f} leads ({wall:.0f} a second of the wall)",
        reference=f"{ODOO} leads (Odoo 19, measured earlier)",
        ratio=f"{rate / ODOO:.1f}",
        target=">= 50",
        met=rate >= 50 * ODOO,
    )


def _at_that_pace(what: str, rate: float) -> Line:
    return Line(
        measure=f"{what}: the same at the pace of the machine that Odoo's figure comes from",
        ours=f"{rate:.0f} leads",
        reference=f"{ODOO} leads",
        ratio=f"{rate / ODOO:.1f}",
        target=">= 50",
        met=rate >= 50 * ODOO,
    )


async def _checked(pool: asyncpg.Pool, leads: int) -> AsyncGenerator[Line]:
    worst, unpaid = 0.0, 0
    for (body,) in await pool.fetch(TURNS):
        tally = {rep: n for rep, n in decode_json(body)["turn"].items() if rep[0] not in (OWED, TODAY)}
        worst = max(worst, *(abs(n) / TURN for n in tally.values()))
        unpaid += sum(tally.values()) != 0
    yield _line("furthest from entitlement at any decision, in turns", f"{worst:.3f}", "<= 1", met=worst <= 1)
    yield _line("decisions whose tally does not add up", str(unpaid), "0")
    for measure, sql in WRONG.items():
        yield _line(measure, str(await pool.fetchval(sql)), "0")
    held = Counter({row["owner"]: row["held"] for row in await pool.fetch(HELD)})
    yield Line(measure="leads a rep, fewest to most", ours=f"{min(held.values())} to {max(held.values())} of {leads:,}")


def _line(measure: str, ours: str, target: str, *, met: bool | None = None) -> Line:
    return Line(measure=measure, ours=ours, target=target, met=ours == target if met is None else met)


TURNS = "select body::text from app.facts where kind = 'Routed' and body ->> 'pool' is not null"
LEFT = "update app.outbox set state = 'sent', sent_at = app.now() where state = 'waiting'"
HELD = "select owner, count(*) as held from app.leads where owner is not null group by owner"
WRONG = {
    "leads given to somebody who was switched off or on leave": """
        select count(*) from app.facts f join bench_off o on f.body ->> 'owner' = o.rep
        where f.kind = 'Routed'
            and pg_xact_commit_timestamp(f.xmin) > o.since + interval '1 second'
            and pg_xact_commit_timestamp(f.xmin) < o.until
    """,
    "leads given to two people": """
        select count(*) from (
            select 1 from app.facts where kind = 'Routed' and body ->> 'owner' is not null
            group by lead_id having count(*) > 1
        ) as twice
    """,
    "leads in work without an owner or queue": """
        select count(*) from app.leads where owner is null and queue is null and stage = 'MQL'
    """,
}
"""What must not be. A batch that was being decided when somebody was switched off may be written a second after it."""


async def _edits(pool: asyncpg.Pool) -> None:
    """Somebody is switched off or goes on leave, weights change, somebody comes back, again and again."""
    watched = Watched()
    await pool.execute("create table bench_off (rep text, since timestamptz, until timestamptz)")
    for n in range(1, EDITS + 1):
        rep = f"{list(TEAMS.values())[n % 4]}{1 + n % 5}"
        gone = _rep(rep, available=False) if n % 2 else {**_rep(rep, available=True), "leave": [await _leave(pool)]}
        await put_rep(pool, watched, rep, gone, by="bench")
        since = await pool.fetchval("select clock_timestamp()")
        await _edit(pool, n)
        await asyncio.sleep(PAUSE)
        until = await pool.fetchval("select clock_timestamp()")
        await put_rep(pool, watched, rep, {**_rep(rep, available=True), "leave": []}, by="bench")
        await pool.execute("insert into bench_off values ($1, $2, $3)", rep, since, until)


async def _leave(pool: asyncpg.Pool) -> dict[str, str]:
    """From yesterday to tomorrow."""
    today = await pool.fetchval("select app.now()::date")
    return {"from": str(today - DAY), "to": str(today + DAY)}


async def _edit(pool: asyncpg.Pool, n: int) -> None:
    """The weights of one team, or of all at the beginning."""
    for place, (team, letter) in enumerate(TEAMS.items()):
        if n == 0 or n % 4 == place:
            members = [{"rep": f"{letter}{k}", "weight": 1 + (k + n) % 3} for k in range(1, 6)]
            await put_pool(pool, team, {"members": members}, by="bench")


def _rep(rep: str, *, available: bool) -> dict[str, object]:
    return {
        "name": rep, "email": f"{rep}@lumen.example", "calendar": CALENDARS[rep[0]], "manager": "mara",
        "available": available,
    }  # fmt: skip


async def _alone(leads: int) -> None:
    async with stand() as ground:
        async for line in measure(ground, Plan(leads=leads)):
            print(f"{line.measure}: {line.ours} | {line.reference} | {line.ratio} | {line.target}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--leads", type=int, default=10_000)
    asyncio.run(_alone(parser.parse_args().leads))


if __name__ == "__main__":
    main()
