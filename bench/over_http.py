"""How many leads a second are taken in over HTTP, each answered only once it is durable?"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from http.client import HTTPConnection
from statistics import median

from bench import one_per_commit
from bench.crowd import people
from bench.ground import TOKEN, Ground
from bench.lines import Line, compared, percentile, within
from bench.plan import Plan
from bench.servers import Storm, batonpass, orm, storm

CONNECTIONS = 256
PROCESSES = 2
CLIENTS = (8, 32)


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """Three at a time in every round: ours, pgbench with the better number of clients, and the usual application."""
    rounds = [await _round(ground, plan) for _ in range(plan.rounds)]
    ours, bare, usual = zip(*rounds, strict=True)
    among = f"{CONNECTIONS} connections, {PROCESSES} processes"
    pairs = [(a.rate, b) for a, b in zip(ours, bare, strict=True)]
    yield compared(f"{among}: against one handoff a commit in PL/pgSQL (pgbench)", pairs, "leads/s", 1.0)
    pairs = [(a.rate, c.rate) for a, c in zip(ours, usual, strict=True)]
    yield compared(f"{among}: against FastAPI and the SQLAlchemy ORM", pairs, "leads/s", 20)
    pairs = [(1 / _cpu(a), 1 / _cpu(c)) for a, c in zip(ours, usual, strict=True)]
    yield compared("the same, leads a CPU second of server and database", pairs, "leads")
    yield Line(measure="CPU a lead, server + database", ours=_parts(ours), reference=_parts(usual))
    yield Line(
        measure="requests that failed in the storms",
        ours=str(sum(one.failed for one in ours)),
        reference=str(sum(one.failed for one in usual)),
        target="0",
        met=not sum(one.failed for one in ours),
    )
    times = await _one_by_one(ground, plan.one_by_one)
    yield within("one client, one lead at a time: p50", percentile(times, 50), "ms", 5)
    yield Line(measure="one client, one lead at a time: p99", ours=f"{percentile(times, 99):.2f} ms")


async def _round(ground: Ground, plan: Plan) -> tuple[Storm, float, Storm]:
    seconds = plan.seconds
    async with ground.database() as url:
        await one_per_commit.prepare(url)
        await ground.calm()
        bare = max([await one_per_commit.rate(url, clients=n, seconds=seconds / 2) for n in CLIENTS])
    async with ground.database() as url, batonpass(url, "--no-work", "--processes", str(PROCESSES)) as at:
        ours = await _storm(ground, at, url, seconds)
    async with ground.database() as url, orm(url, processes=PROCESSES) as at:
        usual = await _storm(ground, at, url, seconds)
    return ours, bare, usual


async def _storm(ground: Ground, at: tuple[int, int], url: str, seconds: float) -> Storm:
    """A short one first, so that neither is measured while it wakes up."""
    port, pid = at
    given = {"url": url, "postmaster": ground.postmaster, "connections": CONNECTIONS}
    await storm(port, pid, seconds=1, **given)
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
