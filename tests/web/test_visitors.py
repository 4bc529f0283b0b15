"""Do earlier visits find the person a browser turns out to be, and is nothing kept without consent?"""

from __future__ import annotations

import pytest

from batonpass.web.intake.script import INTEGRITY, SCRIPT, snippet
from tests.web.doors import PLAYBOOK, caller, open_doors

EVA = "eva@firm.example"
VISIT = {"anonymous_id": "browser-1", "event": "pricing_page_view", "consent": "granted"}
SITE = "https://www.lumen.example"
TRACKING = f"\ntracking: {{sites: ['{SITE}']}}\n"
BROWSER = "0b1c2d3e-4f50-4123-8abc-0123456789ab"


@pytest.fixture
def playbook():
    return PLAYBOOK + TRACKING


async def eva(doors) -> dict:
    (line,) = await doors.get(f"/v1/leads?email={EVA}")
    return await doors.get(f"/v1/leads/{line['id']}")


async def tell(doors, call: str, **sent) -> dict:
    answer = await doors.http.post(f"/v1/{call}", json=sent)
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()


async def post(doors, said: dict, origin: str = SITE):
    async with caller(doors.app) as stranger:
        return await stranger.post("/t", json=said, headers={"Origin": origin, "Content-Type": "text/plain"})


def visit(**more) -> dict:
    event = {"type": "track", "event": "pricing_page_view", "message_id": "m-1"}
    return {"anonymous_id": BROWSER, "consent": True, "events": [event], **more}


async def test_a_visit_with_consent_waits_until_we_know_whose_it_is(doors):
    told = await tell(doors, "track", **VISIT)
    assert (told["kept"], told["lead_id"], await doors.rows("leads")) == (True, None, 0)


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        ("identify", {"anonymous_id": "browser-1", "traits": {"email": EVA}}),
        ("submissions", {"anonymous_id": "browser-1", "email": EVA, "form": "newsletter"}),
        ("track", {"anonymousId": "browser-1", "email": EVA, "event": "webinar_joined"}),
        ("batch", {"batch": [{"type": "submission", "anonymous_id": "browser-1", "email": EVA}]}),
        ("alias", {"previousId": EVA, "anonymousId": "browser-1"}),
    ],
)
async def test_earlier_visits_join_the_lead_when_it_is_known(doors, call, sent):
    await tell(doors, "track", **VISIT, timestamp="2027-03-01T10:00:00Z")
    await tell(doors, call, **sent)
    lead = await eva(doors)
    facts = await doors.get(f"/v1/leads/{lead['id']}/timeline")
    assert [f["at"] for f in facts if f["fact"] == "Observed" and f["signal"] == "pricing_page_view"] == [
        "2027-03-01T10:00:00Z"
    ]


async def test_a_visit_that_told_no_time_joins_at_the_time_it_came(doors):
    await doors.at("2027-03-02T10:00:00Z")
    await tell(doors, "track", **VISIT)
    await doors.at("2027-03-05T10:00:00Z")
    await tell(doors, "submissions", anonymous_id="browser-1", email=EVA, form="newsletter")
    facts = await doors.get(f"/v1/leads/{(await eva(doors))['id']}/timeline")
    assert [f["at"] for f in facts if f["fact"] == "Observed"] == ["2027-03-02T10:00:00Z"]


async def test_a_visit_that_was_allowed_then_joins_nobody_who_has_refused_since(doors):
    await tell(doors, "track", **VISIT, timestamp="2027-03-01T10:00:00Z")
    await tell(doors, "submissions", anonymous_id="browser-1", email=EVA, form="newsletter", consent={"tracking": "no"})
    assert (await eva(doors))["score"]["total"] == 5


async def test_later_visits_of_the_same_browser_are_theirs_at_once(doors):
    await tell(doors, "identify", anonymous_id="browser-1", traits={"email": EVA})
    told = await tell(doors, "track", anonymous_id="browser-1", event="pricing_page_view")
    assert told["score"]["behaviour"] == 12


async def test_a_visit_that_is_told_twice_waits_once(doors):
    for _ in range(3):
        await tell(doors, "track", **VISIT, message_id="m-1")
    assert await doors.rows("unclaimed") == 1


