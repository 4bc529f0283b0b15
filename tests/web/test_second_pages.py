"""Can both handoffs be done on the pages alone, by who may, with what is refused told beside its form?"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from batonpass.handoff.requests import Accept, Touch
from batonpass.handoff.requests_second import AnswerChecklist, HandOver, TakeOver
from batonpass.store import directory
from batonpass.store.users import put_user
from tests.web.conftest import become
from tests.web.site import PLAYBOOK, answering, press
from tests.whole.second_half import SECOND_HALF

SHOWS = re.compile(r'id="show-(\w+)".*?<span class="n">(\d+)</span>')
pytestmark = pytest.mark.asyncio(loop_scope="session")
PICTURES = os.environ.get("BATONPASS_TEST_PICTURES", "")
"""A folder for pictures of the pages, when somebody wants to look at them."""
OTTO = """people:
  otto: {name: Otto Brandt, email: otto@lumen.example, calendar: lisbon, manager: mara}
"""


async def with_both(site):
    """The pages under a playbook with both halves, and a lead that Ana has called and accepted."""
    text = (
        PLAYBOOK.read_text("utf-8").replace("people:\n", OTTO, 1).replace("emea: [ana]", "emea: [ana], ae: [otto]", 1)
    )
    await directory.apply(site.pool, text.replace('"2027-03"', '"both"') + SECOND_HALF, where="both.yaml", by="test")
    await put_user(site.pool, email="otto@lumen.example", name="Otto Brandt", role="rep", rep="otto", password_hash="")
    return site


async def accepted(site) -> str:
    lead = await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind", company="Acme")
    owner = (await site.standing(lead))["owner"]
    await site.act(lead, Touch(by=owner, kind="call"))
    await site.act(lead, Accept(by=owner))
    return lead


async def picture(page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_a_lead_is_followed_through_both_handoffs_on_the_pages(site, browser):
    both = await with_both(site)
    lead = await accepted(both)
    async with answering(both.app) as address:
        context = await browser.new_context(base_url=address, java_script_enabled=False)
        page = await context.new_page()
        await become(page, "Ana Duarte")
        await page.goto(f"/leads/{lead}")
        await page.locator("summary", has_text="Say what you found out").click()
        await page.locator("select[name='answer.need']").select_option("yes")
        await page.locator("select[name='answer.budget']").select_option("path")
        await page.locator("input[name='note.budget']").fill("board in May")
        await picture(page, "qualify")
        await page.get_by_role("button", name="Save these answers").click()
        await expect(page.get_by_role("status")).to_contain_text("Noted what you found out.")
        await page.locator("summary", has_text="Write a call note").click()
        await page.locator("textarea[name='text']").fill("Runs on spreadsheets, loses a day a week")
        await page.locator("input[name='meeting_at']").fill("2027-03-04T15:00")
        await page.get_by_role("button", name="Save this note").click()
        await page.get_by_role("button", name="Hand over to an account executive").click()
        await expect(page.get_by_role("status")).to_contain_text("Handed over")
        await picture(page, "handed-over")
        await become(page, "Otto Brandt")
        await page.goto(f"/leads/{lead}")
        await picture(page, "take-over")
        await page.get_by_role("button", name="Take over").click()
        await expect(page.get_by_role("status")).to_contain_text("an SQL now")
        await expect(page.get_by_role("status")).to_be_focused()
        await page.locator("summary", has_text="Open an opportunity").click()
        await page.locator("input[name='amount']").fill("12000")
        await page.locator("input[name='currency']").fill("EUR")
        await page.locator("input[name='close_date']").fill("2027-05-31")
        await page.get_by_role("button", name="Save the opportunity").click()
        await expect(page.locator("#qualification header b")).to_have_text("12,000 EUR, closes 31 May 2027")
        await picture(page, "opportunity")
        await page.locator("summary", has_text="Won or lost").click()
        await page.get_by_role("button", name="They bought").click()
        await expect(page.get_by_role("status").filter(has_text="Won")).to_be_focused()
        await context.close()
    assert (await both.standing(lead))["stage"] == "Won"


async def test_what_an_account_executive_is_asked_to_take_over_presses_in_their_inbox(site):
    both = await with_both(site)
    lead = await accepted(both)
    await both.act(lead, AnswerChecklist(by="ana", answers={"need": "yes", "budget": "path"}))
    await both.act(lead, HandOver(by="ana", to="otto"))
    async with both.signed_in("otto") as visitor:
        page = (await visitor.get("/?show=accept")).text
    assert dict(SHOWS.findall(page)) == {"all": "1", "late": "0", "today": "1", "accept": "1"}
    assert [words in page for words in ("Later today", "Waiting for you", "Take over or give back")] == [
        True,
        False,
        True,
    ]


async def test_what_is_not_ready_is_refused_beside_the_form_with_what_it_lacks(site):
    both = await with_both(site)
    lead = await accepted(both)
    owner = (await both.standing(lead))["owner"]
    async with both.signed_in(owner) as visitor:
        answer = await press(visitor, f"/leads/{lead}/hand_over", on=f"/leads/{lead}")
    assert (answer.status_code, "find out: Do they have the problem we solve" in answer.text) == (422, True)
    assert (await both.standing(lead))["stage"] == "SAL"


async def test_a_note_beside_an_answer_that_is_too_long_is_refused_and_never_cut(site):
    lead = await accepted(await with_both(site))
    there, said = f"/leads/{lead}", {"answer.need": "yes", "note.need": "n" * 2_001}
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"{there}/checklist", on=there, **said)
    assert answer.status_code == 422
    assert "Shorten the note on need to 2000 characters: it has 2001" in answer.text


async def test_nobody_converts_past_the_second_handoff_on_the_page(site):
    both = await with_both(site)
    lead = await accepted(both)
    async with both.signed_in((await both.standing(lead))["owner"]) as visitor:
        page = (await visitor.get(f"/leads/{lead}")).text
    assert ("Hand over to an account executive" in page, "goes to SQL" in page) == (True, False)


async def test_without_a_second_half_the_page_has_no_panel_for_it(site):
    lead = await accepted(site)
    async with site.signed_in((await site.standing(lead))["owner"]) as visitor:
        assert 'id="qualification"' not in (await visitor.get(f"/leads/{lead}")).text


async def test_who_handed_a_lead_over_is_not_offered_it_back_and_hears_why_if_they_ask(site):
    both = await with_both(site)
    lead = await accepted(both)
    await both.act(lead, AnswerChecklist(by="ana", answers={"need": "yes", "budget": "path"}))
    await both.act(lead, HandOver(by="ana", to="triage"))
    async with both.signed_in("ana") as visitor:
        page, waiting = (await visitor.get(f"/leads/{lead}")).text, (await visitor.get("/queue")).text
        answer = await press(visitor, f"/leads/{lead}/claim")
    assert [f"/leads/{lead}/claim" in shown for shown in (page, waiting)] == [False, False]
    assert (answer.status_code, "handed this lead over: an account executive gives" in answer.text) == (409, True)
    async with both.signed_in("otto") as visitor:
        assert f"/leads/{lead}/claim" in (await visitor.get("/queue")).text


async def test_who_handed_a_lead_over_writes_to_it_and_is_not_offered_its_deal(site):
    both = await with_both(site)
    lead = await accepted(both)
    await both.act(lead, AnswerChecklist(by="ana", answers={"need": "yes", "budget": "path"}))
    await both.act(lead, HandOver(by="ana", to="otto"))
    await both.act(lead, TakeOver(by="otto"))
    offered = {}
    for who in ("ana", "otto"):
        async with both.signed_in(who) as visitor:
            page = (await visitor.get(f"/leads/{lead}")).text
            offered[who] = [words in page for words in ("Write a call note", "Open an opportunity", "Won or lost")]
    assert offered == {"ana": [True, False, False], "otto": [True, True, True]}
