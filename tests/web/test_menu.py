"""Can all pages be reached on a phone, with and without scripts?"""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.web.conftest import become
from tests.web.site import answering

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("scripts", [True, False])
async def test_on_a_phone_the_pages_stand_behind_a_button(site, browser, scripts):
    async with answering(site.app) as url:
        phone = await browser.new_context(
            base_url=url, java_script_enabled=scripts, viewport={"width": 390, "height": 800}
        )
        window = await phone.new_page()
        await become(window, "Ana Duarte")
        page = window.get_by_role("link", name="Dashboard")
        await expect(page).to_be_hidden()
        await window.get_by_text("Menu", exact=True).click()
        await page.click()
        await expect(window).to_have_url(f"{url}/dashboard")
        await phone.close()