async def test_within_a_batch_the_order_of_naming_is_no_matter(doors):
    visits = [{"type": "track", **VISIT, "message_id": f"m-{n}"} for n in range(3)]
    await tell(
        doors, "batch", batch=[*visits, {"type": "identify", "anonymous_id": "browser-1", "traits": {"email": EVA}}]
    )
    assert ((await eva(doors))["score"]["behaviour"], await doors.rows("unclaimed")) == (36, 0)


async def test_a_user_id_of_another_system_is_known_by_its_own_name(doors):
    await tell(doors, "identify", userId="u-7", traits={"email": EVA, "name": "Eva Ek"})
    told = await tell(doors, "group", userId="u-7", traits={"name": "Firm", "employees": 329, "industry": "Technology"})
    fields = (await doors.get(f"/v1/leads/{told['lead_id']}"))["fields"]
    assert (fields["company"], fields["employees"], fields["first_name"]) == ("Firm", "329", "Eva")


async def test_a_visit_without_a_word_on_consent_is_not_kept_and_says_so(doors):
    told = await tell(doors, "track", anonymous_id="browser-1", event="pricing_page_view")
    assert (told["kept"], await doors.rows("unclaimed")) == (False, 0)
    assert "no consent to tracking" in told["because"]


async def test_a_playbook_may_say_that_consent_is_asked_for_elsewhere(database):
    async with open_doors(database, PLAYBOOK + "\ntracking: {consent: given_elsewhere}\n") as doors:
        assert (await tell(doors, "track", anonymous_id="browser-1", event="pricing_page_view"))["kept"] is True


async def test_withdrawn_consent_forgets_what_waited(doors):
    await tell(doors, "track", **VISIT)
    answer = await doors.http.post("/v1/track", json={**VISIT, "consent": "denied"})
    assert (answer.status_code, await doors.rows("unclaimed")) == (204, 0)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({"tracking": "no"}, {"tracking": "no"}),
        ({"tracking": "no", "marketing": "objected"}, {"tracking": "no", "marketing": "objected"}),
        ({"analytics": False, "marketing": "yes"}, {"tracking": "no", "analytics": "false", "marketing": "yes"}),
    ],
)
async def test_who_refuses_to_be_followed_is_heard_in_all_that_they_say(doors, said, held):
    """Nothing else of the call is kept, and nothing that they do is kept from then on."""
    lead = (await doors.submit(email=EVA, form="newsletter"))["lead_id"]
    answer = await doors.http.post(
        "/v1/identify", json={"email": EVA, "anonymous_id": "browser-1", "traits": {"title": "CTO"}, "consent": said}
    )
    after = await tell(doors, "track", email=EVA, event="pricing_page_view")
    facts = await doors.get(f"/v1/leads/{lead}/timeline")
    assert (answer.status_code, after["kept"]) == (204, False)
    assert [f["consent"] for f in facts if f.get("consent")] == [held]
    assert "title" not in (await eva(doors))["fields"]


@pytest.mark.parametrize(
    ("event", "held"),
    [("Unsubscribed", ["unsubscribed"]), ("Email Marked as Spam", ["objected"]), ("Email Bounced", [])],
)
async def test_who_wants_no_more_mail_objects_once_however_often_the_mail_system_says_so(doors, event, held):
    lead = (await doors.submit(email=EVA, form="newsletter"))["lead_id"]
    for _ in range(2):
        await tell(doors, "track", email=EVA, event=event, message_id="m-9")
    facts = await doors.get(f"/v1/leads/{lead}/timeline")
    assert [f["consent"]["marketing"] for f in facts if f.get("consent")] == held
    assert len([f for f in facts if f.get("signal", "").startswith("email_")]) == 1


async def test_who_is_no_lead_becomes_none_by_refusing_to_be_followed(doors):
    refused = {"email": EVA, "consent": {"tracking": "no"}}
    assert (await doors.http.post("/v1/identify", json=refused)).status_code == 204
    assert await doors.rows("leads") == 0
    await doors.http.post("/v1/identify", json={"email": EVA, "consent": {"tracking": "no", "marketing": "objected"}})
    assert await doors.rows("leads") == 1


