"""Does a deal in the CRM move the lead whose contact it is with, once, and no other?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import pytest

from batonpass.connectors.hear import Hearing
from batonpass.handoff.requests import Accept, Dispose
from batonpass.store import clock
from batonpass.store.deal_steps import take_ripe
from batonpass.store.take import act
from tests.web.doors import PLAYBOOK, Doors, open_doors
from tests.web.hook_senders import URL, deliver, secret_of

AGREED = PLAYBOOK + "\nhooks: {hubspot: {stages: {'4711': won, '4712': ignored}}}\n"
CONTACT = {"id": "501", "properties": {"email": "eva@acme.example"}, "updatedAt": "2027-03-02T09:00:00Z"}
TIED = {"subscriptionType": "deal.associationChange", "associationType": "DEAL_TO_CONTACT", "fromObjectId": 9,
        "toObjectId": 501, "eventId": 1, "subscriptionId": 7}  # fmt: skip
WHOLE = {
    "id": "9",
    "updatedAt": "2027-03-02T09:30:00Z",
    "properties": {"dealstage": "4711", "amount": "1200.50", "deal_currency_code": "EUR", "closedate": "2027-04-01"},
    "associations": {"contacts": {"results": [{"id": "501"}]}},
}
FROM_SALESFORCE = """<?xml version="1.0"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>
<notifications xmlns="http://soap.sforce.com/2005/09/outbound"><Notification><Id>N{n}</Id>
<sObject xsi:type="sf:{kind}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{fields}</sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The doors, and the lead that both CRMs know."""

    doors: Doors
    lead: str

    async def standing(self) -> tuple[str, int]:
        """Its stage, and how many facts it has."""
        return tuple(await self.doors.pool.fetchrow("select stage, seq from app.leads where id = $1", self.lead))


def stage(value: str, number: int = 2) -> dict[str, object]:
    return {"subscriptionType": "deal.propertyChange", "objectId": 9, "propertyName": "dealstage",
            "propertyValue": value, "eventId": number, "subscriptionId": 7}  # fmt: skip


@pytest.fixture
async def early(database):
    """The doors, with a lead that HubSpot and Salesforce know, and that waits for sales."""
    hear = Hearing(secret_of=secret_of).hear_request
    async with open_doors(database, AGREED, hear=hear, base_url=URL) as doors:
        lead = await doors.submit(email="eva@acme.example", country="SE")
        await told(doors, CONTACT)
        await salesforce(doors, "Contact", 1, Id="003000000000501AAA", Email="eva@acme.example")
        yield Desk(doors=doors, lead=lead["lead_id"])


@pytest.fixture
async def desk(early):
    """The same, and the lead is an SQL."""
    await qualify(early)
    return early


async def qualify(desk):
    """Its owner takes the lead on, and it becomes an SQL."""
    owner = await desk.doors.pool.fetchval("select owner from app.leads where id = $1", desk.lead)
    await act(desk.doors.pool, desk.doors.given.watched, desk.lead, Accept(by=owner))
    await act(desk.doors.pool, desk.doors.given.watched, desk.lead, Dispose(by=owner, outcome="converted"))


async def told(doors, *events: object):
    body = events[0] if len(events) == 1 else list(events)
    return (await deliver(doors, "hubspot", json.dumps(body).encode())).json()


async def salesforce(doors, kind: str, n: int, **fields: str):
    inside = "".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in fields.items())
    body = FROM_SALESFORCE.format(kind=kind, n=n, fields=inside)
    assert (await deliver(doors, "salesforce", body.encode())).status_code == 200


async def test_a_deal_opens_once_it_is_tied_to_a_contact_and_is_won_by_its_stage(desk):
    assert (await told(desk.doors, TIED))["lead_id"] == desk.lead
    assert (await desk.standing())[0] == "Opportunity"
    assert (await told(desk.doors, stage("closedwon")))["kept"]
    assert (await desk.standing())[0] == "Won"


async def test_a_deal_is_lost_by_its_stage(desk):
    answer = await told(desk.doors, TIED, stage("closedlost"))
    assert [one["kept"] for one in answer["items"]] == [True, True]
    assert (await desk.standing())[0] == "Lost"


async def test_a_whole_deal_says_whose_it_is_what_it_is_worth_and_where_it_stands(desk):
    await told(desk.doors, WHOLE)
    state = json.loads(await desk.doors.pool.fetchval("select state::text from app.leads where id = $1", desk.lead))
    assert (await desk.standing())[0] == "Won"
    assert "1200.5" in json.dumps(state)


