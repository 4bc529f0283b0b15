"""Do open pages hear of changes at once, and let go when the process stops?"""

from __future__ import annotations

import asyncio

import httpx
import pytest
from playwright.async_api import expect

from batonpass.web.live.told import Live
from tests.web.site import answering
from tests.web.test_browser import acme

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Given:
    """What a program hands to its pages, as far as news goes."""

    def __init__(self, live: Live) -> None:
        self.live = live


@pytest.fixture
def alarm():
    return asyncio.Event()


async def heard(live: Live) -> bool:
    """The next piece of news."""
    async for changed in live.changes():
        return changed
    return False


async def test_each_reader_hears_of_a_change(alarm):
    live = Live(alarm)
    readers = [asyncio.create_task(heard(live)) for _ in range(3)]
    asyncio.get_running_loop().call_later(0.02, alarm.set)
    assert await asyncio.gather(*readers) == [True, True, True]


async def test_nobody_waits_when_the_process_stops(alarm):
    live = Live(alarm)
    told = [changed async for changed in _ended(live)]
    assert told in ([], [True])


async def _ended(live: Live):
    asyncio.get_running_loop().call_soon(live.end)
    async for changed in live.changes():
        yield changed


async def test_a_line_ends_after_a_while_whether_anybody_reads_it_or_not(alarm):
    alarm.set()
    assert [changed async for changed in Live(alarm).changes(longest=0)] == []


async def test_a_process_without_news_sends_the_browser_away(site):
    async with site.signed_in("ana") as ana:
        assert (await ana.get("/live")).status_code == httpx.codes.NO_CONTENT


async def test_a_stranger_hears_nothing_and_is_not_asked_back(site):
    site.app.state.given = Given(Live(asyncio.Event()))
    async with site.visitor() as visitor:
        answer = await visitor.get("/live", headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.text) == (httpx.codes.NO_CONTENT, "")


async def test_a_new_lead_stands_in_the_list_at_once(site, browser, alarm):
    live = Live(alarm)
    site.app.state.given = Given(live)
    async with answering(site.app) as url:
        context = await browser.new_context(base_url=url)
        window = await context.new_page()
        await window.goto("/sign-in")
        await window.get_by_role("button", name="Ana Duarte").click()
        await window.wait_for_url("**/")
        await expect(window.locator(".lead .name")).to_have_count(0)
        await acme(site)
        alarm.set()
        await expect(window.locator(".lead .name")).to_have_count(1, timeout=10_000)
        live.end()
        await context.close()
