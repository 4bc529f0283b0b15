"""Do we and the CRM come to agree, without echoes, quarrels or losses, against the program and a real server?"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from tests.whole.behind import ask, set_clock
from tests.whole.fake_crm import TOKEN, Contact, FakeCrm, FakeForce, served
from tests.whole.people import move_in, playbook
from tests.whole.program import TUESDAY_TEN, Program, program
from tests.whole.second_half import do

HOOK_SECRET = "invented-for-tests-2"
CRM = """
crm:
  system: hubspot
  token: HUBSPOT_TOKEN
  marker: batonpass_write
  fields:
    owner: {to: hubspot_owner_id, wins: crm}
    stage: {to: hs_stage}
    score: {to: lead_score}
  owners: {ana: "101", bruno: "102"}
  house_accounts: ["900"]
"""
EVERY_ROW = """
select string_agg(format('select t::text from app.%I t', tablename), ' union all ') from pg_tables
where schemaname = 'app'
"""


@contextmanager
def kept_alike(database: str, crm: FakeCrm, text: str = CRM) -> Iterator[Program]:
    with (
        served(crm) as url,
        program(
            database,
            HUBSPOT_TOKEN=TOKEN,
            HUBSPOT_HOOK_SECRET=HOOK_SECRET,
            BATONPASS_HUBSPOT_URL=url,
            BATONPASS_WEBHOOK_ALLOW="127.0.0.1",
        ) as started,
    ):
        started.serve()
        move_in(started, "ana", at="2027-03-01T00:00:00Z")
        started.apply(playbook("crm", ('pool: "*"', "pool: emea")) + text)
        yield started


@pytest.fixture
def crm() -> FakeCrm:
    return FakeCrm(now=datetime.fromisoformat(TUESDAY_TEN))


@pytest.fixture
def alike(database, crm) -> Iterator[Program]:
    with kept_alike(database, crm) as started:
        started.now(TUESDAY_TEN)
        yield started


def told_by_hubspot(on: Program, *events: dict[str, object]) -> None:
    """HubSpot delivers to our hook, signed as it signs."""
    body, at = json.dumps(events).encode(), int(ask(on, "select extract(epoch from app.now()) * 1000"))
    said = f"POST{str(on.http.base_url).rstrip('/')}/hooks/hubspot".encode() + body + str(at).encode()
    signature = base64.b64encode(hmac.new(HOOK_SECRET.encode(), said, "sha256").digest()).decode()
    headers = {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": str(at)}
    answer = on.http.post("/hooks/hubspot", content=body, headers=headers)
    assert answer.status_code == 200, answer.text


def told(on: Program, lead: str) -> list[str]:
    return [one["kind"] for one in on.outbox(lead) if one["channel"] == "email"]


def test_an_assigned_lead_is_written_once_and_its_echo_changes_nothing(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:00:02Z")
    before, mails = alike.lead(lead), told(alike, lead)
    alike.now("2027-03-02T10:10:00Z")
    assert [one["hubspot_owner_id"] for one in crm.writes] == ["101"]
    assert (alike.lead(lead), told(alike, lead)) == (before, mails)
    assert alike.ask("GET", "/v1/crm")["drift"] == 0


def test_the_token_of_the_crm_is_in_no_table_though_its_setting_is_named(alike: Program, crm: FakeCrm):
    alike.submit()
    alike.now("2027-03-02T10:00:02Z")
    assert crm.writes
    rows = ask(alike, EVERY_ROW)
    everything = ask(alike, f"select string_agg(t, ' ') from ({rows}) every (t)")  # noqa: S608 - our own tables
    assert ("HUBSPOT_TOKEN" in everything, TOKEN in everything) == (True, False)


def test_a_fight_over_the_owner_freezes_the_field_with_one_alert(alike: Program, crm: FakeCrm):
    def house(_: Contact, written: dict[str, str]) -> dict[str, str]:
        return {"hubspot_owner_id": "900"} if "hubspot_owner_id" in written else {}

    crm.workflow = house
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:00:00Z")
    due = alike.lead(lead)["next_due_at"]
    alike.now("2027-03-02T10:10:00Z")
    assert len(crm.writes) == 3
    assert (alike.lead(lead)["owner"], alike.lead(lead)["next_due_at"]) == ("ana", due)
    assert ask(alike, "select count(*) from app.outbox where key like 'alarm/crm/%'") == 1
    crm.workflow = lambda *_: {}
    alike.ask("POST", "/v1/crm/unfreeze", {"lead_id": lead, "field": "owner"})
    alike.now("2027-03-02T10:11:00Z")
    assert crm.of("eva@firm.example").properties["hubspot_owner_id"] == "101"


def test_a_person_over_there_hands_a_lead_on_and_our_write_does_not_come_back(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    due = alike.lead(lead)["next_due_at"]
    crm.now = datetime.fromisoformat("2027-03-02T10:05:00Z")
    crm.edit(crm.of("eva@firm.example"), hubspot_owner_id="102")
    alike.now("2027-03-02T10:06:00Z")
    assert (alike.lead(lead)["owner"], alike.lead(lead)["next_due_at"]) == ("bruno", due)
    assert [one["hubspot_owner_id"] for one in crm.writes if "hubspot_owner_id" in one] == ["101"]
    assert "reassigned" in [one["kind"] for one in alike.outbox(lead) if one["to"] == "bruno@lumen.example"]


def test_who_is_forgotten_here_is_deleted_there_and_not_heard_of_again(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    crm.fail(503)
    assert alike.ask("POST", "/v1/erasures", {"person": "eva@firm.example"})["erased"] == [lead]
    alike.now("2027-03-02T10:06:00Z")
    assert crm.contacts == {}
    assert ask(alike, "select count(*) from app.outbox where kind = 'crm_erase' and state = 'sent'") == 1
    assert ask(alike, "select count(*) from app.crm_changes where email <> ''") == 0


def test_a_limit_and_a_failure_over_there_put_the_one_write_off(alike: Program, crm: FakeCrm):
    crm.fail(503, 2)
    crm.fail(429, 1, retry_after="30")
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:10:00Z")
    written = [one for one in alike.outbox(lead) if one["kind"] == "crm"]
    assert (len(crm.writes), [one["state"] for one in written]) == (1, ["sent"])
    assert alike.ask("GET", "/v1/reports/crm-drift")["drift"] == 0


def test_a_strange_owner_over_there_is_neither_fought_nor_taken(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    crm.now = datetime.fromisoformat("2027-03-02T10:05:00Z")
    crm.edit(crm.of("eva@firm.example"), hubspot_owner_id="555")
    alike.now("2027-03-02T10:10:00Z")
    stands = alike.ask("GET", "/v1/crm")
    assert (alike.lead(lead)["owner"], len(crm.writes), stands["drift"], stands["unsettled"]) == ("ana", 1, 0, 1)


FORCE = """
crm:
  system: salesforce
  token: SALESFORCE_TOKEN
  fields: {owner: {to: OwnerId, wins: crm}, score: {to: Lead_Score__c}}
  owners: {ana: "005A", bruno: "005B"}
  house_accounts: ["005H"]
