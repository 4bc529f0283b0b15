"""Is a person given what is held about them, forgotten only when it is meant, and left alone by marketing?"""

from __future__ import annotations

import httpx
import pytest
import pytest_asyncio

from batonpass.store.changes import changes
from batonpass.store.rounds import keep_rounds
from tests.web.lists import LIST, brought
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
EVA = "eva@firm.example"
CANARY = "<script>alert(1)</script>"


@pytest_asyncio.fixture(loop_scope="session")
async def olle(site):
    async with site.signed_in("olle") as olle:
        yield olle


async def noted(site) -> list[tuple[str, object]]:
    return [(one.by, one.after) for one in await changes(site.pool, kinds=["person"])]


@pytest.mark.parametrize("name", ["ana", "mara", "maya"])
async def test_only_an_administrator_asks_what_is_held(site, name):
    lead = await site.lead()
    async with site.signed_in(name) as somebody:
        assert (await somebody.get(f"/privacy?who={EVA}")).status_code == httpx.codes.FORBIDDEN
        for action in ("export", "object", "erase"):
            answer = await press(somebody, f"/privacy/{action}", on="/messages", who=EVA, typed=EVA)
            assert answer.status_code == httpx.codes.FORBIDDEN
    assert (await site.standing(lead)) is not None


@pytest.mark.parametrize("who", [EVA, EVA.upper(), "the lead"])
async def test_a_person_is_found_by_whatever_they_are_known_as(site, olle, who):
    lead = await site.lead(message="a canary of hers")
    page = (await olle.get("/privacy", params={"who": lead if who == "the lead" else who})).text
    assert "a canary of hers" in page
    assert "+00:00</" not in page
    lines = [line.partition("</summary>")[0] for line in page.split("<summary>")[1:]]
    assert any(line.startswith("<b>Submission") for line in lines)
    assert [line for line in lines if lead in line or "ClockStarted" in line or "first_touch" in line] == []


async def test_what_is_held_is_called_in_the_readers_language(site, olle):
    await site.lead(email="eva@acme.example")
    page = await olle.get("/privacy?who=eva@acme.example", headers={"accept-language": "de"})
    assert ("Von der Person oder über sie gesendet" in page.text, "Sent by or about them" in page.text) == (True, False)


async def test_a_piece_of_a_name_leads_to_the_person(site, olle):
    lead = await site.lead(first_name="Eva", last_name="Lindqvist")
    await keep_rounds(site.pool)
    assert f"/privacy?who={lead}" in (await olle.get("/privacy?who=Lindqvist")).text


async def test_what_is_held_comes_as_a_file_and_who_took_it_is_noted(site, olle):
    lead = await site.lead(message="a canary of hers")
    await site.lead(email="tom@other.example", message="of somebody else")
    file = await press(olle, "/privacy/export", on=f"/privacy?who={EVA}", who=EVA)
    told = file.json()
    assert told["leads"] == [lead]
    assert "a canary of hers" in str(told["held"]["sent by or about them"])
    assert {one["kind"] for one in told["held"]["timeline"]} >= {"Captured", "Routed"}
    assert all(told["held"][name] for name in ("leads", "promises", "messages"))
    assert "tom@other.example" not in file.text
    assert await noted(site) == [("olle@lumen.example", {"exported": True})]


async def test_nobody_is_forgotten_unless_their_address_is_typed(site, olle):
    lead = await site.lead()
    page = f"/privacy?who={EVA}"
    answer = await press(olle, "/privacy/erase", on=page, who=EVA, typed="eva")
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert 'id="typed-trouble"' in answer.text
    assert await site.standing(lead) is not None


async def test_who_is_forgotten_is_gone_and_the_trace_of_it_names_only_who_did_it(site, olle):
    await site.lead()
    await press(olle, "/privacy/erase", on=f"/privacy?who={EVA}", who=EVA, typed=EVA)
    assert EVA not in (await olle.get("/privacy?did=erased")).text
    assert await site.pool.fetchval("select count(*) from app.leads") == 0
    ((by, _),) = await noted(site)
    assert by == "olle@lumen.example"
    assert await site.pool.fetchval("select count(*) from app.changes c where c::text like '%eva@%'") == 0


async def test_a_list_that_names_somebody_who_is_forgotten_is_not_kept(site, olle):
    await site.lead()
    await brought(olle, LIST)
    await press(olle, "/privacy/erase", on=f"/privacy?who={EVA}", who=EVA, typed=EVA)
    assert await site.pool.fetchval("select count(*) from app.uploads") == 0


async def test_who_objects_to_marketing_has_it_on_their_lead(site, olle):
    lead = await site.lead()
    await press(olle, "/privacy/object", on=f"/privacy?who={EVA}", who=EVA)
    assert "objected" in (await olle.get(f"/leads/{lead}")).text
    assert "no marketing" in (await olle.get(f"/privacy?who={EVA}")).text
    assert await noted(site) == [("olle@lumen.example", {"marketing": "objected"})]


async def test_an_objection_moves_nobody_and_starts_nothing(site, olle):
    lead = await site.lead()
    before, clocks = await site.standing(lead), "select count(*) from app.clocks"
    many = await site.pool.fetchval(clocks)
    await press(olle, "/privacy/object", on=f"/privacy?who={EVA}", who=EVA)
    after = await site.standing(lead)
    assert (after["stage"], after["owner"]) == (before["stage"], before["owner"])
    assert await site.pool.fetchval(clocks) == many


async def test_who_is_not_known_is_said_beside_the_field(olle):
    page = (await olle.get("/privacy?who=nobody@nowhere.example")).text
    assert 'id="who-trouble"' in page


async def test_nothing_that_was_sent_becomes_part_of_the_page(site, olle):
    await site.lead(message=CANARY, first_name=CANARY, fields={"note": CANARY})
    assert CANARY not in (await olle.get(f"/privacy?who={EVA}")).text
    assert CANARY not in (await olle.get("/privacy", params={"who": CANARY})).text


async def test_who_was_only_taken_for_a_robot_is_shown_given_and_forgotten(site, olle):
    await site.arrive(email="robot@firm.example", message="a canary of theirs", quarantine="a bot")
    on, who = "/privacy?who=robot@firm.example", "robot@firm.example"
    page = (await olle.get(on)).text
    assert ("a canary of theirs" in page, "/privacy/object" in page) == (True, False)
    file = await press(olle, "/privacy/export", on=on, who=who)
    assert (file.json()["leads"], "a canary of theirs" in file.text) == ([], True)
    assert "person-without-lead.json" in file.headers["content-disposition"]
    assert (await press(olle, "/privacy/object", on=on, who=who)).status_code == 422
    gone = await press(olle, "/privacy/erase", on=on, who=who, typed=who)
    assert gone.headers["location"].endswith("did=erased")
    assert "a canary of theirs" not in (await olle.get(on)).text
    assert await site.pool.fetchval("select count(*) from app.inbox where body::text like '%robot@%'") == 0


async def test_one_of_our_own_people_is_nobody_to_be_forgotten(site, olle):
    await site.lead()
    assert "Nobody is known as that" in (await olle.get("/privacy?who=ana@lumen.example")).text
