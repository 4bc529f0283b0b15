"""How fast are leads handed over in group commits, beside merely writing the rows that come of it?"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import asyncpg

from bench.cpu import Meter
from bench.ground import Ground
from bench.lines import Line, compared, reached, said
from bench.plan import Plan
from bench.writer import capture

ODOO = 51
"""Leads a CPU second of Odoo 19, measured earlier on a machine of the same kind: 10,000 leads, 20 reps, 4 teams."""
ODOO_WHOLE = 8.4
"""The same with the record made first, over its API: 79 + 21 ms of CPU a lead, and 19.4 ms to give it to somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Leads a second, and CPU seconds a lead of the processes and of the database."""

    rate: float
    own: float
    database: float

    @property
    def cpu(self) -> float:
        return self.own + self.database


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """Ours and the bare rows in turn, in one process and in two, each time on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows"
        async with ground.database() as url:
            await capture(url, plan.leads, file)
            yield Line(measure="rows a lead writes", ours=await _rows(url, plan.leads))
        for processes in (1, 2):
            turns = [await _round(ground, processes, plan.leads, file) for _ in range(plan.rounds)]
            among = f"group commits of 500, {processes} process{'es' if processes > 1 else ''}"
            pairs = [(ours.rate, theirs.rate) for ours, theirs in turns]
            yield compared(f"{among}: against the bare rows", pairs, "leads/s", 0.5)
            cpu = [(1 / ours.cpu, 1 / theirs.cpu) for ours, theirs in turns]
            yield compared(f"{among}: the same, a CPU second", cpu, "leads")
            if processes == 1:
                yield _parts(turns)
                yield _beside_odoo([mine for mine, _ in cpu])
                yield _beside_the_whole([mine for mine, _ in cpu])


def _beside_odoo(cpu: list[float]) -> Line:
    line = reached("leads a CPU second, application and database", cpu, "leads", 50 * ODOO)
    return Line(
        measure=line.measure,
        ours=line.ours,
        reference=f"{ODOO} leads (Odoo 19, measured earlier)",
        ratio=said(median(cpu) / ODOO),
        target=">= 50",
        met=line.met,
    )


def _beside_the_whole(cpu: list[float]) -> Line:
    """Odoo's figure above is for giving out leads that are there; ours begins with what came in, so does this one."""
    return Line(
        measure="the same, beside a lead that is made and given to somebody",
        ours=f"{median(cpu):,.0f} leads",
        reference=f"{ODOO_WHOLE} leads (Odoo 19, measured earlier)",
        ratio=said(median(cpu) / ODOO_WHOLE),
    )


def _parts(turns: list[tuple[Written, Written]]) -> Line:
    """Whose the CPU is: of our process and of PostgreSQL, for one lead."""

    def of(which: int) -> str:
        own, database = (median(getattr(t[which], name) for t in turns) * 1e6 for name in ("own", "database"))
        return f"{own:.0f} + {database:.0f} us"

    return Line(measure="CPU a lead, process + database", ours=of(0), reference=of(1))


async def _round(ground: Ground, processes: int, leads: int, file: Path) -> tuple[Written, Written]:
    theirs = await _run(ground, "rows", processes, leads, file=file)
    return await _run(ground, "ours", processes, leads, file=file), theirs


async def _run(ground: Ground, what: str, processes: int, leads: int, *, file: Path) -> Written:
    """Let so many processes write the whole crowd, on a fresh database."""
    async with ground.database() as url:
        await ground.calm()
        started = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.writer", what, url, str(n), str(processes), str(leads), str(file),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )
            for n in range(processes)
        ]  # fmt: skip
        for writer in started:
            await writer.stdout.readline()
        meter = Meter({"database": ground.postmaster})
        for writer in started:
            writer.stdin.write(b"go\n")
        own = sum([float(await writer.stdout.readline()) for writer in started])
        spent = meter.read()
        for writer in started:
            await writer.communicate(b"done\n")
        return Written(rate=leads / spent.wall, own=own / leads, database=spent.trees["database"] / leads)


async def _rows(url: str, leads: int) -> str:
    connection = await asyncpg.connect(url)
    tables = ("inbox", "leads", "facts", "clocks", "outbox")
    counts = {t: await connection.fetchval(f"select count(*) from app.{t}") / leads for t in tables}  # noqa: S608
    await connection.close()
    return ", ".join(f"{name} {number:.2f}" for name, number in counts.items())
