"""Do those who work with the pages get through a whole day of theirs: without a mouse, without scripts, at once?"""

from __future__ import annotations

import re
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from batonpass.handoff.requests import Reject
from batonpass.store import directory
from batonpass.store.rounds import keep_rounds
from tests.web.conftest import become
from tests.web.site import answering, press
from tests.web.test_reviews import LOOKED_AT

pytestmark = pytest.mark.asyncio(loop_scope="session")


@asynccontextmanager
async def window_of(browser, url: str, who: str, **other: object):
    """A window of somebody's own."""
    context = await browser.new_context(base_url=url, **other)
    page = await context.new_page()
    await become(page, who)
    yield page
    await context.close()


async def four_leads(site) -> list[str]:
    """A minute apart, so that the list has an order."""
    leads: list[str] = []
    for name in ("Eva", "Nils", "Ines", "Rui"):
        leads.append(await site.lead(email=f"{name}@acme.example", first_name=name, last_name="Lind"))
        await site.later(minutes=1)
    return leads


async def stages(site, leads: list[str]) -> list[str]:
    return [(await site.standing(lead))["stage"] for lead in leads]


async def touches(site, lead: str) -> int:
    return await site.pool.fetchval("select count(*) from app.facts where kind = 'Touched' and lead_id = $1", lead)


async def keys(page, *pressed: str) -> None:
    """Once the page listens: what it says is there before its script is."""
    await page.wait_for_load_state()
    for key in pressed:
        await page.keyboard.press(key)


async def done(page, words: str) -> None:
    await expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


async def test_a_rep_gets_through_the_day_by_keyboard_alone(site, window, complaints):
    leads = await four_leads(site)
    waiting = await site.lead(email="who@nowhere.example", first_name="Wout", country="")
    await window.goto("/")
    await keys(window, "?")
    await expect(window.get_by_role("dialog", name="Keys")).to_be_visible()
    await keys(window, "Escape", "j")
    await expect(window.get_by_role("heading", name="Nils Lind")).to_be_visible()
    await keys(window, "t")
    await expect(window.get_by_role("button", name="Called")).to_be_focused()
    await keys(window, "Enter")
    await done(window, "Logged.")
    await keys(window, "a")
    await done(window, "Accepted: the lead is yours to work.")
    await keys(window, "u")
    await done(window, "Taken back.")
    await keys(window, "a")
    await done(window, "Accepted: the lead is yours to work.")
    await keys(window, "m")
    await expect(window.get_by_label("What became of it")).to_be_focused()
    await window.keyboard.type("Timing")
    await keys(window, "Tab", "Tab", "Enter")
    await done(window, "Noted what became of it.")
    await keys(window, "g")
    await expect(window.get_by_role("heading", name="Eva Lind")).to_be_visible()
    await keys(window, "r")
    await expect(window.get_by_label("Why")).to_be_focused()
    await window.keyboard.type("No budget")
    await keys(window, "Tab", "Tab", "Enter")
    await done(window, "Rejected. Marketing sees your reason.")
    await keys(window, "Control+k")
    await window.keyboard.type("my sett")
    await expect(window.get_by_role("option", name="My settings")).to_be_visible()
    await keys(window, "Escape")
    await expect(window.locator("[data-palette]")).to_be_hidden()
    await keys(window, "Control+k")
    await window.keyboard.type("queue")
    await keys(window, "Enter")
    await window.wait_for_url("**/queue")
    await window.locator(f"a[href='/leads/{waiting}']").focus()
    await keys(window, "Enter")
    await expect(window.get_by_role("heading", name="Wout")).to_be_visible()
    await keys(window, "c")
    await done(window, "The lead is yours.")
    assert await stages(site, leads) == ["Nurture", "Nurture", "MQL", "MQL"]
    assert (await touches(site, leads[1]), (await site.standing(waiting))["owner"], complaints) == (1, "ana", [])


