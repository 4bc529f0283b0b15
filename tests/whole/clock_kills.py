"""Does every due step happen exactly once, none early, while the workers that carry them out are killed at random?

Run by hand: `python -m tests.whole.clock_kills --clocks 100000 --workers 8 --kills 500`. Prints a toll; exit code 1 if
a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import asyncpg

from batonpass.store.directory import apply, put_calendar, put_pool, put_rep
from batonpass.store.embedded import EmbeddedServer
from batonpass.store.open import make_ready, open_pool, with_retry
from batonpass.store.take import take
from batonpass.store.world import Watched
from tests.store.office import submission
from tests.whole.kills import ROUND_THE_CLOCK
from tests.whole.nursery import Running, cold
from tests.whole.patience import linger
from tests.whole.people import STARTER
from tests.whole.program import Post

REPS = 100
CALM_SECONDS = 30.0
"""So long after the last kill everything that was due must have been done (promise R17)."""
COLD_SECONDS = 20.0
"""So long the workers of a great storm take to start from the disk, all at once."""

COPIES = """
    with many as (
        select 'Lkill' || lpad(n::text, 12, '0') as id, 'n' || (n % $4) as owner,
            clock_timestamp() + $3::interval + (n * $2::float8) * interval '1 second' as due
        from generate_series(1, $1::int) n
    ), leads as (
        insert into app.leads (id, person, seq, stage, band, tier, owner, name, company, next_action, next_due_at,
            created_at, changed_at, state)
        select m.id, m.id || '@firm.example', l.seq, l.stage, l.band, l.tier, m.owner, l.name, l.company, l.next_action,
            m.due, l.created_at, l.changed_at, jsonb_set(jsonb_set(jsonb_set(l.state::jsonb, '{id}', to_jsonb(m.id)),
                '{owner}', to_jsonb(m.owner)), '{clocks,0,steps,0,at}', to_jsonb(m.due))
        from many m, app.leads l where l.id = $5
    )
    insert into app.clocks (lead_id, promise, cycle, tier, owner, state, started_at, due_at, next_at)
    select m.id, c.promise, c.cycle, c.tier, m.owner, c.state, c.started_at, c.due_at, m.due
    from many m, app.clocks c where c.lead_id = $5
"""
TOLL = """
    with rung as (
        select f.lead_id, count(*) as times, min(f.at - (f.body ->> 'step_at')::timestamptz) as soonest,
            max(f.kept_at - (f.body ->> 'step_at')::timestamptz) as latest
        from app.facts f where f.kind = 'Escalated' and f.lead_id like 'Lkill%' group by f.lead_id
    )
    select count(*) filter (where r.lead_id is null) as missed, count(*) filter (where r.times > 1) as doubled,
        count(*) filter (where r.soonest <= interval '0') as early, max(r.latest) as latest,
        percentile_disc(0.999) within group (order by r.latest) as p999,
        (select count(*) from app.outbox
            where state = 'sending' and lease_until < clock_timestamp() - $1::interval) as held,
        (select count(*) from app.outbox where state = 'dead') as dead
    from app.leads l left join rung r on r.lead_id = l.id where l.id like 'Lkill%'
