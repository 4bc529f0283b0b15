"""Does a lead's page tell all that a rep needs, and does each of its buttons do what it says?"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from batonpass.handoff.facts import Fact
from batonpass.handoff.lead import Clock
from batonpass.handoff.requests import Accept, Reassign, Reject
from batonpass.store import read
from batonpass.store.directory import put_pool
from batonpass.store.shape import FACTS
from batonpass.web.lead.ladder import ladder
from batonpass.web.lead.story import SAYS, Told, tell
from batonpass.web.parts.reader import Reader
from tests.web.site import press

pytestmark = pytest.mark.asyncio(loop_scope="session")
ADDEND = re.compile(r'<dt class="points (?:ok|late)">(.*?)</dt>')
TOTAL = re.compile(r'<dt class="points total">(.*?)</dt>')


async def page(site, lead: str, name: str = "ana") -> str:
    """A lead's page as text a person reads."""
    async with site.signed_in(name) as visitor:
        return html.unescape((await visitor.get(f"/leads/{lead}")).text)


async def do(site, lead: str, action: str, name: str = "ana", **fields: str):
    """Send one of the page's forms."""
    async with site.signed_in(name) as visitor:
        return await press(visitor, f"/leads/{lead}/{action}", **fields)


async def acme(site, **sent: object) -> str:
    """Eva of Acme, whose account is Ana's, has asked for a demo."""
    return await site.lead(email="eva@acme.example", first_name="Eva", last_name="Lind", **sent)


async def test_the_brief_and_what_they_wrote_are_told(site):
    assert "Can you show us the line?" in await page(site, await acme(site, message="Can you show us the line?"))


async def test_the_parts_of_the_score_add_up_to_it(site):
    text = await page(site, await acme(site))
    assert sum(Decimal(points) for points in ADDEND.findall(text)) == Decimal(TOTAL.findall(text)[0])


async def test_the_due_instant_stands_in_the_readers_own_time(site):
    assert "10:30</time> your time" in await page(site, await acme(site))


async def test_who_hears_next_is_named_with_the_time(site):
    assert "Mara Pinto told 10:30" in await page(site, await acme(site))


async def test_a_step_that_was_taken_is_marked(site):
    lead = await acme(site)
    await site.later(minutes=16)
    assert "Ana Duarte reminded 10:15 ✓" in await page(site, lead)


class Plain(SimpleNamespace):
    """A reader whose calendars are gone: plain time passes."""

    def hours(self, _: tuple[str, ...]) -> None:
        return None


@pytest.mark.parametrize(("minutes", "run", "over"), [(15, 50, 0), (30, 100, 0), (45, 66.67, 33.33), (9_000, 50, 50)])
async def test_what_is_over_the_window_shows_on_the_bar_though_no_step_comes_after_it(minutes, run, over):
    started = datetime(2027, 3, 2, 10, tzinfo=UTC)
    now, due = started + timedelta(minutes=minutes), started + timedelta(minutes=30)
    clock = SimpleNamespace(steps=(), due_at=due, budget_seconds=1_800, calendars=(), paused_at=None)
    drawn = ladder(cast("Clock", clock), (), cast("Reader", Plain(now=now)), None)
    assert (drawn.run, drawn.over) == (run, over)


async def test_a_good_time_to_call_is_told_by_the_leads_own_hours(site):
    assert "good time to call" in await page(site, await acme(site))


async def test_a_bad_time_to_call_says_when_a_better_one_comes(site):
    await site.at("2027-03-02T17:30:00+00:00")
    assert "do not call before Wed\N{NO-BREAK SPACE}09:00 their time" in await page(site, await acme(site))


async def test_the_path_names_the_playbook_it_was_decided_under(site):
    assert "playbook 2027-03" in await page(site, await acme(site))


async def test_what_reached_us_late_says_so(site):
    lead = await acme(site, occurred_at="2027-03-02T07:00:00Z")
    assert "reached us 3\N{NO-BREAK SPACE}h after it happened" in await page(site, lead)


async def test_messages_about_the_lead_are_listed_with_their_state(site):
    assert "ana@lumen.example" in await page(site, await acme(site))