async def test_a_rep_puts_a_lead_off_for_half_an_hour_and_hears_of_it_again(site, window):
    lead = await site.lead(email="eva@acme.example", first_name="Eva")
    await window.goto(f"/leads/{lead}")
    await window.locator("summary", has_text="More").click()
    await window.get_by_role("button", name="15 min").click()
    await done(window, "You will be told again at ")
    due = await site.pool.fetchval("select due_at from app.clocks where lead_id = $1 and state = 'running'", lead)
    assert due.isoformat() == "2027-03-02T10:30:00+00:00"
    assert await site.pool.fetchval("select count(*) from app.facts where kind = 'Snoozed'") == 1


async def test_the_reps_core_path_works_without_scripts(site, browser):
    leads = await four_leads(site)
    async with answering(site.app) as url, window_of(browser, url, "Ana Duarte", java_script_enabled=False) as page:
        await page.locator(f"#lead-{leads[0]}").click()
        await page.locator("summary", has_text="Log a touch").click()
        await page.get_by_role("button", name="Called").click()
        await done(page, "Logged.")
        await page.get_by_role("button", name="Accept").click()
        await done(page, "Accepted: the lead is yours to work.")
        await page.locator("summary", has_text="More").click()
        await page.get_by_label("What became of it").select_option(label="Timing")
        await page.get_by_role("button", name="Close the work").click()
        await done(page, "Noted what became of it.")
        await page.get_by_role("link", name=re.compile("^Inbox")).first.click()
        await page.locator(f"#lead-{leads[1]}").click()
        await page.locator("summary", has_text="Reject").click()
        await page.get_by_label("Why").select_option("no_budget")
        await page.get_by_role("button", name="Reject this lead").click()
        await done(page, "Rejected.")
        await page.get_by_role("button", name="Which keys there are").click()
        await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert await stages(site, leads) == ["Nurture", "Nurture", "MQL", "MQL"]


async def test_of_two_reps_who_claim_one_lead_the_second_hears_who_was_first(site, browser):
    lead = await site.lead(email="who@nowhere.example", first_name="Wout", country="")
    async with (
        answering(site.app) as url,
        window_of(browser, url, "Ana Duarte") as first,
        window_of(browser, url, "Bruno Reis") as second,
    ):
        for page in (first, second):
            await page.goto("/queue")
        await first.get_by_role("button", name="Claim Wout").click()
        await done(first, "The lead is yours.")
        await second.get_by_role("button", name="Claim Wout").click()
        await expect(second.get_by_role("alert")).to_contain_text("Ana Duarte claimed Wout")
        await expect(second.get_by_role("button", name="Claim")).to_have_count(0)
    assert (await site.standing(lead))["owner"] == "ana"


async def retype(window, was: str, now: str) -> None:
    """Write another line over the one that holds `was`, in the editor."""
    await window.locator(".cm-line", has_text=was).first.click()
    await window.keyboard.press("End")
    await window.keyboard.press("Shift+Home")
    await window.keyboard.press("Shift+Home")
    await window.keyboard.type(now)
    await window.keyboard.press("Escape")


