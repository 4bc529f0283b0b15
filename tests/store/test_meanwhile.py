"""What becomes of a change that somebody else makes at the very instant at which something is read or decided?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from batonpass.store.directory import put_rep
from batonpass.store.playbooks import Why, step_in
from batonpass.store.take import take_on
from batonpass.store.world import Watched
from batonpass.written.load import load
from tests.store.office import STARTER, furnish, person, submission
from tests.whole.patience import linger

SECOND = STARTER.read_text("utf-8").replace('version: "1"', 'version: "2"')
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
