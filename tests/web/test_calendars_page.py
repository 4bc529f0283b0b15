"""Do the pages of calendars show when a team is at work, reckon by it, and let only administrators change it?"""

from __future__ import annotations

import json

import pytest

from batonpass.handoff.requests import Pause
from batonpass.store.changes import changes
from batonpass.store.directory import apply
from tests.web.site import PLAYBOOK, press, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
CLOSED = {"day": "2027-03-04", "until": ""}


async def page(site, path: str, who: str = "ana"):
    async with site.signed_in(who) as visitor:
        return await visitor.get(path)


async def do(site, path: str, who: str = "olle", **fields: str):
    async with site.signed_in(who) as visitor:
        return await press(visitor, path, on="/calendars", **fields)


async def due(site, lead: str):
    return await site.pool.fetchval(
        "select due_at from app.clocks where lead_id = $1 and promise = 'first_touch'", lead
    )


async def test_the_list_tells_the_week_in_words(site):
    assert "Mon to Fri 09:00 to 18:00" in (await page(site, "/calendars")).text


async def test_a_calendar_says_when_four_working_hours_are_due(site):
    text = (await page(site, "/calendars/lisbon?start=2027-03-02T16:00&budget=4h")).text
    assert "4 working hours from Tue 2 Mar 2027 16:00 are due Wed 3 Mar 2027 11:00." in text


async def test_a_calendar_counts_the_working_time_between_two_instants(site):
    text = (await page(site, "/calendars/lisbon?start=2027-03-05T17:30&end=2027-03-08T09:30")).text
    assert "1 working hour between" in text


@pytest.mark.parametrize("query", ["budget=2d", "start=x&budget=4h", "end=never", "start=9999-12-31T23:00&budget=4h"])
async def test_what_cannot_be_reckoned_is_told_beside_the_form(site, query):
    answer = await page(site, f"/calendars/lisbon?{query}")
    assert (answer.status_code, 'id="tried" role="alert"' in answer.text) == (200, True)


async def test_a_day_that_is_closed_shows_as_a_holiday(site):
    await do(site, "/calendars/lisbon/close", **CLOSED)
    text = (await page(site, "/calendars/lisbon")).text
    assert ("closed, a holiday" in text, "Thu 4\u00a0Mar\u00a02027" in text) == (True, True)


async def test_a_promise_is_laid_out_again_around_a_day_that_is_closed(site):
    await site.at("2027-03-03T17:45:00+00:00")
    lead = await site.lead(email="eva@acme.example")
    await do(site, "/calendars/lisbon/close", **CLOSED)
    assert (await due(site, lead)).isoformat() == "2027-03-05T09:15:00+00:00"


async def test_an_early_close_is_taken_back(site):
    await do(site, "/calendars/lisbon/close", **CLOSED, closes="12:00")
    assert "closes at 12:00" in (await page(site, "/calendars/lisbon")).text
    await do(site, "/calendars/lisbon/open", day="2027-03-04")
    assert "closes at 12:00" not in (await page(site, "/calendars/lisbon")).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": "soon"}, "Write the day as 2027-03-02"),
        ({"day": "2027-03-04", "until": "2027-03-01"}, "last day lies before the first"),
        ({"day": "2027-03-04", "closes": "08:00"}, "is not after the usual opening"),
    ],
)
async def test_a_day_that_cannot_be_is_told_beside_its_form(site, fields, says):
    answer = await do(site, "/calendars/lisbon/close", **fields)
    assert (answer.status_code, says in answer.text) == (422, True)


async def test_a_calendar_written_anew_with_a_day_that_is_none_is_refused_in_words(site):
    text = json.dumps({"tz": "Europe/Lisbon", "days": ["Mon"], "hours": ["10:00", "16:00"]})
    answer = await do(site, "/calendars/lisbon/write", text=text, day="soon")
    assert (answer.status_code, "Write the day as 2027-03-02" in answer.text) == (422, True)


async def test_a_calendar_is_written_anew_and_says_who_did(site):
    text = json.dumps({"tz": "Europe/Lisbon", "days": ["Mon", "Tue"], "hours": ["10:00", "16:00"]})
    await do(site, "/calendars/lisbon/write", text=text)
    change = (await changes(site.pool, kinds=("calendar",)))[0]
    assert (change.by, change.after["days"]) == ("olle@lumen.example", ["Mon", "Tue"])


@pytest.mark.parametrize(
    ("text", "says"),
    [("tz: Europe/Lisbon", "days"), ("- a list", "group of settings"), ("tz: [", ""), ("tz: Mars/Base", "time zone")],
)
async def test_a_calendar_that_cannot_be_read_says_where(site, text, says):
    answer = await do(site, "/calendars/lisbon/write", text=text)
    assert (answer.status_code, says in answer.text, text in answer.text) == (422, True, True)


async def test_a_calendar_that_stays_shut_for_long_has_to_be_confirmed(site):
    fields = {"day": "2027-03-03", "until": "2027-06-30"}
    refused = await do(site, "/calendars/lisbon/close", **fields)
    assert (refused.status_code, "tick the box if that is meant" in refused.text) == (422, True)


async def test_a_new_calendar_stands_in_the_list(site):
    text = json.dumps({"tz": "Europe/Oslo", "days": ["Mon"], "hours": ["10:00", "16:00"]})
    await do(site, "/calendars", name="oslo", text=text)
    assert 'href="/calendars/oslo"' in (await page(site, "/calendars")).text


@pytest.mark.parametrize("who", ["ana", "mara", "maya"])
@pytest.mark.parametrize("action", ["close", "open", "write"])
async def test_nobody_but_an_administrator_changes_a_calendar(site, who, action):
    assert (await do(site, f"/calendars/lisbon/{action}", who, **CLOSED)).status_code == 403


async def test_a_calendar_that_is_not_there_is_not_found(site):
    assert (await page(site, "/calendars/mars")).status_code == 404


async def test_who_was_passed_over_is_listed_with_the_reason(site):
    async with site.signed_in("mara") as visitor:
        await press(visitor, "/pools/emea", on="/pools", add="bruno")
        token = token_in(await visitor.get("/people"))
        await visitor.post("/people/ana/available", data={"token": token, "on": "no"})
    await site.lead(email="eva@firm.example", first_name="Eva", last_name="Lind")
    text = (await page(site, "/passed", "mara")).text
    assert ("Eva Lind" in text, "Ana Duarte has switched leads off" in text) == (True, True)


async def test_a_rep_does_not_read_who_was_passed_over(site):
    assert (await page(site, "/passed", "ana")).status_code == 403


async def test_whose_turn_it_merely_was_not_is_left_out_until_asked_for(site):
    async with site.signed_in("mara") as visitor:
        await press(visitor, "/pools/emea", on="/pools", add="bruno")
    await site.lead(email="eva@firm.example")
    assert "not the turn of" not in (await page(site, "/passed", "mara")).text
    assert "not the turn of Bruno Reis" in (await page(site, "/passed?kind=turn", "mara")).text


async def test_a_promise_that_stands_still_says_why_and_until_when(site):
    text = PLAYBOOK.read_text("utf-8").replace('version: "2027-03"', 'version: "2027-04"')
    await apply(
        site.pool, f"{text}pauses: {{asked: {{says: they asked us to wait, at_most: 5d}}}}\n", where="x", by="t"
    )
    lead = await site.lead(email="eva@acme.example")
    await site.act(lead, Pause(by="ana", reason="asked"))
    text = (await page(site, "/passed", "mara")).text
    assert ("they asked us to wait" in text, "until Sun" in text) == (True, True)
