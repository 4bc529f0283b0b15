"""Is a person forgotten everywhere, while the audit and the counts stay whole?"""

from __future__ import annotations

from batonpass.handoff.requests import Accept, Touch
from batonpass.handoff.requests_second import TakeNote
from batonpass.store.erase import erase
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.watch import verify
from tests.store.office import furnish, send, submission

TABLES = "select format('app.%I', tablename) from pg_tables where schemaname = 'app'"


async def worked(pool, *, sealed: bool = True):
    """A lead that was called, accepted and written about, beside another one."""
    watched = await furnish(pool)
    (first,) = await send(pool, watched, submission(1))
    await send(pool, watched, submission(2))
    owner = await pool.fetchval("select owner from app.leads where id = $1", first.lead_id)
    for request in (
        Touch(by=owner, kind="call"),
        Accept(by=owner),
        TakeNote(by=owner, text="a canary of firm1.example"),
    ):
        await act(pool, watched, first.lead_id, request)
    if sealed:
        await seal_all(pool)
    return watched, first.lead_id


async def traces(pool, text: str) -> list[str]:
    """The tables in which a text still stands somewhere."""
    tables = [row[0] for row in await pool.fetch(TABLES)]
    asks = "select count(*) from {} as r where r::text ilike $1"
    found = [await pool.fetchval(asks.format(table), f"%{text}%") for table in tables]
    return [table for table, count in zip(tables, found, strict=True) if count]


async def test_nothing_of_a_forgotten_person_is_left_anywhere(pool):
    _, lead_id = await worked(pool)
    email = await pool.fetchval("select person from app.leads where id = $1", lead_id)
    assert len(await traces(pool, email)) > 2
    assert (await erase(pool, email)).leads == (lead_id,)
    assert [await traces(pool, text) for text in (email, "firm1.example")] == [[], []]


async def test_the_audit_holds_and_everybody_is_accounted_for_when_somebody_was_forgotten(pool):
    watched, lead_id = await worked(pool)
    await erase(pool, lead_id)
    await seal_all(pool)
    report, wrong = await verify(pool, watched)
    assert (wrong, report["came_in"], report["erased"]) == ([], 2, 1)


async def test_a_promise_to_who_is_forgotten_is_neither_kept_nor_broken_and_rings_no_more(pool):
    watched = await furnish(pool)
    (taken,) = await send(pool, watched, submission(1))
    await erase(pool, taken.lead_id)
    clock = await pool.fetchrow("select state, next_at from app.clocks where lead_id = $1", taken.lead_id)
    assert tuple(clock) == ("erased", None)
    assert await pool.fetchval("select count(*) from app.outbox where lead_id = $1", taken.lead_id) == 0


async def test_who_was_forgotten_and_comes_back_is_somebody_new(pool):
    watched, lead_id = await worked(pool)
    await erase(pool, lead_id)
    (again,) = await send(pool, watched, submission(1))
    assert (again.lead_id is not None, again.lead_id == lead_id) == (True, False)


async def test_nobody_is_forgotten_by_mistake(pool):
    await worked(pool)
    assert (await erase(pool, "nobody@else.example")).leads == ()
    assert await pool.fetchval("select count(*) from app.leads") == 2
