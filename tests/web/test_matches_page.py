"""Do matches stand with both sides and reasons on the page, and are leads joined there by hand?"""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio

from batonpass.store.directory import put_accounts
from batonpass.store.match import find_some
from batonpass.store.take import take
from tests.store.office import submission
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def unsure(site):
    """A lead whose company is only like an account."""
    await put_accounts(site.pool, {"volvo.example": {"name": "Volvo Trucks", "owner": "ana"}})
    lead = await site.lead(email="p@vp.example", company="Volvo Penta Trucks")
    await find_some(site.pool, site.watched)
    return lead


async def test_both_sides_and_the_reasons_stand_beside_each_other(site, unsure):
    async with site.signed_in("mara") as mara:
        page = (await mara.get("/matches")).text
    assert "Volvo Penta Trucks" in page
    assert "volvo.example" in page
    assert "% alike" in page


@pytest.mark.parametrize(("verdict", "account"), [("accept", "volvo.example"), ("decline", None)])
async def test_an_answer_is_carried_out_and_the_match_is_gone(site, unsure, verdict, account):
    async with site.signed_in("mara") as mara:
        number = await site.pool.fetchval("select id from app.matches")
        done = await press(mara, f"/matches/{number}/{verdict}", on="/matches")
        page = (await mara.get(done.headers["location"])).text
    assert "Nothing waits" in page
    assert await site.pool.fetchval("select account from app.leads where id = $1", unsure) == account


async def test_reps_do_not_say_who_is_who(site, unsure):
    async with site.signed_in("ana") as ana:
        assert (await ana.get("/matches")).status_code == 403


async def test_two_leads_are_joined_and_taken_apart_by_hand(site):
    one, other = await site.lead(email="a@firm.example"), await site.lead(email="b@firm.example")
    async with site.signed_in("mara") as mara:
        done = await press(mara, f"/leads/{one}/merge", on=f"/leads/{one}", other=f"http://localhost/leads/{other}")
        kept = done.headers["location"].partition("?")[0].rpartition("/")[2]
        gone = other if kept == one else one
        moved = await mara.get(f"/leads/{gone}")
        assert moved.headers["location"] == f"/leads/{kept}?did=moved"
        page = (await mara.get(f"/leads/{kept}")).text
        assert "Take apart" in page
        await press(mara, f"/leads/{kept}/unmerge", on=f"/leads/{kept}")
        assert (await mara.get(f"/leads/{gone}")).status_code == 200
        assert "Taken apart from" in (await mara.get(f"/leads/{kept}")).text


async def test_a_merge_with_nobody_is_told_beside_its_form(site):
    lead = await site.lead()
    async with site.signed_in("mara") as mara:
        answer = await press(mara, f"/leads/{lead}/merge", on=f"/leads/{lead}", other="?!")
    assert answer.status_code == 422
    assert "other lead&#39;s id" in answer.text


async def test_what_a_form_says_against_a_verified_value_is_shown_and_not_taken(site):
    known = replace(submission(email="eva@firm.example", company="Firm", phone="+46812345678"), door="import")
    (outcome,) = await take(site.pool, site.watched, [known])
    await site.arrive(email="eva@firm.example", phone="+15550100199", company="Evil")
    async with site.signed_in("mara") as mara:
        page = (await mara.get(f"/leads/{outcome.lead_id}")).text
    assert "+46812345678" in page
    assert "A form says: phone" in page
