"""Does the private PostgreSQL run for as long as anybody needs it, whoever is killed?"""

import asyncio
import os
import random
import signal
import subprocess
from contextlib import suppress

import asyncpg
import pytest

from batonpass.store.embedded import EmbeddedServer
from batonpass.store.open import Where, found, open_store, with_retry
from tests.processes import another_process, ask, ended, keeper, kill, postmaster, started_at


def moved(data, name):
    """The same database in a data folder of another name, below the old one."""
    inside = data / name
    inside.mkdir(parents=True)
    (data / "postgres").rename(inside / "postgres")
    return inside


async def test_a_folder_that_does_not_exist_becomes_a_database_that_answers(data_folder):
    async with found(Where(data=data_folder / "new" / "one"), begin=True) as url:
        assert await ask(url, "select current_database()") == "batonpass"


async def test_pages_carry_checksums_and_commits_are_durable(used_folder):
    async with found(Where(data=used_folder)) as url:
        durable = "select array(select current_setting(s) from unnest($1::text[]) as s)"
        asked = ["data_checksums", "fsync", "full_page_writes", "synchronous_commit"]
        assert await ask(url, durable, asked) == ["on"] * 4


async def test_a_row_that_is_refused_is_not_written_into_the_log(used_folder):
    async with found(Where(data=used_folder)) as url:
        with suppress(asyncpg.UniqueViolationError):
            await ask(url, "create table public.kept as select 'eva@firm.example' as address")
            await ask(url, "create unique index on public.kept (address)")
            await ask(url, "insert into public.kept values ($1)", "eva@firm.example")
    said = (used_folder / "postgres" / "log").read_text("utf-8")
    assert ("duplicate key" in said, "Key (address)" in said) == (True, False)


async def test_nobody_else_may_enter_the_socket_folder(used_folder):
    server = EmbeddedServer(used_folder)
    await server.start()
    assert server.folder.socket.stat().st_mode & 0o077 == 0
    await server.close()


async def test_what_was_kept_is_there_after_a_stop(used_folder):
    async with found(Where(data=used_folder)) as url:
        await ask(url, "create table public.kept as select 42 as answer")
    async with found(Where(data=used_folder)) as url:
        assert await ask(url, "select answer from public.kept") == 42


async def test_the_last_to_leave_stops_the_server_cleanly(used_folder):
    server = EmbeddedServer(used_folder)
    await server.start()
    await server.close()
    assert "database system is shut down" in server.folder.log.read_text()
    assert not (server.folder.cluster / "postmaster.pid").exists()


async def test_a_second_process_uses_the_server_that_runs(used_folder):
    async with another_process(used_folder), found(Where(data=used_folder)) as url:
        first = await started_at(url)
        async with another_process(used_folder):
            assert await started_at(url) == first


async def test_processes_that_start_together_share_one_server(used_folder):
    servers = [EmbeddedServer(used_folder) for _ in range(4)]
    urls = await asyncio.gather(*(server.start() for server in servers))
    assert len({await started_at(url) for url in urls}) == 1
    await asyncio.gather(*(server.close() for server in servers))


async def test_the_server_outlives_the_process_that_started_it(used_folder):
    async with another_process(used_folder) as first, found(Where(data=used_folder)) as url:
        before = await started_at(url)
        kill(first.pid)
        assert await started_at(url) == before


async def test_the_server_stops_when_its_only_user_is_killed(used_folder):
    async with another_process(used_folder) as only:
        server = EmbeddedServer(used_folder)
        running = keeper(server)
        kill(only.pid)
        await ended(running)
    assert "database system is shut down" in server.folder.log.read_text()


async def test_the_server_stops_by_itself_when_nobody_is_left_to_stop_it(used_folder):
    async with another_process(used_folder) as only:
        only.send_signal(signal.SIGSTOP)
        server = EmbeddedServer(used_folder)
        running = postmaster(server)
        kill(keeper(server))
        await ended(running)
    assert "database system is shut down" in server.folder.log.read_text()


