"""Are promises laid out again by whatever changes the hours that they run by, and by nothing else?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from batonpass.handoff.requests import Accept
from batonpass.store.directory import apply, put_calendar, put_pool, put_queue, put_rep
from batonpass.store.shape import decode_lead, encode
from batonpass.store.take import act
from batonpass.store.zone_data import BY, follow_zone_data, marks
from batonpass.written.refused import Refused
from tests.store.office import LISBON, STARTER, count, forward, furnish, person, send, submission

BARE = STARTER.read_text("utf-8")
AZORES = {**LISBON, "tz": "Atlantic/Azores", "hours": ["09:00", "17:00"]}
"""From an hour after Lisbon until its close."""


async def clocks_of(pool, lead):
    state = await pool.fetchval("select state::text from app.leads where id = $1", lead)
    return {clock.promise: clock for clock in decode_lead(state).clocks}


async def due_of(pool, lead):
    return (await clocks_of(pool, lead))["first_touch"].due_at


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def furnished(pool, *, waits: bool = False, text: str = BARE):
    """A lead of four hours that came at five in the afternoon, in a queue if it waits, a quarter of an hour ago."""
    watched = await furnish(pool, at=at("2027-03-02T17:00"))
    await put_calendar(pool, "azores", AZORES, by="test")
    if text != BARE:
        await apply(pool, text, where="text.yaml", by="test")
    if waits:
        await put_pool(pool, "emea", {"members": []}, by="test")
    (lead,) = await send(pool, watched, submission(form="ebook"))
    await forward(pool, minutes=15)
    return watched, lead.lead_id


async def test_what_waits_in_a_queue_follows_it_to_another_calendar(pool):
    _, lead = await furnished(pool, waits=True)
    await put_queue(pool, "triage", {"calendar": "azores", "manager": "mara"}, by="test")
    assert await due_of(pool, lead) == at("2027-03-03T13:00")


NOWHERE = BARE.replace("queues:\n  triage: {calendar: office}\n", "").replace("queue: triage", "queue: nowhere")
SET_UP = NOWHERE.replace("people: {}", "people: {}\nqueues: {nowhere: {calendar: office}}")


@pytest.mark.parametrize("over", ["the api", "a playbook"])
async def test_a_queue_that_nobody_has_set_yet_is_open_all_the_time_and_keeps_its_hours_once_it_is_set(pool, over):
    _, lead = await furnished(pool, waits=True, text=NOWHERE.replace('version: "1"', 'version: "2"'))
    assert await pool.fetchval("select queue from app.leads where id = $1", lead) == "nowhere"
    assert await due_of(pool, lead) == at("2027-03-02T21:00")
    if over == "the api":
        await put_queue(pool, "nowhere", {"calendar": "office"}, by="test")
    else:
        await apply(pool, SET_UP.replace('version: "1"', 'version: "3"'), where="text.yaml", by="test")
    assert await due_of(pool, lead) == at("2027-03-03T12:00")


async def test_a_queue_keeps_no_calendar_that_nobody_knows(pool):
    await furnished(pool, waits=True)
    with pytest.raises(Refused, match="no calendar 'moon'"):
        await put_queue(pool, "triage", {"calendar": "moon"}, by="test")


SHORT = BARE.replace('version: "1"', 'version: "2"').replace('hours: ["09:00", "18:00"]', 'hours: ["09:00", "12:00"]')
AWAY = BARE.replace('version: "1"', 'version: "2"').replace(
    "calendars:\n", "calendars:\n  islands: {tz: Atlantic/Azores, days: [Mon, Tue, Wed], hours: ['09:00', '17:00']}\n"
)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (SHORT, "2027-03-04T09:45"),
        (AWAY.replace("triage: {calendar: office}", "triage: {calendar: islands}"), "2027-03-03T13:00"),
        (AWAY, None),
    ],
)
async def test_hours_that_a_new_version_says_otherwise_are_followed_and_the_version_is_named(pool, text, due):
    _, lead = await furnished(pool, waits=True)
    await apply(pool, text, where="text.yaml", by="test")
    told = await pool.fetch("select body::text from app.facts where kind = 'ClockMoved'")
    assert ["in version 2 of the playbook" in one["body"] for one in told] == [True] * bool(due)
    assert await due_of(pool, lead) == at(due or "2027-03-03T12:00")


async def test_whoever_keeps_other_hours_keeps_all_their_promises_by_them(pool):
    watched, lead = await furnished(pool)
    owner = await pool.fetchval("select owner from app.leads where id = $1", lead)
    await act(pool, watched, lead, Accept(by=owner))
    await put_rep(pool, watched, owner, person(owner, calendar="azores"), by="test")
    assert {clock.calendars for clock in (await clocks_of(pool, lead)).values() if not clock.ended_at} == {("azores",)}


HELD = BARE.replace('version: "1"', 'version: "2"').replace(
    '  - pool: "*"\n', "  - pool: emea\n    off_shift: {hold: triage, at_most: 20h, then: emea}\n"
)


async def test_a_lead_that_is_held_waits_on_when_hours_change(pool):
    watched = await furnish(pool, at=at("2027-03-02T20:00"))
    await apply(pool, HELD, where="text.yaml", by="test")
    (lead,) = await send(pool, watched, submission())
    await put_calendar(pool, "office", {**LISBON, "hours": ["11:00", "18:00"]}, by="test")
    clocks = await clocks_of(pool, lead.lead_id)
    assert (clocks["hold"].due_at, clocks["first_touch"].due_at) == (at("2027-03-03T09:00"), at("2027-03-03T11:30"))


async def test_a_change_that_touches_no_promise_leaves_no_trace_on_any(pool):
    await furnished(pool)
    await put_calendar(pool, "lisbon", {**LISBON, "holidays": ["2027-08-02"]}, by="test")
    assert await count(pool, "facts", "kind = 'ClockMoved'") == 0


OTHERS = {**marks(), "Europe/Lisbon": "another"}


@pytest.mark.parametrize(
    ("version", "told", "moved"),
    [("2027b", OTHERS, True), ("2027b", marks(), False), ("2026z", OTHERS, False), ("2027a", OTHERS, False)],
)
async def test_newer_zone_data_moves_what_runs_where_the_law_has_changed_and_says_so(pool, version, told, moved):
    """Scenario D22. What the law changed is put in behind the program's back: Lisbon opens two hours later."""
    _, lead = await furnished(pool)
    await follow_zone_data(pool, version="2027a", told=marks())
    late = encode({**LISBON, "hours": ["11:00", "18:00"]})
    await pool.execute("update app.directory set body = $1::text::jsonb where name = 'lisbon'", late)
    for _ in range(2):
        await follow_zone_data(pool, version=version, told=told)
    assert await due_of(pool, lead) == at("2027-03-03T14:00" if moved else "2027-03-03T12:00")
    facts = await pool.fetch("select body::text from app.facts where kind = 'ClockMoved'")
    assert [BY in fact["body"] for fact in facts] == [True] * moved


WINDOW = BARE.replace('version: "1"', 'version: "2"').replace(
    "calendars:\n", "contact_windows: {SE: office}\ncalendars:\n"
)


async def test_when_a_lead_may_be_called_follows_its_window_and_the_promise_stays(pool):
    watched = await furnish(pool, at=at("2027-03-02T08:00"))
    await put_calendar(pool, "early", {**LISBON, "hours": ["07:00", "18:00"]}, by="test")
    for rep in ("ana", "bruno"):
        await put_rep(pool, watched, rep, person(rep, calendar="early"), by="test")
    await apply(pool, WINDOW, where="text.yaml", by="test")
    (lead,) = await send(pool, watched, submission(country="SE"))
    await put_calendar(pool, "office", {**LISBON, "holidays": ["2027-03-02"]}, by="test")
    clock = (await clocks_of(pool, lead.lead_id))["first_touch"]
    assert (clock.call_not_before, clock.due_at) == (at("2027-03-03T09:00"), at("2027-03-02T08:30"))
