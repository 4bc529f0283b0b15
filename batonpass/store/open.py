"""Which database do we work with, is it fit for promises, and how do we reach it through restarts?"""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncpg

from batonpass.store import clock
from batonpass.store.binaries import OLDEST
from batonpass.store.connection import Connection
from batonpass.store.embedded import EmbeddedServer
from batonpass.store.folder import Folder
from batonpass.store.migrate import migrate
from batonpass.store.one_session import keeps_its_session
from batonpass.store.refused import DatabaseRefused
from batonpass.store.silent import Noticing, dial, is_gone
from batonpass.store.statements import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
SESSION = {"timezone": "UTC", "search_path": "app", "application_name": "batonpass"}
# What a crash may take away that we have already promised to keep (R6).
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
WAIT_SECONDS = 0.01
WAIT_SECONDS_MAX = 0.5
UNREACHABLE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InsufficientResourcesError,
    asyncpg.CannotConnectNowError,
)
"""What is said when nobody answers at an address, or not to us."""
TRIES = 60  # about twenty seconds in all: longer than a restart, shorter than a caller's patience
GONE_SECONDS = 20.0  # the same for a host that says nothing, each try of which takes long
OF_DATABASE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""All that a question to a database may end in; what it means, `passes` and the asker say."""
LOST = ("connection is closed", "connection was closed", "connection has been released back to the pool")
"""What asyncpg says of a line that ended: before it was asked, meanwhile, or while somebody only held it."""
UNHEARD_OF = "unsupported startup parameter"
"""What a PgBouncer says that was not told of ours; asked again, it would say the same."""
LENT = (
    "A pooler between us and the database gives each transaction another session: processes are woken by LISTEN, which "
    "is lost there, and leads would wait. Set pool_mode = session for this database (docs/operate.md), or let "
    "BATONPASS_DATABASE_URL name the server itself."
)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which database: `url` (BATONPASS_DATABASE_URL), or without it a private one in the folder `data`.

    `programs` (BATONPASS_PG_BIN) is the folder of the PostgreSQL that runs the private one.
    `test_clock` (BATONPASS_TEST_CLOCK=1) lets time be frozen and moved; never on a server that others can reach.
    """

    data: Path
    url: str = ""
    programs: str = ""
    test_clock: bool = False


@asynccontextmanager
async def open_store(where: Where, *, connections: int = 10, begin: bool = False) -> AsyncGenerator[asyncpg.Pool]:
    """Find or start the database, refuse one that is unfit, migrate it, and give a pool of connections.

    While it is open the private server is kept running, and started again after a crash. Raises DatabaseRefused or
    MigrationRefused with a sentence for the operator. A test clock that stands there is left to whoever serves: a
    command beside it is no reason for time to jump.
    """
    async with (
        found(where, begin=begin) as url,
        _pool(where, url, connections=connections, test_clock=where.test_clock or None) as pool,
    ):
        yield pool


@asynccontextmanager
async def ready_pool(where: Where, url: str, *, connections: int) -> AsyncGenerator[asyncpg.Pool]:
    """The same for who serves, in a database that was found: by the real clock, unless it was asked otherwise."""
    async with _pool(where, url, connections=connections, test_clock=where.test_clock) as pool:
        yield pool


@asynccontextmanager
async def _pool(where: Where, url: str, *, connections: int, test_clock: bool | None) -> AsyncGenerator[asyncpg.Pool]:
    try:
        await with_retry(lambda: make_ready(url, test_clock=test_clock))
    except UNREACHABLE as error:
        raise _unreachable(where, error) from error
    pool = await open_pool(url, connections=connections)
    try:
        yield pool
    finally:
        await pool.close()


@asynccontextmanager
async def found(where: Where, *, begin: bool = False) -> AsyncGenerator[str]:
    """Give the database's URL, and keep a private server running until we leave; refuse where nobody lets us in.

    What is not there, or not for us, is refused in a sentence as well, whoever stumbles over it meanwhile. Only who
    may `begin` makes a private one: what is asked in the wrong folder has no answer there.
    """
    if not (begin or where.url or Folder(where.data).is_begun):
        raise _nowhere(where.data.absolute())
    try:
        async with _running(where) as url:
            yield url
    except asyncpg.UndefinedTableError as error:
        says = (
            f"There is nothing of ours in this database yet, or too little ({error}). `batonpass migrate` changes that."
        )
        raise DatabaseRefused(says, setting="BATONPASS_DATABASE_URL") from error
    except asyncpg.InsufficientPrivilegeError as error:
        says = (
            f"The database does not let us: {error}. `batonpass migrate --for ROLE`, as its owner, says who works here."
        )
        raise DatabaseRefused(says, setting="BATONPASS_DATABASE_URL") from error


@asynccontextmanager
async def _running(where: Where) -> AsyncGenerator[str]:
    if where.url:
        await _reach(where)
        yield where.url
        return
    server = EmbeddedServer(where.data, programs=where.programs)
    url = await server.start()
    watch = asyncio.create_task(server.supervise())
    try:
        yield url
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        await server.close()


async def make_ready(url: str, *, test_clock: bool | None) -> None:
    """Check the settings, run what migrations are pending, put one of both clocks in place or leave the one there."""
    connection = await connect(url)
    try:
        await check_settings(connection)
        await migrate(connection)
        if test_clock is not None:
            await (clock.install_test_clock if test_clock else clock.remove_test_clock)(connection)
    finally:
        await connection.close()