async def test_the_same_event_again_changes_nothing(desk):
    await told(desk.doors, TIED)
    once = await desk.standing()
    await told(desk.doors, TIED)
    assert await desk.standing() == once


async def test_a_deal_of_nobody_we_know_and_a_stage_left_out_move_nobody(desk):
    assert "no lead has this deal" in (await told(desk.doors, stage("closedwon") | {"objectId": 8}))["because"]
    await told(desk.doors, TIED)
    assert not (await told(desk.doors, stage("4712", 3)))["kept"]
    assert (await desk.standing())[0] == "Opportunity"


async def test_a_stage_that_comes_before_its_contact_waits_for_it(desk):
    await told(desk.doors, stage("closedwon"))
    await told(desk.doors, stage("closedwon"))
    await told(desk.doors, TIED)
    assert (await desk.standing())[0] == "Won"
    assert await desk.doors.rows("unclaimed") == 0


async def test_steps_that_come_before_sales_has_come_so_far_are_taken_in_their_order_when_it_has(early):
    answer = await told(early.doors, TIED, stage("closedwon"), stage("closedwon"))
    assert [(one["kept"], one["waits"]) for one in answer["items"]] == [(False, True)] * 3
    assert (await early.standing())[0] == "MQL"
    await qualify(early)
    assert await take_ripe(early.doors.pool, early.doors.given.watched) == 2
    assert (await early.standing())[0] == "Won"
    assert [one["state"] for one in await early.doors.get("/v1/deals")] == ["taken", "taken"]


async def test_a_step_told_when_its_time_has_come_follows_what_waited(early):
    await told(early.doors, TIED)
    await qualify(early)
    await told(early.doors, stage("closedlost"))
    facts = await early.doors.pool.fetch(
        "select kind from app.facts where kind in ('Lost', 'OpportunityOpened') order by seq"
    )
    assert [one["kind"] for one in facts] == ["OpportunityOpened", "Lost"]


async def test_a_step_that_waited_too_long_is_refused_and_seen(early):
    await told(early.doors, stage("closedwon"), TIED)
    (waits, *_) = await early.doors.get("/v1/deals?state=waiting")
    assert (waits["lead_id"], waits["until"][:10]) == (early.lead, "2027-05-31")
    async with early.doors.pool.acquire() as connection:
        await clock.set_now(connection, datetime.fromisoformat("2027-05-31T10:00:01Z"))
    await take_ripe(early.doors.pool, early.doors.given.watched)
    (refused, *_) = await early.doors.get("/v1/deals?state=refused")
    assert "this lead is MQL" in refused["says"]
    assert await early.doors.get("/v1/deals?state=waiting") == []


@pytest.mark.parametrize(("by", "status", "waits"), [({}, 202, 1), ({"by": "ana"}, 409, 0)])
async def test_only_what_a_crm_says_waits(early, by, status, waits):
    answer = await early.doors.http.post("/v1/deals/12", json={"stage": "won", "lead_id": early.lead, **by})
    assert (answer.status_code, len(await early.doors.get("/v1/deals"))) == (status, waits)


async def test_what_is_over_makes_no_step_wait(desk):
    await told(desk.doors, TIED, stage("closedlost"))
    assert "waits" not in await told(desk.doors, stage("closedwon", 3))


async def test_salesforce_tells_of_an_opportunity_and_its_end(desk):
    deal = "006000000000009AAA"
    await salesforce(
        desk.doors, "OpportunityContactRole", 2, Id="00K1", OpportunityId=deal, ContactId="003000000000501AAA"
    )
    assert (await desk.standing())[0] == "Opportunity"
    await salesforce(desk.doors, "Opportunity", 3, Id=deal, StageName="Closed Won", Amount="900", CurrencyIsoCode="EUR")
    assert (await desk.standing())[0] == "Won"


async def test_a_contact_of_no_opportunity_is_told_that_the_opportunity_is_missing(desk):
    header = {"entityName": "OpportunityContactRole", "recordIds": ["00K1"], "changeType": "CREATE"}
    change = {"payload": {"ChangeEventHeader": header, "ContactId": "003000000000501AAA"}}
    answer = (await deliver(desk.doors, "salesforce", json.dumps(change).encode())).json()
    assert answer["because"] == "nothing in it says which opportunity it is about"
