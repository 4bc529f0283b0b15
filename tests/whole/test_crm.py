"""Do we and the CRM come to agree, without echoes, quarrels or losses, against the program and a real server?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from tests.whole.behind import ask
from tests.whole.fake_crm import TOKEN, Contact, FakeCrm, served
from tests.whole.people import move_in, playbook
from tests.whole.program import TUESDAY_TEN, Program, program

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


@contextmanager
def kept_alike(database: str, crm: FakeCrm, text: str = CRM) -> Iterator[Program]:
    with (
        served(crm) as url,
        program(
            database, HUBSPOT_TOKEN=TOKEN, BATONPASS_HUBSPOT_URL=url, BATONPASS_WEBHOOK_ALLOW="127.0.0.1"
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
