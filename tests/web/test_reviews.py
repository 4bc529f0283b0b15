"""Does the review queue show what is decided by, to those who decide, and does every answer do what it says?"""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from batonpass.handoff.requests import Approve
from batonpass.store import directory
from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
REVIEW = "  review: {by: person, people: [mara], within: 2h, hand_raisers: wait}\n  examples:"
LOOKED_AT = PLAYBOOK.read_text("utf-8").replace("  examples:", REVIEW, 1).replace('"2027-03"', '"2027-03-r"')


@pytest_asyncio.fixture(loop_scope="session")
async def office(site):
    """The pages under a playbook that asks for marketing's yes."""
    await directory.apply(site.pool, LOOKED_AT, where="reviews.yaml", by="test")
    return site


async def waiting(office, **sent: object) -> str:
    return await office.lead(**{"first_name": "Eva", "last_name": "Lind", "message": "Please call"} | sent)


async def test_a_waiting_lead_is_shown_with_its_points_grounds_and_clock(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        page = (await maya.get("/reviews")).text
    for told in ("Eva Lind", "asked for a demo", "40.5", "Please call", "Marketing looks by", "an alarm goes up", lead):
        assert told in page


async def test_marketing_lets_a_lead_go_to_sales(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        done = await press(maya, f"/reviews/{lead}/approve", on="/reviews")
        page = (await maya.get(done.headers["location"])).text
    stands = await office.standing(lead)
    assert (stands["stage"], stands["owner"], "Nothing waits" in page) == ("MQL", "ana", True)


async def test_who_answered_lately_and_what_stands_below(office):
    lead = await waiting(office)
    await office.act(lead, Approve(by="mara"))
    async with office.signed_in("maya") as maya:
        page = (await maya.get("/reviews")).text
    assert "went to sales by Mara Pinto" in page
    assert f"/reviews/{lead}/undo" not in page


async def test_an_answer_is_taken_back_by_who_gave_it(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        await press(maya, f"/reviews/{lead}/approve", on="/reviews")
        await press(maya, f"/reviews/{lead}/undo", on="/reviews")
    assert (await office.standing(lead))["stage"] == "Engaged"
    clock = await office.pool.fetchrow("select state, due_at from app.clocks where promise = 'review'")
    assert (clock["state"], clock["due_at"].isoformat()) == ("running", "2027-03-02T12:00:00+00:00")


async def test_a_lead_sent_back_says_why(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        await press(maya, f"/reviews/{lead}/refuse", on="/reviews", reason="not_yet")
        page = (await maya.get(f"/leads/{lead}")).text
    assert (await office.standing(lead))["stage"] == "Nurture"
    assert "sent it back: not ready yet" in page


async def test_sending_back_without_a_reason_is_told_beside_its_form(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        answer = await press(maya, f"/reviews/{lead}/refuse", on="/reviews", note="hm")
    assert (answer.status_code, "needs its reason" in answer.text, ">hm</textarea>" in answer.text) == (422, True, True)


async def test_a_question_reaches_who_is_asked_and_stands_on_the_page(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        await press(maya, f"/reviews/{lead}/ask", on="/reviews", says="How many people?", of="bruno")
        page = (await maya.get(f"/reviews/{lead}")).text
    told = await office.pool.fetchval("select recipient from app.outbox where body->>'because' like '%How many%'")
    assert ("How many people?" in page, told) == (True, "bruno@lumen.example")


async def test_of_two_who_answer_at_once_one_wins_and_the_other_hears_who(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya, office.signed_in("olle") as olle:
        both = await asyncio.gather(
            press(maya, f"/reviews/{lead}/approve", on="/reviews"),
            press(olle, f"/reviews/{lead}/refuse", on="/reviews", reason="not_yet"),
        )
    late = next(answer for answer in both if answer.status_code == 409)
    assert sorted(answer.status_code for answer in both) == [303, 409]
    assert any(name in late.text for name in ("maya@lumen.example", "olle@lumen.example"))


async def test_a_reviewer_whom_the_playbook_names_may_look_though_she_sells(office):
    lead = await waiting(office)
    async with office.signed_in("mara") as mara:
        page = (await mara.get("/")).text
        await press(mara, f"/reviews/{lead}/approve", on="/reviews")
    assert 'href="/reviews"' in page
    assert (await office.standing(lead))["stage"] == "MQL"


async def test_sales_does_not_decide_what_sales_gets(office):
    await waiting(office)
    async with office.signed_in("ana") as ana:
        assert (await ana.get("/reviews")).status_code == 403


async def test_an_answer_that_there_is_not_is_not_carried_out(office):
    lead = await waiting(office)
    async with office.signed_in("maya") as maya:
        assert (await press(maya, f"/reviews/{lead}/forget", on="/reviews")).status_code == 404


async def test_nobody_looking_is_told_upwards_and_the_lead_goes_on_waiting(office):
    lead = await waiting(office)
    await office.later(hours=2, minutes=1)
    kinds = await office.pool.fetch("select kind, recipient from app.outbox where lead_id = $1", lead)
    assert ("review_late", "mara@lumen.example") in {(row["kind"], row["recipient"]) for row in kinds}
    assert (await office.standing(lead))["stage"] == "Engaged"


async def test_keys_answer_what_the_buttons_say(office, window, complaints):
    await waiting(office)
    await window.context.clear_cookies()
    await window.goto("/sign-in")
    await window.get_by_role("button", name="Maya Sol").click()
    await window.wait_for_url("**/")
    await window.goto("/reviews")
    await window.keyboard.press("a")
    await window.wait_for_url("**/reviews?did=approve")
    assert complaints == []
