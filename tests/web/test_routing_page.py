"""Does the routing tester say where a lead would go, rung by rung, with who lost and why, and write nothing?"""

from __future__ import annotations

from datetime import date

import pytest

from batonpass.handoff.people import Leave
from batonpass.handoff.requests import Reassign
from batonpass.store.absences import put_absences
from batonpass.store.directory import put_pool
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEEK = Leave(first=date(2027, 3, 1), last=date(2027, 3, 5))
EVA = "email=eva%40firm.example&country=SE"


async def tried(site, query: str, who: str = "ana"):
    async with site.signed_in(who) as visitor:
        return await visitor.get(f"/routing?{query}")


async def test_an_empty_tester_teaches_what_it_does(site):
    text = (await tried(site, "")).text
    assert ("Describe a lead" in text, "account_owner" in text or "account owner" in text) == (True, True)


async def test_the_tester_says_who_would_have_the_lead_and_by_when(site):
    text = (await tried(site, EVA)).text
    assert ("Ana Duarte would have it" in text, "due 10:30, 30 working minutes" in text) == (True, True)


async def test_every_rung_is_told_also_those_below_the_deciding_one(site):
    text = (await tried(site, "email=eva%40bolt.example&country=SE")).text
    assert ("owns the account Bolt" in text, "not asked: Ana Duarte would have had it" in text) == (True, True)


async def test_who_is_away_is_named_with_until_when(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]}, by="test")
    await put_absences(site.pool, "csv", {"ana": [WEEK]})
    text = (await tried(site, EVA)).text
    assert (
        "Bruno Reis would have it" in text,
        "Ana Duarte is away until 5\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2027" in text,
    ) == (True, True)


async def test_who_is_over_their_cap_is_named_with_the_count(site):
    members = {"members": [{"rep": "ana", "cap": 1}, {"rep": "bruno"}], "overflow": "next_rung"}
    await put_pool(site.pool, "emea", members, by="test")
    await site.lead(email="eva@acme.example")
    text = (await tried(site, EVA)).text
    assert "Ana Duarte is full (1 of 1 open)" in text


async def test_whose_turn_it_is_not_is_named(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]}, by="test")
    assert "not the turn of Bruno Reis" in (await tried(site, EVA)).text


async def test_a_lead_that_is_not_ready_says_why_and_where_it_would_go_if_it_were(site):
    text = (await tried(site, "email=eva%40gmail.com&country=SE&form=newsletter")).text
    assert ("It would not go to sales" in text, "if it went to sales" in text) == (True, True)


async def test_another_time_finds_other_people_at_work(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "astrid"}]}, by="test")
    text = (await tried(site, f"{EVA}&at=2027-03-03T07:30")).text
    assert "Astrid Holm would have it" in text


async def test_trying_takes_no_turn_and_writes_nothing(site):
    await tried(site, EVA)
    counts = await site.pool.fetchrow(
        "select (select count(*) from app.leads) as leads, (select count(*) from app.inbox) as inbox"
    )
    assert (counts["leads"], counts["inbox"], await site.pool.fetchval("select count(*) from app.facts")) == (0, 0, 0)


async def test_a_lead_we_have_is_tried_by_its_id(site):
    lead = await site.lead(email="eva@acme.example")
    text = (await tried(site, f"lead={lead}")).text
    assert ("as the lead stands now" in text, "owns the account Acme" in text) == (True, True)


async def test_a_lead_of_a_colleague_is_none(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="mara"))
    assert (await tried(site, f"lead={lead}", "bruno")).status_code == 422


@pytest.mark.parametrize(
    ("query", "field"),
    [("email=nobody&country=SE", "email"), (f"{EVA}&at=soon", "at"), ("lead=none", "lead")],
)
async def test_what_cannot_be_tried_is_told_beside_its_field(site, query, field):
    answer = await tried(site, query)
    after = answer.text.partition(f'name="{field}"')[2].partition("</label>")[0]
    assert (answer.status_code, 'role="alert"' in after) == (422, True)


async def test_an_instant_beyond_all_calendars_is_no_fault_of_ours(site):
    assert (await tried(site, f"{EVA}&at=9999-12-31T23:59")).status_code == 422


async def test_the_pools_page_says_the_next_ten_turns(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana", "weight": 2}, {"rep": "bruno"}]}, by="test")
    async with site.signed_in("ana") as visitor:
        turns = (await visitor.get("/pools")).text.partition("next-turns")[2].partition("</ol>")[0]
    assert (turns.count("Ana Duarte"), turns.count("Bruno Reis")) == (7, 3)


async def test_a_cap_fills_up_within_the_next_turns(site):
    members = [{"rep": "ana", "cap": 2}, {"rep": "bruno"}]
    await put_pool(site.pool, "emea", {"members": members, "overflow": "next_rung"}, by="test")
    async with site.signed_in("ana") as visitor:
        turns = (await visitor.get("/pools")).text.partition("next-turns")[2].partition("</ol>")[0]
    assert (turns.count("Ana Duarte"), turns.count("Bruno Reis")) == (2, 8)


async def test_the_pools_page_counts_what_everybody_received(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]}, by="test")
    for n in range(3):
        await site.lead(email=f"eva@firm{n}.example")
    async with site.signed_in("mara") as visitor:
        assert "of 3, 67 %" in (await visitor.get("/pools")).text


async def test_weights_and_caps_are_changed_on_the_page(site):
    async with site.signed_in("mara") as visitor:
        fields = {"weight.ana": "3", "cap.ana": "5", "add": "bruno", "overflow": "queue:triage", "share": "turns"}
        await press(visitor, "/pools/emea", on="/pools", **fields)
        text = (await visitor.get("/pools")).text
    assert ("75 %" in text, "0 of 5 open" in text, "go to the queue triage" in text) == (True, True, True)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"weight.ana": "lots"}, "no whole number"),
        ({"out.ana": "yes"}, "Nobody would be in this pool"),
        ({"add": "ghost"}, "no person"),
        ({"overflow": "pool:mars"}, "no other pool or queue"),
    ],
)
async def test_a_pool_that_could_not_work_is_told_beside_its_form(site, fields, says):
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, "/pools/emea", on="/pools", **fields)
    assert (answer.status_code, says in answer.text) == (422, True)


async def test_a_new_pool_begins_with_one_member(site):
    async with site.signed_in("olle") as visitor:
        await press(visitor, "/pools", on="/pools", name="nordics", add="astrid")
        assert 'id="pool-nordics"' in (await visitor.get("/pools")).text


@pytest.mark.parametrize("name", ["ana", "maya"])
async def test_who_leads_nobody_changes_no_pool(site, name):
    async with site.signed_in(name) as visitor:
        assert (await press(visitor, "/pools/emea", on="/pools", add="bruno")).status_code == 403
