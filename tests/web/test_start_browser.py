"""Does somebody with nothing but a browser get from an empty installation to the first handoff?"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from batonpass.store import directory, start
from batonpass.web.app import Collaborators, make_app
from batonpass.web.intake.fill_time import stamp
from tests.web.doors import STARTER
from tests.web.site import answering

pytestmark = pytest.mark.asyncio(loop_scope="session")
SHOTS = os.environ.get("SHOTS", "")


@pytest_asyncio.fixture(loop_scope="session")
async def empty(site):
    """An installation as it is after the first start: the starter playbook, nobody who can sign in."""
    await site.pool.execute("delete from app.users")
    await directory.apply(site.pool, STARTER.read_text("utf-8"), where="starter.yaml", by="first start")
    given = Collaborators(pool=site.pool, watched=site.watched, session_secret=b"s" * 32)
    async with answering(make_app(given)) as url:
        yield site, url


async def aged(page) -> None:
    """As if the buyer had taken a while over the form."""
    old = stamp(datetime.now(UTC) - timedelta(minutes=1), b"s" * 32)
    await page.locator("[name=t]").evaluate("(one, old) => { one.value = old; }", old)


async def shoot(page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
        await page.emulate_media(color_scheme="dark")
        await page.set_viewport_size({"width": 390, "height": 800})
        await page.screenshot(path=f"{SHOTS}/{name}-dark-390.png", full_page=True)
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("scripts", [False, True])
async def test_the_first_run_from_an_empty_database_to_a_lead_in_an_inbox(empty, browser, complaints, scripts):
    site, url = empty
    context = await browser.new_context(base_url=url, java_script_enabled=scripts)
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
    await page.goto(f"/start/enter?key={await start.first_link(site.pool)}")
    await page.get_by_label("Name").fill("Olle Berg")
    await page.get_by_label("E-mail").fill("olle@nordlys.example")
    await page.get_by_label("Password").fill("a long pass phrase")
    await page.get_by_role("button", name="Come in").click()
    await page.get_by_label("What your company is called").fill("Nordlys")
    await page.get_by_label("Time zone").fill("Europe/Lisbon")
    await page.get_by_label("Country, for its holidays").fill("pt")
    await shoot(page, "start-company")
    await page.get_by_role("button", name="Save these hours").click()
    for role, name in (("manager", "Ines Rocha"), ("first", "Ana Melo"), ("second", "Bo Lund")):
        await page.locator(f"[name={role}_name]").fill(name)
        await page.locator(f"[name={role}_email]").fill(f"{name.split()[0].lower()}@nordlys.example")
    await page.get_by_role("button", name="Let them work here").click()
    links = await page.locator("input[readonly]").evaluate_all("all => all.map(one => one.value)")
    await shoot(page, "start-playbook")
    await page.get_by_role("button", name="Put it in force").click()
    await shoot(page, "start-channel")
    await page.get_by_role("button", name="Go on without mail").click()
    await page.get_by_role("button", name="Lay it out").click()
    await page.get_by_text("Nobody has come in yet").wait_for()
    builder = await context.new_page()
    await builder.goto("/forms/demo")
    await shoot(builder, "builder")
    await builder.goto("/forms")
    await shoot(builder, "forms")
    buyer = await context.new_page()
    await buyer.goto("/f/demo?utm_campaign=spring")
    await shoot(buyer, "form")
    await buyer.get_by_label("E-mail").fill("eva@firm.example")
    await buyer.get_by_label("Country").fill("Portugal")
    await aged(buyer)
    await buyer.get_by_role("button", name="Send").click()
    await buyer.get_by_role("heading", name="We have your message").wait_for()
    await page.get_by_role("link", name="Look again").click()
    await page.get_by_text("Handed over.").wait_for()
    await shoot(page, "start-handoff")
    await page.get_by_role("link", name="See it in the inbox").click()
    await page.locator("li.lead a", has_text=re.compile("eva", re.IGNORECASE)).first.wait_for()
    assert (complaints, len(links)) == ([], 3)
    await context.close()
