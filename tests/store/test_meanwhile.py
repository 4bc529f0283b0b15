"""What becomes of a change that somebody else makes at the very instant at which something is read or decided?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.store.access import shut_out
from batonpass.store.crm import begin, held_of, written
from batonpass.store.crm_heard import SQL as HEARD
from batonpass.store.crm_heard import Said, hear, take_up
from batonpass.store.directory import apply, put_accounts, put_rep
from batonpass.store.in_force import in_force
from batonpass.store.match import find_some
from batonpass.store.playbooks import Why, step_in
from batonpass.store.take import take_on
from batonpass.store.users import put_user
from batonpass.store.world import Watched
from batonpass.written.load import load
from tests.store.office import STARTER, TUESDAY_TEN, furnish, person, send, submission
from tests.whole.patience import linger

SECOND = STARTER.read_text("utf-8").replace('version: "1"', 'version: "2"')
CRM = """
crm:
  system: hubspot
  token: HUBSPOT_TOKEN
  fields: {owner: {to: hubspot_owner_id, wins: crm}}
  owners: {ana: "101", bruno: "102"}
"""
WAITING = """select exists (
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"""


async def begun(work: Awaitable[object], pool) -> asyncio.Future[object]:
    """The work, once it has to wait for somebody in the database, or is through."""
    running = asyncio.ensure_future(work)
    while not (running.done() or await pool.fetchval(WAITING)):
        await linger(0.01)
    return running


async def test_a_version_that_steps_in_while_another_is_read_is_what_this_process_works_by(pool):
    await furnish(pool)
    here = Watched()
    async with pool.acquire() as reader, pool.acquire() as changer:
        async with changer.transaction():
            await changer.execute("lock table app.revision in access exclusive mode")
            reading = await begun(here.at_revision(reader, 0), pool)
            why = Why(by="test", note="a try")
            await step_in(changer, load(SECOND, "second.yaml"), where="second.yaml", what="applied", why=why)
        await reading
        world = await here.at_revision(reader, await reader.fetchval("select number from app.revision"))
    assert world.playbook.version == "2"


async def test_a_lead_given_to_somebody_who_is_switched_off_just_then_goes_on(pool):
    watched = await furnish(pool, "ana")
    async with pool.acquire() as slow:
        async with slow.transaction():
            await take_on(slow, watched, [submission()])
            assert await slow.fetchval("select owner from app.leads") == "ana"
            going = await begun(put_rep(pool, watched, "ana", person("ana", active=False), by="test"), pool)
        await going
    assert await pool.fetchval("select coalesce(owner, queue) from app.leads") == "triage"


async def holding(connection, lead):
    """Somebody decides about this lead, and has still to take the turns."""
    await connection.execute("select from app.leads where id = $1 for update", lead)


async def goes_on(work, pool, holder):
    """It waits for who holds a lead without being in their way, and comes to its end after them."""
    running = await begun(work, pool)
    await holder.execute("select from app.turns for update")
    return running


async def test_finding_accounts_is_never_in_the_way_of_a_decision_it_waits_for(pool):
    watched = await furnish(pool)
    await put_accounts(pool, {"volvo.example": {"name": "Volvo Construction Equipment"}})
    names = [f"v{n}@trucks{n}.example" for n in (1, 2)]
    taken = await send(
        pool, watched, *(submission(email=one, company="Volvo Construction Equipments") for one in names)
    )
    async with pool.acquire() as holder:
        async with holder.transaction():
            await holding(holder, taken[1].lead_id)
            finding = await goes_on(find_some(pool, watched), pool, holder)
        await finding
    assert await pool.fetchval("select count(*) from app.leads where account = 'volvo.example'") == len(names)


async def test_taking_up_what_the_crm_says_is_never_in_the_way_of_a_decision_it_waits_for(pool):
    watched = await with_crm(pool)
    taken = await send(pool, watched, submission(1), submission(2))
    await hear(pool, "hubspot", [changed(f"p{n}@firm{n}.example") for n in (1, 2)])
    async with pool.acquire() as holder:
        async with holder.transaction():
            await holding(holder, taken[1].lead_id)
            taking = await goes_on(take_up(pool, watched), pool, holder)
        await taking
    verdicts = await pool.fetch("select verdict from app.crm_changes")
    assert [row["verdict"] for row in verdicts] == ["theirs", "theirs"]


async def test_what_the_crm_says_of_our_own_write_waits_for_its_answer(pool):
    watched = await with_crm(pool)
    (taken,) = await send(pool, watched, submission())
    _, world = await in_force(pool, watched)
    due = await begin(pool, taken.lead_id, world.playbook.crm)
    async with pool.acquire() as hearing:
        async with hearing.transaction():
            await hearing.execute(HEARD.link, taken.lead_id, "hubspot", "501")
            noting = await begun(written(pool, due, "501", TUESDAY_TEN), pool)
            await held_of(hearing, [taken.lead_id])
        await noting
    assert await pool.fetchval("select record from app.crm_records where writing_until is null") == "501"


async def test_two_administrators_cannot_shut_each_other_out_at_once(pool):
    for name in ("ida", "olle"):
        address = f"{name}@lumen.example"
        await put_user(pool, email=address, name=name, role="admin", rep=None, password_hash="")
    async with pool.acquire() as ida:
        async with ida.transaction():
            await ida.execute("update app.users set active = false where email = 'olle@lumen.example'")
            going = await begun(shut_out(pool, "ida@lumen.example", by="olle@lumen.example"), pool)
        with pytest.raises(Refusal, match="the last administrator"):
            await going


async def with_crm(pool):
    watched = await furnish(pool, "ana")
    await put_rep(pool, watched, "bruno", person("bruno"), by="test")
    await apply(pool, SECOND + CRM, where="second.yaml", by="test")
    return watched


def changed(email):
    """Somebody over there gives the lead to Bruno."""
    return Said(key=email, record=email, email=email, field="owner", value="102", at=TUESDAY_TEN, person=True)
