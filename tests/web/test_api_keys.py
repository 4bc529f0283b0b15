"""May only those in who hold a key, and only as far as its scopes reach?"""

from __future__ import annotations

import pytest

from batonpass.store.keys import list_keys, revoke_key
from batonpass.web.keys import FRESH_SECONDS
from tests.web.doors import ANNA, caller

READS = ("/v1/leads", "/v1/leads/L1", "/v1/clocks", "/v1/outbox", "/v1/inbox", "/v1/reps", "/v1/playbooks")


@pytest.fixture
async def stranger(doors):
    """Somebody without a key."""
    async with caller(doors.app) as opened:
        yield opened


@pytest.mark.parametrize("path", READS)
async def test_nobody_reads_without_a_key(stranger, path):
    answer = await stranger.get(path)
    assert (answer.status_code, "Bearer" in answer.headers["www-authenticate"]) == (401, True)


@pytest.mark.parametrize("path", ["/v1/submissions", "/v1/track", "/v1/batch", "/v1/leads/L1/accept", "/v1/playbooks"])
async def test_nobody_writes_without_a_key_whatever_they_send(doors, stranger, path):
    answer = await stranger.post(path, content=b"{{{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, await doors.rows("inbox")) == (401, 0)


@pytest.mark.parametrize("said", ["Bearer bp_wrong", "Basic YTpi", "Bearer", "bp_wrong"])
async def test_a_key_that_is_none_opens_nothing(stranger, said):
    assert (await stranger.get("/v1/leads", headers={"Authorization": said})).status_code == 401


async def test_a_key_may_come_in_its_own_header(doors, stranger):
    token = doors.http.headers["authorization"].removeprefix("Bearer ")
    assert (await stranger.get("/v1/leads", headers={"X-Api-Key": token})).status_code == 200


@pytest.mark.parametrize("query", ["api_key={}", "key={}", "token={}", "anything={}"])
async def test_a_key_in_the_address_is_refused_even_if_it_is_valid(doors, query):
    token = doors.http.headers["authorization"].removeprefix("Bearer ")
    for method, path in (("GET", "/v1/leads"), ("POST", "/v1/submissions")):
        answer = await doors.http.request(method, f"{path}?{query.format(token)}")
        assert (answer.status_code, "must not stand in the address" in answer.text) == (401, True)


async def test_a_key_of_the_website_hands_in_leads_and_reads_nothing(doors):
    website = await doors.with_key("intake")
    assert (await website.post("/v1/submissions", json=ANNA)).status_code == 201
    assert {(await website.get(path)).status_code for path in READS} == {403}


async def test_a_key_that_reads_changes_nothing(doors):
    lead_id = (await doors.submit())["lead_id"]
    reader = await doors.with_key("read")
    assert (await reader.post("/v1/submissions", json=ANNA)).status_code == 403
    assert (await reader.post(f"/v1/leads/{lead_id}/accept", json={"by": "ana"})).status_code == 403
    assert (await reader.put("/v1/queues/triage", json={"calendar": "office"})).status_code == 403


@pytest.mark.parametrize("path", ["calendars/x", "reps/x", "pools/x", "queues/x", "accounts/x.example"])
async def test_only_an_administrator_steers(doors, path):
    worker = await doors.with_key("read", "act", "intake")
    assert (await worker.put(f"/v1/{path}", json={})).status_code == 403


@pytest.mark.parametrize("path", ["playbooks", "test-clock", "inbox/1/release", "outbox/k/replay"])
async def test_only_an_administrator_moves_time_and_rules(doors, path):
    worker = await doors.with_key("read", "act", "intake")
    assert (await worker.post(f"/v1/{path}", json={})).status_code == 403


async def test_a_refused_request_writes_nothing(doors):
    """S51."""
    reader = await doors.with_key("read")
    before = await doors.pool.fetchval("select number from app.revision")
    await reader.put("/v1/queues/new", json={"calendar": "office"})
    assert await doors.pool.fetchval("select number from app.revision") == before


async def test_a_revoked_key_is_believed_for_less_than_five_seconds(doors):
    website = await doors.with_key("intake")
    await website.post("/v1/submissions", json=ANNA)
    (row,) = [key for key in await list_keys(doors.pool) if key["label"] == "intake"]
    await revoke_key(doors.pool, row["id"])
    doors.app._app._keys.forget()
    assert FRESH_SECONDS < 5
    assert (await website.post("/v1/submissions", json=ANNA)).status_code == 401


async def test_the_key_of_somebody_who_left_opens_nothing_at_once(doors):
    """Scenario C03: all leads move on in the same transaction, and the manager hears once."""
    ana = await doors.with_key("act", rep="ana")
    lead_id = (await doors.submit())["lead_id"]
    assert (await ana.post(f"/v1/leads/{lead_id}/touches", json={"kind": "call"})).status_code == 200
    left = {"name": "Ana", "email": "ana@lumen.example", "calendar": "office", "active": False}
    await doors.http.put("/v1/reps/ana", json=left)
    assert (await ana.post(f"/v1/leads/{lead_id}/accept")).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/problems/invalid", "/f/demo"])
async def test_what_holds_no_secrets_needs_no_key(stranger, path):
    assert (await stranger.get(path)).status_code == 200


async def test_no_other_site_is_invited_to_read_the_answers(doors):
    """S04."""
    answer = await doors.http.post("/v1/submissions", json=ANNA, headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
