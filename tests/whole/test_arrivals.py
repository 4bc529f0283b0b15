"""Are doubles, replays, late events, lists, strangers and robots taken in as agreed (cases A)?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.whole.program import KEY, TUESDAY_TEN, Program

DEMO = {"form": "demo", "email": "anna.berg@acme.example"}


def test_a01_a_double_click_with_one_key_is_one_lead(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    first = batonpass.submit(**DEMO, key="f-7d1")
    batonpass.now("2027-03-02T10:00:00.400Z")
    second = batonpass.submit(**DEMO, key="f-7d1")
    assert second == {**first, "replayed": True}
    lead = batonpass.lead(first["lead_id"])
    assert [(c["state"], c["due_at"]) for c in lead["clocks"]] == [("running", "2027-03-02T10:30:00Z")]
    batonpass.now("2027-03-02T10:00:01Z")
    assert sorted(m["kind"] for m in batonpass.outbox(lead["id"])) == ["ack", "assigned"]
    assert (len(batonpass.post.to("ana@lumen.example")), len(batonpass.post.to("anna.berg@acme.example"))) == (1, 1)


def test_a02_a_double_form_without_a_key_is_folded_and_a_return_is_not(batonpass: Program):
    form = {"email": "anna@acme.example", "first_name": "Anna"}
    for at in ("10:00:00", "10:00:00.400", "10:20:00"):
        batonpass.now(f"2027-03-02T{at}Z")
        assert httpx.post(f"http://127.0.0.1:{batonpass.port}/f/demo", data=form).status_code in (200, 303)
    (lead,) = batonpass.leads()
    assert len(batonpass.facts(lead["id"], "Captured")) == 2
    assert lead["next_due_at"] == "2027-03-02T10:30:00Z"
    assert [m["kind"] for m in batonpass.outbox(lead["id"])].count("ack") == 1


def test_a03_one_key_with_two_bodies_is_refused_and_nothing_is_made(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.submit(**DEMO, key="f-7d1")
    other = {**DEMO, "email": "other@acme.example"}
    refused = batonpass.ask("POST", "/v1/submissions", other, expect=422, headers={"Idempotency-Key": "f-7d1"})
    assert "idempotency-key-reuse" in refused["type"]
    assert len(batonpass.leads()) == 1
    assert [row["state"] for row in batonpass.ask("GET", "/v1/inbox")] == ["refused"]


def test_a04_fifty_at_once_with_one_key_are_one_lead(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    url, headers = (
        f"http://127.0.0.1:{batonpass.port}/v1/submissions",
        {"Authorization": f"Bearer {KEY}", "Idempotency-Key": "k"},
    )
    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda _: httpx.post(url, json=DEMO, headers=headers, timeout=30), range(50)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert len({a.json()["lead_id"] for a in answers if a.status_code == 201}) == 1
    assert len(batonpass.leads()) == 1


def test_a05_two_forms_of_one_person_tighten_and_never_loosen(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    dues = []
    for at, form in (("09:00", "ebook"), ("09:40", "demo"), ("09:45", "ebook")):
        batonpass.now(f"2027-03-02T{at}:00Z")
        dues.append(batonpass.submit(form, "anna@acme.example", note=at)["due_at"])
    assert dues == ["2027-03-02T13:00:00Z", "2027-03-02T10:10:00Z", "2027-03-02T10:10:00Z"]
    (lead,) = batonpass.leads()
    assert (lead["owner"], lead["tier"]) == ("ana", "urgent")
    assert len(batonpass.facts(lead["id"], "ClockMoved")) == 1


def test_a09_the_latest_word_on_a_field_wins_in_either_order(batonpass: Program):
    newer = {"email": "%s@acme.example", "traits": {"country": "SE"}, "timestamp": "2027-03-02T10:02:00Z"}
    older = {
        "email": "%s@acme.example",
        "traits": {"country": "PT", "phone": "+351211234567"},
        "timestamp": TUESDAY_TEN,
    }
    batonpass.now("2027-03-02T10:05:00Z")
    for who, order in (("a", (newer, older)), ("b", (older, newer))):
        for told in order:
            batonpass.ask("POST", "/v1/identify", {**told, "email": told["email"] % who})
    fields = [batonpass.lead(lead["id"])["fields"] for lead in batonpass.leads()]
    assert [(f["country"], f["phone"]) for f in fields] == [("SE", "+351211234567")] * 2


def test_a10_a_late_event_qualifies_now_and_is_not_born_late(batonpass: Program):
    batonpass.now("2027-03-02T09:59:00Z")
    batonpass.submit("webinar", "anna@acme.example")
    for _ in range(2):
        batonpass.ask("POST", "/v1/track", {"email": "anna@acme.example", "event": "pricing_page_view"})
    batonpass.now(TUESDAY_TEN)
    late = {"email": "anna@acme.example", "event": "pricing_page_view", "timestamp": "2027-02-26T15:00:00Z"}
    batonpass.ask("POST", "/v1/track", late)
    (lead,) = batonpass.leads()
    (clock,) = batonpass.lead(lead["id"])["clocks"]
    assert (clock["started_at"], clock["state"], clock["due_at"]) == (TUESDAY_TEN, "running", "2027-03-02T14:00:00Z")


def test_a16_a_free_mail_domain_is_no_account(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.ask("PUT", "/v1/accounts/gmail.com", {"name": "Gmail users", "owner": "greta"}, expect=422)
    owners = [
        batonpass.submit("demo", f"{who}@gmail.com", company=c)["owner"] for who, c in (("a", "Volvo"), ("b", "Saab"))
    ]
    assert owners == ["ana", "bruno"]
    assert all(batonpass.lead(lead["id"])["account"] is None for lead in batonpass.leads())
    assert "free-mail domain" in batonpass.facts(batonpass.leads()[0]["id"], "Identified")[0]["because"]


def test_a17_a_bot_is_answered_alike_and_waits_for_a_person(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    url, trap = f"http://127.0.0.1:{batonpass.port}/f/demo", {"website_url": "http://spam.example"}
    genuine = httpx.post(url, data={"email": "a@acme.example"})
    bot = httpx.post(url, data={"email": "b@bot.example", **trap})
    assert (bot.status_code, bot.text) == (genuine.status_code, genuine.text)
    assert len(batonpass.leads()) == 1
    (held,) = batonpass.ask("GET", "/v1/inbox")
    batonpass.now("2027-03-02T10:12:00Z")
    batonpass.ask("POST", f"/v1/inbox/{held['id']}/release")
    released = next(lead for lead in batonpass.leads() if lead["email"] == "b@bot.example")
    assert released["next_due_at"] == "2027-03-02T10:42:00Z"
