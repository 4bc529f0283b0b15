"""Is nothing half done, and nothing done twice, wherever in a transaction the connection to the database is cut (R1b)?

Each table that a step writes is a point: there the server ends the connection in the middle of the statement, once.
What was asked is asked again, as senders and workers do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import asyncpg
import pytest

from batonpass.handoff.requests import Accept, Reject, Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.due import ring
from batonpass.store.erase import erase
from batonpass.store.merge import merge
from batonpass.store.outbox import claim
from batonpass.store.rounds import keep_rounds
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import QUICK, verify
from batonpass.store.world import Watched
from tests.store.office import forward, furnish, send, submission

CUT = """
    create sequence app.cuts;
    create function app.cut() returns trigger language plpgsql as $$
    begin
        if nextval('app.cuts') = 1 then
            perform pg_terminate_backend(pg_backend_pid());
        end if;
        return null;
    end $$;
    create function app.cut_at(place text) returns void language plpgsql as $$
    begin
        execute format('create trigger cut after insert or update or delete on app.%I for each statement '
            'execute function app.cut()', place);
    end $$;
"""
STEPS: dict[str, tuple[str, ...]] = {
    "intake": ("inbox", "leads", "facts", "clocks", "outbox", "turns"),
    "touch": ("leads", "facts", "clocks"),
    "accept": ("leads", "facts"),
    "reject": ("leads", "facts", "clocks", "outbox"),
    "note": ("leads", "facts"),
    "ring": ("leads", "facts", "clocks", "outbox"),
    "merge": ("leads", "facts", "clocks", "identities"),
    "erase": ("facts", "inbox", "leads", "outbox", "seals", "sealed", "seal_keys", "clocks"),
    "rounds": ("rounds", "changed"),
    "seal": ("seals", "sealed", "seal_keys"),
    "send": ("outbox",),
}
STANDS = """
    select (select count(*) from app.leads) as leads, (select count(*) from app.facts) as facts,
        (select count(*) from app.clocks where state = 'running') as clocks,
        (select count(*) from app.outbox) as messages,
        (select count(*) from app.inbox) as arrivals, (select count(*) from app.sealed) as sealed,
        (select count(*) from app.rounds) as rounds, (select coalesce(sum(seq), 0) from app.leads) as steps,
        (select count(*) from app.outbox where state = 'sending') as taken
"""
Doing = Callable[[], Awaitable[object]]


async def ready(pool: asyncpg.Pool, watched: Watched, step: str, n: int) -> Doing:
    """Two leads of their own, and what is to be done; to be called once more if it failed."""
    await pool.execute("update app.clocks set next_at = null")
    await pool.execute("update app.outbox set state = 'cancelled'")
    (one, other) = await send(pool, watched, *(submission(10 * n + m, key=f"{n}/{m}") for m in (1, 2)))
    owner = await pool.fetchval("select owner from app.leads where id = $1", one.lead_id)
    asked = {
        "touch": Touch(by=owner, kind="call"),
        "accept": Accept(by=owner),
        "reject": Reject(by=owner, reason="no_budget"),
        "note": TakeNote(by=owner, text="they said so"),
    }
    if step in asked:
        return partial(act, pool, watched, one.lead_id, asked[step])
    if step == "ring":
        await forward(pool, minutes=31)
    ways: dict[str, Doing] = {
        "intake": partial(send, pool, watched, submission(10 * n + 3, key=f"{n}/3")),
        "ring": partial(ring, pool, watched),
        "merge": partial(merge, pool, watched, one.lead_id, other.lead_id, by="mara"),
        "erase": partial(erase, pool, one.lead_id),
        "rounds": partial(keep_rounds, pool),
        "seal": partial(seal_all, pool),
        "send": partial(claimed, pool),
    }
    return ways[step]


async def claimed(pool: asyncpg.Pool) -> int:
    async with pool.acquire() as connection:
        return len(await claim(connection, limit=10))


async def done(pool: asyncpg.Pool, doing: Doing, place: str) -> tuple[int, ...]:
    """By how much everything has grown, when the connection was cut at this table; nowhere if it is empty."""
    before = await pool.fetchrow(STANDS)
    if place:
        await pool.execute("alter sequence app.cuts restart")
        await pool.execute("select app.cut_at($1)", place)
    try:
        await doing()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        await doing()
    if place:
        assert await pool.fetchval("select is_called from app.cuts"), f"nothing was written into {place}"
        await pool.execute(f"drop trigger cut on app.{place}")
    return tuple(new - old for new, old in zip(await pool.fetchrow(STANDS), before, strict=True))


@pytest.mark.parametrize("step", STEPS)
async def test_cut_anywhere_and_asked_again_it_is_as_if_it_had_not_been_cut(pool, step):
    watched = await furnish(pool, "ana")
    await pool.execute(CUT)
    usual = await done(pool, await ready(pool, watched, step, 0), "")
    grown = {
        place: await done(pool, await ready(pool, watched, step, n), place) for n, place in enumerate(STEPS[step], 1)
    }
    assert grown == dict.fromkeys(STEPS[step], usual)
    assert any(usual)
    await seal_all(pool)
    assert [one for one in (await verify(pool, watched))[1] if one.what not in QUICK] == []


def test_there_are_many_points():
    assert sum(len(places) for places in STEPS.values()) >= 35
