"""Can people read the agreement, see what a draft changes, sign it, put it in force and take it back?"""

from __future__ import annotations

import re

import pytest

from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
TEXT = PLAYBOOK.read_text("utf-8")
VERSION = TEXT.split("version:", 1)[1].split("\n", 1)[0].strip().strip('"')
NEW = TEXT.replace(f'version: "{VERSION}"', 'version: "next"').replace("mql_from: 40", "mql_from: 45")


async def drafted(visitor, text: str = NEW, note: str = "fewer calls"):
    return await press(visitor, "/playbook/edit", on="/playbook/edit", text=text, note=note, do="draft")


async def act(visitor, action: str, **fields: str):
    return await press(visitor, f"/playbook/next/{action}", on="/playbook/next", **fields)


async def in_force(site) -> str:
    return await site.pool.fetchval("select version from app.playbooks where state = 'active'")


async def test_a_rep_reads_the_agreement_in_words(site):
    async with site.signed_in("ana") as ana:
        page = await ana.get("/playbook")
    assert (page.status_code, "Ready from a score of" in page.text) == (200, True)
    assert "Keep as a draft" not in page.text


@pytest.mark.parametrize("path", ["/playbook/edit", "/playbook/rollback", "/playbook/next/sign"])
async def test_a_rep_changes_nothing(site, path):
    async with site.signed_in("ana") as ana:
        assert (await press(ana, path, text=NEW, note="x")).status_code == 403
    assert await in_force(site) == VERSION


async def test_a_draft_says_rule_by_rule_in_what_it_differs(site):
    async with site.signed_in("maya") as maya:
        answer = await drafted(maya)
        page = (await maya.get(answer.headers["location"])).text
    assert "<del>Ready from a score of: 40</del>" in page
    assert "<ins>Ready from a score of: 45</ins>" in page


async def test_a_draft_without_a_reason_is_refused_with_the_text_still_there(site):
    async with site.signed_in("maya") as maya:
        answer = await drafted(maya, note="")
    assert (answer.status_code, "Nobody says why" in answer.text, "mql_from: 45" in answer.text) == (409, True, True)


async def test_two_signatures_put_a_draft_in_force_and_one_does_not(site):
    await site.lead()
    async with site.signed_in("maya") as maya, site.signed_in("mara") as mara:
        await drafted(maya)
        await act(maya, "sign", side="marketing")
        early = await act(maya, "apply")
        assert (early.status_code, "lacks the signature of sales" in early.text) == (409, True)
        await act(mara, "sign", side="sales")
        assert (await act(mara, "apply")).status_code == 303
    assert await in_force(site) == "next"


async def test_a_rollback_is_one_step_and_is_told_with_its_reason(site):
    async with site.signed_in("olle") as olle:
        await drafted(olle)
        await act(olle, "apply")
        await press(olle, "/playbook/rollback", on="/playbook", note="the phones are silent")
        page = (await olle.get("/playbook")).text
    assert await in_force(site) == VERSION
    assert "the phones are silent" in page


async def test_a_plan_says_what_would_change(site):
    await site.lead()
    async with site.signed_in("maya") as maya:
        await drafted(maya)
        page = (await act(maya, "plan")).text
    assert "of 1 leads would change" in page
    assert "keeps the due instant and the version it started with" in page


@pytest.mark.parametrize(
    ("language", "says", "flows"),
    [
        ("en", "MQL, standard, Ana Duarte → MQL, urgent, Ana Duarte", "standard urgent 1"),
        ("de", "MQL, standard, Ana Duarte → MQL, urgent, Ana Duarte", "Stufe standard urgent 1"),
    ],
)
async def test_a_plan_names_people_leads_and_companies_and_shows_no_text_of_a_command(site, language, says, flows):
    lead = await site.lead(email="ida@holm.example", first_name="Ida", last_name="Holm", form="ebook")
    async with site.signed_in("maya") as maya:
        maya.headers["Accept-Language"] = language
        await drafted(maya, NEW.replace("[demo_request]\n  examples", "[demo_request, ebook]\n  examples"))
        page = (await act(maya, "plan")).text
    plan = page[page.index('id="plan"') : page.index('id="unlike"')]
    assert "<pre" not in plan
    assert lead not in re.sub(r'href="[^"]*"', "", plan)
    told = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", plan))
    assert "Ida Holm" in told
    assert says in told
    assert flows in told
    assert ("Für Marketing unterzeichnen" in page) == (language == "de")


async def test_a_draft_in_shadow_says_so(site):
    async with site.signed_in("maya") as maya:
        await drafted(maya)
        await act(maya, "shadow")
        page = (await maya.get("/playbook/next")).text
    assert "0 arrivals judged, 0 otherwise" in page


async def test_words_of_a_stranger_in_a_draft_stay_words(site):
    async with site.signed_in("maya") as maya:
        await drafted(maya, note="<script>alert(1)</script>")
        assert "<script>alert" not in (await maya.get("/playbook/next")).text


async def test_there_is_no_page_of_a_version_that_is_not_there(site):
    async with site.signed_in("maya") as maya:
        assert (await maya.get("/playbook/none")).status_code == 404
