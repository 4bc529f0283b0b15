"""Is every page, whichever it is and whoever wrote what it shows, open to everybody, quiet, and proof against attack?

The pages are those of the application's own route table: a new one is tried as soon as it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.base import AXE_SCRIPT
from fastapi.routing import APIRoute
from playwright.async_api import Page, ViewportSize
from starlette.routing import Match

from batonpass.web.pages import PAGES
from batonpass.web.parts.words_asked import unheard
from tests.web.filled import fill
from tests.web.site import answering, open_site

pytestmark = pytest.mark.asyncio(loop_scope="session")
NO_PAGES = {
    "/live": "news for scripts, without an end",
    "/mail/{mail_id}/html": "a stranger's letter, shown in a frame that can run nothing",
    "/meeting/{name}/file": "a page to be kept, without ours round it",
    "/{name}.csv": "a file",
    "/reports/{name}.csv": "a file",
    "/reports/{name}.parquet": "a file",
    "/reports/worked/{name}.csv": "a file",
    "/reports/worked/{name}.parquet": "a file",
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
PAGE_ROUTES = [route for page in PAGES for route in page.routes if isinstance(route, APIRoute)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TOO_WIDE = """
    document.documentElement.scrollWidth <= innerWidth ? []
    : [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest(".scroll, .wide-table, .board, pre")).slice(0, 3).map((one) => one.outerHTML.slice(0, 160))
"""
THEMES = (("dark", PHONE), ("light", DESK))
ASKED = """
    [...document.querySelectorAll("a[href^='/'][href*='?']")].map((one) => one.getAttribute("href")).concat(
        [...document.querySelectorAll("form:not([method=post])")].map((one) => new URL(one.action).pathname
            + "?" + new URLSearchParams(new FormData(one))))
"""
"""Where links and forms of a page lead, with what they ask there."""
BARRIERS = "axe.run({resultTypes: ['violations'], preload: false, iframes: false}).then((found) => found.violations)"
"""The only frame we show is that of a caught mail, in which no script may run, theirs or axe's."""


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

    async def look(self, theme: str, size: ViewportSize) -> None:
        """See the same page as others do: its colours and its width are the style sheet's alone."""
        await self.page.emulate_media(color_scheme=theme)
        await self.page.set_viewport_size(size)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def window(filled, browser):
    """A window that shows each page in each theme in turn: wide and light, narrow and dark."""
    async with answering(filled.site.app) as url:
        context = await browser.new_context(base_url=url, reduced_motion="reduce")
        page, complaints = await context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if heard(said) else None)
        await page.goto("/sign-in")
        await page.get_by_role("button", name="Olle Berg").click()
        await page.wait_for_url("**/")
        yield Window(page=page, complaints=complaints)
        await context.close()


def heard(said) -> bool:
    """Whether the browser complains; that it let the script of a caught mail not run is what we want of it."""
    return said.type in ("error", "warning") and "frame is sandboxed" not in said.text


def address(filled, route: str) -> str:
    """Where a page of that route is found."""
    found = filled.at.get(route) or FIXED.get(route) or route
    assert "{" not in found, f"say in tests/web/filled.py where a page of {route} is found"
    return found


@pytest.mark.parametrize("route", ROUTES)
async def test_a_page_has_no_barrier_and_runs_nothing_of_a_strangers(filled, window, route):
    window.complaints.clear()
    page, looks = window.page, iter(THEMES)
    await window.look(*next(looks))
    answer = await page.goto(address(filled, route))
    assert answer.status == httpx.codes.OK
    await page.evaluate(AXE_SCRIPT)
    await see(page)
    assert lost_words(await page.evaluate(ASKED)) == []
    for look in looks:
        await window.look(*look)
        await see(page)
    assert (await page.locator("[data-canary]").count(), await page.title() == "hacked") == (0, False)
    assert window.complaints == []


async def see(page: Page) -> None:
    """Nothing on the page bars anybody, and nothing sticks out of it."""
    barriers = await page.evaluate(BARRIERS)
    assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["any"][:1]) for one in barriers] == []
    assert await page.evaluate(TOO_WIDE) == []


def lost_words(asked: list[str]) -> list[str]:
    """The addresses of links and forms with a word that the page there does not know; a file refuses it itself."""
    pages = [one for one in asked if not one.startswith("/reports/")]
    return [one for one in pages if unheard(route_of(urlsplit(one).path), dict(parse_qsl(urlsplit(one).query)))]


def route_of(path: str) -> str:
    """The path of the route that shows this page."""
    where = {"type": "http", "method": "GET", "path": path}
    return next((one.path for one in PAGE_ROUTES if one.matches(where)[0] is Match.FULL), "/leads")
