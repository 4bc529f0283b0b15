"""Where do the benchmarks run? On a private PostgreSQL as every installation has it, durable, and thrown away."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import asyncpg

from batonpass.store import clock
from batonpass.store.directory import apply
from batonpass.store.embedded import EmbeddedServer, database_url
from batonpass.store.keys import make_key
from batonpass.store.open import connect, make_ready, open_pool

HERE = Path(__file__).parent
PLAYBOOK = HERE / "playbook.yaml"
A_TUESDAY = datetime(2027, 3, 2, 14, 30, tzinfo=UTC)
"""All four teams are at work; the test clock stands here, so that a run at night measures the same as one by day."""
TOKEN = "bp_bench"


@dataclass(slots=True)
class Ground:
    """The server, and databases on it: each a fresh copy of one in which the playbook is in force."""

    server: EmbeddedServer
    numbers: count = field(default_factory=count)
    templates: dict[bool, str] = field(default_factory=dict)

    @property
    def postmaster(self) -> int:
        return int((self.server.folder.cluster / "postmaster.pid").read_text().split()[0])

    def url(self, name: str) -> str:
        return database_url(self.server.folder, name)

    async def template(self, *, frozen: bool) -> str:
        if frozen not in self.templates:
            name = "frozen" if frozen else "running"
            await self.command(f"create database {name} template template0")
            await make_ready(self.url(name), test_clock=frozen)
            await furnish(self.url(name), frozen=frozen)
            self.templates[frozen] = name
        return self.templates[frozen]

    @asynccontextmanager
    async def database(self, *, frozen: bool = True, like: str = "") -> AsyncGenerator[str]:
        """The address of a fresh database that is gone afterwards."""
        origin, name = like or await self.template(frozen=frozen), f"bench_{next(self.numbers)}"
        await self.command(f"create database {name} template {origin} strategy file_copy")
        try:
            yield self.url(name)
        finally:
            await self.command(f"drop database {name} with (force)")

    async def command(self, sql: str) -> None:
        connection = await asyncpg.connect(self.server.url)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    async def calm(self) -> None:
        """What an earlier round left to be written to disk is written now, and not in the next one."""
        await self.command("checkpoint")


@asynccontextmanager
async def stand() -> AsyncGenerator[Ground]:
    """The ground, from nothing to thrown away."""
    data = await asyncio.to_thread(_folder)
    server = EmbeddedServer(data)
    await server.start()
    watch = asyncio.create_task(server.supervise())
    try:
        yield Ground(server)
    finally:
        watch.cancel()
        await server.close()
        shutil.rmtree(data, ignore_errors=True)


@asynccontextmanager
async def kept(data: Path, *, test_clock: bool) -> AsyncGenerator[str]:
    """A database of the product's shape that stays in its folder, to be asked again after a change."""
    server = EmbeddedServer(data)
    url = await server.start()
    watch = asyncio.create_task(server.supervise())
    try:
        await make_ready(url, test_clock=test_clock)
        yield url
    finally:
        watch.cancel()
        await server.close()


def _folder() -> Path:
    """An empty data folder; the setting lets us tell afterwards when something was committed."""
    data = Path(tempfile.mkdtemp(prefix="batonpass-bench-"))
    data.chmod(0o755)
    (data / "postgres.conf").write_text("track_commit_timestamp = on\n", encoding="utf-8")
    return data


async def furnish(url: str, *, frozen: bool) -> None:
    """Put the playbook in force and make the key; a frozen clock stands on a Tuesday."""
    pool = await open_pool(url)
    try:
        await apply(pool, PLAYBOOK.read_text("utf-8"), where=PLAYBOOK.name, by="bench")
        await make_key(pool, label="bench", scopes=("admin",), token=TOKEN)
    finally:
        await pool.close()
    if frozen:
        connection = await connect(url)
        await clock.set_now(connection, A_TUESDAY)
        await connection.close()
