"""A pack on paper, and a sample on a phone, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import become, resize
from tests.web.site import press
from tests.web.test_joint_review import sample
from tests.web.test_meeting import DECISION, held

__all__ = ["held", "sample"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = re.compile(rb"/Type\s*/Page[^s]")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
async def test_a_pack_prints_on_exactly_three_pages(site, held, window, paper):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        for item in ("sla", "dispositions", "definition"):
            await press(mara, f"{held}/decide", on=held, **{**DECISION, "item": item})
    await become(window, "Mara Pinto")
    await window.goto(held)
    assert len(PAGE.findall(await window.pdf(format=paper))) == 3


async def test_a_sample_fits_a_phone_and_is_labelled_with_a_thumb(window, sample):
    await resize(window, 390, 844)
    await window.goto(f"/joint-review/{sample}")
    assert await window.evaluate("document.documentElement.scrollWidth") <= 390
    other = window.locator("#lead-2")
    await other.get_by_text("Cannot tell").click()
    await other.get_by_label("Why, in one sentence").fill("no word of what they make")
    lead = window.locator("#lead-1")
    await lead.get_by_text("Not ready").click()
    await lead.get_by_label("Why, in one sentence").fill("only wants a thesis")
    await lead.get_by_role("button").click()
    await window.wait_for_url("**/joint-review/*did=label*")
    assert await window.locator("#lead-1 .chip").inner_text() == "Not ready"
    assert await other.get_by_label("Cannot tell").is_checked()
    assert await other.get_by_label("Why, in one sentence").input_value() == "no word of what they make"
