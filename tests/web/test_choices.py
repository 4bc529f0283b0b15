"""Does one button keep us away from who wants that, for ever, and does a look at its page change nothing?"""

from __future__ import annotations

from functools import partial

import httpx
import pytest

from batonpass.connectors.links import choices_link, read_choices
from batonpass.store.shape import decode_lead
from tests.web.test_act_link import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="session")


def way_out(site, lead: str) -> str:
    """The address in the mail that this lead got."""
    site.app.state.open_choices = partial(read_choices, secret=SECRET)
    return choices_link(lead, base_url="http://localhost", secret=SECRET)


async def consent(site, lead: str) -> str:
    state = await site.pool.fetchval("select state from app.leads where id = $1", lead)
    return decode_lead(state).consent.get("marketing", "")


async def test_a_look_changes_nothing_and_the_button_does(site):
    """S08."""
    lead = await site.lead()
    async with site.visitor() as visitor:
        assert "Leave me alone" in (await visitor.get(way_out(site, lead))).text
        assert await consent(site, lead) == ""
        assert "no more of our own accord" in (await visitor.post(way_out(site, lead))).text
    assert await consent(site, lead) == "objected"


async def test_a_mail_program_presses_it_and_twice_is_once(site):
    lead = await site.lead()
    async with site.visitor() as program:
        for _ in range(2):
            told = {"List-Unsubscribe": "One-Click"}
            assert (await program.post(way_out(site, lead), data=told)).status_code == httpx.codes.OK
    asked = "select by, after::text from app.changes where kind = 'person' and name = $1"
    (change,) = await site.pool.fetch(asked, lead)
    assert (change["by"], "objected" in change["after"]) == ("the person", True)


async def test_no_other_site_presses_it_and_a_forged_link_does_nothing(site):
    lead = await site.lead()
    async with site.visitor() as visitor:
        elsewhere = await visitor.post(way_out(site, lead), headers={"Origin": "https://evil.example"})
        forged = await visitor.post(way_out(site, lead)[:-3] + "abc")
    assert (elsewhere.status_code, forged.status_code) == (httpx.codes.FORBIDDEN, httpx.codes.GONE)
    assert await consent(site, lead) == ""


async def test_who_was_forgotten_hears_that_nothing_is_known_of_them(site):
    async with site.visitor() as visitor:
        assert (await visitor.get(way_out(site, "L0nobody"))).status_code == httpx.codes.GONE
