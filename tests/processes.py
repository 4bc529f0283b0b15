"""How does a test run, kill and outlive the processes around a private PostgreSQL?"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from batonpass.store.open import connect, with_retry

ANOTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from batonpass.store.open import Where, found

async def stay():
    async with found(Where(data=Path(sys.argv[1])), begin=True):
        print("here", flush=True)
        await asyncio.Event().wait()

asyncio.run(stay())
"""


@asynccontextmanager
async def another_process(data):
    """Another process of ours on the same data folder; we go on when it is served."""
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(data)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert await process.stdout.readline() == b"here\n"
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def postmaster(server):
    """The process that runs PostgreSQL here, or ProcessLookupError: a pid file may outlive its process."""
    pid = int((server.folder.cluster / "postmaster.pid").read_text().split()[0])
    return surely(pid, "cwd", str(server.folder.cluster))


def keeper(server):
    parent = int(Path(f"/proc/{postmaster(server)}/stat").read_text().rpartition(")")[2].split()[1])
    return surely(parent, "cmdline", "batonpass.store.keeper")


def surely(pid, what, expected):
    """The pid, if that process is who we think it is: nobody else is ever killed."""
    try:
        entry = Path(f"/proc/{pid}") / what
        found = str(entry.readlink()) if what == "cwd" else entry.read_text()
    except OSError:
        found = ""
    if expected not in found:
        raise ProcessLookupError(pid)
    return pid


def kill(pid):
    """Kill -9 and wait until it is gone, whoever its parent is."""
    gone = os.pidfd_open(pid)
    signal.pidfd_send_signal(gone, signal.SIGKILL)
    select.select([gone], [], [])
    os.close(gone)


async def ended(pid):
    gone = os.pidfd_open(pid)
    await asyncio.to_thread(select.select, [gone], [], [])
    os.close(gone)


async def ask(url, sql, *arguments):
    """One question on a connection of its own, patient over a restart."""

    async def once():
        connection = await connect(url)
        try:
            return await connection.fetchval(sql, *arguments)
        finally:
            await connection.close()

    return await with_retry(once)


async def started_at(url):
    return await ask(url, "select pg_postmaster_start_time()")
