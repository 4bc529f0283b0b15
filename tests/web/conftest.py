"""What the tests of the pages share: the pages on a real database, and a real browser."""

from __future__ import annotations

import shutil

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from batonpass.store.open import open_pool
from tests.database import fresh, postgres, shared_database, template
from tests.web.doors import PLAYBOOK, agreed, open_doors
from tests.web.site import answering, furnished

__all__ = ["postgres", "shared_database"]

# A server on a shared machine needs no graphics, no updates and no conversation with anybody but us.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_pool(shared_database):
    """Connections that all tests of a module use: what one has learnt of the database, the next need not ask."""
    opened = await open_pool(shared_database, connections=5)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(shared_pool):
    """The pages on a database that holds nothing of other tests."""
    return await furnished(shared_pool)


@pytest.fixture
def playbook():
    """What is in force behind the doors; a module may have agreed on something else."""
    return PLAYBOOK


@pytest.fixture
def database(request, postgres, playbook):
    """The URL of a database of the test's own; the playbook is in force in it where the doors are to be opened."""
    yield from fresh(agreed(playbook) if "doors" in request.fixturenames else template())


@pytest.fixture
async def doors(database, playbook):
    """The whole application on a database of the test's own, with an administrator's key."""
    async with open_doors(database, playbook) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """One browser for all tests of this process; each test has a profile of its own."""
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        await opened.close()


@pytest.fixture
def complaints():
    """What the browser has complained about: errors of scripts, and refusals of the content policy."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def window(site, browser, complaints):
    """Somebody's open browser window, signed in as Ana."""
    async with answering(site.app) as url:
        context = await browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
        opened = await context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        await context.add_cookies(await cookies_of(site, "ana", url))
        yield opened
        await context.close()


async def cookies_of(site, name: str, url: str) -> list[dict[str, str]]:
    """What a browser holds of somebody who has signed in: drawing two pages for each test would take half its time."""
    async with site.signed_in(name) as visitor:
        return [{"name": one.name, "value": one.value, "url": url} for one in visitor.cookies.jar]


FADED = """() => document.getAnimations().every(
    (one) => !one.effect?.pseudoElement?.startsWith("::view-transition"))"""


async def resize(window, width: int, height: int) -> None:
    """Another size of the window, once its page has faded in: in the middle of that the browser would complain."""
    await window.wait_for_function(FADED)
    await window.set_viewport_size({"width": width, "height": height})


async def become(window, name: str) -> None:
    """Sign in by a click."""
    await window.goto("/sign-in")
    await window.get_by_role("button", name=name).click()
    await window.wait_for_url("**/")
