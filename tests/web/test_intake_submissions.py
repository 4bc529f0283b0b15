"""Is every lead that is handed in taken once, decided at once, and answered the same when it comes again?"""

from __future__ import annotations

import asyncio

from tests.web.doors import ANNA, PLAYBOOK, open_doors, put

KEY = {"Idempotency-Key": "f-7d1"}
NEEDS = "  - account_owner\n  - needs: [lead.country, account.employees]\n"


async def opened_clocks(doors) -> list[dict]:
    return await doors.get("/v1/clocks?state=running")


async def kinds_of_messages(doors, lead_id: str) -> list[str]:
    return sorted(one["kind"] for one in await doors.get(f"/v1/outbox?lead={lead_id}"))


async def test_a_submission_is_answered_with_its_lead_owner_and_promise(doors):
    answer = await doors.submit()
    assert {**answer, "lead_id": "", "because": ""} == {
        "lead_id": "",
        "stage": "MQL",
        "band": "mql",
        "owner": "ana",
        "queue": None,
        "tier": "urgent",
        "due_at": "2027-03-02T10:30:00Z",
        "score": {"fit": 0, "behaviour": 40, "total": 40},
        "because": "",
        "replayed": False,
    }


async def test_the_same_key_and_body_is_answered_again_and_marked_replayed(doors):
    """Scenario A01: somebody clicks Send twice, and both requests bear one key: one lead, and the second answer is the
    first.
    """
    first, second = [await doors.http.post("/v1/submissions", json=ANNA, headers=KEY) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert {**first.json(), "replayed": True} == second.json()
    assert second.headers["idempotent-replayed"] == "true"


async def test_a_double_click_makes_one_lead_one_clock_and_one_message_each(doors):
    """Scenario A01: somebody clicks Send twice, and both requests bear one key: one lead, and the second answer is the
    first.
    """
    for _ in range(2):
        answer = await doors.http.post("/v1/submissions", json=ANNA, headers=KEY)
    assert await doors.rows("leads") == 1
    assert [clock["due_at"] for clock in await opened_clocks(doors)] == ["2027-03-02T10:30:00Z"]
    assert await kinds_of_messages(doors, answer.json()["lead_id"]) == ["ack", "assigned"]


async def test_spaces_and_the_order_of_names_do_not_make_another_body(doors):
    await doors.http.post("/v1/submissions", json={"form": "demo", "email": "a@firm.example"}, headers=KEY)
    other = b'{ "email":"a@firm.example",\n "form": "demo" }'
    answer = await doors.http.post(
        "/v1/submissions", content=other, headers={**KEY, "Content-Type": "application/json"}
    )
    assert answer.json()["replayed"] is True


async def test_the_same_key_with_another_body_is_refused_and_noted(doors):
    """Scenario A03: one key comes with two bodies: the second is refused and makes nothing."""
    await doors.http.post("/v1/submissions", json=ANNA, headers=KEY)
    answer = await doors.http.post("/v1/submissions", json={**ANNA, "email": "b@other.example"}, headers=KEY)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reuse")
    assert (await doors.rows("leads"), len(await doors.get("/v1/inbox?state=refused"))) == (1, 1)


async def test_two_senders_may_use_the_same_key(doors):
    other = await doors.with_key("intake")
    await doors.http.post("/v1/submissions", json=ANNA, headers=KEY)
    answer = await other.post("/v1/submissions", json={**ANNA, "email": "b@other.example"}, headers=KEY)
    assert (answer.status_code, answer.json()["replayed"]) == (201, False)


async def test_the_same_content_without_a_key_is_folded_for_ten_minutes(doors):
    assert [(await doors.submit())["replayed"] for _ in range(2)] == [False, True]
    await doors.at("2027-03-02T10:20:00Z")
    assert (await doors.submit())["replayed"] is False


async def test_fifty_at_once_with_one_key_make_one_lead(doors):
    """Scenario A04, in one process."""
    sent = (doors.http.post("/v1/submissions", json=ANNA, headers=KEY) for _ in range(50))
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {201}
    assert (len({a.json()["lead_id"] for a in answers}), await doors.rows("leads")) == (1, 1)


async def test_a_second_form_tightens_the_clock_and_a_third_leaves_it(doors):
    """Scenario A05: a person asks again, more or less urgently: the promise that runs is tightened, never loosened."""
    due = []
    for instant, form in (("09:00", "ebook"), ("09:40", "demo"), ("09:45", "ebook")):
        await doors.at(f"2027-03-03T{instant}:00Z")
        due.append((await doors.submit(form=form))["due_at"])
    assert due == ["2027-03-03T13:00:00Z", "2027-03-03T10:10:00Z", "2027-03-03T10:10:00Z"]


async def test_the_history_of_the_clock_shows_one_tightening_with_its_cause(doors):
    """Scenario A05: a person asks again, more or less urgently: the promise that runs is tightened, never loosened."""
    lead_id = (await doors.submit(form="ebook"))["lead_id"]
    await doors.submit(form="demo")
    moved = [fact for fact in await doors.get(f"/v1/leads/{lead_id}/timeline") if fact["fact"] == "ClockMoved"]
    assert len(moved) == 1
    assert moved[0]["because"]


async def test_people_with_private_mailboxes_share_no_account(doors):
    """Scenario A16: two people write from one free-mail domain: they are no company."""
    leads = [await doors.submit(email=f"{who}@gmail.com", company=who) for who in ("volvo", "saab")]
    found = [await doors.get(f"/v1/leads/{lead['lead_id']}") for lead in leads]
    assert [lead["account"] for lead in found] == [None, None]
    why = await doors.get(f"/v1/leads/{leads[0]['lead_id']}/why")
    assert "free-mail domain" in why["identified"]["because"]


async def test_what_a_rung_needs_and_lacks_sends_the_lead_to_the_queue(database):
    """Scenario C13: country and size are missing: the lead waits in a named queue, on a clock, with what is missing."""
    text = PLAYBOOK.replace("  - account_owner\n", NEEDS)
    async with open_doors(database, text) as doors:
        answer = await doors.submit(email="x@unknown.example")
        why = await doors.get(f"/v1/leads/{answer['lead_id']}/why")
        told = [one["to"] for one in await doors.get(f"/v1/outbox?lead={answer['lead_id']}") if one["kind"] == "queued"]
    assert (answer["owner"], answer["queue"], answer["due_at"]) == (None, "triage", "2027-03-02T10:30:00Z")
    assert {"lead.country", "account.employees"} <= set(why["missing"])
    assert told == ["mara@lumen.example"]


async def test_the_account_owner_gets_the_lead(doors):
    """Scenario C01: the account's owner comes before the pool."""
    await put(doors, "accounts/acme.example", {"name": "Acme", "owner": "bruno"})
    answer = await doors.submit()
    assert answer["owner"] == "bruno"


async def test_an_address_inside_of_the_fields_is_the_same_person(doors):
    first = await doors.submit()
    second = await doors.http.post("/v1/submissions", json={"form": "ebook", "fields": {"email": ANNA["email"]}})
    assert second.json()["lead_id"] == first["lead_id"]


async def test_what_only_we_may_set_is_not_taken_from_a_sender(doors):
    """S10."""
    ours = {"owner_id": "bruno", "score": 99, "stage": "SQL", "account_id": "x", "created_at": "2020-01-01", "id": "L1"}
    answer = await doors.submit(**ours)
    lead = await doors.get(f"/v1/leads/{answer['lead_id']}")
    assert (lead["stage"], lead["owner"], lead["score"]["total"]) == ("MQL", "ana", 40)
    assert not set(ours) & set(lead["fields"])


async def test_a_text_in_the_other_direction_is_kept_as_text(doors):
    """S11: it is a letter like any other, for the pages to show safely."""
    answer = await doors.submit(first_name="a\u202eb")
    assert (await doors.get(f"/v1/leads/{answer['lead_id']}"))["fields"]["first_name"] == "a\u202eb"


async def test_an_idempotency_key_of_255_characters_is_taken(doors):
    answer = await doors.http.post("/v1/submissions", json=ANNA, headers={"Idempotency-Key": "k" * 255})
    assert answer.status_code == 201


async def test_known_and_unknown_people_are_answered_in_the_same_shape(doors):
    """S05."""
    await doors.submit()
    known, unknown = await doors.submit(form="ebook"), await doors.submit(email="new@firm.example")
    assert list(known) == list(unknown)


async def test_without_a_database_nothing_is_acknowledged(doors):
    """Promise R5."""
    await doors.submit()
    await doors.pool.close()
    answer = await doors.http.post("/v1/submissions", json={**ANNA, "email": "b@other.example"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
