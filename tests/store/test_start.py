"""Does the first administrator get in, once, and do samples go as if they had never been here?"""

from __future__ import annotations

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept
from batonpass.store import start
from batonpass.store.rounds import keep_rounds
from batonpass.store.samples import PEOPLE, drop_samples, put_samples
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.users import put_user
from batonpass.store.watch import verify
from tests.store.office import TUESDAY_TEN, forward, furnish, send, set_time, submission
from tests.store.test_erase import traces

COUNTS = """
    select (select count(*) from app.leads) + (select count(*) from app.rounds) + (select count(*) from app.inbox)
        + (select count(*) from app.clocks) + (select count(*) from app.outbox)
"""


async def come_in(pool, token: str, email: str = "olle@firm.example") -> str:
    return await start.enter(pool, token, email=email, name="Olle", password_hash="x")


async def test_who_holds_the_first_link_is_the_administrator_and_nobody_after_them(pool):
    token, other = await start.first_link(pool), await start.first_link(pool)
    assert await come_in(pool, token) == "olle@firm.example"
    for used in (token, other):
        with pytest.raises(Refusal):
            await come_in(pool, used, "eve@evil.example")
    assert await pool.fetchval("select string_agg(email || role, ',') from app.users") == "olle@firm.exampleadmin"


async def test_where_somebody_can_sign_in_no_first_link_is_made_and_an_old_one_opens_nothing(pool):
    token = await start.first_link(pool)
    await put_user(pool, email="a@firm.example", name="A", role="rep", rep=None, password_hash="x")
    assert (await start.first_link(pool), await start.invited(pool, token)) == ("", None)
    with pytest.raises(Refusal):
        await come_in(pool, token)


async def test_the_first_link_is_too_old_after_an_hour(pool):
    await set_time(pool, TUESDAY_TEN)
    token = await start.first_link(pool)
    await forward(pool, minutes=59)
    assert await start.invited(pool, token) is not None
    await forward(pool, minutes=2)
    assert await start.invited(pool, token) is None
    with pytest.raises(Refusal):
        await come_in(pool, token)


async def test_only_a_digest_of_the_link_is_kept(pool):
    token = await start.first_link(pool)
    assert await traces(pool, token) == []


async def test_who_is_invited_comes_in_as_who_they_are_whatever_they_write(pool):
    token = await start.invite(pool, start.Invite(email="ana@firm.example", name="Ana", role="rep", rep="ana"))
    assert await come_in(pool, token, "boss@firm.example") == "ana@firm.example"
    assert tuple(await pool.fetchrow("select role, rep from app.users")) == ("rep", "ana")


async def test_samples_are_handed_over_and_nobody_hears_of_them(pool):
    watched = await furnish(pool)
    assert await put_samples(pool, watched, by="olle") == len(PEOPLE)
    handed = await pool.fetchval("select count(*) from app.leads where owner is not null or queue is not null")
    rings = await pool.fetchval("select count(*) from app.clocks where next_at is not null")
    assert (handed > 0, await pool.fetchval("select count(*) from app.outbox"), rings) == (True, 0, 0)


@pytest.mark.parametrize("sealed", [False, True])
async def test_samples_go_without_a_trace_and_the_audit_holds(pool, sealed):
    watched = await furnish(pool)
    await put_samples(pool, watched, by="olle")
    owned = await pool.fetchrow("select id, owner from app.leads where owner is not null limit 1")
    await act(pool, watched, owned["id"], Accept(by=owned["owner"]))
    await keep_rounds(pool)
    if sealed:
        await seal_all(pool)
    assert await drop_samples(pool) == len(PEOPLE)
    await keep_rounds(pool)
    assert (await pool.fetchval(COUNTS), await traces(pool, "Sample: ")) == (0, [])
    await seal_all(pool)
    assert (await verify(pool, watched))[1] == []


async def test_a_real_lead_stays_when_samples_go(pool):
    watched = await furnish(pool)
    await put_samples(pool, watched, by="olle")
    (real,) = await send(pool, watched, submission(1))
    await drop_samples(pool)
    assert [row["id"] for row in await pool.fetch("select id from app.leads")] == [real.lead_id]


async def test_samples_come_only_where_nobody_came_in_and_only_once(pool):
    watched = await furnish(pool)
    await put_samples(pool, watched, by="olle")
    with pytest.raises(Refusal):
        await put_samples(pool, watched, by="olle")
    await drop_samples(pool)
    await send(pool, watched, submission(1))
    with pytest.raises(Refusal):
        await put_samples(pool, watched, by="olle")
    assert await pool.fetchval("select count(*) from app.leads") == 1
