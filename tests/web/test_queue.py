"""Does a lead that waits in a queue go to the first who claims it, and is the second told who was faster?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests import Claim, Reassign
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def waiting(site, **sent: object) -> str:
    """Somebody without a country, whom no rule could give to anybody."""
    return await site.lead(**{"country": "", "first_name": "Eva", "last_name": "Lind"} | sent)


async def test_the_queue_names_what_is_missing(site):
    await waiting(site)
    async with site.signed_in("ana") as visitor:
        assert "no country" in (await visitor.get("/queue")).text


async def test_who_claims_a_lead_owns_it(site):
    lead = await waiting(site)
    async with site.signed_in("bruno") as visitor:
        await press(visitor, f"/leads/{lead}/claim", on="/queue")
    assert (await site.standing(lead))["owner"] == "bruno"


async def test_who_comes_second_is_told_who_was_first_and_when(site):
    lead = await waiting(site)
    await site.act(lead, Claim(by="bruno"))
    await site.later(seconds=12)
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"/leads/{lead}/claim", on="/queue")
    assert "Bruno Reis claimed Eva Lind 12 seconds ago." in answer.text


async def test_coming_second_changes_nothing(site):
    lead = await waiting(site)
    await site.act(lead, Claim(by="bruno"))
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"/leads/{lead}/claim", on="/queue")
    assert (answer.status_code, (await site.standing(lead))["owner"]) == (409, "bruno")


async def test_a_lead_that_was_never_claimed_tells_nothing_to_who_may_not_see_it(site):
    lead = await site.lead(email="eva@acme.example")
    async with site.signed_in("bruno") as visitor:
        assert (await press(visitor, f"/leads/{lead}/claim")).status_code == 404


async def test_a_claim_twice_in_a_row_is_no_conflict(site):
    lead = await waiting(site)
    async with site.signed_in("ana") as visitor:
        await press(visitor, f"/leads/{lead}/claim")
        assert (await press(visitor, f"/leads/{lead}/claim")).status_code == 303


async def test_who_does_not_sell_is_offered_no_claim(site):
    await waiting(site)
    async with site.signed_in("olle") as visitor:
        assert "/claim" not in (await visitor.get("/queue")).text


async def test_a_lead_can_be_handed_to_a_queue(site):
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="triage"))
    async with site.signed_in("bruno") as visitor:
        assert f"/leads/{lead}/claim" in (await visitor.get("/queue")).text
