"""Does a lead follow its record when a CRM merges, deletes, forgets or restores it, in whatever order that is told?"""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta

import pytest

from batonpass.connectors.hear import Hearing
from batonpass.handoff.requests import Accept, Reassign
from batonpass.store.take import act
from tests.web.doors import PLAYBOOK, TUESDAY, open_doors
from tests.web.hook_senders import URL, deliver, secret_of

ADA, EVA = "ada@acme.example", "eva@acme.example"
AT = datetime.fromisoformat(TUESDAY)
FORCE = {"ada": "003000000000501AAA", "eva": "003000000000502AAC"}
MAIL = "select count(*) from app.outbox where kind = 'notice' and channel = 'email'"


@pytest.fixture
async def doors(database):
    hear = Hearing(secret_of=secret_of).hear_request
    async with open_doors(database, PLAYBOOK, hear=hear, base_url=URL) as opened:
        yield opened


async def told(doors, *events: object):
    body = events[0] if len(events) == 1 else list(events)
    answer = await deliver(doors, "hubspot", json.dumps(body).encode())
    assert answer.status_code == 200, answer.text
    return answer.json()


def contact(number: int, email: str, **more: str) -> dict:
    return {"id": str(number), "properties": {"email": email, **more}, "updatedAt": "2027-03-02T09:00:00Z"}


def merge(into: int, *gone: int, new: int | None = None, **more: object) -> dict:
    return {"subscriptionType": "contact.merge", "eventId": 7, "subscriptionId": 3, "occurredAt": 1804068000000,
            "primaryObjectId": into, "mergedObjectIds": list(gone), "newObjectId": new or into, **more}  # fmt: skip


def fate(what: str, number: int, **more: object) -> dict:
    return {"subscriptionType": f"contact.{what}", "objectId": number, "eventId": 8, "subscriptionId": 4, **more}


def change(number: int, name: str, value: str, *, event: int = 1) -> dict:
    return {"subscriptionType": "contact.propertyChange", "objectId": number, "propertyName": name, "eventId": event,
            "propertyValue": value, "subscriptionId": 5, "occurredAt": int(AT.timestamp() * 1000)}  # fmt: skip


async def living(doors) -> list[dict]:
    lines = await doors.get("/v1/leads")
    return [await doors.get(f"/v1/leads/{one['id']}") for one in lines if one["stage"] != "Merged"]


async def later(doors, **length: float) -> None:
    await doors.at((AT + timedelta(**length)).isoformat())


async def test_after_a_merge_both_ids_and_the_new_one_lead_to_the_one_lead(doors):
    await told(doors, contact(501, ADA))
    await told(doors, merge(502, 501, new=777))
    for number, (name, value) in {501: ("jobtitle", "COO"), 502: ("city", "Porto"), 777: ("country", "PT")}.items():
        await told(doors, [change(number, name, value, event=number)])
    (lead,) = await living(doors)
    assert {"title": "COO", "city": "Porto", "country": "PT"}.items() <= lead["fields"].items()
    assert lead["external_ids"] == {"hubspot": "777"}


async def test_whatever_comes_first_the_two_contacts_end_as_one_lead(doors):
    orders = list(itertools.permutations(range(4)))[::3]
    for n, order in enumerate(orders):
        old, other, new = 1000 + n, 2000 + n, 3000 + n
        events = [contact(old, f"a@p{n}.example"), contact(other, f"b@p{n}.example"), merge(other, old, new=new),
                  [change(new, "jobtitle", "COO", event=new)]]  # fmt: skip
        for which in order:
            await told(doors, events[which])
            await told(doors, events[which])
    await later(doors, minutes=5)
    for n in range(len(orders)):
        await told(doors, [change(1000 + n, "city", "Porto", event=n + 1)])
    leads = await living(doors)
    assert {(lead["fields"]["title"], lead["fields"]["city"]) for lead in leads} == {("COO", "Porto")}
    assert sorted(lead["external_ids"]["hubspot"] for lead in leads) == [str(3000 + n) for n in range(len(orders))]
    assert (await doors.rows("record_fates"), await doors.rows("unclaimed")) == (2 * len(orders), 0)


async def test_merges_of_merges_find_the_same_lead_told_last_first(doors):
    await told(doors, merge(503, 502))
    await told(doors, merge(502, 501))
    await told(doors, contact(501, ADA))
    await later(doors, minutes=1)
    await told(doors, [change(503, "jobtitle", "COO")])
    (lead,) = await living(doors)
    assert (lead["fields"]["title"], lead["external_ids"]) == ("COO", {"hubspot": "503"})