async def test_a_killed_postmaster_is_back_with_all_that_was_acknowledged(used_folder):
    async with found(Where(data=used_folder)) as url:
        await ask(url, "create table public.kept as select 42 as answer")
        before = await started_at(url)
        kill(postmaster(EmbeddedServer(used_folder)))
        assert await ask(url, "select answer from public.kept") == 42
        assert await started_at(url) > before


async def test_a_killed_keeper_takes_the_server_with_it_and_another_starts_both(used_folder):
    async with found(Where(data=used_folder)) as url:
        before = await started_at(url)
        old = postmaster(EmbeddedServer(used_folder))
        kill(keeper(EmbeddedServer(used_folder)))
        await ended(old)
        assert await started_at(url) > before


async def test_whoever_is_left_takes_over_when_all_others_are_killed(used_folder):
    async with another_process(used_folder) as first, found(Where(data=used_folder)) as url:
        before = await started_at(url)
        server = EmbeddedServer(used_folder)
        for pid in (first.pid, keeper(server), postmaster(server)):
            with suppress(ProcessLookupError):
                kill(pid)
        assert await started_at(url) > before


@pytest.mark.parametrize("seed", range(3))
async def test_random_kills_lose_no_acknowledged_row(used_folder, seed):
    chance = random.Random(seed)
    async with another_process(used_folder), open_store(Where(data=used_folder)) as pool:
        await pool.execute("create table public.kept (n int primary key)")
        for n in range(8):
            await with_retry(lambda n=n: pool.execute("insert into public.kept values ($1) on conflict do nothing", n))
            with suppress(ProcessLookupError, FileNotFoundError, IndexError):
                kill(chance.choice([postmaster, keeper])(EmbeddedServer(used_folder)))
        assert await with_retry(lambda: pool.fetchval("select count(*) from public.kept")) == 8


def another_program(owner):
    """A program of PostgreSQL's account that has nothing to do with us, until it is left."""
    return subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=owner)


async def test_a_stale_pid_file_with_the_number_of_a_living_program_is_no_obstacle(used_folder):
    server = EmbeddedServer(used_folder)
    owner = server.folder.cluster.stat().st_uid
    with another_program(owner) as living:
        (server.folder.cluster / "postmaster.pid").write_text(f"{living.pid}\n/\n0\n5432\n\n\n")
        assert await ask(await server.start(), "select 1") == 1
        await server.close()


async def test_a_database_that_was_half_made_is_made_anew(used_folder):
    server = EmbeddedServer(used_folder)
    await server.start()
    await server.close()
    half = server.folder.cluster.rename(server.folder.home / "making-half")
    assert await ask(await server.start(), "select 1") == 1
    assert not half.exists()
    await server.close()


@pytest.mark.parametrize("name", ["two words", 'it\'s "said", twice', "50% & more?", "lång"])
async def test_a_folder_may_have_any_name(used_folder, name):
    async with found(Where(data=moved(used_folder, name))) as url:
        assert await ask(url, "select 1") == 1


async def test_a_path_too_long_for_a_socket_keeps_one_address_while_it_is_used(used_folder):
    where = Where(data=moved(used_folder, "long" * 25))
    async with found(where) as url:
        kill(keeper(EmbeddedServer(where.data)))
        await started_at(url)
        async with found(where) as again:
            assert again == url


async def test_a_socket_elsewhere_leaves_nothing_behind(used_folder):
    server = EmbeddedServer(moved(used_folder, "long" * 25))
    await server.start()
    elsewhere = server.folder.socket
    await server.close()
    assert not elsewhere.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
async def test_a_folder_below_one_that_is_closed_to_postgresqls_account_is_served(data_folder):
    closed = data_folder / "closed"
    closed.mkdir(mode=0o700)
    async with found(Where(data=closed / "data"), begin=True) as url:
        await ask(url, "create table public.kept as select 42 as answer")
        kill(postmaster(EmbeddedServer(closed / "data")))
        assert await ask(url, "select answer from public.kept") == 42


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
async def test_the_folders_above_ours_are_left_as_they_are(used_folder):
    inside = moved(used_folder, "closed/data")
    inside.parent.chmod(0o700)
    async with found(Where(data=inside)):
        assert inside.parent.stat().st_mode & 0o777 == 0o700
