"""Is everything in the backup, is it all there again afterwards, and is nothing ever written over?"""

from __future__ import annotations

import stat

import asyncpg
import pytest

from batonpass.store.backup import back_up, holds, put_back
from batonpass.store.open import make_ready
from batonpass.store.refused import DatabaseRefused
from tests.database import address, command
from tests.store.office import furnish, send, submission

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


async def test_a_backup_is_read_by_its_owner_alone(pool, database, tmp_path):
    await leads_in(pool)
    await back_up(database, tmp_path / "night.backup")
    assert stat.S_IMODE((tmp_path / "night.backup").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


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
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(DatabaseRefused, match="could not do it"):
        await put_back(bare, whole)
    with pytest.raises(DatabaseRefused, match="nothing of ours"):
        await holds(bare)


async def test_a_backup_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(DatabaseRefused, match="pg_dump"):
        await back_up(address("no_such_database"), tmp_path / "night.backup")
    assert list(tmp_path.iterdir()) == []