async def accepted(doors, email: str, owner: str) -> str:
    lead = (await doors.submit(email=email, country="SE"))["lead_id"]
    for request in (Reassign(by="mara", to=owner), Accept(by=owner)):
        await act(doors.pool, doors.given.watched, lead, request)
    return lead


async def test_two_leads_that_two_people_work_on_are_offered_to_a_person_and_asked_about_once(doors):
    one, other = await accepted(doors, ADA, "ana"), await accepted(doors, EVA, "bruno")
    await told(doors, contact(501, ADA))
    await told(doors, contact(502, EVA))
    await told(doors, merge(502, 501))
    await later(doors, minutes=5)
    (match,) = await doors.get("/v1/matches")
    assert {match["lead_id"], match["candidate"]} == {one, other}
    assert match["reasons"] == ["hubspot merged its record 501 into 502", "two people work on them"]
    declined = await doors.http.post(f"/v1/matches/{match['id']}/decline", json={"by": "mara"})
    assert declined.status_code == 200, declined.text
    await told(doors, merge(502, 501))
    await later(doors, minutes=10)
    assert await doors.get("/v1/matches") == []
    assert len(await living(doors)) == 2


async def test_a_deletion_tells_the_owner_once_and_ends_nothing(doors):
    lead = (await doors.submit(email=ADA, country="SE"))["lead_id"]
    await told(doors, contact(501, ADA))
    before = await doors.get(f"/v1/leads/{lead}")
    for _ in range(2):
        await told(doors, fate("deletion", 501, changeFlag="DELETED"))
    await later(doors, seconds=30)
    assert await doors.pool.fetchval(MAIL) == 0
    await later(doors, minutes=3)
    await told(doors, fate("deletion", 501, attemptNumber=2))
    await later(doors, minutes=6)
    after = await doors.get(f"/v1/leads/{lead}")
    assert await doors.pool.fetchval(MAIL) == 1
    told_of = await doors.pool.fetchval("select body ->> 'because' from app.outbox where kind = 'notice'")
    assert told_of.startswith("hubspot deleted its record 501 of them; here all stays, promises too")
    assert (after["stage"], after["owner"], after["clocks"]) == (before["stage"], before["owner"], before["clocks"])
    assert after["external_ids"] == {}


async def test_a_deletion_that_is_part_of_a_merge_alarms_nobody(doors):
    await doors.submit(email=ADA, country="SE")
    await told(doors, contact(501, ADA))
    await told(doors, fate("deletion", 501))
    await later(doors, seconds=30)
    await told(doors, merge(502, 501))
    await later(doors, minutes=5)
    assert await doors.pool.fetchval(MAIL) == 0


async def test_what_is_restored_in_time_was_never_deleted(doors):
    await doors.submit(email=ADA, country="SE")
    await told(doors, contact(501, ADA))
    await told(doors, fate("deletion", 501))
    await told(doors, fate("restore", 501))
    await later(doors, minutes=5)
    assert await doors.pool.fetchval(MAIL) == 0


@pytest.mark.parametrize("late", [False, True])
async def test_who_is_deleted_for_privacy_is_forgotten_here_also_when_their_contact_comes_late(doors, late):
    events = [contact(501, ADA), [change(501, "jobtitle", "COO")]]
    gone = fate("privacyDeletion", 501)
    for event in [gone, *events] if late else [*events, gone, fate("deletion", 501)]:
        await told(doors, event)
    await told(doors, [change(501, "city", "Porto", event=9)])
    await later(doors, minutes=5)
    assert await living(doors) == []
    assert await doors.rows("unclaimed") == 0
    assert await doors.pool.fetchval("select count(*) from app.leads where state like '%ada@%'") == 0


async def test_a_company_of_theirs_changes_nothing_here_and_says_why(doors):
    for what in ({"subscriptionType": "company.merge", "primaryObjectId": 1, "mergedObjectIds": [2]},
                 {"subscriptionType": "object.deletion", "objectTypeId": "0-2", "objectId": 2}):  # fmt: skip
        answer = await told(doors, [what])
        assert (answer["kept"], "by their domains" in answer["because"]) == (False, True)
    assert await doors.rows("record_fates") == 0


