"""Can a role that owns nothing do all the work, and change nothing that it must not (S75)?"""

from __future__ import annotations

import asyncpg
import pytest

from batonpass.handoff.requests import Touch
from batonpass.store.erase import erase
from batonpass.store.grants import grant_work
from batonpass.store.migrate import Migration, Phase, migrate, read_migrations
from batonpass.store.open import connect, make_ready, open_pool
from batonpass.store.refused import DatabaseRefused, MigrationRefused
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.database import command
from tests.store.office import furnish, send, submission

ROLE = "works_here"


@pytest.fixture
async def lesser(database):
    """The database as the role sees it that works there."""
    await command(f"do $$ begin create role {ROLE} login; exception when duplicate_object then end $$")
    owner = await connect(database)
    await grant_work(owner, ROLE)
    await owner.close()
    return database.replace("//postgres@", f"//{ROLE}@")


async def test_it_does_all_the_work(lesser):
    await make_ready(lesser, test_clock=None)
    pool = await open_pool(lesser)
    try:
        watched = await furnish(pool)
        leads = [(await send(pool, watched, submission(n)))[0].lead_id for n in (1, 2)]
        owner = await pool.fetchval("select owner from app.leads where id = $1", leads[0])
        await act(pool, watched, leads[0], Touch(by=owner, kind="call"))
        await seal_all(pool)
        await erase(pool, leads[1])
        await seal_all(pool)
        report, wrong = await verify(pool, watched)
        assert wrong == []
        assert report
    finally:
        await pool.close()


WANTED = (
    "truncate app.facts",
    "alter table app.facts disable trigger facts_stand",
    "drop trigger facts_stand on app.facts",
    "alter table app.facts add column x int",
    "create table app.x ()",
    "create or replace function app.now() returns timestamptz language sql as 'select now()'",
    "set session_replication_role = replica",
    "update app.seals set facts = 0",
    "delete from app.seals",
    "delete from app.sealed",
    "delete from app.changes",
    "update app.migrations set checksum = ''",
    "update app.facts set body = '{}'",
)


async def test_it_changes_neither_the_shape_nor_the_history(pool, lesser):
    await send(pool, await furnish(pool), submission(1))
    await seal_all(pool)
    connection = await connect(lesser)
    try:
        for wanted in WANTED:
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError)):
                await connection.execute(wanted)
    finally:
        await connection.close()


async def test_what_is_pending_is_left_to_the_owner_and_said(lesser):
    connection = await connect(lesser)
    fresh = Migration(name="9999_pre_more", phase=Phase.PRE, sql="create table app.more ()", checksum="x")
    try:
        with pytest.raises(MigrationRefused, match="batonpass migrate --for works_here"):
            await migrate(connection, wanted=(*read_migrations(), fresh))
    finally:
        await connection.close()


async def test_nobody_who_may_do_everything_is_given_less(connection):
    for role in ("postgres", "nobody_of_that_name"):
        with pytest.raises(DatabaseRefused, match="no role"):
            await grant_work(connection, role)
