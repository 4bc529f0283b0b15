"""Can promises, messages and whatever waits for a person be seen, and set going again?"""

from __future__ import annotations

import json

import pytest

from batonpass.store import outbox
from tests.web.doors import ANNA, caller


@pytest.fixture
async def lead_id(doors) -> str:
    """A lead of Ana's with two messages to leave."""
    return (await doors.submit())["lead_id"]


async def give_up(doors) -> str:
    """Let one message be given up; its key."""
    async with doors.pool.acquire() as connection:
        message = (await outbox.claim(connection, limit=1))[0]
        await outbox.dead(connection, [(message, "no such mailbox")])
    return message.key


async def test_clocks_are_listed_with_whose_they_are(doors, lead_id):
    (clock,) = await doors.get("/v1/clocks?owner=ana&state=running")
    assert (clock["lead_id"], clock["due_at"], clock["next_at"]) == (
        lead_id, "2027-03-02T10:30:00Z", "2027-03-02T10:15:00Z",
    )  # fmt: skip
    assert await doors.get("/v1/clocks?owner=bruno") == []


async def test_a_list_is_asked_for_by_the_address_of_whoever_has_it_too(doors, lead_id):
    for listed in ("leads", "clocks"):
        by_address = await doors.get(f"/v1/{listed}?owner=Ana@lumen.example")
        assert (len(by_address), by_address) == (1, await doors.get(f"/v1/{listed}?owner=ana"))


async def test_messages_about_a_lead_are_listed(doors, lead_id):
    await doors.submit(email="b@firm.example")
    told = {(m["kind"], m["to"], m["state"]) for m in await doors.get(f"/v1/outbox?lead={lead_id}")}
    assert told == {
        ("assigned", "ana@lumen.example", "waiting"),
        ("ack", "anna.berg@acme.example", "waiting"),
    }


async def test_a_dead_letter_is_seen_and_sent_once_more(doors, lead_id):
    key = await give_up(doors)
    assert [m["error"] for m in await doors.get("/v1/outbox?state=dead")] == ["no such mailbox"]
    answer = await doors.http.post(f"/v1/outbox/{key}/replay")
    assert (answer.status_code, answer.json()["state"], answer.json()["tries"]) == (200, "waiting", 0)


async def test_what_a_receiver_did_not_take_for_a_while_is_sent_again_by_one_call(doors, lead_id):
    """R31: what died at another time, on another way or on its way to somebody else stays dead."""
    await doors.pool.execute("update app.outbox set state = 'dead'")
    copied = """insert into app.outbox select (jsonb_populate_record(o, $1::text::jsonb)).* from app.outbox o
        where kind = 'ack' and key not like 'other%'"""
    others = ('"created_at": "2027-02-01T00:00:00Z"', '"channel": "slack"', '"recipient": "b@x.example"')
    for n, other in enumerate(others):
        await doors.pool.execute(copied, f'{{"key": "other{n}", {other}}}')
    asked = {"channel": "email", "since": "2027-03-02T10:00:00Z", "to": "anna.berg@acme.example"}
    first, again = [(await doors.http.post("/v1/outbox/replay", json=asked)).json()["replayed"] for _ in range(2)]
    assert ([key.rpartition("/")[2] for key in first], again) == (["ack"], [])
    assert await doors.rows("changes where kind = 'message'") == 1
    before = {**asked, "since": "2027-03-01T10:00:00Z", "until": "2027-03-02T09:59:59Z"}
    assert (await doors.http.post("/v1/outbox/replay", json=before)).json()["replayed"] == []


async def test_only_a_dead_letter_is_replayed(doors, lead_id):
    key = (await doors.get("/v1/outbox"))[0]["key"]
    assert (await doors.http.post(f"/v1/outbox/{key}/replay")).status_code == 409
    assert (await doors.http.post("/v1/outbox/no/such/key/replay")).status_code == 404


async def test_an_arrival_waits_with_what_was_sent_and_why(doors):
    async with caller(doors.app) as stranger:
        await stranger.post("/f/demo", data={"email": "eva@firm.example", "website_url": "x"})
    (waits,) = await doors.get("/v1/inbox")
    assert (waits["state"], waits["door"], waits["sent"]["form"]) == ("quarantined", "form", "demo")


async def test_a_released_arrival_answers_its_senders_next_try(doors):
    key = {"Idempotency-Key": "k-1"}
    async with caller(doors.app) as stranger:
        await stranger.post("/f/demo", data={"email": "eva@firm.example", "website_url": "x"}, headers=key)
        (waits,) = await doors.get("/v1/inbox")
        answer = await doors.http.post(f"/v1/inbox/{waits['id']}/release")
        await stranger.post("/f/demo", data={"email": "eva@firm.example", "website_url": "x"}, headers=key)
    kept = await doors.pool.fetchval("select answer from app.inbox where id = $1", waits["id"])
    assert (json.loads(kept), '"replayed":false' in kept) == (answer.json(), True)
    assert len(await doors.get(f"/v1/leads/{answer.json()['lead_id']}/timeline")) == 8


async def test_an_arrival_is_released_once(doors):
    async with caller(doors.app) as stranger:
        await stranger.post("/f/demo", data={"email": "eva@firm.example", "website_url": "x"})
    (waits,) = await doors.get("/v1/inbox")
    answers = [await doors.http.post(f"/v1/inbox/{waits['id']}/release") for _ in range(2)]
    assert ([a.status_code for a in answers], await doors.rows("leads")) == ([200, 409], 1)


@pytest.mark.parametrize("arrival", ["0", "x", "99999999999999999999"])
async def test_an_arrival_of_no_number_is_refused(doors, arrival):
    assert (await doors.http.post(f"/v1/inbox/{arrival}/release")).status_code == 422


async def test_a_refused_reuse_of_a_key_is_in_the_list(doors):
    for email in ("a@firm.example", "b@firm.example"):
        await doors.http.post("/v1/submissions", json={**ANNA, "email": email}, headers={"Idempotency-Key": "k"})
    assert [waits["state"] for waits in await doors.get("/v1/inbox?state=refused")] == ["refused"]
    assert await doors.get("/v1/inbox?state=set_aside") == []


async def test_a_mail_that_came_back_is_told_to_nobody(doors, lead_id):
    key = await doors.pool.fetchval("select key from app.outbox where kind = 'assigned'")
    bounce, back = f"/v1/outbox/{key}/bounce", {"why": "no such mailbox"}
    assert (await doors.http.post(bounce, json=back)).status_code == 409
    await doors.pool.execute("update app.outbox set state = 'sent', proof = '250 taken' where key = $1", key)
    (listed,) = await doors.get("/v1/outbox?state=sent")
    told = (await doors.http.post(bounce, json=back)).json()
    assert (listed["proof"], told["state"], told["error"]) == ("250 taken", "dead", "bounced: no such mailbox")
