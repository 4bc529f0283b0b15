"""Are missed changes of a CRM noticed however they were missed, and is nothing kept of people who are no leads?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.connectors.crm import Expired, News, Page, Record
from batonpass.run.crm_sync import CrmSync
from batonpass.store.crm_heard import Said, hear
from batonpass.store.directory import apply
from tests.store.office import STARTER, furnish, send, submission

CRM = """
crm:
  system: hubspot
  token: HUBSPOT_TOKEN
  fields: {owner: {to: hubspot_owner_id, wins: crm}}
  owners: {ana: "101", bruno: "102"}
"""
BREAK = """update app.leads set state = jsonb_set(state::jsonb, '{stage}', '"Odd"') where id = $1"""
AT = datetime(2027, 3, 2, 9, tzinfo=UTC)


class Bus:
    """A CRM that keeps changes for a while: it says what it knows, and after `gap` that it has forgotten."""

    def __init__(self, *records: Record) -> None:
        self.records, self.gap, self.pages = records, False, 0

    async def news(self, position: str, *, now: datetime) -> News | Expired:
        if position and self.gap:
            self.gap = False
            return Expired(why="400::the replay id is too old")
        return News(records=self.records if position else (), position="7")

    async def page(self, cursor: str) -> Page:
        self.pages += 1
        return Page(records=self.records)


@pytest.fixture
async def following(pool):
    """A lead that both sides know, a stranger that the CRM alone knows, and who reads the CRM."""
    watched = await furnish(pool)
    text = STARTER.read_text("utf-8").replace('version: "1"', 'version: "crm"') + CRM
    await apply(pool, text, where="crm.yaml", by="test")
    await send(pool, watched, submission(1))
    people = ("p1@firm1.example", "stranger@else.example")
    bus = Bus(*(Record(id=str(n), at=AT, values={"hubspot_owner_id": "102"}, email=e) for n, e in enumerate(people)))
    sync = CrmSync(pool=pool, watched=watched, crm_of=lambda _: bus)
    await sync.round()
    return bus, sync


async def test_everything_is_compared_again_when_the_crm_has_forgotten_what_came_after(pool, following):
    bus, sync = following
    compared = bus.pages
    await sync.round()
    assert bus.pages == compared
    bus.gap = True
    await sync.round()
    assert bus.pages == compared + 1


async def test_of_people_who_are_no_leads_nothing_is_kept(pool, following):
    _, sync = following
    said = Said(key="k", record="1", field="jobtitle", value="a stranger's title", at=AT, email="stranger@else.example")
    await hear(pool, "hubspot", [said])
    await sync.told()
    rows = await pool.fetch("select verdict, email, value from app.crm_changes where key = 'k'")
    assert [tuple(row) for row in rows] == [("nobody", "", "")]
    assert await pool.fetchval("select count(*) from app.crm_changes c where c::text like '%stranger%'") == 0


async def test_a_lead_that_comes_to_no_answer_holds_up_no_other(pool, following, caplog):
    _, sync = following
    well, broken = [one.lead_id for one in await send(pool, sync.watched, submission(2), submission(3))]
    await pool.execute(BREAK, broken)
    await hear(pool, "hubspot", [given_to_bruno(n) for n in (3, 2)])
    assert await sync.told() == 1
    assert await pool.fetchval("select owner from app.leads where id = $1", well) == "bruno"
    assert await sync.told() == 0
    assert len([one for one in caplog.records if broken in one.message]) == 1


def given_to_bruno(n):
    email = f"p{n}@firm{n}.example"
    return Said(key=email, record=email, email=email, field="owner", value="102", at=AT, person=True)