async def open_pool(url: str, *, connections: int = 10) -> asyncpg.Pool:
    """Open a pool; its connections speak UTC, look into schema `app`, and give and take jsonb as text.

    Jsonb as text (encode with msgspec at the call) is asyncpg's own way and measured as fast as bytes. A connection
    goes back without `reset all`, which costs one round trip in fifteen: keep nothing in a session, no `set` without
    `local`, no session locks; to listen, take a connection of your own from `connect`.
    """
    # None is held open for its own sake: during a restart asyncpg would log a traceback for each it tries to restore.
    return await with_retry(
        lambda: asyncpg.create_pool(
            url,
            min_size=0,
            max_size=connections,
            server_settings=SESSION,
            connection_class=Noticing,
            connect=dial,
            reset=_leave_session,
        )
    )


async def connect(url: str) -> asyncpg.Connection:
    """Open one connection outside of any pool, set up as the pool's are: for listening and for one-off commands."""
    return await dial(url, server_settings=SESSION, connection_class=Noticing)


async def check_settings(connection: asyncpg.Connection) -> None:
    """Refuse a server that may lose what it acknowledged, cannot be written to, or is too old, by setting (R6)."""
    (found_here,) = await connection.fetch(SQL.read_settings)
    if found_here["version"] < OLDEST * 10_000:
        raise _unfit("server_version", str(found_here["version"] // 10_000), f"Batonpass needs PostgreSQL {OLDEST}")
    if found_here["replica"]:
        raise _unfit("pg_is_in_recovery", "true", "this is a replica; give the URL of the primary")
    if found_here["read_only"] == "on":
        raise _unfit("default_transaction_read_only", "on", "nothing could be kept; set it to off")
    if found_here["encoding"] != "UTF8":
        raise _unfit("server_encoding", found_here["encoding"], "names would be lost; create the database as UTF8")
    for setting in DURABLE:
        if found_here[setting] == "off":
            raise _unfit(setting, "off", "a crash could take leads that were acknowledged; set it to on")


async def _reach(where: Where) -> None:
    """Knock once, so that whatever is done next need not say what it means that nobody opens."""
    try:
        whole = await with_retry(lambda: _knock(where.url))
    except UNREACHABLE as error:
        raise _unreachable(where, error) from error
    if not whole:
        raise DatabaseRefused(LENT, setting="BATONPASS_DATABASE_URL")


async def _knock(url: str) -> bool:
    line = await connect(url)
    try:
        other = await connect(url)
        try:
            return await keeps_its_session(line, other)
        finally:
            await other.close()
    finally:
        await line.close()


def _nowhere(data: Path) -> DatabaseRefused:
    """Say where we looked, and how to look elsewhere."""
    says = (
        f"There is no database of Batonpass in {data}. Go to the folder in which `batonpass serve` was started, or "
        "name its data folder in BATONPASS_DATA, or the database in BATONPASS_DATABASE_URL. To begin one here, start "
        "`batonpass serve`, or put a playbook in force: batonpass apply FILE"
    )
    return DatabaseRefused(says, setting="BATONPASS_DATA")


def _unreachable(where: Where, error: Exception) -> DatabaseRefused:
    """Say which database, without its password, and what to look at."""
    host = where.url.rpartition("@")[2].partition("?")[0].rpartition("//")[2] if where.url else str(where.data)
    says = f"the database at {host!r} cannot be used: {error}. Look at BATONPASS_DATABASE_URL and at the server there"
    if UNHEARD_OF in str(error):
        says = f"{says}: a PgBouncer in between wants search_path in its ignore_startup_parameters (docs/operate.md)"
    return DatabaseRefused(f"{says}; an address is written postgresql://user@host/name.", setting="database_url")


async def with_retry(
    work: Callable[[], Awaitable[Answer]], *, tries: int = TRIES, gone: float = GONE_SECONDS
) -> Answer:
    """Do `work`, again when the server restarted or another transaction was in the way; the last error is raised.

    `work` may have been committed although its connection was lost: let it be keyed, so that twice is as once.
    """
    wait, until = WAIT_SECONDS, time.monotonic() + gone
    for _ in range(tries - 1):
        try:
            return await work()
        except Exception as error:
            if not passes(error) or (is_gone(error) and time.monotonic() > until):
                raise
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - so that those who met do not meet again
        wait = min(wait * 2, WAIT_SECONDS_MAX)
    return await work()


async def in_one(pool: asyncpg.Pool, work: Callable[[Connection], Awaitable[Answer]]) -> Answer:
    """Do `work` in one transaction on a connection of the pool, again as `with_retry` does."""

    async def once() -> Answer:
        async with pool.acquire() as connection, connection.transaction():
            return await work(connection)

    return await with_retry(once)


def passes(error: Exception) -> bool:
    """Whether the same work may succeed a moment later: contention (40001, 40P01), restart, or a lost line."""
    if isinstance(error, asyncpg.InterfaceError):
        return any(lost in str(error) for lost in LOST)
    if isinstance(error, asyncpg.ProtocolViolationError) and UNHEARD_OF in str(error):
        return False
    return is_gone(error) or isinstance(
        error,
        asyncpg.SerializationError
        | asyncpg.DeadlockDetectedError
        | asyncpg.PostgresConnectionError
        | asyncpg.InternalClientError  # the server's last word was read, the end of the connection not yet
        | asyncpg.CannotConnectNowError
        | asyncpg.AdminShutdownError
        | asyncpg.CrashShutdownError
        | ConnectionError
        | FileNotFoundError,  # the socket of a private server that is just starting
    )


def _unfit(setting: str, value: str, why: str) -> DatabaseRefused:
    return DatabaseRefused(f"The database has {setting} = {value}: {why}.", setting=setting)


async def _leave_session(_connection: asyncpg.Connection) -> None:
    """Give a connection back as it is; an open transaction was already rolled back."""
