"""Both sides meet over numbers that stand still, decide, and see later whether it worked."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio

from batonpass.handoff.requests import Reject, Touch
from batonpass.store import meetings, playbooks
from batonpass.store.meetings import Planned
from batonpass.tongue.written_out import full_day
from batonpass.web.api.meetings import DecisionIn
from batonpass.web.meeting.building import pack_of
from batonpass.web.meeting.pack import Past
from batonpass.web.meeting.shown import shown
from batonpass.web.meeting.tending import tend
from batonpass.web.parts import words
from tests.unheard import unheard
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
DECISION = {
    "item": "sla",
    "says": "Hand-raisers are called within 15 minutes",
    "metric": "followed_up",
    "direction": "up",
    "points": "10",
    "review_on": "2027-04-06",
}


@pytest_asyncio.fixture(loop_scope="session")
async def held(site):
    """Twenty-four leads asked for a demo, twenty were called in time, four given back; a meeting is planned."""
    for n in range(24):
        lead = await site.lead(email=f"p{n}@firm{n}.example", company=f"Firm {n}")
        if n < 20:
            await site.act(lead, Touch(by="ana", kind="call"))
        else:
            await site.act(lead, Reject(by="ana", reason="no_budget"))
    await site.later(hours=3)
    async with site.signed_in("mara") as mara:
        done = await press(mara, "/meeting", on="/meeting", kind="pack")
    return done.headers["location"].partition("?")[0]


async def test_the_pack_shows_shares_with_their_intervals_and_reasons(site, held):
    async with site.signed_in("mara") as mara:
        page = (await mara.get(held)).text
    assert "24 leads handed over" in page
    assert "no budget" in page
    assert "95 %" in page
    assert page.count('class="sheet-page panel"') == 3


async def test_each_figure_of_the_pack_opens_its_leads(site, held):
    async with site.signed_in("mara") as mara:
        page = (await mara.get(held)).text
        opened = {link: await mara.get(html.unescape(link)) for link in re.findall(r'href="(/leads\?[^"]+)"', page)}
    assert len(opened) > 8
    assert {answer.status_code for answer in opened.values()} == {200}
    (given_back,) = [answer.text for link, answer in opened.items() if "ending=given_back" in link]
    assert "<h1>4 leads</h1>" in given_back


async def test_a_frozen_pack_never_changes_whatever_happens_afterwards(site, held):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        page = (await mara.get(held)).text
        assert "mara@lumen.example began the meeting" in page
        before = sheets(page)
        for n in range(5):
            await site.lead(email=f"late{n}@firm.example")
        await site.later(hours=9)
        assert sheets((await mara.get(held)).text) == before
    with pytest.raises(asyncpg.CheckViolationError, match="is frozen"):
        await site.pool.execute("update app.meetings set numbers = '{}'")


async def test_the_day_of_looking_again_is_the_same_wherever_somebody_reads(site, held):
    past = Past(
        meeting="2027-02-16", item="sla", says="sooner", name="Mara", expected="First touch in time up by 5 points",
        review_at=datetime(2027, 5, 4, tzinfo=UTC), verdict="waiting", because="",
    )  # fmt: skip
    (found,) = await meetings.meetings(site.pool)
    pack = replace(await pack_of(site.pool, site.watched, found), past=(past,))
    told = [shown(pack, (), ZoneInfo(zone)).past["sla"][0].review for zone in ("Europe/Lisbon", "America/New_York")]
    assert told == [full_day(date(2027, 5, 4))] * 2


def sheets(page: str) -> list[str]:
    return re.findall(r"<article.*?</article>", page, re.DOTALL)


async def test_before_it_begins_the_numbers_still_move(site, held):
    async with site.signed_in("mara") as mara:
        before = (await mara.get(held)).text
        assert "Decide something" not in before
        refused = await press(mara, f"{held}/decide", on=held, **DECISION)
    assert refused.status_code == 409
    assert "the meeting has not begun" in refused.text


async def test_a_decision_becomes_a_draft_with_its_expectation_and_keeps_all_comments(site, held):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        change = {"place": "tiers.urgent.first_touch", "value": "15m"}
        done = await press(mara, f"{held}/decide", on=held, **DECISION, **change)
        assert (await mara.get(done.headers["location"])).status_code == 200
        page = (await mara.get(held)).text
    draft = await site.pool.fetchrow("select text, note from app.playbooks where state = 'draft'")
    active = await playbooks.find(site.pool, "active")
    lines = zip(active.text.splitlines(), draft["text"].splitlines(), strict=True)
    assert len([1 for before, after in lines if before != after]) == 2
    assert "First touch in time up by 10 points by 2027-04-06" in draft["note"]
    assert "30m becomes 15m" in page


async def test_a_decision_that_breaks_an_example_is_refused_beside_its_form(site, held):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        change = {"place": "definition.hot_exit_below", "value": "900"}
        refused = await press(mara, f"{held}/decide", on=held, **DECISION, **change)
    assert refused.status_code == 409
    assert "Hand-raisers are called within 15 minutes" in refused.text
    assert await meetings.decisions(site.pool) == ()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"points": "0"}, "between 0 and 100"),
        ({"points": "NaN"}, "between 0 and 100"),
        ({"review_on": "2027-01-01"}, "must lie ahead"),
        ({"review_on": "soon"}, "on which day to look again"),
        ({"metric": "luck"}, "metric must be one of"),
        ({"says": "no"}, "say in a sentence"),
    ],
)
async def test_what_cannot_be_judged_later_is_not_decided(site, held, wrong, says):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        refused = await press(mara, f"{held}/decide", on=held, **{**DECISION, **wrong})
    assert refused.status_code == 409
    assert says in refused.text


async def test_at_its_day_a_decision_is_judged_told_and_stands_in_the_next_pack(site, held):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        await press(mara, f"{held}/decide", on=held, **DECISION)
    await site.at("2027-04-06T10:00:00+00:00")
    await tend(site.pool, site.watched)
    async with site.signed_in("mara") as mara:
        done = await press(mara, "/meeting", on="/meeting", kind="pack")
        page = (await mara.get(done.headers["location"])).text
    (decision,) = await meetings.decisions(site.pool)
    assert decision.verdict == "cannot_tell"
    assert "too few cases since the change" in str(decision.judged)
    assert "Decided before, and whether it worked" in page
    assert "Cannot be told yet." in page
    assert "cannot be told yet: " not in page
    told = await site.pool.fetch(
        "select recipient, body::text from app.outbox where kind = 'judged' order by recipient"
    )
    assert [row["recipient"] for row in told] == ["mara@lumen.example", "maya@lumen.example"]
    assert "it does not say why" in json.dumps(json.loads(told[0]["body"]))
    assert await unheard(site.pool) == {DECISION["says"]}


async def test_the_file_needs_nothing_else(site, held):
    async with site.signed_in("mara") as mara:
        answer = await mara.get(f"{held}/file")
    assert "attachment" in answer.headers["content-disposition"]
    assert not re.search(r'(src|href)="', answer.text)
    assert answer.text.count("<article") == 3


async def test_page_and_file_have_one_heading_and_write_days_alike(site, held):
    async with site.signed_in("mara") as mara:
        page, file = [re.sub(r"\s", " ", (await mara.get(path)).text) for path in (held, f"{held}/file")]
    heading = words.dated(f"Marketing and sales, {held.rpartition('/')[2]}").replace(words.NO_BREAK, " ")
    assert [re.findall("<h1>(.*?)</h1>", one) for one in (page, file)] == [[heading], [heading]]
    assert not re.search(r"\b0\d [A-Z][a-z]{2}\b", page + file)


async def test_the_items_of_a_meeting_are_called_in_german(site, held):
    async with site.signed_in("mara") as mara:
        await press(mara, f"{held}/begin", on=held)
        page = (await mara.get(held, headers={"Accept-Language": "de"})).text
    items = re.search(r'name="item">(.*?)</select>', page)[1]
    assert re.findall(">([^<]+)</option>", items) == [
        "Einhaltung der SLA", "Entwicklung der Ergebnisse", "Änderungen der Definition",
    ]  # fmt: skip
    assert not re.search(">(Change|Ändern)<", page)


async def test_the_pack_of_a_meeting_ahead_tells_of_no_week_that_has_not_begun(site, held):
    starts = datetime.fromisoformat("2027-03-30T10:00:00+00:00")
    ahead = Planned(id="2027-03-30", kind="pack", starts_at=starts, since=starts - timedelta(days=14))
    async with site.pool.acquire() as connection:
        await meetings.plan(connection, ahead, by="the playbook")
    (found,) = [one for one in await meetings.meetings(site.pool) if one.id == ahead.id]
    weeks = (await pack_of(site.pool, site.watched, found)).weeks
    assert len(weeks) == 6
    assert weeks[-1].monday <= found.now.date() < weeks[-1].monday + timedelta(days=7)


async def test_the_definition_is_reviewed_by_examples_rules_and_bands(site, held):
    async with site.signed_in("maya") as maya:
        done = await press(maya, "/meeting", on="/meeting", kind="definition")
        page = (await maya.get(done.headers["location"])).text
    assert "All examples hold." in page
    assert "Does a higher band mean more?" in page


async def test_reps_do_not_meet_over_the_pack(site, held):
    async with site.signed_in("ana") as ana:
        assert (await ana.get(held)).status_code == 403


@pytest.mark.parametrize(("sent", "read"), [("7.5", "7.5"), (20, "20"), (2.5, "2.5")])
async def test_a_program_may_send_points_as_a_number(sent, read):
    said = {"by": "a@b.example", "item": "sla", "says": "x", "metric": "followed_up", "direction": "up"}
    decided = DecisionIn.model_validate({**said, "points": sent, "review_on": "2027-05-04", "value": sent})
    assert (decided.points, decided.value) == (read, read)
