"""Do other systems come in proven, once, in any order, and with nothing lost?"""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest

from batonpass.connectors.hear import Hearing
from batonpass.store.arrival import Kind
from batonpass.store.take import take
from batonpass.web.intake.arrivals import arrival
from tests.web.doors import PLAYBOOK, caller, open_doors
from tests.web.hook_senders import (
    DATED,
    EVA,
    SAMPLES,
    SECRET,
    SIGNERS,
    TUESDAY,
    URL,
    bytes_of,
    code,
    deliver,
    path_of,
    secret_of,
)

HOOKS = """
hooks:
  linkedin: {fields: {"1": email, "2": company}, forms: {"4": demo}}
  typeform: {forms: {o3: demo}}
"""
MESSAGE = (
    '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<notifications xmlns="http://soap.sforce.com/2005/09/outbound"><Notification><Id>04l1</Id>'
    '<sObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="sf:Lead" '
    'xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>00Q000000000001AAA</sf:Id><sf:Email>{}</sf:Email>'
    "<sf:Company>Firm</sf:Company></sObject></Notification></notifications></e:Body></e:Envelope>"
)


@pytest.fixture
def playbook():
    return PLAYBOOK + HOOKS


@pytest.fixture
async def doors(database, playbook):
    async with open_doors(database, playbook, hear=Hearing(secret_of=secret_of).hear_request, base_url=URL) as opened:
        yield opened


async def eva(doors) -> dict:
    (line,) = await doors.get(f"/v1/leads?email={EVA}")
    return await doors.get(f"/v1/leads/{line['id']}")


def change(contact: str, name: str, value: str, *, event: int, minute: int) -> dict:
    at = TUESDAY - timedelta(minutes=60 - minute)
    return {
        "eventId": event, "subscriptionId": 7, "subscriptionType": "contact.propertyChange", "objectId": contact,
        "propertyName": name, "propertyValue": value, "occurredAt": int(at.timestamp() * 1000), "attemptNumber": 0,
    }  # fmt: skip


@pytest.mark.parametrize("source", SAMPLES)
async def test_a_lead_of_each_source_is_taken_in(doors, source):
    answer = await deliver(doors, source, SAMPLES[source])
    assert (answer.status_code, (await eva(doors))["email"]) == (200, EVA)


@pytest.mark.parametrize("source", SAMPLES)
async def test_a_redelivery_is_the_same_event_once(doors, source):
    await deliver(doors, source, SAMPLES[source])
    again = await deliver(doors, source, SAMPLES[source], at=TUESDAY + timedelta(seconds=9))
    assert (again.status_code, await doors.rows("inbox")) == (200, 1)


@pytest.mark.parametrize("source", SAMPLES)
async def test_what_is_not_signed_is_not_believed_and_leaves_nothing(doors, source):
    """S28."""
    answer = await doors.http.post(path_of(source).removesuffix(SECRET), content=bytes_of(SAMPLES[source]))
    assert (answer.status_code, await doors.rows("inbox"), await doors.rows("leads")) == (401, 0, 0)


@pytest.mark.parametrize("source", [name for name in SAMPLES if name != "jotform"])
async def test_a_signature_holds_for_the_very_bytes_alone(doors, source):
    """S29."""
    headers = SIGNERS[source](bytes_of(SAMPLES[source]), TUESDAY)
    answer = await deliver(doors, source, json.dumps(SAMPLES[source], indent=1).encode(), headers=headers)
    assert answer.status_code == 401


async def test_a_signature_of_one_source_opens_no_door_of_another(doors):
    """S33."""
    body = bytes_of(SAMPLES["calendly"])
    headers = SIGNERS["calendly"](body, TUESDAY)
    assert (await deliver(doors, "typeform", body, headers=headers)).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "handoff.lumen.example:8443"])