async def test_revops_changes_the_playbook_with_two_signatures_and_takes_it_back(site, window, complaints):
    await site.lead()
    await become(window, "Maya Sol")
    await window.goto("/playbook")
    await window.get_by_role("link", name="Edit").click()
    await retype(window, 'version: "2027-03"', 'version: "hotter"')
    await retype(window, "mql_from: 40", "  mql_from: 39")
    await window.locator("summary", has_text="Keep as a draft").click()
    await window.get_by_label("Why it changes").fill("Sales has time for more")
    await window.get_by_role("button", name="Keep as a draft").click()
    await expect(window.get_by_role("heading", name="Playbook hotter")).to_be_visible()
    await window.get_by_role("button", name="Plan: what would change").click()
    await expect(window.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
    await window.get_by_role("button", name="Sign for marketing").click()
    await window.get_by_role("button", name="Put in force").click()
    await expect(window.get_by_role("alert")).to_contain_text("lacks the signature of sales")
    await become(window, "Mara Pinto")
    await window.goto("/playbook/hotter")
    await window.get_by_role("button", name="Sign for sales").click()
    await window.get_by_role("button", name="Put in force").click()
    await window.goto("/playbook")
    await expect(window.get_by_role("heading", name="Playbook hotter")).to_be_visible()
    await window.locator("summary", has_text="Roll back").click()
    await window.locator("form[action='/playbook/rollback'] input[name=note]").fill("The phones ring too much")
    await window.get_by_role("button", name="Put the version before in force again").click()
    await expect(window.get_by_role("heading", name="Playbook 2027-03")).to_be_visible()
    await expect(window.get_by_text("The phones ring too much")).to_be_visible()
    assert await site.pool.fetchval("select version from app.playbooks where state = 'active'") == "2027-03"
    assert [one for one in complaints if "409" not in one] == []


async def test_marketing_gets_through_its_review_day(site, window, complaints):
    for n in range(10):
        lead = await site.lead(email=f"p{n}@firm{n}.example", company=f"Firm {n}")
    await site.act(lead, Reject(by="ana", reason="no_budget"))
    await directory.apply(site.pool, LOOKED_AT, where="reviews.yaml", by="test")
    asking = [await site.lead(email=f"r{n}@firm{n}.example", first_name=f"Rita{n}") for n in range(3)]
    await become(window, "Maya Sol")
    await window.goto("/reviews")
    await keys(window, "a")
    await done(window, "Approved: sales has it")
    await keys(window, "r")
    await expect(window.get_by_label("Why")).to_be_focused()
    await window.keyboard.type("Not ready")
    await keys(window, "Tab", "Tab", "Enter")
    await done(window, "Sent back with your reason.")
    await keys(window, "q")
    await window.get_by_label("What you want to know").fill("How many people?")
    await window.get_by_role("button", name="Ask", exact=True).click()
    await expect(window.get_by_text("How many people?")).to_be_visible()
    assert sorted(await stages(site, asking)) == ["Engaged", "MQL", "Nurture"]
    await keep_rounds(site.pool)
    await window.goto("/rejections")
    await expect(window.get_by_role("cell", name="no budget 1").first).to_be_visible()
    await window.goto("/joint-review")
    await window.get_by_role("button", name="Draw").click()
    await window.wait_for_url("**/joint-review/*")
    on = window.url.partition("?")[0].partition("//")[2].partition("/")[2]
    await window.locator("#lead-1").get_by_text("Not ready").click()
    await window.locator("#lead-1").get_by_label("Why, in one sentence").fill("only wants a thesis")
    await window.locator("#lead-1").get_by_role("button").click()
    await window.wait_for_url("**did=label*")
    async with site.signed_in("mara") as mara, site.signed_in("maya") as maya:
        for place in range(1, 11):
            await press(mara, f"/{on}/{place}/label", on=f"/{on}", label="ready", why="they asked for a demo")
            if place > 1:
                await press(maya, f"/{on}/{place}/label", on=f"/{on}", label="ready", why="they asked for a demo")
    await window.goto(f"/{on}")
    await expect(window.get_by_text("9 of 10 leads")).to_be_visible()
    await window.goto("/meeting")
    await window.get_by_role("button", name="Meet now").click()
    await window.wait_for_url("**/meeting/*")
    await expect(window.locator("article.sheet-page")).to_have_count(3)
    assert complaints == []


SHIFTS = """
    window.moved = 0;
    new PerformanceObserver((seen) => { for (const one of seen.getEntries()) window.moved += one.value; })
        .observe({ type: "layout-shift", buffered: true });
"""
STILL = 0.01
"""The score of shifts that nobody sees; 0.1 is what the web calls good."""


async def test_nothing_moves_once_a_page_is_shown(site, window):
    for n in range(24):
        await site.act(await site.lead(email=f"p{n}@firm{n}.example"), Reject(by="ana", reason="no_budget"))
    await keep_rounds(site.pool)
    await site.lead(email="eva@acme.example")
    await become(window, "Mara Pinto")
    await window.add_init_script(SHIFTS)
    moved: dict[str, float] = {}
    for path in ("/", "/board", "/dashboard", "/sla", "/rejections", "/people"):
        await window.goto(path, wait_until="networkidle" if path not in ("/", "/board") else "load")
        await expect(window.locator("main h1").first).to_be_visible()
        moved[path] = await window.evaluate("new Promise((told) => requestAnimationFrame(() => told(window.moved)))")
    assert max(moved.values()) < STILL, moved
