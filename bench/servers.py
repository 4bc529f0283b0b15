"""How do the servers of a benchmark start, and how is a storm of requests sent to them?"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from bench.cpu import Meter
from bench.ground import TOKEN

HERE = Path(__file__).parent
START_SECONDS = 60
QUIET_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """What a storm of requests came to: durable leads a second, CPU seconds a lead of server and of database."""

    rate: float
    server: float
    database: float
    failed: int


@asynccontextmanager
async def running(port: int, *command: str, **settings: str) -> AsyncGenerator[int]:
    """A server that answers on that port; give its pid."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, env={**os.environ, **settings}, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            while not await _answers(port):
                if process.returncode is not None:
                    raise RuntimeError(f"{' '.join(command)} ended with {process.returncode} before it answered")
                await asyncio.sleep(0.1)
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@asynccontextmanager
async def batonpass(url: str, *options: str, frozen: bool = True, **settings: str) -> AsyncGenerator[tuple[int, int]]:
    """Our own server as it is installed; give its port and its pid."""
    port = free_port()
    said = {"BATONPASS_DATABASE_URL": url, "BATONPASS_TEST_CLOCK": "1" if frozen else "", **settings}
    async with running(port, "batonpass.run.cli", "serve", "--port", str(port), *options, **said) as pid:
        yield port, pid


@asynccontextmanager
async def orm(
    url: str, *, processes: int, app: str = "reference_orm", **settings: str
) -> AsyncGenerator[tuple[int, int]]:
    """A reference application; give its port and its pid."""
    port = free_port()
    command = (
        "uvicorn",
        f"bench.{app}:app",
        "--port",
        str(port),
        "--workers",
        str(processes),
        "--no-access-log",
    )
    where = url.replace("postgresql://", "postgresql+asyncpg://")
    async with running(port, *command, "--log-level", "warning", BENCH_ORM_URL=where, **settings) as pid:
        yield port, pid


async def storm(port: int, pid: int, *, url: str, postmaster: int, connections: int, seconds: float) -> Storm:
    """So many connections send as fast as they are answered; what counts is what stands in the database afterwards."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("the load generator `wrk` is missing; install the package of that name")
    address = f"http://127.0.0.1:{port}"
    command = (wrk, "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", str(HERE / "load.lua"))
    before = await _leads(url)
    meter = Meter({"server": pid, "database": postmaster})
    said = await output(*command, address, env={"BENCH_TOKEN": TOKEN})
    spent = meter.read()
    taken = await _leads(url) - before
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    lasted = re.search(r"requests in ([\d.]+)(m?s)", said)
    wall = float(lasted[1]) if lasted else spent.wall
    return Storm(
        rate=taken / wall,
        server=spent.trees["server"] / max(taken, 1),
        database=spent.trees["database"] / max(taken, 1),
        failed=int(failed[1]) if failed else 0,
    )


async def output(*command: str, env: Mapping[str, str] | None = None) -> str:
    """What a program says; RuntimeError with its words when it fails."""
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **(env or {})}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said = (await process.communicate())[0].decode()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said.strip()[-500:]}")
    return said


def free_port() -> int:
    with socket.socket() as ears:
        ears.bind(("127.0.0.1", 0))
        return ears.getsockname()[1]


def socket_and_name(url: str) -> tuple[str, str]:
    """The folder of the socket and the name of the database, as PostgreSQL's own programs want them."""
    parts = urlsplit(url)
    return parse_qs(parts.query)["host"][0], unquote(parts.path.lstrip("/"))


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def settled(url: str) -> None:
    """Wait until what was sent earlier and never waited for is worked off, and no more leads come in."""
    before = -1
    while (now := await _leads(url)) != before:
        before = now
        await asyncio.sleep(QUIET_SECONDS)


async def _leads(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval("select count(*) from app.leads")
    finally:
        await connection.close()
