"""Does a plan on a million leads answer in the time it takes to read it, with the leads in PostgreSQL?"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from statistics import median

from batonpass.learn.what_if import sample_of, what_if
from batonpass.store.directory import apply
from batonpass.store.open import open_pool
from bench.ground import Ground
from bench.lines import Line, within
from bench.plan import Plan
from bench.plan_many import CHANGED, crowd, fill, playbook, settings

MILLION = 1_000_000
SECONDS_MOST, GB_MOST, WHAT_IF_MS_MOST = 10, 2, 100
SAMPLE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How long the command took, and the most memory it had."""

    seconds: float
    gigabytes: float


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """The command as a person types it: it starts, reads, judges, compares and prints."""
    agreed, draft = playbook("wide"), playbook("lower", 35)
    async with ground.database() as url:
        pool = await open_pool(url, connections=2)
        await pool.execute("delete from app.leads")
        await fill(pool, plan.planned)
        await apply(pool, agreed.text, where="bench", by="bench")
        name = f"plan on {plan.planned:,} leads"
        first = await _run(url, draft.text)
        yield Line(measure=f"{name}, the first: every lead is read", ours=f"{first.seconds:.2f} s")
        runs = [await _run(url, draft.text) for _ in range(plan.rounds)]
        yield _seconds(name, median(run.seconds for run in runs), plan)
        await pool.execute(CHANGED)
        yield _seconds(f"{name}, one in a thousand changed since", (await _run(url, draft.text)).seconds, plan)
        yield within(f"memory of it, {name}", max(run.gigabytes for run in (first, *runs)), "GB", GB_MOST)
        await pool.close()
    yield within(
        f"what-if on {SAMPLE:,} leads, whole, worst of 20", await asyncio.to_thread(_what_if), "ms", WHAT_IF_MS_MOST
    )


def _seconds(name: str, seconds: float, plan: Plan) -> Line:
    """There is a promise for a million; for fewer the time is told."""
    if plan.planned < MILLION:
        return Line(measure=name, ours=f"{seconds:.2f} s")
    return within(name, seconds, "s", SECONDS_MOST)


async def _run(url: str, text: str) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.yaml"
        path.write_text(text, "utf-8")
        return await asyncio.to_thread(_typed, url, path)


def _typed(url: str, path: Path) -> Run:
    """Start the command and wait for it; RuntimeError when it does not answer."""
    environment = {**os.environ, "BATONPASS_DATABASE_URL": url, "BATONPASS_TEST_CLOCK": "1"}
    line = [sys.executable, "-m", "batonpass.run.cli", "plan", str(path)]
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    began = time.perf_counter()
    process = os.posix_spawn(sys.executable, line, environment, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"batonpass plan ended with {os.waitstatus_to_exitcode(status)}")
    return Run(seconds=time.perf_counter() - began, gigabytes=used.ru_maxrss / 2**20)


def _what_if() -> float:
    """One threshold moved, under which every lead of the sample is looked at again; milliseconds of the slowest."""
    agreed = playbook("wide")
    before, after = settings([agreed, playbook("lower", 35)])
    sample = sample_of(crowd(SAMPLE, [agreed]), before)
    times: list[float] = []
    for points in range(20, 41):
        definition = replace(after.playbook.definition, mql_from=Decimal(points))
        began = time.perf_counter()
        what_if(sample, replace(after, playbook=replace(after.playbook, definition=definition)), shown=25)
        times.append((time.perf_counter() - began) * 1000)
    return max(times[1:])
