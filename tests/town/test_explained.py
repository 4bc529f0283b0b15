"""Is every score of a year found again, to the last digit, from the facts before it and the playbook of that day?"""

from __future__ import annotations

import pytest
import pytest_asyncio

from batonpass.handoff.explain import scored_then
from batonpass.handoff.facts import Scored
from batonpass.store import clock, past
from batonpass.store.open import open_pool
from tests.database import fresh, template
from tests.town.conftest import WEDNESDAY
from town.load import load

LEADS = 350
"""A lead is scored three times in its year. To load one is what takes long, so each of its scores is asked for."""
DECISIONS = 1_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def year(postgres):
    """A town with a year behind it, loaded once, with connections to it."""
    lent = fresh(template())
    pool = await open_pool(next(lent), connections=2)
    async with pool.acquire() as connection:
        await clock.set_now(connection, WEDNESDAY, backwards=True)
    await load(pool, leads=LEADS)
    yield pool
    await pool.close()
    assert next(lent, None) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_each_of_a_thousand_decisions_is_found_again(year):
    differ, asked = [], 0
    for row in await year.fetch("select id from app.leads order by id"):
        told = await past.facts_until(year, row["id"], WEDNESDAY)
        for n, (recorded, version) in enumerate(told):
            if isinstance(recorded, Scored):
                again = scored_then(told[:n], row["id"], recorded, (await past.playbook_of(year, version)).playbook)
                if again != recorded or sum(part.points for part in again.parts) != again.total:
                    differ.append((row["id"], n))
                asked += 1
    assert differ == []
    assert asked > DECISIONS


@pytest.mark.asyncio(loop_scope="module")
async def test_leads_are_explained_as_of_now_and_as_of_their_first_day(year):
    rows = await year.fetch("select id, created_at + interval '1 hour' as then from app.leads order by id")
    for row in rows[::7]:
        for at in (None, row["then"]):
            found = await past.explained(year, row["id"], at)
            scored = found.explanation.scored
            assert found.identical
            assert sum(part.points for part in scored.parts) == scored.total