"""


@contextmanager
def kept_in_salesforce(database: str, force: FakeForce) -> Iterator[Program]:
    with (
        served(force) as url,
        program(
            database, SALESFORCE_TOKEN=TOKEN, BATONPASS_SALESFORCE_URL=url, BATONPASS_WEBHOOK_ALLOW="127.0.0.1"
        ) as on,
    ):
        on.serve()
        move_in(on, "ana", at="2027-03-01T00:00:00Z")
        on.apply(playbook("crm", ('pool: "*"', "pool: emea")) + FORCE)
        on.now(TUESDAY_TEN)
        yield on


def test_an_outage_longer_than_the_replay_is_made_up_for_by_comparing_everything(database):
    began = "2027-03-01T00:00:00Z"
    force = FakeForce(datetime.fromisoformat(began))
    with (
        served(force) as url,
        program(
            database, SALESFORCE_TOKEN=TOKEN, BATONPASS_SALESFORCE_URL=url, BATONPASS_WEBHOOK_ALLOW="127.0.0.1"
        ) as on,
    ):
        on.serve()
        move_in(on, "ana", at=began)
        on.apply(playbook("crm", ('pool: "*"', "pool: emea")) + FORCE)
        leads = [on.submit(email=f"p{n}@firm{n}.example")["lead_id"] for n in range(20)]
        for lead in leads:
            do(on, lead, "touches", by="ana", kind="call")
            do(on, lead, "accept", by="ana")
        on.now(began)
        records = {one["Batonpass_Id__c"]: key for key, one in force.leads.items()}
        on.end()
        for hour, lead in enumerate(leads * 4):
            force.now = datetime.fromisoformat(began) + timedelta(hours=hour % 80)
            force.edit(records[lead], OwnerId=("005A", "005B")[(hour // 20) % 2])
        set_clock(on, "2027-03-04T08:00:00Z")
        on.serve()
        on.now("2027-03-04T08:00:01Z")
        stands = on.ask("GET", "/v1/crm")
        assert (stands["drift"], stands["comparing"], stands["compared"]) == (0, False, 20)
        assert {on.lead(lead)["owner"] for lead in leads} == {"bruno"}
        told = "select array_agg(distinct lead_id) from app.outbox where kind in ('reassigned', 'taken_away')"
        assert set(ask(on, told)) == set(leads[12:])


def test_a_contact_merged_over_there_is_written_under_the_id_it_has_now(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    crm.now = datetime.fromisoformat("2027-03-02T10:05:00Z")
    old = crm.of("eva@firm.example")
    other = crm.merge(old, into=crm.add(email="eva.old@firm.example"))
    told_by_hubspot(alike, {"subscriptionType": "contact.merge", "primaryObjectId": int(other.id),
                            "mergedObjectIds": [int(old.id)], "newObjectId": int(other.id)})  # fmt: skip
    told_by_hubspot(alike, {"subscriptionType": "contact.deletion", "objectId": int(old.id)})
    crm.edit(other, hubspot_owner_id="102")
    alike.now("2027-03-02T10:10:00Z")
    assert alike.lead(lead)["owner"] == "bruno"
    do(alike, lead, "touches", by="bruno", kind="call")
    do(alike, lead, "accept", by="bruno")
    alike.now("2027-03-02T10:15:00Z")
    assert (other.properties["hs_stage"], list(crm.contacts)) == ("SAL", [other.id])
    assert "notice" not in told(alike, lead)


def test_a_contact_deleted_over_there_ends_nothing_and_its_owner_hears_once(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    due, gone = alike.lead(lead)["next_due_at"], crm.of("eva@firm.example")
    crm.delete(gone)
    for _ in range(2):
        told_by_hubspot(alike, {"subscriptionType": "contact.deletion", "objectId": int(gone.id)})
    alike.now("2027-03-02T10:08:00Z")
    assert (alike.lead(lead)["owner"], alike.lead(lead)["next_due_at"]) == ("ana", due)
    assert told(alike, lead).count("notice") == 1
    do(alike, lead, "touches", by="ana", kind="call")
    do(alike, lead, "accept", by="ana")
    alike.now("2027-03-02T10:15:00Z")
    assert crm.of("eva@firm.example").properties["hs_stage"] == "SAL"


def test_who_is_deleted_for_privacy_over_there_is_forgotten_here(alike: Program, crm: FakeCrm):
    lead = alike.submit()["lead_id"]
    alike.now("2027-03-02T10:05:00Z")
    gone = crm.of("eva@firm.example")
    crm.delete(gone)
    told_by_hubspot(alike, {"subscriptionType": "contact.privacyDeletion", "objectId": int(gone.id)})
    told_by_hubspot(alike, {"subscriptionType": "contact.deletion", "objectId": int(gone.id)})
    alike.now("2027-03-02T10:15:00Z")
    assert alike.http.get(f"/v1/leads/{lead}").status_code == 404
    assert (crm.contacts, ask(alike, "select count(*) from app.clocks where state = 'running'")) == ({}, 0)


def test_salesforce_is_asked_whether_a_deletion_was_a_merge(database):
    force = FakeForce(datetime.fromisoformat(TUESDAY_TEN))
    with kept_in_salesforce(database, force) as on:
        leads = [on.submit(email=f"p{n}@firm{n}.example")["lead_id"] for n in range(2)]
        on.now("2027-03-02T10:01:00Z")
        records = {one["Batonpass_Id__c"]: key for key, one in force.leads.items()}
        force.now = datetime.fromisoformat("2027-03-02T10:01:00Z")
        winner = force.add(LastName="Other")
        force.delete(records[leads[0]], master=winner)
        force.delete(records[leads[1]])
        force.edit(winner, OwnerId="005B")
        on.now("2027-03-02T10:05:00Z")
        assert [told(on, lead).count("notice") for lead in leads] == [0, 1]
        force.edit(winner, OwnerId="005A")
        force.edit(winner, OwnerId="005B")
        on.now("2027-03-02T10:10:00Z")
        assert on.lead(leads[0])["owner"] == "bruno"