"""

LAST = "select extract(epoch from max(next_at) - clock_timestamp()) from app.clocks where lead_id like 'Lkill%'"
"""The seconds until the last step comes due: whoever counts before has missed it, and not the workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What the storm did, and what the database says afterwards; `missed` to `held` should be 0."""

    clocks: int
    kills: Counter[str]
    missed: int
    doubled: int
    early: int
    held: int
    dead: int
    latest: timedelta
    p999: timedelta
    calm_after: float

    @property
    def clean(self) -> bool:
        """Every due step exactly once, none early, and all of it soon after the last kill?"""
        return not (self.missed or self.doubled or self.early or self.held or self.dead)


@dataclass(slots=True, kw_only=True)
class Crew:
    """Worker processes on one data folder, and somebody who kills and freezes them."""

    data: Path
    chance: Random
    post: Post
    begin: Callable[..., Running] = cold
    workers: list[Running] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    def start(self) -> Running:
        """One more worker."""
        smtp = {"HOST": "127.0.0.1", "PORT": str(self.post.port), "SECURITY": "plain"}
        settings = {
            "BATONPASS_DATA": str(self.data),
            **{f"BATONPASS_SMTP_{name}": value for name, value in smtp.items()},
        }
        return self.begin(["worker"], {**os.environ, **settings}, str(self.data / "workers.log"))

    def strike(self) -> None:
        """Kill one at random with -9 and start another in its place; now and then it is PostgreSQL."""
        if self.chance.random() < 0.05 and self._strike_postgres():
            self.kills["postgres"] += 1
            return
        place = self.chance.randrange(len(self.workers))
        self.workers[place].kill()
        self.workers[place].wait()
        self.workers[place] = self.start()
        self.kills["worker"] += 1

    def _strike_postgres(self) -> bool:
        for pid_file in self.data.rglob("postmaster.pid"):
            with suppress(ProcessLookupError, ValueError, IndexError):
                os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
                return True
        return False

    def stop(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


def lead_time(clocks: int, *, to_start: float) -> timedelta:
    """How long after the set-up begins the first comes due: so many leads are to be written, and workers to start."""
    return timedelta(seconds=to_start, microseconds=500 * clocks)


async def storm(
    data: Path,
    *,
    clocks: int,
    kills: int,
    workers: int,
    seconds: float,
    seed: int,
    to_start: float = COLD_SECONDS,
    **begin: Any,
) -> Toll:
    """Let so many clocks come due over so many seconds, kill all the while, then count with queries of our own."""
    server = EmbeddedServer(data)
    url = await server.start()
    watch = asyncio.create_task(server.supervise())
    crew = Crew(data=data, chance=Random(seed), post=Post(), **begin)
    try:
        await make_ready(url, test_clock=False)
        pool = await open_pool(url, connections=2)
        await _set_up(pool, clocks, seconds, lead_time(clocks, to_start=to_start))
        ends = monotonic() + float(await pool.fetchval(LAST))
        crew.workers = [crew.start() for _ in range(workers)]
        for n in range(kills):
            await linger(max(0.0, (ends - monotonic()) / (kills - n)) * crew.chance.uniform(0.5, 1.5))
            crew.strike()
        await linger(max(0.0, ends - monotonic()))
        calm_after = await _calm(pool)
        return await _count(pool, crew, clocks=clocks, calm_after=calm_after)
    finally:
        crew.stop()
        crew.post.close()
        watch.cancel()
        await server.close()


async def _set_up(pool: asyncpg.Pool, clocks: int, seconds: float, ahead: timedelta) -> None:
    """One lead that was really decided, copied so often, each copy with a first step of its own to come due."""
    watched = Watched()
    await apply(pool, STARTER, where="starter.yaml", by="storm")
    await put_calendar(pool, "always", ROUND_THE_CLOCK, by="storm")
    for n in range(REPS):
        person = {"name": f"N{n}", "email": f"n{n}@lumen.example", "calendar": "always"}
        await put_rep(pool, watched, f"n{n}", person, by="storm")
    await put_pool(pool, "emea", {"members": [{"rep": "n0"}]}, by="storm")
    (lead,) = await take(pool, watched, [submission(0)])
    await pool.execute("update app.outbox set state = 'sent'")
    await pool.execute(COPIES, clocks, seconds / clocks, ahead, REPS, lead.lead_id)


async def _calm(pool: asyncpg.Pool) -> float:
    """The seconds until nothing that is due waits any more; as many as we give it when something still does."""
    began = monotonic()
    due = """select exists (select from app.clocks where next_at < app.now() and lead_id like 'Lkill%')
        or exists (select from app.outbox where state = 'sending' and lease_until < clock_timestamp())"""
    while monotonic() - began < 4 * CALM_SECONDS:
        if not await with_retry(lambda: pool.fetchval(due)):
            break
        await linger(0.2)
    return monotonic() - began


async def _count(pool: asyncpg.Pool, crew: Crew, *, clocks: int, calm_after: float) -> Toll:
    row = await with_retry(lambda: pool.fetchrow(TOLL, timedelta(seconds=5)))
    assert row is not None  # an aggregate gives one row, always
    return Toll(clocks=clocks, kills=crew.kills, calm_after=round(calm_after, 1), **row)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clocks", type=int, default=5_000)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--workers", type=int, default=8)
    asked.add_argument("--seconds", type=float, default=0, help="over how long they come due; by default 2 s a kill")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    said = asked.parse_args()
    data = Path(tempfile.mkdtemp(prefix="batonpass-clocks-"))
    data.chmod(0o755)
    seconds = said.seconds or max(30.0, 2.0 * said.kills)
    sys.stdout.write(f"seed {said.seed}, {said.clocks} clocks over {seconds:.0f} s, at work in {data}\n")
    sys.stdout.flush()
    asked_for = {"clocks": said.clocks, "kills": said.kills, "workers": said.workers}
    toll = asyncio.run(storm(data, seconds=seconds, seed=said.seed, **asked_for))
    sys.stdout.write(f"{toll}\nworst wait of a step {toll.latest}, p99.9 {toll.p999}, calm {toll.calm_after} s after\n")
    if toll.clean:
        shutil.rmtree(data, ignore_errors=True)
    sys.exit(0 if toll.clean else 1)


if __name__ == "__main__":
    main()
