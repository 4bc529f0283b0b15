"""Is a copy of an earlier day recognised, and who was forgotten since forgotten in it again (H03)?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.run.commands.erase import _erase  # pyright: ignore[reportPrivateUsage]
from batonpass.run.keep_pulse import beat_once
from batonpass.store.backup import back_up, put_back
from batonpass.store.erase import erase
from batonpass.store.forgotten import forget_again, keep_list
from batonpass.store.open import make_ready, open_pool
from batonpass.store.recovery import held, recognise
from batonpass.store.refused import DatabaseRefused
from batonpass.store.settings import installation
from tests.database import address, command
from tests.store.office import furnish, send, submission


@pytest.fixture
async def evening(pool, database, tmp_path):
    """Two leads in the morning, a backup at noon, one of the two forgotten in the afternoon; and the copy of noon."""
    await send(pool, await furnish(pool), submission(1), submission(2))
    seen = await beat_once(pool, tmp_path, 0)
    await back_up(database, tmp_path / "noon.backup")
    for _ in range(3):
        seen = await beat_once(pool, tmp_path, seen)
    await erase(pool, "p1@firm1.example")
    await keep_list(pool, tmp_path)
    await command("drop database if exists noon")
    await command("create database noon template template0")
    await put_back(address("noon"), tmp_path / "noon.backup")
    await make_ready(address("noon"), test_clock=True)
    noon = await open_pool(address("noon"), connections=2)
    await noon.execute("delete from app.holds")  # as if put in place by other means than ours, which hold it at once
    yield pool, noon, tmp_path, seen
    await noon.close()
    await command("drop database noon with (force)")


async def test_a_folder_that_cannot_keep_the_list_is_told_and_they_are_forgotten(pool, database, tmp_path, monkeypatch):
    await send(pool, await furnish(pool), submission(1))
    (tmp_path / f"forgotten.{(await installation(pool))[:16]}").mkdir()
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.setenv("BATONPASS_DATA", str(tmp_path))
    with pytest.raises(DatabaseRefused, match="They are forgotten, but the list"):
        await asyncio.to_thread(lambda: asyncio.run(_erase("p1@firm1.example")))
    assert await people(pool) == []


async def people(pool) -> list[str]:
    return [row[0] for row in await pool.fetch("select person from app.leads order by person")]


async def test_an_older_copy_is_told_from_the_one_that_was_seen_last_and_stays_silent(evening):
    pool, noon, data, _ = evening
    assert (await recognise(pool, data), await held(pool)) == (False, None)
    assert await recognise(noon, data)
    assert "another copy" in (await held(noon)).because
    assert not await recognise(noon, data)


async def test_an_older_copy_put_in_place_under_a_running_process_is_noticed_at_its_next_beat(evening):
    _, noon, data, seen = evening
    assert await beat_once(noon, data, seen) == seen + 1
    assert await held(noon)
    assert await people(noon) == ["p2@firm2.example"]


async def test_who_was_forgotten_since_is_forgotten_again_once(evening):
    _, noon, data, _ = evening
    assert await people(noon) == ["p1@firm1.example", "p2@firm2.example"]
    assert len(await forget_again(noon, data)) == 1
    assert (await people(noon), await forget_again(noon, data)) == (["p2@firm2.example"], ())


async def test_the_list_names_nobody_and_says_each_once(evening):
    pool, noon, data, _ = evening
    (kept,) = data.glob("forgotten.*")
    before = kept.read_text("utf-8")
    assert ("firm1" in before, len(before.split())) == (False, 1)
    after = await keep_list(pool, data)
    await erase(noon, "p2@firm2.example")
    await keep_list(noon, data, after=after + 100)
    assert kept.read_text("utf-8").startswith(before)
    assert len(kept.read_text("utf-8").split()) == 2


async def test_a_list_from_elsewhere_is_obeyed_too(evening, tmp_path_factory):
    _, noon, data, _ = evening
    (kept,) = data.glob("forgotten.*")
    assert len(await forget_again(noon, tmp_path_factory.mktemp("new"), lists=[kept])) == 1
