"""Is any later change of what was kept found, whoever made it, and is the first changed fact named?"""

from __future__ import annotations

import asyncio

import pytest

from batonpass.store.seals import Sealing, head, seal_all, seal_some
from batonpass.store.watch import SEALS, seal_of, verify
from tests.store.office import forward, furnish, send, submission

FORGED = """update app.facts set body = replace(body::text, 'firm1.example', 'evil.example')::json
    where lead_id = $1 and seq = 1"""
LATER = "update app.facts set kept_at = kept_at - interval '1 microsecond' where lead_id = $1 and seq = 3"
SWAPPED = """update app.facts f set body = g.body from app.facts g
    where f.lead_id = $1 and g.lead_id = f.lead_id and f.seq = 2 and g.seq = 3"""
GONE = "delete from app.facts where lead_id = $1 and seq = 2"
KEY_GONE = "delete from app.seal_keys where lead_id = $1"
ENTRY_GONE = "delete from app.sealed where lead_id = $1"
CALLED_FORGOTTEN = "update app.sealed set forgotten = true where lead_id = $1"
BY_FORCE = "set session_replication_role = replica; {}; set session_replication_role = origin"


async def sealed(pool):
    """Three leads whose facts are under three seals; the first of them."""
    watched = await furnish(pool)
    leads = []
    for n in (1, 2, 3):
        leads += await send(pool, watched, submission(n))
        await seal_all(pool)
        await forward(pool, minutes=1)
    return watched, leads[0].lead_id


async def by_force(pool, sql, lead_id):
    """What a superuser can do, past every rule of the schema."""
    await pool.execute(BY_FORCE.format(sql.replace("$1", f"'{lead_id}'")))


async def wrong(pool, watched):
    """What stands against the seals; what the rest of the auditor finds has its own tests."""
    return [(one.what, one.subject, one.says) for one in (await verify(pool, watched))[1] if one.what in SEALS]


async def test_what_was_not_changed_holds(pool):
    watched, _ = await sealed(pool)
    assert await wrong(pool, watched) == []


@pytest.mark.parametrize(("sql", "seq"), [(FORGED, 1), (LATER, 3), (SWAPPED, 2)])
async def test_the_fact_that_was_changed_is_named(pool, sql, seq):
    watched, lead_id = await sealed(pool)
    await by_force(pool, sql, lead_id)
    assert await wrong(pool, watched) == [("broken_facts", lead_id, f"its fact {seq} is not what was kept")]


async def test_a_fact_that_is_gone_is_named(pool):
    watched, lead_id = await sealed(pool)
    await by_force(pool, GONE, lead_id)
    assert ("broken_facts", lead_id, "its fact 2 is gone") in await wrong(pool, watched)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        (KEY_GONE, "broken_facts"),
        (ENTRY_GONE, "broken_seals"),
        (CALLED_FORGOTTEN, "broken_seals"),
        ("update app.seals set facts = 0, seal = sha256('x') where number = 2", "broken_seals"),
        ("delete from app.seals where number = 2", "broken_seals"),
        ("delete from app.seals where number = 0", "broken_seals"),
    ],
)
async def test_who_meddles_with_the_seals_is_found(pool, sql, what):
    watched, lead_id = await sealed(pool)
    await by_force(pool, sql, lead_id)
    assert what in {one[0] for one in await wrong(pool, watched)}


async def test_a_fact_forged_with_its_seal_breaks_the_next_seal(pool):
    watched, lead_id = await sealed(pool)
    await by_force(pool, FORGED, lead_id)
    await by_force(pool, "update app.sealed set digests = sha256('x') || digests where lead_id = $1", lead_id)
    assert "broken_seals" in {one[0] for one in await wrong(pool, watched)}


async def test_an_end_that_was_cut_off_is_found_by_a_seal_kept_elsewhere(pool):
    await sealed(pool)
    async with pool.acquire() as connection:
        number, _, digits = (await head(connection)).partition(":")
    assert await seal_of(pool, int(number)) == digits
    await pool.execute("delete from app.sealed where number = 3; delete from app.seals where number = 3")
    assert await seal_of(pool, int(number)) != digits


async def test_facts_cannot_be_changed_or_removed_by_the_program(pool):
    _, lead_id = await sealed(pool)
    for sql in (FORGED, GONE):
        with pytest.raises(Exception, match="facts are kept for ever"):
            await pool.execute(sql, lead_id)


async def test_each_round_seals_only_what_is_new(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1))
    sealing = Sealing()
    first = await seal_some(pool, sealing)
    assert (first > 0, await seal_some(pool, sealing)) == (True, 0)
    await forward(pool, minutes=20)
    await send(pool, watched, submission(1, message="again"))
    assert 0 < await seal_some(pool, sealing) < first


async def test_many_who_seal_at_once_seal_everything_once(pool):
    watched = await furnish(pool)
    await send(pool, watched, *(submission(n) for n in range(40)))
    await asyncio.gather(*(seal_some(pool, Sealing()) for _ in range(8)))
    await seal_all(pool)
    held = await pool.fetchval("select sum(last - first + 1) from app.sealed")
    assert held == await pool.fetchval("select count(*) from app.facts")
    assert await wrong(pool, watched) == []


async def test_facts_that_nobody_seals_are_found_after_ten_minutes(pool):
    watched = await furnish(pool)
    (lead,) = await send(pool, watched, submission(1))
    assert await wrong(pool, watched) == []
    await forward(pool, minutes=11)
    assert [one[:2] for one in await wrong(pool, watched)] == [("facts_unsealed", lead.lead_id)]