async def test_what_was_signed_is_our_public_address_whatever_a_proxy_or_a_forger_says(doors, host):
    """S32."""
    forged = {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": "http", "Forwarded": f"host={host}"}
    body = bytes_of(SAMPLES["hubspot"])
    true = SIGNERS["hubspot"](body, TUESDAY)
    said = f"POSThttps://{host}/hooks/hubspot".encode() + body + true["X-HubSpot-Request-Timestamp"].encode()
    false = true | {"X-HubSpot-Signature-v3": base64.b64encode(code(said)).decode()}
    refused = await deliver(doors, "hubspot", body, headers={**false, **forged})
    taken = await deliver(doors, "hubspot", body, headers={**true, **forged})
    assert (refused.status_code, taken.status_code, await doors.rows("inbox")) == (401, 200, 1)


async def test_a07_a_captured_delivery_is_let_pass_for_three_hundred_seconds_and_counts_once(doors):
    """Scenario A07: after five minutes a captured delivery is not believed, before that it counts once."""
    body = bytes_of(SAMPLES["standard"])
    headers = SIGNERS["standard"](body, TUESDAY)
    first = await deliver(doors, "standard", body, headers=headers)
    await doors.at("2027-03-02T10:05:00Z")
    at_300 = await deliver(doors, "standard", body, headers=headers)
    await doors.at("2027-03-02T10:05:01Z")
    at_301 = await deliver(doors, "standard", body, headers=headers)
    ahead = await deliver(doors, "standard", body, at=TUESDAY + timedelta(seconds=602))
    codes = [answer.status_code for answer in (first, at_300, at_301, ahead)]
    assert (codes, at_300.json()["replayed"], await doors.rows("inbox")) == ([200, 200, 401, 401], True, 1)


@pytest.mark.parametrize("source", DATED)
@pytest.mark.parametrize(("off", "status"), [(-300, 200), (-301, 401), (300, 200), (301, 401)])
async def test_the_window_of_each_dated_signature_ends_after_three_hundred_seconds(doors, source, off, status):
    at = TUESDAY + timedelta(seconds=off)
    assert (await deliver(doors, source, SAMPLES[source], at=at)).status_code == status


async def test_a_refusal_tells_nothing_of_the_secret_or_of_the_cause(doors):
    answer = await deliver(doors, "typeform", SAMPLES["typeform"], headers={"Typeform-Signature": "sha256=AAAA"})
    assert "the signature is missing, wrong, or too old" in answer.json()["detail"].lower()


async def test_the_old_and_the_new_secret_are_good_while_one_is_exchanged(database):
    """S30."""
    both = Hearing(secret_of=lambda _: f"the-newer-secret, {SECRET}").hear_request
    async with open_doors(database, hear=both, base_url=URL) as doors:
        assert (await deliver(doors, "typeform", SAMPLES["typeform"])).status_code == 200


async def test_a_source_without_its_secret_believes_nobody(database):
    async with open_doors(database, hear=Hearing(secret_of=lambda _: None).hear_request) as doors:
        assert (await deliver(doors, "typeform", SAMPLES["typeform"])).status_code == 401


async def test_nobody_needs_a_key_of_ours_to_deliver(doors):
    async with caller(doors.app) as stranger:
        body = bytes_of(SAMPLES["typeform"])
        answer = await stranger.post("/hooks/typeform", content=body, headers=SIGNERS["typeform"](body, TUESDAY))
        assert answer.status_code == 200


async def test_a_source_nobody_knows_is_not_found(doors):
    assert (await doors.http.post("/hooks/fax", content=b"{}")).status_code == 404


async def test_an_event_that_nobody_knows_is_answered_and_counted_but_not_kept(doors):
    answer = await deliver(doors, "calendly", {"event": "routing_form_submission.created", "payload": {}})
    told = (await doors.http.get("/metrics")).text
    assert (answer.status_code, answer.json()["kept"], await doors.rows("inbox")) == (200, False, 0)
    assert 'batonpass_hooks_total{outcome="not_kept",source="calendly"} 1.0' in told


async def test_a_form_is_known_by_the_name_that_the_playbook_gives_it(doors):
    answer = await deliver(doors, "typeform", SAMPLES["typeform"])
    assert (answer.json()["stage"], answer.json()["tier"]) == ("MQL", "urgent")


async def test_answers_fill_the_fields_that_the_playbook_names(doors):
    await deliver(doors, "linkedin", SAMPLES["linkedin"])
    lead = await eva(doors)
    assert (lead["company"], lead["fields"]["company"]) == ("Firm", "Firm")


async def test_an_answer_without_an_address_waits_for_a_person_instead_of_being_lost(doors):
    said = {**SAMPLES["webflow"], "payload": {**SAMPLES["webflow"]["payload"], "data": {"Colour": "blue"}}}
    answer = await deliver(doors, "webflow", said)
    (held,) = await doors.get("/v1/inbox")
    assert (answer.status_code, answer.json()["state"], held["state"]) == (200, "quarantined", "quarantined")


async def test_what_cannot_be_taken_in_waits_for_a_person_and_is_never_answered_with_an_error(doors):
    """S34."""
    said = {"type": "submission", "data": {"email": "no address", "first_name": "<!channel>"}}
    answer = await deliver(doors, "standard", said)
    assert (answer.status_code, answer.json()["state"]) == (200, "quarantined")


async def test_a_bad_event_among_good_ones_spoils_none_of_them(doors):
    """HubSpot drops the whole batch when one of it is refused."""
    batch = [
        change("51", "email", "no address", event=1, minute=1),
        change("52", "email", EVA, event=2, minute=2),
        {"subscriptionType": "deal.creation"},
    ]
    answer = await deliver(doors, "hubspot", batch)
    assert [one["kept"] for one in answer.json()["items"]] == [True, True, False]
    assert (await eva(doors))["email"] == EVA


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_a_change_that_comes_before_the_contact_waits_for_it_and_the_later_value_stands(doors, order):
    """Scenario A09: of two words on a field the later in time stands, in either order."""
    told = [
        change("51", "country", "SE", event=1, minute=2),
        {"id": "51", "properties": {"email": EVA, "country": "PT", "phone": "+351212345678"},
         "updatedAt": "2027-03-02T09:00:00Z"},
        change("51", "jobtitle", "COO", event=3, minute=3),
    ]  # fmt: skip
    for place in order:
        said = told[place]
        assert (await deliver(doors, "hubspot", said if "id" in said else [said])).status_code == 200
    fields = (await eva(doors))["fields"]
    assert (fields["country"], fields["phone"], fields["title"]) == ("SE", "+351212345678", "COO")
    assert await doors.rows("unclaimed") == 0


async def test_a_contact_is_found_by_its_id_when_its_address_has_changed(doors):
    await deliver(doors, "hubspot", {"id": "51", "properties": {"email": EVA}, "updatedAt": "2027-03-02T09:00:00Z"})
    moved = {"id": "51", "properties": {"email": "eva@new.example"}, "updatedAt": "2027-03-02T09:30:00Z"}
    told = (await deliver(doors, "hubspot", moved)).json()
    lead = await eva(doors)
    assert (told["lead_id"], lead["external_ids"]) == (lead["id"], {"hubspot": "51"})


async def test_a_change_finds_a_person_whom_an_import_told_the_id_of(doors):
    imported = {"email": EVA, "external_ids": {"hubspot": "51"}}
    one = arrival(Kind.SUBMISSION, imported, door="import", caller="import")
    await take(doors.pool, doors.given.watched, [one])
    await deliver(doors, "hubspot", [change("51", "jobtitle", "COO", event=1, minute=1)])
    assert (await eva(doors))["fields"]["title"] == "COO"


async def test_the_same_attempt_told_twice_counts_once(doors):
    first = change("51", "email", EVA, event=1, minute=1)
    await deliver(doors, "hubspot", [first])
    again = await deliver(doors, "hubspot", [{**first, "attemptNumber": 3}])
    assert again.json()["replayed"] is True


async def test_an_outbound_message_is_acknowledged_in_its_own_words(doors):
    body = MESSAGE.format(escape(EVA)).encode()
    answer = await doors.http.post(f"/hooks/salesforce/{SECRET}", content=body, headers={"Content-Type": "text/xml"})
    assert b"<Ack>true</Ack>" in answer.content
    assert (await eva(doors))["fields"]["company"] == "Firm"


async def test_a_message_that_declares_entities_is_refused(doors):
    body = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "c">]><a>&c;</a>'
    for letters in ("utf-8", "utf-16-le"):
        answer = await doors.http.post(f"/hooks/salesforce/{SECRET}", content=body.encode(letters))
        assert (answer.status_code, "no entities" in answer.text, await doors.rows("inbox")) == (400, True, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[1,", b"\xff", b"[" * 100_000, b"null", b"3", b'"a"', b"[[1]]"])
@pytest.mark.parametrize("source", ["hubspot", "typeform", "segment", "facebook"])
async def test_a_signed_body_that_makes_no_sense_is_never_our_fault(doors, source, body):
    assert (await deliver(doors, source, body)).status_code in (200, 400)


async def test_a_company_that_was_looked_up_reaches_everybody_of_it(doors):
    for name in ("anna", "eva"):
        await doors.submit(email=f"{name}@firm.example", form="ebook")
    await deliver(doors, "clearbit", {"domain": "firm.example", "name": "Firm", "employees": 200})
    held = await doors.get("/v1/leads")
    leads = [await doors.get(f"/v1/leads/{one['id']}") for one in held]
    assert [lead["fields"]["employees"] for lead in leads] == ["200", "200"]


async def test_meta_reads_its_challenge_back_when_it_knows_the_token(doors):
    asked = f"/hooks/facebook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={SECRET}"
    answer = await doors.http.get(asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")


async def test_meta_reads_nothing_without_the_token_and_who_asks_no_challenge_reads_that_it_is_told_by_post(doors):
    asked = ("facebook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong-token", "typeform", "nobody")
    assert [(await doors.http.get(f"/hooks/{one}")).status_code for one in asked] == [401, 405, 404]


async def test_linkedin_reads_the_code_of_its_challenge(doors):
    answer = await doors.http.get("/hooks/linkedin?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0")
    assert answer.json()["challengeCode"] == "890e4665-4dfe-4ab1-b689-ed553bceeed0"
    assert len(answer.json()["challengeResponse"]) == 64


async def test_a_test_lead_pages_nobody_until_somebody_releases_it(doors):
    answer = await deliver(doors, "linkedin", {**SAMPLES["linkedin"], "testLead": True})
    assert (answer.json()["state"], await doors.rows("leads")) == ("quarantined", 0)
