"""Is everything in the backup, is it all there again afterwards, and is nothing ever written over?"""

from __future__ import annotations

import asyncio
import shutil
import stat
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import asyncpg
import pytest
from pyrage import x25519

from batonpass.store.backup import at_one_instant, back_up, holds, put_back
from batonpass.store.binaries import SYSTEM, find_binaries
from batonpass.store.embedded import EmbeddedServer
from batonpass.store.open import make_ready, open_pool
from batonpass.store.play_back import play_back, understood
from batonpass.store.refused import DatabaseRefused
from tests.database import address, command
from tests.store.office import furnish, send, submission

OWN = find_binaries()
OLDER = next((b for at in (17, 16, 15) if (b := SYSTEM / str(at) / "bin").is_dir() and at < OWN.major), None)
"""The programs of an older PostgreSQL, where the system has one."""
ALL = (
    "select md5(string_agg(t::text, ',' order by t.lead_id, t.seq)) from app.facts t",
    "select md5(string_agg(t::text, ',' order by t.id)) from app.leads t",
    "select md5(string_agg(t::text, ',' order by t.lead_id, t.promise)) from app.clocks t",
    "select md5(string_agg(t::text, ',' order by t.key)) from app.outbox t",
)


@pytest.fixture
async def bare():
    """The address of an empty database."""
    await command("drop database if exists put_back")
    await command("create database put_back template template0")
    yield address("put_back")
    await command("drop database put_back with (force)")


@asynccontextmanager
async def serving(server: EmbeddedServer) -> AsyncGenerator[str]:
    try:
        yield await server.start()
    finally:
        await server.close()
        shutil.rmtree(server.folder.data)


async def leads_in(pool) -> None:
    watched = await furnish(pool)
    await send(pool, watched, *(submission(n, country="PT") for n in range(20)))


async def same(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval(one) for one in ALL]
    finally:
        await connection.close()


async def test_all_that_was_there_is_there_again(pool, database, bare, tmp_path):
    await leads_in(pool)
    before = await holds(database)
    await back_up(database, tmp_path / "night.backup")
    await put_back(bare, tmp_path / "night.backup")
    await make_ready(bare, test_clock=True)
    assert (await holds(bare), await same(bare)) == (before, await same(database))


async def test_what_is_counted_is_what_stands_in_the_file_while_leads_come_in(pool, database, bare, tmp_path):
    watched = await furnish(pool)
    await send(pool, watched, submission(1, country="PT"))
    async with at_one_instant(database) as (instant, what):
        await send(pool, watched, submission(2, country="PT"))
        await back_up(database, tmp_path / "night.backup", instant=instant)
    await put_back(bare, tmp_path / "night.backup")
    assert (await holds(bare), what.leads) == (what, 1)


async def test_a_copy_is_held_back_from_the_instant_it_is_there(pool, database, bare, tmp_path):
    await leads_in(pool)
    await back_up(database, tmp_path / "night.backup")
    await put_back(bare, tmp_path / "night.backup")
    connection = await asyncpg.connect(bare)
    assert await connection.fetchval("select count(*) from app.holds where ended_at is null") == 1
    await connection.close()


