"""Does the review queue show what is decided by, to those who decide, and does every answer do what it says?"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from batonpass.connectors.links import Link, make_link, read_link
from batonpass.handoff.requests import Approve
from batonpass.store import directory
from batonpass.store.reviewers import tell_reviewers
from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = b"l" * 32
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


def told(mail) -> dict[str, object]:
    """What a row of the outbox says."""
    return json.loads(mail["body"])


async def mails(office, lead: str, kind: str = "review"):
    """Who was told of a lead that waits."""
    return await office.pool.fetch(
        "select recipient, key, state, body::text as body from app.outbox where lead_id = $1 and kind = $2",
        lead,
        kind,
    )


@pytest.fixture
def follow(office):
    """Open or press a link as the mail to somebody carries it."""
    office.app.state.open_link = lambda token, now: read_link(token, secret=SECRET, now=now)

    async def followed(lead: str, action: str, by: str, *, press: bool = True):
        until = datetime.fromisoformat("2027-03-03T10:00:00Z")
        row = json.loads(await office.pool.fetchval("select state::text from app.leads where id = $1", lead))
        link = Link(lead=lead, action=action, rep=by, cycle=row.get("cycle", 0), until=until)
        address = make_link(link, base_url="http://localhost", secret=SECRET, now=until - timedelta(days=1))
        async with office.visitor() as visitor:
            return await (visitor.post(address, data={"note": ""}) if press else visitor.get(address))

    return followed


async def test_the_mail_to_a_reviewer_offers_yes_and_the_reasons_of_no(office):
    mail = told((await mails(office, await waiting(office)))[0])
    assert mail["actions"] == ["approve", "refuse"]
    assert "not_yet" in [code for code, _ in mail["reasons"]]
    assert "other" not in [code for code, _ in mail["reasons"]]


async def test_a_link_to_a_reviewer_asks_before_it_lets_a_lead_go(office, follow):
    lead = await waiting(office)
    assert "Let this lead go to sales as <b>Mara Pinto</b>" in (await follow(lead, "approve", "mara", press=False)).text
    assert (await office.standing(lead))["stage"] == "Engaged"
    assert "Approved: sales has it" in (await follow(lead, "approve", "mara")).text
    assert (await office.standing(lead))["stage"] == "MQL"


async def test_a_link_sends_a_lead_back_with_its_reason(office, follow):
    lead = await waiting(office)
    assert "not ready yet" in (await follow(lead, "refuse:not_yet", "mara", press=False)).text
    await follow(lead, "refuse:not_yet", "mara")
    assert (await office.standing(lead))["stage"] == "Nurture"


async def test_a_link_pressed_too_late_says_who_was_faster(office, follow):
    lead = await waiting(office)
    await office.act(lead, Approve(by="ana"))
    late = await follow(lead, "refuse:not_yet", "mara")
    assert (late.status_code, "it was approved by Ana Duarte" in late.text) == (409, True)


NOBODY_NAMED = LOOKED_AT.replace("people: [mara], ", "").replace('"2027-03-r"', '"2027-03-n"')


async def test_marketing_s_users_hear_of_it_once_where_the_playbook_names_nobody(office, follow):
    await directory.apply(office.pool, NOBODY_NAMED, where="reviews.yaml", by="test")
    lead = await waiting(office)
    await tell_reviewers(office.pool, office.watched)
    assert not await tell_reviewers(office.pool, office.watched)
    mail = next(one for one in await mails(office, lead) if one["recipient"] == "maya@lumen.example")
    assert (told(mail)["rep"], told(mail)["actions"]) == ("maya@lumen.example", ["approve", "refuse"])
    assert "Approved" in (await follow(lead, "approve", "maya@lumen.example")).text
    assert [one["state"] for one in await mails(office, lead) if one["key"] == mail["key"]] == ["cancelled"]


async def test_they_hear_again_when_nobody_has_looked_in_time(office):
    await directory.apply(office.pool, NOBODY_NAMED, where="reviews.yaml", by="test")
    lead = await waiting(office)
    await tell_reviewers(office.pool, office.watched)
    await office.later(hours=3)
    await tell_reviewers(office.pool, office.watched)
    assert "maya@lumen.example" in [one["recipient"] for one in await mails(office, lead, "review_late")]


async def test_whom_the_playbook_names_hears_and_nobody_else(office):
    lead = await waiting(office)
    assert not await tell_reviewers(office.pool, office.watched)
    assert [one["recipient"] for one in await mails(office, lead)] == ["mara@lumen.example"]


async def test_a_link_of_who_left_marketing_does_nothing(office, follow):
    await directory.apply(office.pool, NOBODY_NAMED, where="reviews.yaml", by="test")
    lead = await waiting(office)
    assert (await follow(lead, "approve", "gone@lumen.example")).status_code == 410
    assert (await office.standing(lead))["stage"] == "Engaged"