async def test_a_message_that_waits_is_not_told_as_sent(site):
    text = await page(site, await acme(site))
    assert ('<span class="cut">waiting</span>' in text, '<span class="cut">sent</span>' in text) == (True, False)


async def test_they_are_called_and_written_to_from_the_head_of_the_page(site):
    told = await page(site, await acme(site, phone="+351 912 345 678"))
    head = told[told.index('class="lead-head"') : told.index('class="chips whole"')]
    assert ('href="tel:+351912345678"' in head, 'href="mailto:eva@acme.example"' in head) == (True, True)


async def test_nobody_is_called_from_there_who_does_not_want_to_be(site):
    told = await page(site, await acme(site, phone="+351 912 345 678", consent={"calls": "no"}))
    head = told[told.index('class="lead-head"') : told.index('class="chips whole"')]
    assert ("tel:" in head, "mailto:" in head) == (False, True)


async def test_what_is_missing_is_to_be_asked_about(site):
    assert "Ask about" in await page(site, await acme(site))


@pytest.mark.parametrize("kind", sorted(FACTS))
async def test_every_kind_of_fact_has_its_words(kind):
    assert FACTS[kind] in SAYS


async def test_a_fact_of_a_newer_version_is_told_by_its_reason(site):
    at = datetime(2027, 3, 2, tzinfo=UTC)
    assert tell(Fact(at=at, because="merged into another lead"), None) == Told(says="Merged into another lead")


async def test_an_accepted_lead_is_the_reps_to_work(site):
    lead = await acme(site)
    await do(site, lead, "accept")
    assert (await site.standing(lead))["stage"] == "SAL"


async def test_a_logged_call_keeps_the_promise(site):
    lead = await acme(site)
    await do(site, lead, "touch", kind="call")
    assert (await read.clocks(site.pool, lead_id=lead))[0].state == "met"


async def test_a_call_made_before_it_was_logged_counts_from_when_it_was_made(site):
    lead = await acme(site)
    await site.later(minutes=40)
    await do(site, lead, "touch", kind="call", at="2027-03-02T10:20")
    assert (await read.clocks(site.pool, lead_id=lead))[0].state == "met"


async def test_a_time_is_read_in_the_reps_own_zone(site):
    lead = await acme(site)
    await site.act(lead, Reassign(by="mara", to="astrid"))
    await site.later(minutes=40)
    await do(site, lead, "touch", name="astrid", kind="call", at="2027-03-02T11:20")
    assert (await read.clocks(site.pool, lead_id=lead))[0].response_seconds == 20 * 60


async def test_a_call_in_the_future_is_refused_beside_its_form(site):
    answer = await do(site, await acme(site), "touch", kind="call", at="2027-03-05T10:20")
    assert (answer.status_code, "cannot lie in the future" in answer.text) == (422, True)


async def test_a_time_that_is_none_is_refused_with_how_to_write_it(site):
    answer = await do(site, await acme(site), "touch", kind="call", at="yesterday")
    assert "2027-03-02T10:15" in answer.text


async def test_a_rejection_goes_where_its_reason_says(site):
    lead = await acme(site)
    await do(site, lead, "reject", reason="no_budget")
    assert (await site.standing(lead))["stage"] == "Nurture"


async def test_a_rejection_without_a_reason_lists_the_reasons(site):
    answer = await do(site, await acme(site), "reject", reason="")
    assert (answer.status_code, "no_budget, duplicate, other" in answer.text) == (422, True)


async def test_what_was_written_stays_in_a_form_that_was_refused(site):
    answer = await do(site, await acme(site), "reject", reason="", note="They have a contract until May.")
    assert "They have a contract until May.</textarea>" in answer.text


async def test_a_reason_that_needs_a_note_asks_for_it(site):
    answer = await do(site, await acme(site), "reject", reason="other")
    assert '<textarea name="note" maxlength="2000" aria-invalid="true"' in answer.text


async def test_a_rejection_can_be_taken_back_within_the_grace(site):
    lead = await acme(site)
    await site.act(lead, Reject(by="ana", reason="no_budget"))
    await do(site, lead, "undo")
    assert (await site.standing(lead))["stage"] == "MQL"


