"""Is a lead that sales gives back as a duplicate one with the lead it duplicates, and can that be taken back?"""

from __future__ import annotations

import pytest

from batonpass.store import directory
from tests.web import site as pages
from tests.web.doors import PLAYBOOK
from tests.web.test_merges import X, Y, ask, kept, told

MERGES = PLAYBOOK.replace(
    "duplicate: {says: we have them already, then: disqualified}",
    "duplicate: {says: we have them already, then: merge, turn_back: true}",
)
TURNS = """
    select pool, tally::jsonb -> 'ana', tally::jsonb -> 'bruno', coalesce(tally::jsonb -> '+bruno', '0')
    from app.turns order by pool
"""
RUNNING = "select lead_id, promise, owner from app.clocks where state = 'running' order by promise"


@pytest.fixture
async def two(doors):
    """Ana works X, whom she called and accepted; Y asked for a demo, and went to Bruno."""
    answer = await doors.http.post("/v1/playbooks", json={"text": MERGES.replace('version: "', 'version: "m')})
    assert answer.status_code in (200, 201), answer.text
    version = answer.json()["version"]
    answer = await doors.http.post(f"/v1/playbooks/{version}/activate", json={})
    assert answer.status_code == 200, answer.text
    x = (await doors.submit(form="ebook", email=X))["lead_id"]
    await ask(doors, f"{x}/touches", by="ana", kind="call")
    await ask(doors, f"{x}/accept", by="ana")
    await doors.at("2027-03-02T10:05:00Z")
    y = await doors.submit(form="demo", email=Y)
    assert y["owner"] == "bruno"
    await doors.at("2027-03-02T10:10:00Z")
    return x, y["lead_id"]


def double(doors, y, of, **more):
    return ask(doors, f"{y}/reject", by="bruno", reason="duplicate", duplicate_of=of, **more)


@pytest.mark.parametrize("named", ["id", "address", "page"])
async def test_a_duplicate_goes_on_in_the_lead_that_it_duplicates_however_that_is_named(doors, two, named):
    x, y = two
    gone = await double(doors, y, {"id": x, "address": X.upper(), "page": f"http://localhost/leads/{x}"}[named])
    lead = (await doors.http.get(f"/v1/leads/{x}")).json()
    assert (gone["stage"], lead["stage"], lead["owner"]) == ("Merged", "SAL", "ana")
    assert (await doors.submit(form="ebook", email=Y))["lead_id"] == x


async def test_whoever_has_them_hears_of_it_and_owes_the_answer_that_was_promised(doors, two):
    x, y = two
    since = await doors.pool.fetchval("select app.now()")
    await double(doors, y, x)
    rows = await doors.pool.fetch(RUNNING)
    assert ("asked_again", "ana@lumen.example") in await told(doors, since)
    assert (x, "answer", "ana") in [tuple(row) for row in rows]
    assert y not in {row["lead_id"] for row in rows}


@pytest.mark.parametrize("how", ["undo", "unmerge"])
async def test_taken_back_both_stand_as_before_and_the_promise_has_not_moved(doors, two, how):
    x, y = two
    before, turns = await kept(doors), await doors.pool.fetch(TURNS)
    await double(doors, y, x)
    await ask(doors, f"{y}/{how}", by="bruno")
    after = await kept(doors)
    lead = (await doors.http.get(f"/v1/leads/{y}")).json()
    assert (lead["stage"], lead["owner"], lead["next_due_at"]) == ("MQL", "bruno", "2027-03-02T10:35:00Z")
    assert [row for row in after["clocks"] if '"running"' in row] == [
        row for row in before["clocks"] if '"running"' in row
    ]
    assert await doors.pool.fetch(TURNS) == turns
    assert (await doors.submit(form="ebook", email=Y))["lead_id"] == y


async def test_only_who_gave_it_back_takes_it_back_and_only_within_the_grace(doors, two):
    x, y = two
    await double(doors, y, x)
    says = (await ask(doors, f"{y}/undo", expect=403, by="ana"))["detail"]
    assert "Only Bruno" in says
    await doors.at("2027-03-02T10:26:00Z")
    assert "are over" in (await ask(doors, f"{y}/undo", expect=409, by="bruno"))["detail"]


async def test_whom_nobody_works_is_left_alone_as_any_lead_that_was_given_back(doors, two):
    x, y = two
    await ask(doors, f"{x}/dispositions", by="ana", outcome="recycled", reason="timing")
    await double(doors, y, x)
    lead = (await doors.http.get(f"/v1/leads/{x}")).json()
    assert (lead["stage"], lead["owner"], lead["queue"]) == ("Nurture", None, None)
    assert await doors.pool.fetchval("select count(*) from app.clocks where state = 'running'") == 0
    await doors.submit(form="ebook", email=Y)
    assert (await doors.http.get(f"/v1/leads/{x}")).json()["stage"] == "Nurture"
    await doors.submit(form="demo", email=Y, message="now we do")
    assert (await doors.http.get(f"/v1/leads/{x}")).json()["stage"] == "MQL"


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("", "say which lead"),
        ("nobody@firm.example", "o lead is known as"),
        ("no address @", "not an e-mail address"),
        ("itself", "no duplicate of itself"),
    ],
)
async def test_what_names_no_other_lead_is_refused_and_changes_nothing(doors, two, named, says):
    _, y = two
    before = await kept(doors)
    refused = await double(doors, y, y if named == "itself" else named, expect=422)
    assert (says in refused["detail"], refused["field"]) == (True, "duplicate_of")
    assert await kept(doors) == before


@pytest.mark.asyncio(loop_scope="session")
async def test_on_the_page_the_rep_names_the_other_and_takes_it_back_where_they_gave_it_back(site):
    agreed = pages.PLAYBOOK.read_text("utf-8").replace("known, then: disqualified", "known, then: merge")
    agreed = agreed.replace('version: "', 'version: "m')
    await directory.apply(site.pool, agreed, where="playbook.yaml", by="test")
    other, twin = await site.lead(email="eva@bolt.example"), await site.lead(email="eva@acme.example")
    here = f"/leads/{twin}"
    async with site.signed_in("ana") as ana:
        unnamed = await pages.press(ana, f"{here}/reject", on=here, reason="duplicate")
        assert (unnamed.status_code, "say which lead it is a duplicate of" in unnamed.text) == (422, True)
        given = await pages.press(ana, f"{here}/reject", on=here, reason="duplicate", duplicate_of="eva@bolt.example")
        assert "one with the lead it duplicates" in (await ana.get(given.headers["location"])).text
        assert (await site.standing(twin))["stage"] == "Merged"
        await pages.press(ana, f"{here}/undo", on=here)
        assert tuple(await site.standing(twin))[:2] == ("MQL", "ana")
        await pages.press(ana, f"{here}/reject", on=here, reason="duplicate", duplicate_of=other)
        await site.later(minutes=16)
        assert (await ana.get(here)).headers["location"] == f"/leads/{other}?did=moved"
