"""Does a lead that waits in a queue go to the first who claims it, and is the second told who was faster?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests import Claim, Reassign
from batonpass.store.read import LEADS_MAX
from batonpass.web.queue.page import beyond
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


async def test_what_was_missing_is_mended_and_all_that_wait_are_routed_again(site):
    lead = await site.lead(form="ebook", email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="triage"))
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, "/queue/route", on="/queue")
        assert answer.headers["location"] == "/queue?routed=1"
        assert "1 lead has an owner now." in (await visitor.get("/queue?routed=1")).text
    assert (await site.standing(lead))["owner"] == "ana"


async def test_a_lead_that_nobody_can_have_yet_waits_on_and_its_line_says_why(site):
    lead = await waiting(site)
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, "/queue/route", on="/queue")
    assert (answer.status_code, "No rule names anybody; missing: country" in answer.text) == (409, True)
    assert ((await site.standing(lead))["owner"], (await site.standing(lead))["queue"]) == (None, "triage")


async def test_a_rep_claims_and_does_not_route_what_waits(site):
    await waiting(site)
    async with site.signed_in("ana") as visitor:
        assert "/queue/route" not in (await visitor.get("/queue")).text
        assert (await press(visitor, "/queue/route", on="/queue")).status_code == 403


async def test_one_waiting_lead_is_routed_again_from_its_page(site):
    lead = await site.lead(form="ebook", email="eva@acme.example")
    await site.act(lead, Reassign(by="mara", to="triage"))
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, f"/leads/{lead}/route", on=f"/leads/{lead}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/leads/{lead}?did=route")
    assert (await site.standing(lead))["owner"] == "ana"


async def test_who_has_no_hours_of_their_own_reads_the_time_of_the_default_queue(site):
    async with site.signed_in("olle") as visitor:
        text = (await visitor.get("/queue")).text
    assert (" in Lisbon" in text, " in UTC" in text) == (True, False)


async def test_a_list_that_is_not_the_whole_queue_says_so():
    assert (beyond(LEADS_MAX - 1), f"The {LEADS_MAX} most pressing" in beyond(LEADS_MAX)) == ("", True)
