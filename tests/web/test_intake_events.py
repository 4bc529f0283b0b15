"""Do events earn their points, is consent kept, and does one bad item spoil no batch?"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.web.doors import ANNA, PLAYBOOK, open_doors

EMAIL = "eva@firm.example"
VIEW = {"email": EMAIL, "event": "pricing_page_view"}
FIVE = "pools:\n  emea: [ana, bruno, c, d, e]\n"


async def lead_of(doors, email: str = EMAIL) -> dict:
    (line,) = await doors.get(f"/v1/leads?email={email}")
    return await doors.get(f"/v1/leads/{line['id']}")


async def track(doors, **sent) -> dict:
    answer = await doors.http.post("/v1/track", json={**VIEW, **sent})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_event_earns_the_points_of_the_playbook(doors):
    assert (await track(doors))["score"] == {"fit": 0, "behaviour": 12, "total": 12}


async def test_points_in_an_event_count_for_nothing(doors):
    """S07."""
    answer = await track(doors, points=500, properties={"points": 500, "score": 99})
    assert answer["score"]["total"] == 12


@pytest.mark.parametrize(
    "who",
    [
        {"userId": EMAIL},
        {"user_id": EMAIL.upper()},
        {"traits": {"email": EMAIL}},
        {"context": {"traits": {"email": f" {EMAIL} "}}},
    ],
)
async def test_the_person_is_found_wherever_libraries_name_them(doors, who):
    await doors.http.post("/v1/track", json={"event": "pricing_page_view", **who})
    assert (await lead_of(doors))["email"] == EMAIL


async def test_a_named_page_gives_its_own_signal(doors):
    answer = await doors.http.post(
        "/v1/page", json={"email": EMAIL, "name": "Pricing", "properties": {"path": "/pricing"}}
    )
    lead_id = answer.json()["lead_id"]
    (seen,) = [f for f in await doors.get(f"/v1/leads/{lead_id}/timeline") if f["fact"] == "Observed"]
    assert (seen["signal"], seen["detail"]) == ("pricing_page_view", "/pricing")


@pytest.mark.parametrize("name", ["message_id", "messageId"])
async def test_the_same_message_is_counted_once(doors, name):
    answers = [await track(doors, **{name: "m-1"}) for _ in range(3)]
    assert [(a["score"]["total"], a["replayed"]) for a in answers] == [(12, False), (12, True), (12, True)]


async def test_the_same_thing_done_twice_counts_twice(doors):
    await track(doors)
    assert (await track(doors))["score"]["total"] == 24


async def test_a_late_event_starts_its_clock_when_it_arrives(doors):
    """Scenario A10: an event comes three days late and makes the lead ready: its promise begins now, and is not born
    late.
    """
    await doors.submit(form="webinar", email=EMAIL)
    await doors.submit(form="webinar", email=EMAIL, message="again")
    for _ in range(3):
        answer = await track(doors, timestamp="2027-02-26T15:00:00Z")
    lead = await doors.get(f"/v1/leads/{answer['lead_id']}")
    assert (lead["clocks"][0]["started_at"], lead["clocks"][0]["state"]) == ("2027-03-02T10:00:00Z", "running")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_the_later_of_two_values_stands_in_whichever_order_they_come(doors, order):
    """Scenario A09: of two words on a field the later in time stands, in either order."""
    told = (
        {"email": EMAIL, "traits": {"country": "SE"}, "timestamp": "2027-03-02T09:02:00Z"},
        {"email": EMAIL, "traits": {"country": "PT", "phone": "+351212345678"}, "timestamp": "2027-03-02T09:00:00Z"},
    )
    for place in order:
        assert (await doors.http.post("/v1/identify", json=told[place])).status_code == 200
    fields = (await lead_of(doors))["fields"]
    assert (fields["country"], fields["phone"]) == ("SE", "+351212345678")


async def test_traits_are_known_by_our_names(doors):
    traits = {"email": EMAIL, "name": "Eva Ek", "jobTitle": "COO", "company": {"name": "Firm", "employee_count": 120}}
    await doors.http.post("/v1/identify", json={"traits": {**traits, "address": {"country": "Sweden"}}})
    fields = (await lead_of(doors))["fields"]
    assert {name: fields[name] for name in ("first_name", "last_name", "company", "employees", "country")} == {
        "first_name": "Eva",
        "last_name": "Ek",
        "company": "Firm",
        "employees": "120",
        "country": "SE",
    }


async def test_what_somebody_refuses_by_name_is_kept_from_another_system_too(doors):
    lead_id = (await doors.submit(form="ebook"))["lead_id"]
    told = {"email": "anna.berg@acme.example", "consent": {"marketing": "objected", "sms": False, "more": {"a": 1}}}
    answer = await doors.http.post("/v1/identify", json=told)
    assert (answer.status_code, answer.json()["stage"]) == (200, "Nurture")
    facts = await doors.get(f"/v1/leads/{lead_id}/timeline")
    assert [f["consent"] for f in facts if f["fact"] == "Learned"] == [{"marketing": "objected", "sms": "false"}]


DENIALS = [
    {"consent": "denied"},
    {"properties": {"consent": "denied"}},
    {"context": {"consent": "denied"}},
    {"consent": "revoked"},
    {"consent": 0},
    {"consent": {"cookies": "opted-out"}},
    {"context": {"consent": {"analytics": False}}},
    {"context": {"consent": {"categoryPreferences": {"Analytics": False}}}},
]


@pytest.mark.parametrize("denial", DENIALS)
async def test_without_consent_nothing_is_kept(doors, denial):
    """Scenario B08: somebody looks around without having agreed to be followed: nothing of it is kept."""
    answers = [await doors.http.post("/v1/track", json={**VIEW, **denial}) for _ in range(5)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert (await doors.rows("inbox"), await doors.rows("leads")) == (0, 0)


async def test_a_header_may_deny_consent_for_the_whole_request(doors):
    for path, sent in (("track", VIEW), ("batch", {"batch": [{"type": "track", **VIEW}]})):
        answer = await doors.http.post(f"/v1/{path}", json=sent, headers={"Consent": "denied"})
        assert answer.status_code == 204
    assert await doors.rows("inbox") == 0


async def test_of_whom_refuses_to_be_tracked_nothing_they_do_is_kept_until_they_agree(doors):
    await doors.submit(form="newsletter", email=EMAIL, consent={"tracking": "no"})
    assert (await track(doors))["kept"] is False
    assert (await lead_of(doors))["score"]["total"] == 5
    assert (await track(doors, consent="granted"))["score"]["total"] == 17


async def test_who_refuses_to_be_tracked_and_asks_for_us_is_heard(doors):
    await doors.submit(form="newsletter", email=EMAIL, consent={"tracking": "no"})
    assert (await track(doors, event="demo_request"))["stage"] == "MQL"


async def test_a_form_after_denied_views_brings_no_behaviour_points_of_them(doors):
    """Scenario B08: somebody looks around without having agreed to be followed: nothing of it is kept."""
    await doors.http.post("/v1/track", json={**VIEW, "properties": {"consent": "denied"}})
    answer = await doors.submit(form="newsletter", email=EMAIL, consent={"marketing": "yes"})
    assert answer["score"]["behaviour"] == 5


async def test_an_event_of_nobody_is_not_kept_and_says_so(doors):
    answer = await doors.http.post("/v1/track", json={"anonymous_id": "a-1", "event": "pricing_page_view"})
    assert (answer.status_code, answer.json()["kept"], await doors.rows("inbox")) == (202, False, 0)
    assert "nobody is named" in answer.json()["because"]


async def test_each_item_of_a_batch_is_taken_or_refused_by_itself(doors):
    batch = [
        {"type": "submission", **ANNA},
        {"type": "submission", "form": "demo"},
        {"type": "track", **VIEW},
        {"type": "dance"},
        "nothing",
        {"type": "track", "event": "x"},
        {"type": "identify", "email": "not an address"},
    ]
    answer = await doors.http.post("/v1/batch", json={"batch": batch})
    told = answer.json()
    assert (answer.status_code, told["accepted"], told["rejected"]) == (200, 3, 4)
    assert [one["index"] for one in told["items"] if "error" in one] == [1, 3, 4, 6]
    assert [bool(one.get("lead_id")) for one in told["items"]] == [True, False, True, False, False, False, False]


async def test_an_item_of_a_batch_without_a_type_is_known_by_what_it_names(doors):
    batch = [{"form": "demo", "email": EMAIL}, VIEW, {"email": EMAIL}]
    answer = await doors.http.post("/v1/batch", json={"batch": batch})
    assert (answer.json()["accepted"], answer.json()["rejected"]) == (2, 1)
    assert (await lead_of(doors))["stage"] == "MQL"


@pytest.mark.parametrize("item", [{"type": "track", **VIEW, "event": "x" * 600}, {"type": "page", "name": []}])
async def test_a_bad_item_of_a_batch_is_refused_alone(doors, item):
    answer = await doors.http.post("/v1/batch", json={"batch": [item, {"type": "submission", **ANNA}]})
    assert (answer.status_code, answer.json()["rejected"], await doors.rows("leads")) == (200, 1, 1)


async def test_a_batch_that_comes_again_under_its_key_changes_nothing(doors):
    batch = {"batch": [{"type": "track", **VIEW}, {"type": "track", **VIEW}]}
    answers = [await doors.http.post("/v1/batch", json=batch, headers={"Idempotency-Key": "b-1"}) for _ in range(2)]
    assert [item["replayed"] for item in answers[1].json()["items"]] == [True, True]
    assert (await lead_of(doors))["score"]["total"] == 24


async def test_fifty_leads_in_one_batch_are_shared_by_turns(database):
    """Scenario C11: one request carries fifty leads: they are shared evenly."""
    more = "".join(f"  {who}: {{name: {who}, email: {who}@lumen.example, calendar: office}}\n" for who in "cde")
    five = PLAYBOOK.replace("pools:\n  emea: [ana, bruno]\n", more + FIVE)
    async with open_doors(database, five) as doors:
        items = [{"type": "submission", "form": "demo", "email": f"p{n}@firm{n}.example"} for n in range(50)]
        answer = await doors.http.post("/v1/batch", json={"batch": items})
    assert sorted(Counter(item["owner"] for item in answer.json()["items"]).values()) == [10] * 5


@pytest.mark.parametrize("sent", [{}, {"batch": {}}, {"batch": [{}] * 1_001}])
async def test_what_is_no_batch_is_refused_as_a_whole(doors, sent):
    answer = await doors.http.post("/v1/batch", json=sent)
    assert (answer.status_code, answer.json()["field"]) == (422, "batch")
