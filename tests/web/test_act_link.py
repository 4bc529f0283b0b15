"""Does a link from a mail ask before it acts, and do nothing once things have moved on?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.connectors.links import Link, LinkRefused, make_link, read_link
from batonpass.handoff.requests import Accept, Reassign

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = b"l" * 32
NOW = datetime(2027, 3, 2, 10, tzinfo=UTC)


def link(site, lead: str, action: str = "accept", cycle: int = 1) -> str:
    """A link for Ana, as a mail carries it."""
    made = Link(lead=lead, action=action, rep="ana", cycle=cycle, until=NOW + timedelta(hours=24))
    site.app.state.open_link = opened
    return make_link(made, base_url="http://localhost", secret=SECRET, now=NOW)


def opened(token: str, now: datetime) -> Link | str:
    """What the program lays out for the pages."""
    try:
        return read_link(token, secret=SECRET, now=now)
    except LinkRefused as refused:
        return str(refused)


async def pressed(site, address: str, **headers: str):
    """Somebody who has not signed in presses the button behind the link."""
    async with site.visitor() as visitor:
        return await visitor.post(address, data={"note": ""}, headers=headers)


async def test_a_link_that_is_only_opened_changes_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    async with site.visitor() as visitor:
        await visitor.get(link(site, lead))
        await visitor.head(link(site, lead))
    assert (await site.standing(lead))["stage"] == "MQL"


async def test_a_link_asks_in_the_name_of_its_rep(site):
    lead = await site.lead(email="eva@acme.example")
    async with site.visitor() as visitor:
        assert "Take this lead on as <b>Ana Duarte</b>" in (await visitor.get(link(site, lead))).text


async def test_its_button_accepts_the_lead(site):
    lead = await site.lead(email="eva@acme.example")
    await pressed(site, link(site, lead))
    assert (await site.standing(lead))["stage"] == "SAL"


async def test_its_button_rejects_with_the_reason_of_the_link(site):
    lead = await site.lead(email="eva@acme.example")
    await pressed(site, link(site, lead, "reject:duplicate"))
    assert (await site.standing(lead))["stage"] == "Disqualified"


async def test_a_button_pressed_from_another_site_does_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    answer = await pressed(site, link(site, lead), **{"sec-fetch-site": "cross-site"})
    assert (answer.status_code, (await site.standing(lead))["stage"]) == (403, "MQL")


async def test_a_forged_link_does_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    assert (await pressed(site, link(site, lead)[:-3] + "abc")).status_code == 410


async def test_an_expired_link_says_so(site):
    lead = await site.lead(email="eva@acme.example")
    await site.later(hours=24)
    async with site.visitor() as visitor:
        assert "This link has expired" in (await visitor.get(link(site, lead))).text


async def test_a_link_about_an_earlier_round_does_nothing(site):
    lead = await site.lead(email="eva@acme.example")
    assert (await pressed(site, link(site, lead, cycle=0))).status_code == 409


async def test_a_link_of_who_no_longer_owns_the_lead_says_who_does(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="bruno"))
    assert "This lead belongs to Bruno Reis now." in (await pressed(site, link(site, lead))).text


async def test_a_second_press_says_that_it_has_been_decided(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Accept(by="ana"))
    assert "This has been decided already" in (await pressed(site, link(site, lead))).text


async def test_without_links_there_is_no_such_page(site):
    async with site.visitor() as visitor:
        assert (await visitor.get("/do/abc")).status_code == 404


async def test_a_link_logs_a_call_once_its_button_is_pressed(site):
    lead = await site.lead(email="eva@acme.example")
    async with site.visitor() as visitor:
        assert "has called" in (await visitor.get(link(site, lead, "touch:call"))).text
    assert await promise(site, lead) == "running"
    await pressed(site, link(site, lead, "touch:call"))
    assert await promise(site, lead) == "met"


async def test_a_link_asks_to_be_told_again_and_moves_no_promise(site):
    lead = await site.lead(email="eva@acme.example")
    before = await promise(site, lead, "due_at")
    said = (await pressed(site, link(site, lead, "snooze:60"))).text
    assert "You will be told again at 10:30. The promise runs on meanwhile, due 10:30." in said
    assert "before you press" not in said
    assert await promise(site, lead, "due_at") == before


async def promise(site, lead: str, column: str = "state"):
    """How the promise of a first touch stands; the column is the test's own."""
    return await site.pool.fetchval(f"select {column} from app.clocks where lead_id = $1", lead)  # noqa: S608
