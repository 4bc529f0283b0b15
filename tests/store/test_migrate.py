"""Does every change of the schema run once, in order, whole or not at all?"""

import asyncio
from contextlib import asynccontextmanager

import pytest

from batonpass.store.migrate import Phase, State, migrate, read_migrations, status
from batonpass.store.open import connect, make_ready
from batonpass.store.refused import MigrationRefused

GROUND = read_migrations()[0]


@pytest.fixture
async def ground(empty_database):
    """A connection to a database in which nothing but the first migration ran."""
    connection = await connect(empty_database)
    await migrate(connection, wanted=(GROUND,))
    yield connection
    await connection.close()


@pytest.fixture
def files(tmp_path):
    """Write migrations by name, and read them with the first one before them."""

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name.removeprefix('n')}.sql").write_text(text)
        return (GROUND, *read_migrations(tmp_path))

    return write


@asynccontextmanager
async def another_connection(database):
    connection = await connect(database)
    try:
        yield connection
    finally:
        await connection.close()


def states(standings):
    return {one.name: one.state for one in standings}


async def test_an_empty_database_gets_every_migration_in_order(empty_database):
    async with another_connection(empty_database) as connection:
        assert await migrate(connection) == tuple(one.name for one in read_migrations())


async def test_a_migrated_database_has_nothing_left_to_run(connection):
    assert await migrate(connection) == ()


async def test_a_database_that_lacks_nothing_is_started_on_again(database):
    await make_ready(database, test_clock=True)


async def test_status_says_when_each_migration_ran(connection):
    for one in await status(connection):
        assert one.state is State.RAN
        assert one.ran_at is not None


async def test_status_of_an_empty_database_is_all_pending(empty_database):
    async with another_connection(empty_database) as connection:
        assert {one.state for one in await status(connection)} == {State.PENDING}


def test_files_run_by_number_and_pre_before_post(files):
    wanted = files(n0003_pre_b="", n0002_post_z="", n0002_pre_a="", n0010_pre_c="")
    assert [one.name for one in wanted[1:]] == ["0002_pre_a", "0002_post_z", "0003_pre_b", "0010_pre_c"]


async def test_an_edited_migration_is_refused_by_name(ground, files):
    await migrate(ground, wanted=files(n0002_pre_a="create table app.a ()"))
    with pytest.raises(MigrationRefused, match="0002_pre_a ran here and was edited"):
        await migrate(ground, wanted=files(n0002_pre_a="create table app.a (id int)"))


async def test_an_edited_migration_shows_in_the_status(ground, files):
    await migrate(ground, wanted=files(n0002_pre_a="create table app.a ()"))
    edited = files(n0002_pre_a="create table app.b ()")
    assert states(await status(ground, wanted=edited))["0002_pre_a"] is State.EDITED


async def test_nothing_runs_beside_an_edited_migration(ground, files):
    await migrate(ground, wanted=files(n0002_pre_a="select 1"))
    with pytest.raises(MigrationRefused):
        await migrate(ground, wanted=files(n0002_pre_a="select 2", n0003_pre_b="create table app.b ()"))
    assert await ground.fetchval("select to_regclass('app.b')") is None


async def test_a_migration_that_fails_leaves_nothing_behind(ground, files):
    wanted = files(n0002_pre_a="create table app.a (); select nonsense")
    with pytest.raises(MigrationRefused, match="0002_pre_a failed and nothing of it was kept"):
        await migrate(ground, wanted=wanted)
    assert await ground.fetchval("select to_regclass('app.a')") is None


async def test_a_migration_that_cannot_be_remembered_leaves_nothing_behind(ground, files):
    with pytest.raises(MigrationRefused):
        await migrate(ground, wanted=files(n0002_pre_a="create table app.a (); drop table app.migrations"))
    assert await ground.fetchval("select to_regclass('app.a')") is None


async def test_a_migration_that_failed_can_be_mended_and_run(ground, files):
    with pytest.raises(MigrationRefused):
        await migrate(ground, wanted=files(n0002_pre_a="select nonsense"))
    assert await migrate(ground, wanted=files(n0002_pre_a="select 1")) == ("0002_pre_a",)


async def test_what_ran_before_a_failure_stays(ground, files):
    wanted = files(n0002_pre_a="create table app.a ()", n0003_pre_b="select nonsense")
    with pytest.raises(MigrationRefused):
        await migrate(ground, wanted=wanted)
    assert states(await status(ground, wanted=wanted))["0002_pre_a"] is State.RAN


async def test_processes_that_start_together_migrate_once(empty_database):
    async def start():
        async with another_connection(empty_database) as connection:
            return await migrate(connection)

    ran = await asyncio.gather(*(start() for _ in range(4)))
    assert sorted(name for names in ran for name in names) == sorted(one.name for one in read_migrations())


async def test_the_pre_half_leaves_the_post_half_pending(ground, files):
    wanted = files(n0002_pre_a="select 1", n0002_post_b="select 2")
    assert await migrate(ground, wanted=wanted, only=Phase.PRE) == ("0002_pre_a",)
    assert states(await status(ground, wanted=wanted))["0002_post_b"] is State.PENDING


async def test_the_post_half_runs_later(ground, files):
    wanted = files(n0002_pre_a="select 1", n0002_post_b="select 2")
    await migrate(ground, wanted=wanted, only=Phase.PRE)
    assert await migrate(ground, wanted=wanted) == ("0002_post_b",)


async def test_pre_alone_does_not_step_over_a_post_that_comes_first(ground, files):
    wanted = files(n0002_post_a="select 1", n0003_pre_b="select 2")
    with pytest.raises(MigrationRefused, match="0002_post_a has to run before"):
        await migrate(ground, wanted=wanted, only=Phase.PRE)


async def test_a_migration_of_newer_code_is_left_in_peace(ground, files):
    await migrate(ground, wanted=files(n0002_pre_a="select 1"))
    assert await migrate(ground, wanted=(GROUND,)) == ()
    assert states(await status(ground, wanted=(GROUND,)))["0002_pre_a"] is State.NEWER


async def test_code_that_newer_code_has_left_behind_does_not_start(ground, files):
    """Its statements would fail one by one, at whoever happens to ask."""
    await migrate(ground, wanted=files(n0002_post_b="select 1", n0003_pre_post_a="create table app.a ()"))
    with pytest.raises(MigrationRefused, match=r"newer version .* \(0002_post_b\)"):
        await migrate(ground, wanted=(GROUND, *read_migrations()[1:2]))
    assert {*states(await status(ground, wanted=(GROUND,)))} == {GROUND.name, "0002_post_b", "0003_pre_post_a"}


async def test_a_file_with_another_kind_of_name_is_refused(tmp_path):
    (tmp_path / "2_add_tier.sql").write_text("select 1")
    with pytest.raises(MigrationRefused, match=r"2_add_tier\.sql is no name"):
        read_migrations(tmp_path)
