"""How does a test get a real, migrated PostgreSQL of its own? One server a test process, one database a test.

Every database is a copy of one template that was migrated once and has the test clock installed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from batonpass.store.embedded import EmbeddedServer, database_url
from batonpass.store.open import Where, connect, found, make_ready, open_pool

TEMPLATE = "migrated"
NUMBERS = count()
ROOM = 4 * 1024**3
"""Bytes: two test processes with the largest of their databases take half of this."""


def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
    """Run something asynchronous from a plain fixture: in a thread, for the test's own loop may be running in ours."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


def quick_folder() -> str | None:
    """Where a folder costs no disk, if there is room: each test has a database of its own, a thousand files to copy.

    What must outlive a power cut is not tested here; tests/whole keeps its data where everybody does.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else None


@cache
def server() -> EmbeddedServer:
    """The one server of this test process, whichever folder asks first."""
    started = EmbeddedServer(Path(tempfile.mkdtemp(prefix="batonpass-test-", dir=quick_folder())))
    wait_for(started.start())
    return started


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedServer]:
    """The server that all databases of this test process live in; it goes with its folder when the session ends."""
    yield server()
    if line.cache_info().currsize:
        line().hang_up()
        line.cache_clear()
    wait_for(server().close())
    shutil.rmtree(server().folder.data, ignore_errors=True)


@cache
def template() -> str:
    """The name of the database that all others are copied from."""
    wait_for(command(f"create database {TEMPLATE} template template0"))
    wait_for(make_ready(address(TEMPLATE), test_clock=True))
    return TEMPLATE


def address(name: str) -> str:
    return database_url(server().folder, name)


async def command(sql: str) -> None:
    """Speak to the server as a whole; copying a database cannot be part of a transaction."""
    connection = await asyncpg.connect(server().url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


class Line:
    """A connection to the server as a whole that is kept from test to test, with a thread and a loop of its own.

    A new one for each database that is made or dropped takes longer than either.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection = self._wait_for(asyncpg.connect(server().url))

    def say(self, sql: str) -> None:
        """The same as a command, on the line."""
        self._wait_for(self._connection.execute(sql))

    def hang_up(self) -> None:
        self._wait_for(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


@cache
def line() -> Line:
    """The one line of this test process."""
    return Line()


def fresh(origin: str) -> Iterator[str]:
    """Copy a database, lend its address, drop it."""
    name = f"test_{next(NUMBERS)}"
    # Copying files is twice as fast as writing them through the journal, for databases as small as these.
    line().say(f"create database {name} template {origin} strategy file_copy")
    yield address(name)
    line().say(f"drop database {name} with (force)")


@pytest.fixture
def database(postgres) -> Iterator[str]:
    """The URL of a migrated database of the test's own, with the test clock on."""
    yield from fresh(template())


@pytest.fixture
def empty_database(postgres) -> Iterator[str]:
    """The URL of a database in which nothing has been made."""
    yield from fresh("template0")


@pytest.fixture(scope="module")
def shared_database(postgres) -> Iterator[str]:
    """The URL of a migrated database that all tests of a module share: for those that read, or keep apart."""
    yield from fresh(template())


@pytest.fixture
async def pool(database):
    """A pool of connections to the test's own database, as the program opens it."""
    opened = await open_pool(database, connections=5)
    yield opened
    await opened.close()


@pytest.fixture
async def connection(database):
    """One connection to the test's own database, as the program opens it."""
    opened = await connect(database)
    yield opened
    await opened.close()


@pytest.fixture
async def shared_connection(shared_database):
    """One connection to the database that a module's tests share."""
    opened = await connect(shared_database)
    yield opened
    await opened.close()


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """An empty folder for a private server of the test's own; pytest's tmp_path is closed to PostgreSQL's account."""
    folder = Path(tempfile.mkdtemp(prefix="batonpass-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stopped_database():
    """A data folder with a database that was made and stopped cleanly: making one is what takes long."""
    data = Path(tempfile.mkdtemp(prefix="batonpass-test-"))

    async def make():
        async with found(Where(data=data), begin=True):
            pass

    wait_for(make())
    yield data
    shutil.rmtree(data)


@pytest.fixture
def used_folder(stopped_database, data_folder):
    """A data folder of the test's own in which a database already is."""
    subprocess.run(["cp", "-a", stopped_database / "postgres", data_folder], check=True)
    return data_folder
