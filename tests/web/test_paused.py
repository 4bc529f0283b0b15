"""Does every page show how it stands with a promise that a rep let stand still, or that found nobody to go on to?"""

from __future__ import annotations

import re

import pytest

from batonpass.store.directory import apply
from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
GROUP = re.compile(r'<h2 class="group".*?</span>(.*?)<span')
SPACE = "\N{NO-BREAK SPACE}"


async def test_a_promise_is_paused_and_goes_on_by_the_page_and_is_never_shown_late_meanwhile(site):
    text = PLAYBOOK.read_text("utf-8").replace('version: "2027-03"', 'version: "2027-04"')
    await apply(
        site.pool, f"{text}pauses: {{asked: {{says: they asked us to wait, at_most: 4h}}}}\n", where="x", by="t"
    )
    lead = await site.lead(email="eva@acme.example")
    there = f"/leads/{lead}"
    async with site.signed_in("ana") as visitor:
        assert f"They asked us to wait, 4{SPACE}h at most" in (await visitor.get(there)).text
        await press(visitor, f"{there}/pause", on=there, reason="asked")
        said = await visitor.get(f"{there}?did=pause")
        assert "The promise stands still until 14:00 at most." in said.text
        assert ("told 14:00" in said.text, f'action="{there}/pause"' in said.text) == (False, False)
        await site.later(minutes=40)
        assert "First touch stands still until 14:00 at most" in (await visitor.get(there)).text
        listed = (await visitor.get("/inbox/list")).text
        assert (GROUP.findall(listed), "Paused ·" in listed, "Outside hours" in listed) == (["Paused"], True, False)
        await press(visitor, f"{there}/resume", on=there)
        said = await visitor.get(f"{there}?did=resume")
        assert "The promise goes on, due 11:10." in said.text
        assert GROUP.findall((await visitor.get("/inbox/list")).text) == ["Due within the hour"]


async def test_a_step_that_found_nobody_to_take_the_lead_reassigned_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    for _ in range(3):
        await site.later(minutes=21)
    async with site.signed_in("ana") as visitor:
        text = (await visitor.get(f"/leads/{lead}")).text
    assert ("not reassigned 11:00" in text, "reassigned 11:00 ✓" in text) == (True, False)