async def test_consent_that_a_page_takes_back_stands_in_the_lead_and_ends_what_counts(doors):
    await post(doors, visit(proof={"text": "May we?"}))
    await doors.submit(email=EVA, anonymous_id=BROWSER, form="newsletter")
    before = (await eva(doors))["score"]
    answers = [await post(doors, {"anonymous_id": BROWSER, **said}) for said in ({}, {"consent": False})]
    assert [one.json()["kept"] for one in answers] == [False, False]
    lead = await eva(doors)
    facts = await doors.get(f"/v1/leads/{lead['id']}/timeline")
    assert [f["consent"]["tracking"] for f in facts if f.get("consent")] == ["yes", "withdrawn"]
    assert (await tell(doors, "track", email=EVA, event="pricing_page_view"))["kept"] is False
    assert lead["score"] == before


async def test_a_plain_form_brings_the_visits_of_its_browser_along(doors):
    await post(doors, visit())
    await doors.http.post("/f/newsletter", data={"email": EVA, "anonymous_id": BROWSER})
    lead = await eva(doors)
    assert (lead["score"]["behaviour"], "anonymous_id" in lead["fields"]) == (17, False)


async def test_the_script_names_nobody_whatever_it_is_told(doors):
    """S07."""
    event = {"type": "track", "event": "pricing_page_view", "email": EVA, "userId": EVA, "properties": {"email": EVA}}
    await post(doors, visit(events=[event], email=EVA, userId=EVA))
    assert await doors.rows("leads") == 0


async def test_a_page_without_consent_sends_nothing_that_is_kept_and_reads_why(doors):
    answer = await post(doors, {"anonymous_id": BROWSER, "events": [{"type": "page"}]})
    assert (answer.json()["kept"], await doors.rows("unclaimed")) == (False, 0)


async def test_the_proof_of_a_consent_stands_in_the_facts_of_the_lead(doors):
    proof = {"text": "We may look at which pages you read.", "text_version": "2027-01", "page": f"{SITE}/pricing"}
    await post(doors, visit(proof=proof))
    lead_id = (await doors.submit(email=EVA, anonymous_id=BROWSER))["lead_id"]
    (told,) = [f for f in await doors.get(f"/v1/leads/{lead_id}/timeline") if f.get("consent")]
    assert {name: told["consent"][name] for name in proof} == proof
    assert (len(told["consent"]["ip_hash"]), told["consent"]["tracking"]) == (32, "yes")


async def test_a_form_keeps_a_hash_of_the_address_that_consented_and_never_the_address(doors):
    await doors.http.post(
        "/f/demo", data={"email": EVA, "consent": "yes", "consent_text_version": "7", "page": "/demo"}
    )
    row = await doors.pool.fetchval("select body::text from app.inbox")
    assert "ip_hash" in row
    assert "127.0.0.1" not in row


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", f"{SITE}.evil.example", "http://www.lumen.example"]
)
async def test_a_site_that_the_playbook_does_not_name_may_send_nothing(doors, origin):
    """S04."""
    answer = await post(doors, visit(), origin)
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (403, False)
    assert await doors.rows("unclaimed") == 0


async def test_a_site_that_the_playbook_names_may_ask_beforehand(doors):
    async with caller(doors.app) as stranger:
        answer = await stranger.options("/t", headers={"Origin": SITE})
    told = answer.headers
    assert (answer.status_code, told["access-control-allow-origin"], told["access-control-max-age"]) == (
        204,
        SITE,
        "600",
    )
    assert "access-control-allow-credentials" not in told


async def test_one_address_may_send_so_much_in_a_minute(doors):
    answers = [await post(doors, visit(events=[])) for _ in range(121)]
    assert [answers[119].status_code, answers[120].status_code] == [200, 429]


async def test_the_script_can_be_read_by_any_page_and_is_known_by_its_integrity(doors):
    async with caller(doors.app) as stranger:
        answer = await stranger.get("/t.js")
    assert (answer.content, answer.headers["access-control-allow-origin"]) == (SCRIPT, "*")
    assert INTEGRITY in snippet("https://handoff.lumen.example")


@pytest.mark.parametrize("word", [b"eval(", b"Function(", b"document.cookie", b"innerHTML", b".style", b"http"])
def test_the_script_does_nothing_that_a_strict_policy_forbids(word):
    assert word not in SCRIPT


async def test_what_waited_and_cannot_be_taken_in_waits_for_a_person_instead_of_being_lost(doors):
    await tell(doors, "identify", userId="u-9", traits={"title": "x" * 600})
    await tell(doors, "identify", userId="u-9", traits={"email": EVA})
    (held,) = await doors.get("/v1/inbox?state=quarantined")
    assert ("at most 500 fit" in held["because"], await doors.rows("unclaimed")) == (True, 0)
