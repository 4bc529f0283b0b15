"""How many leads a second are taken in over HTTP, each answered only once it is durable?"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from typing import Any

from bench import one_per_commit
from bench.crowd import people
from bench.ground import TOKEN, Ground
from bench.lines import Line, compared, percentile, within
from bench.orm_whole.fill import fill
from bench.plan import Plan
from bench.servers import Storm, batonpass, orm, settled, storm

CONNECTIONS = 256
PROCESSES = 2
CLIENTS = (8, 32)
PATIENCE = 2
"""So much longer the usual applications are measured: of few leads, those under way at the end would weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The usual application, in one of its ways; README.md says what each does and does not."""

    says: str
    app: str
    target: float | None = None
    held: bool = False


LEAN = Usual(
    says="against FastAPI and the SQLAlchemy ORM that does less: no hours, leave, accounts, replays, settings",
    app="reference_orm",
    target=20,
)
WHOLE = Usual(says="against FastAPI and the SQLAlchemy ORM, the same transaction", app="reference_orm_whole", target=20)
HELD = Usual(says="against that with all settings held in each process", app="reference_orm_whole", held=True)
USUAL = (LEAN, WHOLE, HELD)


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """All in turn in every round: pgbench with the better number of clients, ours, and the usual applications."""
    rounds = [await _round(ground, plan) for _ in range(plan.rounds)]
    bare, ours, *usual = zip(*rounds, strict=True)
    among = f"{CONNECTIONS} connections, {PROCESSES} processes"
    pairs = [(a.rate, b) for a, b in zip(ours, bare, strict=True)]
    yield compared(f"{among}: against one handoff a commit in PL/pgSQL (pgbench)", pairs, "leads/s", 1.0)
    for one, storms in zip(USUAL, usual, strict=True):
        pairs = [(a.rate, c.rate) for a, c in zip(ours, storms, strict=True)]
        yield compared(f"{among}: {one.says}", pairs, "leads/s", one.target)
        pairs = [(1 / _cpu(a), 1 / _cpu(c)) for a, c in zip(ours, storms, strict=True)]
        yield compared("the same, leads a CPU second of server and database", pairs, "leads")
        yield Line(measure="CPU a lead, server + database", ours=_parts(ours), reference=_parts(storms))
    failed, *theirs = [sum(one.failed for one in storms) for storms in (ours, *usual)]
    yield Line(
        measure="requests that failed in the storms; of the three applications, as above",
        ours=str(failed),
        reference=", ".join(map(str, theirs)),
        target="0",
        met=not failed,
    )
    times = await _one_by_one(ground, plan.one_by_one)
    yield within("one client, one lead at a time: p50", percentile(times, 50), "ms", 5)
    yield Line(measure="one client, one lead at a time: p99", ours=f"{percentile(times, 99):.2f} ms")


async def _round(ground: Ground, plan: Plan) -> tuple[Any, ...]:
    seconds = plan.seconds
    async with ground.database() as url:
        await one_per_commit.prepare(url)
        await ground.calm()
        bare = max([await one_per_commit.rate(url, clients=n, seconds=seconds / 2) for n in CLIENTS])
    async with ground.database() as url, batonpass(url, "--no-work", "--processes", str(PROCESSES)) as at:
        ours = await _storm(ground, at, url, seconds)
    return bare, ours, *[await _usual(ground, one, seconds) for one in USUAL]


async def _usual(ground: Ground, one: Usual, seconds: float) -> Storm:
    async with ground.database() as url:
        if one is not LEAN:
            await fill(url)
        async with orm(url, processes=PROCESSES, app=one.app, BENCH_ORM_HELD="1" if one.held else "") as at:
            return await _storm(ground, at, url, PATIENCE * seconds)


async def _storm(ground: Ground, at: tuple[int, int], url: str, seconds: float) -> Storm:
    """A short one first, worked off to its last lead, so that none is measured while it wakes up or with old work."""
    port, pid = at
    given = {"url": url, "postmaster": ground.postmaster, "connections": CONNECTIONS}
    await storm(port, pid, seconds=1, **given)
    await settled(url)
    await ground.calm()
    return await storm(port, pid, seconds=seconds, **given)


async def _one_by_one(ground: Ground, count: int) -> list[float]:
    """Milliseconds from sending to the whole answer, for one patient client."""
    async with ground.database() as url, batonpass(url, "--no-work") as (port, _):
        return await asyncio.to_thread(_patient, port, count)


def _patient(port: int, count: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    times = []
    for sent in people(count + 20):
        body = json.dumps(sent)
        began = time.perf_counter()
        connection.request("POST", "/v1/submissions", body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 201:
            raise RuntimeError(f"a lead was answered with {answer.status}")
    connection.close()
    return times[20:]


def _cpu(one: Storm) -> float:
    return one.server + one.database


def _parts(storms: tuple[Storm, ...]) -> str:
    server, database = median(s.server for s in storms), median(s.database for s in storms)
    return f"{server * 1e6:.0f} + {database * 1e6:.0f} us"
