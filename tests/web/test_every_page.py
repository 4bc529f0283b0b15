"""Is every page, whichever it is and whoever wrote what it shows, open to everybody, quiet, and proof against attack?

The pages are those of the application's own route table: a new one is tried as soon as it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from fastapi.routing import APIRoute
from playwright.async_api import Page

from batonpass.web.pages import PAGES
from tests.web.filled import fill
from tests.web.site import answering, open_site

pytestmark = pytest.mark.asyncio(loop_scope="session")
NO_PAGES = {
    "/live": "news for scripts, without an end",
    "/mail/{mail_id}/html": "a stranger's letter, shown in a frame that can run nothing",
    "/meeting/{name}/file": "a page to be kept, without ours round it",
    "/{name}.csv": "a file",
    "/reports/{name}.csv": "a file",
    "/imports/{name}/refused.csv": "a file",
    "/imports/{name}": "leads to its list until a list has been taken in",
    "/inbox/list": "a part of a page",
    "/board/team": "a part of a page",
    "/playbook/outline.json": "what the editor's script offers",
    "/search/list": "a part of a page",
    "/start/now": "a part of a page",
}
FIXED = {
    "/calendars/{name}": "/calendars/lisbon",
    "/people/{name}": "/people/ana",
    "/search": "/search?q=firm",
    "/routing": "/routing?email=eva@firm.example",
    "/leads": "/leads?from=2027-02-01&to=2027-03-02",
}
ROUTES = sorted(
    {route.path for page in PAGES for route in page.routes if isinstance(route, APIRoute) and "GET" in route.methods}
    - set(NO_PAGES)
)
OF_REPS = ("/", "/inbox", "/leads/{lead_id}", "/queue", "/accounts", "/accounts/{domain}", "/messages", "/search")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TOO_WIDE = """
    document.documentElement.scrollWidth <= innerWidth ? []
    : [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest(".scroll, .wide-table, .board, pre")).slice(0, 3).map((one) => one.outerHTML.slice(0, 160))
"""
THEMES = (("light", DESK), ("dark", PHONE))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def filled(shared_database, tmp_path_factory):
    """The pages over everything that can be written, all of it hostile."""
    async with open_site(shared_database) as site:
        yield await fill(site, tmp_path_factory.mktemp("mails"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An open window of the administrator's, and what the browser has complained about in it."""

    page: Page
    complaints: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def windows(filled, browser):
    """A window a theme: wide and light, narrow and dark."""
    async with answering(filled.site.app) as url:
        opened = [await window_of(browser, url, theme, size) for theme, size in THEMES]
        yield opened
        for window in opened:
            await window.page.context.close()


async def window_of(browser, url, theme, size):
    context = await browser.new_context(base_url=url, color_scheme=theme, viewport=size, reduced_motion="reduce")
    page, complaints = await context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if heard(said) else None)
    await page.goto("/sign-in")
    await page.get_by_role("button", name="Olle Berg").click()
    await page.wait_for_url("**/")
    return Window(page=page, complaints=complaints)


def heard(said) -> bool:
    """Whether the browser complains; that it let the script of a caught mail not run is what we want of it."""
    return said.type in ("error", "warning") and "frame is sandboxed" not in said.text


def address(filled, route: str) -> str:
    """Where a page of that route is found."""
    found = filled.at.get(route) or FIXED.get(route) or route
    assert "{" not in found, f"say in tests/web/filled.py where a page of {route} is found"
    return found


@pytest.mark.parametrize("route", ROUTES)
async def test_a_page_has_no_barrier_and_runs_nothing_of_a_strangers(filled, windows, route):
    for window in windows:
        window.complaints.clear()
        page, answer = window.page, await window.page.goto(address(filled, route))
        assert answer.status == httpx.codes.OK
        barriers = (await Axe().run(page)).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["any"][:1]) for one in barriers] == []
        assert (await page.locator("[data-canary]").count(), await page.title() == "hacked") == (0, False)
        assert await page.evaluate(TOO_WIDE) == []
        assert window.complaints == []
