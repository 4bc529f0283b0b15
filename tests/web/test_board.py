"""Does the board show who holds what, and do leads move one by one or at once, without a clock being reset?"""

from __future__ import annotations

import re

import pytest

from batonpass.handoff.requests import Reassign, Touch
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
STAT = re.compile(r'<div class="stat"><dt>(.*?)</dt><dd class=".*?">(\d+)')


async def acme(site, n: int = 1, **sent: object) -> str:
    return await site.lead(**{"email": f"p{n}@acme.example", "first_name": "Eva", "last_name": f"Lind{n}"} | sent)


async def stats(site, name: str = "mara") -> dict[str, int]:
    async with site.signed_in(name) as visitor:
        return {label: int(value) for label, value in STAT.findall((await visitor.get("/board")).text)}


async def due(site, lead: str):
    return await site.pool.fetchval(
        "select due_at from app.clocks where lead_id = $1 and promise = 'first_touch'", lead
    )


async def hand_on(site, leads: dict[str, str], to: str, name: str = "mara"):
    async with site.signed_in(name) as visitor:
        return await press(visitor, "/board/reassign", on="/board", to=to, **{f"lead.{k}": v for k, v in leads.items()})


async def test_the_board_counts_what_is_promised_and_what_presses(site):
    await acme(site)
    await site.later(minutes=25)
    await acme(site, 2, form="ebook")
    assert await stats(site) == {
        "On shift": 1,
        "Open promises": 2,
        "Due within the hour": 1,
        "At risk": 1,
        "Late": 0,
    }


async def test_a_broken_promise_counts_as_late(site):
    await acme(site)
    await site.later(minutes=31)
    assert (await stats(site))["Late"] == 1


async def test_several_leads_move_at_once(site):
    leads = [await acme(site, n) for n in range(3)]
    answer = await hand_on(site, dict.fromkeys(leads, "ana"), "bruno")
    owners = {(await site.standing(lead))["owner"] for lead in leads}
    assert (answer.headers["location"], owners) == ("/board?moved=3&to=bruno", {"bruno"})


async def test_a_lead_that_moves_keeps_its_clock(site):
    lead = await acme(site)
    before = await due(site, lead)
    await site.later(minutes=10)
    await hand_on(site, {lead: "ana"}, "bruno")
    assert await due(site, lead) == before


async def test_who_hands_on_is_told_that_no_clock_was_reset(site):
    async with site.signed_in("mara") as visitor:
        assert "no promise was reset" in (await visitor.get("/board?moved=2&to=bruno")).text


async def test_a_lead_that_somebody_else_has_by_now_stays_there(site):
    lead = await acme(site)
    await site.act(lead, Reassign(by="mara", to="mara"))
    answer = await hand_on(site, {lead: "ana"}, "bruno")
    assert (answer.status_code, "Mara Pinto has it by now" in answer.text) == (409, True)
    assert (await site.standing(lead))["owner"] == "mara"


async def test_what_can_move_moves_although_another_cannot(site):
    lead, gone = await acme(site, 1), await acme(site, 2)
    await site.act(gone, Reassign(by="mara", to="mara"))
    answer = await hand_on(site, {lead: "ana", gone: "ana"}, "bruno")
    assert ("1 of 2 leads moved" in answer.text, (await site.standing(lead))["owner"]) == (True, "bruno")


@pytest.mark.parametrize(("fields", "says"), [({}, "Choose at least one lead"), ({"lead.x1": "ana"}, "who shall have")])
async def test_an_unfinished_form_says_what_is_missing(site, fields, says):
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, "/board/reassign", on="/board", to="", **fields)
    assert (answer.status_code, says in answer.text) == (422, True)


async def test_a_lead_of_another_team_does_not_move(site):
    lead = await acme(site)
    await site.act(lead, Reassign(by="olle@lumen.example", to="astrid"))
    answer = await hand_on(site, {lead: "astrid"}, "bruno")
    assert (answer.status_code, (await site.standing(lead))["owner"]) == (409, "astrid")


async def test_each_lead_that_stays_is_named_with_why_and_none_stops_the_others(site):
    """One of another team, one that is not there, and one about which nothing can be decided."""
    lead, poisoned, theirs = [await acme(site, n) for n in range(3)]
    await site.act(theirs, Reassign(by="olle@lumen.example", to="astrid"))
    broken = (
        """update app.leads set state = jsonb_set(state::jsonb, '{clocks,0,calendars}', '["nowhere"]') where id = $1"""
    )
    await site.pool.execute(broken, poisoned)
    answer = await hand_on(site, {lead: "ana", poisoned: "ana", theirs: "astrid", "Lnone": "ana"}, "bruno")
    assert (answer.status_code, "1 of 4 leads moved" in answer.text) == (409, True)
    assert [answer.text.count(says) for says in ("Nothing can be decided about it", "it is not yours to move")] == [
        1,
        2,
    ]
    assert [(await site.standing(one))["owner"] for one in (lead, poisoned, theirs)] == ["bruno", "ana", "astrid"]


async def test_a_rep_has_no_board(site):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get("/board")).status_code == 403


async def test_a_rep_moves_no_leads_at_once(site):
    lead = await acme(site)
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, "/board/reassign", to="bruno", **{f"lead.{lead}": "ana"})
    assert (answer.status_code, (await site.standing(lead))["owner"]) == (403, "ana")


async def test_marketing_reads_the_board_and_moves_nothing(site):
    lead = await acme(site)
    async with site.signed_in("maya") as visitor:
        shown = await visitor.get("/board")
        answer = await press(visitor, "/board/reassign", to="bruno", **{f"lead.{lead}": "ana"})
    assert (shown.status_code, 'id="move"' in shown.text, answer.status_code) == (200, False, 403)


async def test_a_lead_in_a_queue_is_handed_to_a_person(site):
    lead = await site.lead(country="")
    await hand_on(site, {lead: "triage"}, "bruno")
    assert (await site.standing(lead))["owner"] == "bruno"


async def enter_leave(site, first: str) -> str:
    async with site.signed_in("mara") as visitor:
        answer = await press(visitor, "/people/ana/leave", on="/board", first=first, last="2027-03-09", next="/board")
        return (await visitor.get(answer.headers["location"])).text


async def test_what_stays_with_somebody_who_is_away_is_told_and_can_be_handed_on(site):
    touched = await acme(site)
    await site.act(touched, Touch(by="ana", kind="call"))
    told = await enter_leave(site, "2027-03-02")
    assert "Ana Duarte is away. What waited for a first touch has moved on." in told
    assert re.search(r'href="/people/ana\?preview=to&amp;everything=yes">1 lead in work stays: hand it on<', told)


async def test_a_leave_that_has_not_begun_has_moved_nothing(site):
    await acme(site)
    told = await enter_leave(site, "2027-03-08")
    assert ("has moved on" in told, "moves on when it begins" in told, "in work stay" in told) == (False, True, False)


async def test_the_columns_come_alone_for_a_page_that_renews_itself(site):
    await acme(site)
    async with site.signed_in("mara") as visitor:
        answer = await visitor.get("/board/team")
    assert ("<html" in answer.text, "Lind1" in answer.text) == (False, True)