async def test_newer_subscriptions_name_the_kind_by_number(doors):
    await told(doors, contact(501, ADA))
    await told(doors, [merge(502, 501, subscriptionType="object.merge", objectTypeId="0-1")])
    await told(doors, [{**change(502, "jobtitle", "COO"), "subscriptionType": "object.propertyChange",
                        "objectTypeId": "0-1"}])  # fmt: skip
    strange = {**change(502, "city", "Porto"), "subscriptionType": "object.propertyChange", "objectTypeId": "0-2"}
    assert not (await told(doors, [strange]))["kept"]
    (lead,) = await living(doors)
    assert (lead["fields"]["title"], "city" in lead["fields"]) == ("COO", False)


async def test_a_whole_contact_says_itself_whom_it_took_in(doors):
    await told(doors, contact(501, ADA))
    await told(doors, contact(502, EVA, hs_merged_object_ids="501;499"))
    await later(doors, minutes=1)
    (lead,) = await living(doors)
    assert lead["external_ids"] == {"hubspot": "502"}


async def force(doors, kind: str, *ids: str, change: str, number: int = 1, **values: object):
    stamp = int(AT.timestamp() * 1000)
    header = {"entityName": kind, "recordIds": list(ids), "changeType": change, "transactionKey": f"t{number}",
              "sequenceNumber": 1, "commitTimestamp": stamp}  # fmt: skip
    body = json.dumps({"data": {"payload": {"ChangeEventHeader": header, **values}}}).encode()
    answer = await deliver(doors, "salesforce", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_salesforce_tells_a_merge_by_the_master_of_the_loser(doors):
    await force(doors, "Contact", FORCE["ada"], change="CREATE", Email=ADA)
    await force(doors, "Contact", FORCE["ada"], change="DELETE", number=2, MasterRecordId=FORCE["eva"])
    await force(doors, "Contact", FORCE["eva"], change="UPDATE", number=3, Title="COO")
    await later(doors, minutes=5)
    (lead,) = await living(doors)
    assert lead["fields"]["title"] == "COO"
    assert lead["external_ids"]["salesforce"][:15] == FORCE["eva"][:15]
    assert await doors.pool.fetchval(MAIL) == 0


async def test_a_lead_of_theirs_that_becomes_a_contact_is_the_same_person(doors):
    lead_id = "00Q000000000001AAA"
    await force(doors, "Lead", lead_id, change="CREATE", Email=ADA)
    await force(doors, "Lead", lead_id, change="UPDATE", number=2, ConvertedContactId=FORCE["ada"], Status="Qualified")
    await force(doors, "Contact", FORCE["ada"], change="UPDATE", number=3, Title="COO")
    (lead,) = await living(doors)
    assert lead["fields"]["title"] == "COO"


async def test_salesforce_deletes_many_in_one_event_and_each_owner_hears(doors):
    for n, (name, email) in enumerate((("ada", ADA), ("eva", EVA))):
        await doors.submit(email=email, country="SE")
        await force(doors, "Contact", FORCE[name], change="CREATE", number=n, Email=email)
    await force(doors, "Contact", *FORCE.values(), change="DELETE", number=5)
    await later(doors, minutes=5)
    assert await doors.pool.fetchval("select count(distinct lead_id) from app.outbox where kind = 'notice'") == 2


async def test_one_change_of_many_records_changes_each(doors):
    for n, (name, email) in enumerate((("ada", ADA), ("eva", EVA))):
        await force(doors, "Contact", FORCE[name], change="CREATE", number=n, Email=email)
    await force(doors, "Contact", *FORCE.values(), change="UPDATE", number=5, Title="COO")
    assert [lead["fields"]["title"] for lead in await living(doors)] == ["COO", "COO"]


async def test_a_crm_without_a_door_of_its_own_tells_the_same_by_a_program_of_yours(doors):
    sent = {"email": ADA, "external_ids": {"pipedrive": "12"}}
    await doors.http.post("/v1/submissions", json={"form": "demo", **sent})
    await doors.http.post("/v1/identify", json={"userId": "x", "traits": {"email": ADA}, **sent})
    told_of = {"type": "merged", "data": {"system": "pipedrive", "records": [12], "into": 13}}
    answer = (await deliver(doors, "standard", json.dumps(told_of).encode())).json()
    assert answer["kept"]
    short = {"type": "merged", "data": {"system": "pipedrive", "records": [12]}}
    assert not (await deliver(doors, "standard", json.dumps(short).encode())).json()["kept"]
