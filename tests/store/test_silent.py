"""Is a database's host that is gone without a word noticed, instead of waited for?"""

from __future__ import annotations

import asyncio
import errno
import socket
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from batonpass.store.open import connect, open_pool, passes, with_retry
from batonpass.store.silent import dial, notice
from tests.database import command

LONGEST = 30
"""Seconds after which nothing may hang any more on a host that is gone."""
PROBED = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")
AWAY = (
    TimeoutError(errno.ETIMEDOUT, "Connection timed out"),
    OSError(errno.EHOSTUNREACH, "No route to host"),
    OSError(errno.ENETUNREACH, "Network is unreachable"),
)


def notices(line: socket.socket) -> bool:
    """Whether TCP itself is told to give up soon, both where something was sent and where an answer is awaited."""
    idle, every, often, unheard = (
        line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in (*PROBED, "TCP_USER_TIMEOUT")
    )
    asks = line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    return bool(asks) and idle + every * often < LONGEST and 0 < unheard < LONGEST * 1000


def line_of(connection: Any) -> socket.socket:
    """The socket below."""
    return connection._transport.get_extra_info("socket")


@asynccontextmanager
async def over_tcp(url: str):
    """The same database at a port of this machine: our own server listens on none."""
    parts = urlsplit(url)
    (folder,) = parse_qs(parts.query)["host"]

    async def pipe(reader, writer):
        while piece := await reader.read(65_536):
            writer.write(piece)
        writer.close()

    async def forward(reader, writer):
        inner = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        await asyncio.gather(pipe(reader, inner[1]), pipe(inner[0], writer))

    async with await asyncio.start_server(forward, "127.0.0.1", 0) as door:
        port = door.sockets[0].getsockname()[1]
        yield f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}?sslmode=disable"


@asynccontextmanager
async def swallowing():
    """An address that lets nobody in and refuses nobody: its queue is full, and what comes is dropped."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.settimeout(0)
            one.connect_ex(full.getsockname())
        yield f"postgresql://u@127.0.0.1:{full.getsockname()[1]}/leads?sslmode=disable"


def test_a_line_inside_this_machine_is_left_as_it_is():
    with socket.socket(socket.AF_UNIX) as line:
        notice(line)
        assert not line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


async def test_every_line_to_a_database_elsewhere_notices_that_its_host_is_gone(database):
    with socket.socket() as untold:
        assert not notices(untold)
    async with over_tcp(database) as url:
        alone = await connect(url)
        pool = await open_pool(url, connections=2)
        async with pool.acquire() as lent, pool.acquire() as other:
            assert [notices(line_of(one)) for one in (alone, lent, other)] == [True] * 3
            assert await lent.fetchval("select 42") == 42
        await pool.close()
        await alone.close()


@pytest.mark.parametrize("error", AWAY, ids=repr)
async def test_work_is_done_again_when_the_host_was_gone_for_a_moment(error):
    tries = []

    async def work():
        tries.append(1)
        if len(tries) == 1:
            raise error
        return 42

    assert passes(error)
    assert await with_retry(work) == 42


async def test_work_is_not_tried_for_ever_on_a_host_that_stays_away():
    tries = []

    async def work():
        tries.append(1)
        raise AWAY[0]

    with pytest.raises(TimeoutError):
        await with_retry(work, gone=0)
    assert len(tries) == 1


@pytest.mark.parametrize("error", [PermissionError(13, "x"), TimeoutError("ours"), OSError("x")], ids=repr)
def test_what_no_waiting_mends_is_not_tried_again(error):
    assert not passes(error)


async def test_a_host_that_says_nothing_is_told_as_the_network_tells_it():
    async with swallowing() as url:
        with pytest.raises(TimeoutError, match=r"no answer within 0\.2 seconds") as told:
            await dial(url, within=0.2)
    assert passes(told.value)


@pytest.mark.parametrize(("theirs", "ours"), [("0", "1min"), ("10s", "10s")])
async def test_a_process_that_stands_still_in_its_work_lets_go_of_what_it_locked(database, theirs, ours):
    """R17: a server of somebody's own waits for ever unless it is told, and whoever told it is heard."""
    name = urlsplit(database).path[1:]
    await command(f"alter database {name} set idle_in_transaction_session_timeout = '{theirs}'")
    line, pool = await connect(database), await open_pool(database, connections=1)
    try:
        said = [await one.fetchval("show idle_in_transaction_session_timeout") for one in (line, pool)]
    finally:
        await line.close()
        await pool.close()
        await command(f"alter database {name} reset idle_in_transaction_session_timeout")
    assert said == [ours, ours]


async def test_who_stops_while_a_line_is_opened_leaves_none_open(database):
    opened: list[asyncpg.Connection] = []
    here = asyncio.Event()

    class Slow(asyncpg.Connection):
        """Says nothing to the end."""

        async def execute(self, *_: object, **__: object) -> str:
            opened.append(self)
            here.set()
            return await asyncio.Event().wait() or ""

    opening = asyncio.create_task(dial(database, connection_class=Slow))
    await here.wait()
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    assert [one.is_closed() for one in opened] == [True]
