"""Does the copy that plans read stay a copy: of the leads as they stand, and of nobody who was forgotten?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.learn.plan import SEGMENTS
from batonpass.learn.plan_look import reader_of
from batonpass.store.erase import erase
from batonpass.store.lead_columns import SQL, add_chunk, read_leads
from batonpass.store.merge import merge
from batonpass.store.world import Watched
from batonpass.web.playbook import read_leads as reading
from batonpass.web.playbook.planned import in_silence
from tests.store.office import TUESDAY_TEN, furnish, send, submission

HELD_UP = "select exists (select from pg_locks where locktype = 'advisory' and not granted and objid = 7233637)"
WHERE = "select first_lead, leads from app.lead_chunks order by number"


@pytest.fixture
async def watched(pool) -> Watched:
    """Three leads, and the copy made of them."""
    agreed = await furnish(pool)
    await send(pool, agreed, *(submission(n, country="SE") for n in range(3)))
    await read(pool, agreed)
    return agreed


async def read(pool, watched):
    """All leads by way of the copy, and how many had to be read one by one for it."""
    told = []
    playbook = watched.world.playbook
    gathered = reader_of((playbook, playbook), TUESDAY_TEN, segments=SEGMENTS, deep=True)

    def tell(doing, done, _of):
        told.append(done if doing == "reading what changed" else 0)

    many = await reading.read_many(pool, gathered, ("lead.country", "lead.company"), tell)
    return many, max(told, default=0)


def countries(many):
    return dict(zip(many.ids, many.seen["account.country"], strict=True))


async def test_what_lies_ready_is_not_read_again(pool, watched):
    many, anew = await read(pool, watched)
    assert (len(many), anew) == (3, 0)


async def test_a_lead_that_changed_is_read_again_and_the_others_are_not(pool, watched):
    (taken,) = await send(pool, watched, submission(1, country="PT"))
    many, anew = await read(pool, watched)
    assert (countries(many)[taken.lead_id], len(many), anew) == ("PT", 3, 1)


async def test_a_lead_that_lives_on_in_another_is_counted_there(pool, watched):
    one, other, _ = sorted(countries((await read(pool, watched))[0]))
    await merge(pool, watched, one, other, by="ana")
    assert sorted(countries((await read(pool, watched))[0])) != sorted([one, other, _])


async def test_who_is_forgotten_is_in_no_chunk_from_that_moment(pool, watched):
    await erase(pool, "p1@firm1.example")
    assert await pool.fetch(WHERE) == []
    many, anew = await read(pool, watched)
    assert (len(many), anew) == (2, 2)


async def test_who_is_forgotten_while_a_chunk_is_made_is_not_in_it(pool, watched):
    lead = await pool.fetchval("select min(id) from app.leads")
    await erase(pool, lead)
    await add_chunk(pool, "here", 1, ids=[lead], names=(), body={"marks": b""})
    assert await pool.fetch(WHERE) == []


async def test_an_erasure_waits_for_a_chunk_that_is_being_added_and_lets_go_of_it(pool, watched):
    leads = [row[0] for row in await pool.fetch("select id from app.leads")]
    async with pool.acquire() as adding:
        async with adding.transaction():
            await adding.execute(SQL.wait_for_erasure)
            await adding.execute(SQL.put, "here", 1, [], min(leads), max(leads), 3, ["marks"], [b""])
            forgetting = asyncio.create_task(erase(pool, leads[0]))
            while not (forgetting.done() or await pool.fetchval(HELD_UP)):
                pass
        await forgetting
    assert await pool.fetch(WHERE) == []


async def test_a_copy_from_another_database_counts_for_nothing(pool, watched):
    await pool.execute("update app.lead_chunks set database = 'elsewhere'")
    many, anew = await read(pool, watched)
    assert (len(many), anew, len(await pool.fetch(WHERE))) == (3, 3, 1)


async def test_a_field_that_nobody_asked_for_yet_is_read_once(pool, watched):
    playbook = watched.world.playbook
    for expected in (3, 0):
        told = [0]
        gathered = reader_of((playbook,), TUESDAY_TEN, segments=(*SEGMENTS, "lead.email"), deep=True)
        many = await reading.read_many(
            pool, gathered, (), lambda doing, n, _, to=told: to.append(n * (doing != "reading"))
        )
        assert (max(told), many.seen["lead.email"][1][:1]) == (expected, "p")


async def test_many_small_chunks_become_one(pool, watched):
    for n in range(reading.SMALL_MOST + 1):
        await send(pool, watched, submission(10 + n))
        await read(pool, watched)
    assert len(await pool.fetch(WHERE)) < reading.SMALL_MOST


async def test_a_reading_is_of_one_instant(pool, watched):
    async with read_leads(pool) as instant:
        before = await instant.marks()
        await send(pool, watched, submission(9))
        assert await instant.marks() == before


def test_silence_says_nothing():
    assert in_silence("reading", 1, 2) is None