async def test_a_backup_is_read_by_its_owner_alone(pool, database, tmp_path):
    await leads_in(pool)
    await back_up(database, tmp_path / "night.backup")
    assert stat.S_IMODE((tmp_path / "night.backup").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


async def test_nobody_else_reads_it_while_it_is_written_either(pool, database, tmp_path):
    await leads_in(pool)
    half, modes = tmp_path / "night.backup.half", set[int]()
    writing = asyncio.create_task(back_up(database, tmp_path / "night.backup"))
    while not writing.done():
        with suppress(FileNotFoundError):
            modes.add(stat.S_IMODE((await asyncio.to_thread(half.stat)).st_mode))
    await writing
    assert modes == {stat.S_IRUSR | stat.S_IWUSR}


async def test_a_locked_backup_is_opened_by_its_key_alone(pool, database, bare, tmp_path):
    await leads_in(pool)
    locked, mine, other = tmp_path / "night.age", tmp_path / "mine", tmp_path / "other"
    keys = [x25519.Identity.generate() for _ in range(2)]
    for file, key in zip((mine, other), keys, strict=True):
        file.write_text(f"# public key: {key.to_public()}\n{key}\n")
    await back_up(database, locked, locked_for=[str(keys[0].to_public())])
    assert locked.read_bytes().startswith(b"age-encryption.org/v1")
    assert not any(word in locked.read_bytes() for word in (b"PGDMP", b"COPY app", b"@acme"))
    for wrong, says in ((None, "is locked"), (other, "does not open"), (locked, "holds no key")):
        with pytest.raises(DatabaseRefused, match=says):
            await put_back(bare, locked, key=wrong)
    (tmp_path / "data").mkdir()
    await put_back(bare, locked, key=mine, beside=tmp_path / "data")
    assert (await same(bare), [*(tmp_path / "data").iterdir()]) == (await same(database), [])


async def test_a_locked_backup_that_was_cut_short_is_put_back_nowhere(pool, database, bare, tmp_path):
    await leads_in(pool)
    locked, mine, key = tmp_path / "night.age", tmp_path / "mine", x25519.Identity.generate()
    mine.write_text(f"{key}\n")
    await back_up(database, locked, locked_for=[str(key.to_public())])
    locked.write_bytes(locked.read_bytes()[:-20])
    with pytest.raises(DatabaseRefused, match="cut short or damaged"):
        await put_back(bare, locked, key=mine)
    with pytest.raises(DatabaseRefused, match="nothing of ours"):
        await holds(bare)


async def test_what_is_no_public_key_locks_nothing_and_leaves_no_file(database, tmp_path):
    with pytest.raises(DatabaseRefused, match="is no public key"):
        await back_up(database, tmp_path / "night.age", locked_for=["AGE-SECRET-KEY-1"])
    assert [*tmp_path.iterdir()] == []


async def test_a_dump_that_fails_leaves_no_locked_half(database, tmp_path):
    key = str(x25519.Identity.generate().to_public())
    with pytest.raises(DatabaseRefused, match="pg_dump could not do it"):
        await back_up(f"{database}_gone", tmp_path / "night.age", locked_for=[key])
    assert [*tmp_path.iterdir()] == []


async def test_a_backup_never_writes_over_another(database, tmp_path):
    (tmp_path / "night.backup").write_text("yesterday's")
    with pytest.raises(FileExistsError, match="never writes over"):
        await back_up(database, tmp_path / "night.backup")
    assert (tmp_path / "night.backup").read_text() == "yesterday's"


async def test_nothing_is_put_back_over_leads(pool, database, tmp_path):
    await leads_in(pool)
    before = await holds(database)
    await back_up(database, tmp_path / "night.backup")
    with pytest.raises(DatabaseRefused, match="not empty"):
        await put_back(database, tmp_path / "night.backup")
    assert await holds(database) == before


async def test_a_broken_file_leaves_the_database_empty(pool, database, bare, tmp_path):
    await leads_in(pool)
    whole = tmp_path / "night.backup"
    await back_up(database, whole)
    bytes_ = whole.read_bytes()
    for part in (0.02, 1 / 3, 2 / 3, 0.95):
        whole.write_bytes(bytes_[: int(len(bytes_) * part)])
        says = r"^The backup could not be put back: pg_restore: [^\n]* The file is cut short, [^\n]* was changed\.$"
        with pytest.raises(DatabaseRefused, match=says):
            await put_back(bare, whole)
    with pytest.raises(DatabaseRefused, match="nothing of ours"):
        await holds(bare)


async def test_what_the_database_does_not_take_leaves_it_empty_and_says_so(pool, database, bare, tmp_path):
    await leads_in(pool)
    await pool.execute(
        "set app.told = 'yes'; create table app.spoilt (n int check (current_setting('app.told', true) is not null));"
        "insert into app.spoilt values (1); reset app.told"
    )
    await back_up(database, tmp_path / "night.backup")
    with pytest.raises(DatabaseRefused, match=r"could not be put back: psql.*violates check constraint"):
        await put_back(bare, tmp_path / "night.backup")
    with pytest.raises(DatabaseRefused, match="nothing of ours"):
        await holds(bare)


async def test_a_reader_that_is_killed_on_its_way_leaves_the_database_empty(bare, tmp_path):
    reader = tmp_path / "reader"
    reader.write_text("#!/bin/sh\necho 'create schema app; create table app.leads ();'\nkill -9 $$\n")
    reader.chmod(0o700)
    said = await play_back(reader, OWN.folder / "psql", tmp_path, url=bare, settings=(), last="select 1")
    assert said == "reader ended with -9"
    connection = await asyncpg.connect(bare)
    assert await connection.fetchval("select to_regclass('app.leads')") is None
    await connection.close()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b"SET statement_timeout = 0;\n", True),
        (b"SET transaction_timeout = 0;\n", False),
        (b"SELECT pg_catalog.set_config('search_path', '', false);\n", True),
        (b"-- transaction_timeout\n", True),
    ],
)
def test_a_server_is_not_asked_for_a_setting_it_has_never_heard_of(line, kept):
    assert understood(line, {"statement_timeout"}) is kept


@pytest.mark.skipif(OLDER is None, reason="no PostgreSQL older than our own programs is installed beside them")
async def test_an_older_server_takes_leads_in_and_has_its_backup_put_back(tmp_path):
    # In a folder of its own: pytest's is closed to the account that PostgreSQL gets from root.
    async with serving(EmbeddedServer(Path(mkdtemp(prefix="batonpass-test-")), programs=str(OLDER))) as url:
        await make_ready(url, test_clock=True)
        pool = await open_pool(url)
        try:
            await leads_in(pool)
            await back_up(url, tmp_path / "night.backup")
            await pool.execute("create database bare template template0")
        finally:
            await pool.close()
        bare = urlsplit(url)._replace(path="/bare").geturl()
        await put_back(bare, tmp_path / "night.backup")
        await make_ready(bare, test_clock=True)
        assert (await holds(bare), await same(bare)) == (await holds(url), await same(url))


async def test_a_backup_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(DatabaseRefused, match="pg_dump"):
        await back_up(address("no_such_database"), tmp_path / "night.backup")
    assert list(tmp_path.iterdir()) == []
