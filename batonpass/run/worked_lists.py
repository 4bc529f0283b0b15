"""How is a list that was brought over a page or the API tried on paper, and then taken in?"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec
from rich.console import Console

from batonpass.run import import_run
from batonpass.run.import_run import Job, Survey
from batonpass.store import imports, uploads
from batonpass.store.uploads import Upload
from batonpass.store.world import Watched, read_world
from batonpass.written.refused import Problem, Refused


async def rehearsed(pool: asyncpg.Pool, asked: Mapping[str, Any]) -> Any:
    """What would become of each row, from where the same import stopped before. Nothing is written."""
    async with _job(pool, asked) as (_, job):
        since = await _since(job)
        found = import_run.survey(job, since)
        counts = (await import_run.rehearse(job, found, since)).as_dict()
        return {"counts": {**counts, "approximate": import_run.approximate(found)}, "since": since}


async def imported(pool: asyncpg.Pool, asked: Mapping[str, Any]) -> Any:
    """Take its rows in, each once, from where it stopped before; then let the file go."""
    async with _job(pool, asked) as (upload, job):
        await imports.begin(pool, job.planned)
        seen = Survey(rows=int(upload.seen["rows"]), again=frozenset())
        await import_run.take(job, seen, await _since(job))
        await imports.finish(pool, job.planned)
        await uploads.let_go(pool, upload.id)
        return msgspec.to_builtins(await imports.read_progress(pool, job.planned))


@asynccontextmanager
async def _job(pool: asyncpg.Pool, asked: Mapping[str, Any]) -> AsyncGenerator[tuple[Upload, Job]]:
    watched = Watched()
    async with pool.acquire() as connection:
        watched.world = await read_world(connection)
    try:
        async with uploads.borrowed(pool, asked["upload"]) as (upload, file):
            quiet = Console(quiet=True)
            yield upload, Job(pool=pool, watched=watched, file=file, planned=upload.planned, console=quiet)
    except LookupError:
        says = "the file is gone: all its rows are in, or somebody took it away"
        raise Refused([Problem(where="file", says=says, instead="Bring it again")]) from None


async def _since(job: Job) -> int:
    before = await imports.read_progress(job.pool, job.planned)
    return before.line_next if before else 0
