"""Does every sample that another system has published come through its door?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from batonpass.connectors.hear import Hearing
from tests.web.doors import PLAYBOOK, open_doors
from tests.web.hook_senders import SECRET, URL, deliver, secret_of

FOLDER = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "payloads"
SOURCES = (
    "calendly",
    "clearbit",
    "facebook_lead_ads",
    "hubspot",
    "jotform",
    "linkedin",
    "salesforce",
    "segment",
    "typeform",
    "webflow",
)
AGREED = PLAYBOOK + "\ntracking: {consent: given_elsewhere}\nhooks: {linkedin: {fields: {'1': email}}}\n"
NOT_KEPT = {
    "clearbit/company.json": "nobody of that company is known",
    "clearbit/discovery.json": "nobody of that company is known",
    "clearbit/name_to_domain.json": "it tells a name and a domain alone",
    "facebook_lead_ads/capi_1_crm_capi_initial_lead_from_fb.json": "it is what a CRM tells Meta",
    "facebook_lead_ads/capi_2_crm_capi_marketing_qualified_lead.json": "it is what a CRM tells Meta",
    "facebook_lead_ads/capi_3_crm_capi_sales_opportunity.json": "it is what a CRM tells Meta",
    "facebook_lead_ads/capi_4_crm_capi_converted.json": "it is what a CRM tells Meta",
    "facebook_lead_ads/webhook_verification_GET.json": "it is a question, asked by GET",
    "salesforce/cdc_1_CREATE.json": "an employee is no lead",
    "salesforce/cdc_2_CREATE.json": "an employee is no lead",
    "salesforce/cdc_3_UPDATE.json": "an employee is no lead",
    "salesforce/cdc_4_DELETE.json": "an employee is no lead",
    "salesforce/cdc_5_UNDELETE.json": "an employee is no lead",
    "salesforce/outbound_message.xml": "a province is no lead, and the message is acknowledged",
    "segment/group__01_.json": "it names nobody",
    "segment/page__01_.json": "it names nobody",
    "segment/track__01_.json": "it names nobody",
    "segment/alias__02_examples.json": "neither id is known yet",
}  # fmt: skip


def samples() -> list[Path]:
    found = [path for name in SOURCES for path in sorted((FOLDER / name).glob("*.*"))]
    return [path for path in found if path.suffix in (".json", ".xml")]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the samples are not here (SHARED_DATA names their folder)")
async def test_every_sample_is_answered_and_those_with_a_lead_or_behaviour_are_kept(database):
    hear = Hearing(secret_of=secret_of).hear_request
    lost, refused = [], []
    async with open_doors(database, AGREED, hear=hear, base_url=URL) as doors:
        for path in samples():
            name, body = f"{path.parent.name}/{path.name}", path.read_bytes()
            answer = await deliver(doors, path.parent.name.removesuffix("_lead_ads"), body)
            if answer.status_code != 200:
                refused.append((name, answer.status_code))
            elif name not in NOT_KEPT and not answer.json()["kept"]:
                lost.append((name, answer.text))
    assert (lost, refused) == ([], [])


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the samples are not here (SHARED_DATA names their folder)")
async def test_an_outbound_message_as_published_is_acknowledged(database):
    hear = Hearing(secret_of=secret_of).hear_request
    async with open_doors(database, hear=hear) as doors:
        body = (FOLDER / "salesforce" / "outbound_message.xml").read_bytes()
        answer = await doors.http.post(f"/hooks/salesforce/{SECRET}", content=body)
        assert b"<Ack>true</Ack>" in answer.content
