"""Does a call that a rep logged in the CRM keep the promise of a first touch, by when it was made?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from batonpass.connectors.hear import Hearing
from tests.web.doors import PLAYBOOK, open_doors
from tests.web.hook_senders import URL, deliver, secret_of

AGREED = PLAYBOOK + (
    "\ncrm: {system: hubspot, token: HUBSPOT_TOKEN, fields: {score: {to: handoff_score}}, "
    "owners: {ana: '101', bruno: '102'}}\n"
    "cadences: {standard: {}}\n"
)
CONTACT = {"id": "501", "properties": {"email": "eva@acme.example"}, "updatedAt": "2027-03-02T09:00:00Z"}


def call(at: str, **more: str) -> dict[str, Any]:
    """A call as HubSpot's workflow sends it."""
    properties = {"hs_call_direction": "OUTBOUND", "hs_timestamp": at, "hubspot_owner_id": "101", **more}
    return {"id": "77", "properties": properties, "associations": {"contacts": {"results": [{"id": "501"}]}}}


WRONG = [
    (call("2027-03-02T10:00:00Z", hubspot_owner_id="999"), "999 is none of our people"),
    ({**call("2027-03-02T10:00:00Z"), "associations": {}}, "nobody it was with is a lead here"),
    (call("tomorrow"), "'tomorrow' is no instant"),
    (call("2027-03-03T10:00:00Z"), "a touch cannot lie in the future"),
]


@pytest.fixture
def playbook():
    return AGREED


@pytest.fixture
async def doors(database, playbook):
    hear = Hearing(secret_of=secret_of).hear_request
    async with open_doors(database, playbook, hear=hear, base_url=URL) as opened:
        yield opened


@pytest.fixture
async def lead(doors) -> str:
    """A lead that HubSpot knows, too."""
    lead = (await doors.submit(email="eva@acme.example", country="SE"))["lead_id"]
    await told(doors, CONTACT)
    return lead


async def told(doors, said: object, at: str = "2027-03-02T10:00:00Z", source: str = "hubspot") -> dict[str, Any]:
    answer = await deliver(doors, source, json.dumps(said).encode(), at=datetime.fromisoformat(at))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def first_touch(doors, lead: str) -> str:
    return (await doors.get(f"/v1/leads/{lead}"))["clocks"][0]["state"]


async def test_a_call_logged_there_in_time_and_told_late_is_a_promise_kept(doors, lead):
    await doors.at("2027-03-02T11:10:00Z")
    assert await first_touch(doors, lead) == "breached"
    answer = await told(doors, call("2027-03-02T10:20:00Z"), at="2027-03-02T11:10:00Z")
    assert (answer["kept"], answer["lead_id"], await first_touch(doors, lead)) == (True, lead, "met")
    (made,) = [one for one in await doors.get(f"/v1/leads/{lead}/timeline") if one["fact"] == "Touched"]
    assert (made["by"], made["kind"], made["at"]) == ("ana", "call", "2027-03-02T10:20:00Z")


async def test_the_same_call_told_again_is_one_touch(doors, lead):
    for note in ("", "and now with a note"):
        await told(doors, call("2027-03-02T10:00:00Z", hs_call_body=note))
    assert [one["fact"] for one in await doors.get(f"/v1/leads/{lead}/timeline")].count("Touched") == 1


async def test_an_answer_that_came_in_over_there_ends_the_plan(doors, lead):
    mail = {"hs_email_direction": "INCOMING_EMAIL", "hs_timestamp": "2027-03-02T10:00:00Z", "hubspot_owner_id": "102"}
    await told(doors, {**call(""), "properties": mail})
    assert (await doors.get(f"/v1/leads/{lead}"))["plan"]["ended"] == "reply"


async def test_what_cannot_be_logged_says_why_and_changes_nothing(doors, lead):
    for said, because in WRONG:
        answer = await told(doors, said)
        assert (answer["kept"], because in answer["because"]) == (False, True), answer
    assert await first_touch(doors, lead) == "running"


async def test_a_program_of_ones_own_logs_a_touch_by_addresses_alone(doors, lead):
    data = {"email": "eva@acme.example", "by": "Ana@lumen.example", "kind": "call", "at": "2027-03-02T10:00:00Z"}
    assert (await told(doors, {"type": "touch", "data": data}, source="standard"))["leads"] == [lead]
    assert await first_touch(doors, lead) == "met"
