"""Does our script work in a real browser, on somebody's site with a strict policy, and keep still without consent?"""

from __future__ import annotations

import re

import pytest
import pytest_asyncio

from batonpass.web.intake.script import snippet
from tests.web.doors import PLAYBOOK, open_doors
from tests.web.site import answering

SITE = "http://localhost:4999"
"""Never answered by anybody: the test itself says what this page holds."""
PLAYBOOK_WITH_SITE = PLAYBOOK + f"\ntracking: {{sites: ['{SITE}']}}\n"
FORM = '<form action="{url}/f/newsletter" method="post"><input name="email"><button>Send</button></form>'
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def doors(shared_database):
    async with open_doors(shared_database, PLAYBOOK_WITH_SITE) as opened:
        await opened.pool.execute("truncate app.unclaimed, app.aliases, app.leads, app.names, app.facts, app.inbox")
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visited(doors, browser, complaints):
    """A page of somebody's site, whose policy lets it load and call nothing but us."""
    async with answering(doors.app) as url:
        policy = f"default-src 'none'; script-src {url}; connect-src {url}; form-action {url}"
        page = f"<!doctype html><title>Prices</title>{snippet(url)}{FORM.format(url=url)}"
        context = await browser.new_context()
        await context.grant_permissions(["local-network-access"])
        opened = await context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
        await opened.route(re.compile(re.escape(SITE)), lambda route: route.fulfill(body=page, headers=headers))
        await opened.goto(f"{SITE}/pricing")
        assert complaints == []
        yield opened
        await context.close()


async def agree(page) -> None:
    async with page.expect_response(re.compile("/t$")):
        await page.evaluate("batonpass.consent(true, {text: 'We may look.', text_version: '1'})")


async def test_before_consent_nothing_is_kept_in_the_browser_and_nothing_is_sent(visited, doors, complaints):
    kept = await visited.evaluate("[localStorage.length, document.cookie]")
    assert (kept, await doors.rows("unclaimed"), complaints) == ([0, ""], 0, [])
    assert "no consent" in await visited.evaluate("batonpass.status()")


async def test_after_consent_the_page_view_and_the_proof_are_sent_without_any_cookie(visited, doors, complaints):
    await agree(visited)
    kinds = [row["kind"] for row in await doors.pool.fetch("select kind from app.unclaimed order by kind")]
    assert (kinds, await visited.evaluate("document.cookie"), complaints) == (["event", "traits"], "", [])


async def test_a_form_on_the_page_brings_the_visits_along(visited, doors):
    await agree(visited)
    await visited.fill("input[name=email]", "eva@firm.example")
    await visited.click("button")
    await visited.wait_for_url(re.compile("/f/newsletter"))
    (line,) = await doors.get("/v1/leads?email=eva@firm.example")
    facts = await doors.get(f"/v1/leads/{line['id']}/timeline")
    assert "page_view" in {fact.get("signal") for fact in facts}


async def test_withdrawn_consent_forgets_everything(visited, doors):
    await agree(visited)
    async with visited.expect_response(re.compile("/t$")):
        await visited.evaluate("batonpass.consent(false)")
    assert (await visited.evaluate("localStorage.length"), await doors.rows("unclaimed")) == (0, 0)
