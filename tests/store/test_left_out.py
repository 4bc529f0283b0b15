"""Do promises, leads and people come through a playbook that no longer names what they stand on?"""

from __future__ import annotations

import pytest

from batonpass.handoff.requests import Claim, Reassign, Touch
from batonpass.store.directory import apply, put_rep
from batonpass.store.due import ring
from batonpass.store.shape import decode_lead
from batonpass.store.take import act
from batonpass.store.world import Watched
from batonpass.written.refused import Refused
from tests.store.office import STARTER, count, forward, furnish, person, send, submission

BARE = STARTER.read_text("utf-8")
WEEK = "days: [Mon, Tue, Wed, Thu, Fri], hours: ['09:00', '17:00']"
PEOPLE = """people:
  mara: {name: Mara, email: mara@lumen.example, calendar: desk}
  kai: {name: Kai, email: kai@lumen.example, calendar: desk, manager: mara}
"""
FULL = (
    BARE.replace('version: "1"', 'version: "2"')
    .replace(
        "calendars:\n",
        f"calendars:\n  sweden: {{tz: Europe/Stockholm, {WEEK}}}\n  desk: {{tz: Europe/Lisbon, {WEEK}}}\n",
    )
    .replace("people: {}", PEOPLE)
    .replace(
        "queues:\n",
        "contact_windows: {SE: sweden}\npools: {emea: [kai]}\nqueues:\n  desk: {calendar: desk, manager: mara}\n",
    )
    .replace("    first_touch: 30m\n", "    first_touch: 30m\n    hours: both\n")
)
BREAK = """update app.leads set state = jsonb_set(state::jsonb, '{stage}', '"Perplexed"') where id = $1"""
NEXT = BARE.replace('version: "1"', 'version: "3"')


async def left_out(pool, text, *, then=NEXT):
    """A lead of Sweden under a playbook with all that the next one leaves out."""
    watched = await furnish(pool)
    await apply(pool, text, where="full.yaml", by="test")
    (lead,) = await send(pool, watched, submission(country="SE"))
    await apply(pool, then, where="next.yaml", by="test")
    return watched, lead.lead_id


@pytest.mark.parametrize("does", [Touch(by="ana", kind="call"), Reassign(by="mara", to="bruno")])
async def test_promises_run_on_in_the_hours_they_began_under(pool, does):
    watched, lead = await left_out(pool, FULL)
    before = await pool.fetchval("select due_at from app.clocks where promise = 'first_touch'")
    await forward(pool, minutes=10)
    await act(pool, watched, lead, does)
    after = decode_lead(await pool.fetchval("select state::text from app.leads where id = $1", lead))
    (clock,) = [one for one in after.clocks if one.promise == "first_touch"]
    assert (clock.calendars, clock.due_at) == (("lisbon", "sweden"), before)


async def test_their_ladder_is_climbed_to_the_end(pool):
    watched, _ = await left_out(pool, FULL)
    for minutes in (16, 15, 30):
        await forward(pool, minutes=minutes)
        assert await ring(pool, watched) == 1
    assert await count(pool, "facts", "kind = 'Escalated'") == 3
    assert await count(pool, "inbox", "state = 'set_aside'") == 0


async def test_who_is_named_no_more_hands_on_at_once_and_the_manager_hears_once(pool):
    text = FULL.replace("- account_owner\n", "- rep: kai\n")
    _, lead = await left_out(pool, text)
    row = await pool.fetchrow("select owner, queue from app.leads where id = $1", lead)
    assert row["owner"] in ("ana", "bruno")
    assert await count(pool, "outbox", "kind = 'handed_on' and recipient = 'mara@lumen.example'") == 1


@pytest.mark.parametrize("gone", ["active: false", "leave: [{first: 2027-03-01, last: 2027-03-05}]"])
async def test_whoever_leads_a_manager_who_is_away_or_gone_hears_instead(pool, gone):
    text = FULL.replace("- account_owner\n", "- rep: kai\n")
    lia = f"{{name: Lia, email: lia@lumen.example, calendar: desk, manager: kim, {gone}}}"
    kim = "{name: Kim, email: kim@lumen.example, calendar: desk}"
    text = text.replace("manager: mara}\n", f"manager: lia}}\n  lia: {lia}\n  kim: {kim}\n", 1)
    await left_out(pool, text)
    assert await pool.fetchval("select recipient from app.outbox where kind = 'handed_on'") == "kim@lumen.example"


async def test_a_lead_of_a_queue_that_is_gone_waits_in_the_default_queue(pool):
    text = FULL.replace("- account_owner\n", "- territory: {North: {when: 'lead.country == \"SE\"', queue: desk}}\n")
    watched, lead = await left_out(pool, text)
    assert await pool.fetchval("select queue from app.leads where id = $1", lead) == "triage"
    await act(pool, watched, lead, Claim(by="ana"))
    assert await pool.fetchval("select owner from app.leads where id = $1", lead) == "ana"


async def test_one_that_comes_to_no_answer_keeps_no_version_from_stepping_in(pool):
    text = FULL.replace("- account_owner\n", "- territory: {North: {when: 'lead.country == \"SE\"', queue: desk}}\n")
    watched = await furnish(pool)
    await apply(pool, text, where="full.yaml", by="test")
    well, broken = [one.lead_id for one in await send(pool, watched, *(submission(n, country="SE") for n in (1, 2)))]
    await pool.execute(BREAK, broken)
    await apply(pool, NEXT, where="next.yaml", by="test")
    rows = await pool.fetch("select id, queue from app.leads")
    assert {row["id"]: row["queue"] for row in rows} == {well: "triage", broken: "desk"}


async def test_nobody_new_gets_hours_that_are_written_no_more(pool):
    watched, _ = await left_out(pool, FULL)
    with pytest.raises(Refused):
        await put_rep(pool, watched, "ana", person("ana", calendar="desk"), by="test")


async def test_a_calendar_that_comes_back_is_the_new_one(pool):
    await left_out(pool, FULL)
    again = FULL.replace('version: "2"', 'version: "4"').replace("'17:00'", "'16:00'")
    await apply(pool, again, where="again.yaml", by="test")
    async with pool.acquire() as connection:
        revision = await connection.fetchval("select number from app.revision")
        world = await Watched().at_revision(connection, revision)
    assert world.hours(("desk",)) is world.calendars["desk"]
