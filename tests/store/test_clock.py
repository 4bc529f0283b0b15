"""Does one clock decide, and does it move only when a test says so?"""

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.store.clock import (
    ClockRefused,
    advance,
    install_test_clock,
    is_frozen,
    now,
    remove_test_clock,
    set_now,
)
from batonpass.store.open import Where, connect, make_ready, open_store

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


async def definition(connection):
    return await connection.fetchval("select pg_get_functiondef('app.now()'::regprocedure)")


async def test_a_frozen_clock_stands_still(connection):
    await set_now(connection, MONDAY)
    assert [await now(connection), await now(connection)] == [MONDAY, MONDAY]


async def test_all_connections_see_the_same_frozen_instant(connection, pool):
    await set_now(connection, MONDAY)
    async with pool.acquire() as other:
        assert await now(other) == MONDAY


async def test_an_unset_test_clock_runs_as_in_the_world(connection):
    before = await connection.fetchval("select clock_timestamp()")
    assert before < await now(connection) < await connection.fetchval("select clock_timestamp()")


async def test_the_clock_moves_by_what_is_asked(connection):
    await set_now(connection, MONDAY)
    assert await advance(connection, timedelta(hours=4)) == MONDAY + timedelta(hours=4)


async def test_advancing_an_unset_clock_starts_from_the_real_time(connection):
    real = await connection.fetchval("select clock_timestamp()")
    assert await advance(connection, timedelta(hours=4)) >= real + timedelta(hours=4)


async def test_the_clock_keeps_microseconds(connection):
    instant = MONDAY + timedelta(microseconds=1)
    await set_now(connection, instant)
    assert await now(connection) == instant


async def test_the_clock_never_moves_backwards(connection):
    await set_now(connection, MONDAY)
    with pytest.raises(ClockRefused, match="does not go back to 2027-03-01T08:59"):
        await set_now(connection, MONDAY - timedelta(minutes=1))


async def test_a_refused_move_leaves_the_clock_where_it_stood(connection):
    await set_now(connection, MONDAY)
    with pytest.raises(ClockRefused):
        await set_now(connection, MONDAY - timedelta(minutes=1))
    assert await now(connection) == MONDAY


async def test_the_clock_moves_backwards_when_that_is_asked_for(connection):
    await set_now(connection, MONDAY)
    assert await set_now(connection, MONDAY - timedelta(days=1), backwards=True) == MONDAY - timedelta(days=1)


async def test_the_clock_may_be_set_to_where_it_stands(connection):
    await set_now(connection, MONDAY)
    assert await set_now(connection, MONDAY) == MONDAY


async def test_an_advance_cannot_go_back(connection):
    with pytest.raises(ClockRefused, match="positive"):
        await advance(connection, timedelta(seconds=-1))


async def test_an_instant_without_a_zone_is_refused(connection):
    with pytest.raises(ClockRefused, match="no time zone"):
        await set_now(connection, MONDAY.replace(tzinfo=None))


async def test_a_restart_with_the_test_clock_keeps_the_frozen_instant(connection):
    await set_now(connection, MONDAY)
    await install_test_clock(connection)
    assert await now(connection) == MONDAY


async def test_a_normal_start_puts_the_real_clock_back(database, connection):
    await set_now(connection, MONDAY)
    await make_ready(database, test_clock=False)
    assert await now(connection) >= await connection.fetchval("select clock_timestamp() - interval '1 minute'")


async def test_a_command_beside_it_leaves_the_clock_where_it_stands(database, connection, tmp_path):
    await set_now(connection, MONDAY)
    async with open_store(Where(data=tmp_path, url=database), connections=1):
        assert await now(connection) == MONDAY
    assert await is_frozen(connection)


async def test_the_real_clock_is_put_back_exactly_as_the_migration_made_it(empty_database):
    await make_ready(empty_database, test_clock=False)
    connection = await connect(empty_database)
    migrated = await definition(connection)
    await install_test_clock(connection)
    await remove_test_clock(connection)
    assert await definition(connection) == migrated
    await connection.close()


async def test_the_real_clock_cannot_be_moved(connection):
    await remove_test_clock(connection)
    with pytest.raises(ClockRefused, match="BATONPASS_TEST_CLOCK=1"):
        await set_now(connection, MONDAY)


@pytest.mark.parametrize("put_in_place", [install_test_clock, remove_test_clock])
async def test_a_search_by_due_instant_may_use_its_index(connection, put_in_place):
    await put_in_place(connection)
    await connection.execute(
        "create temp table due (at timestamptz); create index on due (at); set enable_seqscan = off"
    )
    plan = await connection.fetchval("explain select from due where at <= app.now()")
    assert "Seq Scan" not in plan