async def test_the_page_says_until_when_it_can_be_taken_back(site):
    lead = await acme(site)
    await site.act(lead, Reject(by="ana", reason="no_budget"))
    assert "You rejected this lead. You can take it back until 10:15." in await page(site, lead)


async def test_after_the_grace_nothing_is_offered_to_take_back(site):
    lead = await acme(site)
    await site.act(lead, Reject(by="ana", reason="no_budget"))
    await site.later(minutes=16)
    assert "You can take it back" not in await page(site, lead)


async def test_a_worked_lead_ends_with_an_outcome_and_its_reason(site):
    lead = await acme(site)
    await site.act(lead, Accept(by="ana"))
    await do(site, lead, "dispose", outcome="recycled:timing")
    assert (await site.standing(lead))["stage"] == "Nurture"


async def test_an_outcome_without_its_reason_is_refused(site):
    answer = await do(site, await acme(site), "dispose", outcome="recycled")
    assert answer.status_code == 422


async def test_a_manager_hands_a_lead_on(site):
    lead = await acme(site)
    async with site.signed_in("ana") as owner, site.signed_in("mara") as leads:
        pages = [(await visitor.get(f"/leads/{lead}")).text for visitor in (owner, leads)]
    assert ['name="waive"' in page for page in pages] == [False, True]
    await do(site, lead, "reassign", name="mara", to="bruno", waive="")
    assert (await site.standing(lead))["owner"] == "bruno"


async def test_who_gives_a_lead_away_is_told_so_in_the_inbox_and_meets_no_closed_door(site):
    lead = await acme(site)
    async with site.signed_in("ana") as visitor:
        answer = await press(visitor, f"/leads/{lead}/reassign", on=f"/leads/{lead}", to="bruno")
        inbox = await visitor.get(answer.headers["location"])
    assert (answer.headers["location"], inbox.status_code) == ("/?did=reassign", 200)
    assert "Done. The lead is no longer with you." in inbox.text


async def test_the_lead_of_a_colleague_is_not_there(site):
    lead = await acme(site)
    async with site.signed_in("bruno") as visitor:
        there, nowhere = await visitor.get(f"/leads/{lead}"), await visitor.get("/leads/L0")
    assert (there.status_code, there.text) == (404, nowhere.text)


@pytest.mark.parametrize("action", ["touch", "accept", "reject", "dispose", "reassign", "claim", "route", "undo"])
async def test_nobody_acts_on_the_lead_of_a_colleague(site, action):
    lead = await acme(site)
    before = (await site.standing(lead))["seq"]
    answer = await do(
        site, lead, action, name="bruno", kind="call", reason="no_budget", outcome="converted", to="bruno"
    )
    assert (answer.status_code, (await site.standing(lead))["seq"]) == (404, before)


async def test_marketing_reads_but_does_not_act(site):
    lead = await acme(site)
    assert (await do(site, lead, "reassign", name="maya", to="bruno")).status_code == 403


async def test_an_action_that_does_not_exist_is_not_there(site):
    assert (await do(site, await acme(site), "delete")).status_code == 404


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,hi", "//evil.example"])
async def test_a_value_that_is_no_web_address_is_never_a_link(site, website):
    text = await page(site, await acme(site, phone=website, language=website))
    assert f'href="{website}' not in text


async def test_a_finished_action_is_confirmed(site):
    lead = await acme(site)
    answer = await do(site, lead, "accept")
    assert answer.headers["location"] == f"/leads/{lead}?did=accept"


async def test_the_story_names_each_colleague_who_did_not_get_it_and_why(site):
    await put_pool(site.pool, "emea", {"members": [{"rep": "ana"}, {"rep": "bruno"}]}, by="test")
    shown = await page(site, await site.lead(email="p1@firm.example", country="PT"))
    told = html.unescape(shown)
    at = told.index("Given to Ana")
    assert "; not the turn of Bruno Reis" in told[at : at + 600], told[at : at + 600]


async def test_what_somebody_wrote_from_right_to_left_reads_so(site):
    text = await page(site, await acme(site, message="שלום, נשמח לראות הדגמה."))
    assert ('<span class="wrote" dir="auto">' in text, "<bdi>" in text) == (True, True)
