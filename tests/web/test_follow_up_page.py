"""Does a lead's page show the follow-up plan, and log, skip or end it without a script?"""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import pytest_asyncio

from batonpass.handoff.requests import Away
from batonpass.store import clock, directory, read
from batonpass.store.take import act
from tests.web.site import PLAYBOOK, press

pytestmark = pytest.mark.asyncio(loop_scope="session")
CADENCES = """
cadences:
  standard:
    steps: [{call: first call, within: 4h}, {video: their own line, within: 1d}, {email: a story, after: 2d}]
"""


@pytest_asyncio.fixture(loop_scope="session")
async def lead(site):
    """A lead of Ana's that is followed up."""
    text = PLAYBOOK.read_text("utf-8").replace('version: "2027-03"', 'version: "planned"')
    await directory.apply(site.pool, text + CADENCES, where="planned.yaml", by="test")
    return await site.lead(email="eva@acme.example", first_name="Eva", country="PT")


async def page(site, lead, name="ana"):
    async with site.signed_in(name) as visitor:
        return html.unescape((await visitor.get(f"/leads/{lead}")).text)


async def do(site, lead, action, name="ana", **fields):
    async with site.signed_in(name) as visitor:
        return await press(visitor, f"/leads/{lead}/{action}", **fields)


async def states(site, lead):
    held = await read.lead(site.pool, lead)
    return [step.state.value for step in held.lead.follow_up.steps]


async def test_the_touch_that_is_next_is_logged_with_one_click(site, lead):
    (sent,) = re.findall(r'name="kind" value="([^"]*)">(?:(?!</button>).)*I called', await page(site, lead))
    await do(site, lead, "touch", kind=sent)
    assert "1 of 3 done" in await page(site, lead)
    assert await states(site, lead) == ["done", "open", "open"]


async def test_a_skipped_touch_shows_its_reason(site, lead):
    await do(site, lead, "skip", step="2", reason="no camera today")
    assert "their own line skipped by Ana Duarte: no camera today" in await page(site, lead)


@pytest.mark.parametrize(
    "sent", [{"step": "2"}, {"step": "two", "reason": "x"}, {"reason": "x"}, {"step": "99", "reason": "x"}]
)
async def test_a_skip_that_cannot_be_is_told_beside_the_plan(site, lead, sent):
    answer = await do(site, lead, "skip", **sent)
    assert (answer.status_code, "Not done." in answer.text) == (422, True)


async def test_somebody_elses_plan_is_not_skipped(site, lead):
    assert (await do(site, lead, "skip", name="bruno", step="1", reason="x")).status_code in (403, 404)


async def test_a_reply_ends_the_plan_and_says_what_is_next(site, lead):
    await do(site, lead, "touch", kind="call")
    await do(site, lead, "accept")
    await do(site, lead, "reply")
    told = await page(site, lead)
    assert "They replied, so nothing more is planned" in told
    assert "answer their reply" in told


async def test_the_inbox_names_the_planned_touch_that_is_next(site, lead):
    await do(site, lead, "touch", kind="call")
    await do(site, lead, "accept")
    async with site.signed_in("ana") as visitor:
        assert "Their own line" in (await visitor.get("/inbox/list")).text


async def group_of(site, lead):
    """Under which heading of the inbox the lead stands, and what stands beside it."""
    async with site.signed_in("ana") as visitor:
        shown = (await visitor.get("/inbox/list")).text
    head = shown[: shown.index(f'id="lead-{lead}"')].rpartition('<h2 class="group"')[2]
    return re.search(r"</span>(.*?)<span", head)[1], "since" in shown


async def test_a_late_follow_up_is_no_broken_promise(site, lead):
    await do(site, lead, "touch", kind="call")
    await site.later(days=3)
    assert await group_of(site, lead) == ("Follow-up to do", True)


async def test_a_follow_up_of_another_day_waits_below(site, lead):
    await do(site, lead, "touch", kind="call")
    await do(site, lead, "touch", kind="video")
    assert await group_of(site, lead) == ("Follow-up planned", False)


async def test_who_is_away_is_waited_for_and_the_page_says_until_when(site, lead):
    await do(site, lead, "touch", kind="call")
    async with site.pool.acquire() as connection:
        day = (await clock.now(connection) + timedelta(days=6)).date()
    await act(site.pool, site.watched, lead, Away(by="ana", back_on=day))
    told = await page(site, lead)
    assert "They are away. The plan goes on" in told
    assert "Follow-up stands still" in told
    assert "wait until they are back" in told


async def test_a_hand_raised_in_work_is_the_next_thing_to_do(site, lead):
    await do(site, lead, "touch", kind="call")
    await do(site, lead, "accept")
    await site.lead(email="eva@acme.example", first_name="Eva", country="PT", message="call me now")
    told = await page(site, lead)
    assert "answer them: they asked again" in told.lower()
    assert "Answer to a raised hand promised by" in told
