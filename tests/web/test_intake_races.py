"""Does one thing stay one thing when many processes hear of it at the same time?"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import httpx
import pytest

from batonpass.store.open import open_pool
from batonpass.store.world import Watched
from batonpass.web.app import Collaborators, make_app
from tests.web.doors import ANNA
from tests.web.site import answering

PROCESSES = 3
KEY = {"Idempotency-Key": "f-7d1"}


@pytest.fixture
async def many(doors, database):
    """Several doors to one database, each behind a port of its own, as several processes would be."""
    async with AsyncExitStack() as stack:
        callers = []
        for _ in range(PROCESSES):
            pool = await open_pool(database, connections=3)
            stack.push_async_callback(pool.close)
            app = make_app(Collaborators(pool=pool, watched=Watched(), session_secret=b"s" * 32))
            url = await stack.enter_async_context(answering(app))
            http = httpx.AsyncClient(base_url=url, headers=doors.http.headers, timeout=30)
            callers.append(await stack.enter_async_context(http))
        yield callers


async def at_once(many, path: str, sent: list[dict], **headers: str) -> list[httpx.Response]:
    """Send all of it at the same time, in turn to each door."""
    doors = (many[n % PROCESSES] for n in range(len(sent)))
    return await asyncio.gather(
        *(door.post(path, json=one, headers=headers) for door, one in zip(doors, sent, strict=False))
    )


async def test_fifty_requests_with_one_key_at_several_doors_make_one_lead(doors, many):
    """Scenario A04: fifty requests at once bear one key: one lead, one clock."""
    answers = await at_once(many, "/v1/submissions", [ANNA] * 50, **KEY)
    again = await at_once(many, "/v1/submissions", [ANNA], **KEY)
    assert {answer.status_code for answer in [*answers, *again]} == {201}
    assert Counter(answer.json()["replayed"] for answer in answers) == {False: 1, True: 49}
    assert [await doors.rows(table) for table in ("leads", "clocks", "outbox")] == [1, 1, 2]


async def test_the_same_form_at_several_doors_at_once_is_folded(doors, many):
    await at_once(many, "/v1/submissions", [ANNA] * 12)
    assert (await doors.rows("leads"), await doors.rows("clocks")) == (1, 1)
    (line,) = await doors.get("/v1/leads")
    facts = [fact["fact"] for fact in await doors.get(f"/v1/leads/{line['id']}/timeline")]
    assert facts.count("Captured") == 1


async def test_leads_at_several_doors_at_once_are_shared_fairly(doors, many):
    """Scenario C08, in small."""
    sent = [{"form": "demo", "email": f"p{n}@firm{n}.example"} for n in range(61)]
    answers = await at_once(many, "/v1/submissions", sent)
    owners = Counter(answer.json()["owner"] for answer in answers)
    assert sorted(owners.values()) == [30, 31]


async def test_two_who_claim_at_different_doors_get_one_lead_once(doors, many):
    """Scenario C15: two reps claim one lead: the first has it, the second is told who was first."""
    for n in range(10):
        lead_id = (await doors.submit(email=f"q{n}@firm.example"))["lead_id"]
        await doors.http.post(f"/v1/leads/{lead_id}/reassign", json={"to": "triage"})
        answers = await at_once(many, f"/v1/leads/{lead_id}/claim", [{"by": "ana"}, {"by": "bruno"}])
        assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_key_that_was_revoked_at_one_door_is_refused_at_the_others(doors, many):
    """Within the time that a door believes what it read; here at once, for the key was not shown there before."""
    website = await doors.with_key("intake")
    await website.post("/v1/submissions", json=ANNA)
    await doors.pool.execute("update app.api_keys set revoked_at = app.now() where label = 'intake'")
    answer = await many[0].post("/v1/submissions", json=ANNA, headers=dict(website.headers))
    assert answer.status_code == 401
