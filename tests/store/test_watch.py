"""Does the auditor find each way in which a promise can be broken, and stay silent while all is well?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.handoff.requests import Accept, Touch
from batonpass.store.alarms import raise_alarm, take_alarms
from batonpass.store.directory import put_rep
from batonpass.store.due import ring
from batonpass.store.erase import erase
from batonpass.store.seals import seal_all
from batonpass.store.take import act
from batonpass.store.users import put_user
from batonpass.store.watch import HELD, SAYS, SILENT, Finding, look, look_through, open_findings, verify
from tests.store.office import forward, furnish, person, send, submission

ALL = timedelta(0)
BY_FORCE = "set session_replication_role = replica; {}; set session_replication_role = origin"
PLANTED = {
    "arrivals_without_lead": "update app.inbox set lead_id = 'L0' where lead_id = {lead}",
    "leads_without_anybody": "update app.leads set owner = 'somebody who left' where id = {lead}",
    "leads_without_action": "update app.leads set next_action = '' where id = {lead}",
    "leads_without_promise": "delete from app.clocks where lead_id = {lead}",
    "dues_that_differ": "update app.leads set next_due_at = next_due_at + interval '1 second' where id = {lead}",
    "clocks_without_lead": "update app.clocks set lead_id = 'L0' where lead_id = {lead}",
    "messages_about_nobody": "update app.outbox set lead_id = 'L0' where lead_id = {lead}",
    "gaps_in_facts": "delete from app.facts where lead_id = {lead} and seq = 2",
    "facts_without_lead": "delete from app.leads where id = {lead}",
    "conservation": "delete from app.leads where id = {lead}",
    "steps_doubled": """insert into app.facts
        select lead_id, seq + 100, kind, at, kept_at, playbook, body from app.facts
        where lead_id = {lead} and kind = 'Escalated'""",
    "steps_early": """update app.facts set at = (body ->> 'step_at')::timestamptz
        where lead_id = {lead} and kind = 'Escalated'""",
    "ahead_of_the_clock": "update app.clocks set started_at = app.now() + interval '61 seconds' where lead_id = {lead}",
    "late_steps": "update app.clocks set next_at = app.now() - interval '61 seconds' where lead_id = {lead}",
    "stuck_messages": "update app.outbox set due_at = app.now() - interval '121 seconds' where lead_id = {lead}",
    "silent_channels": """update app.outbox set tries = 1, error = 'no answer', due_at = app.now() + interval '1 hour',
        created_at = app.now() - interval '61 seconds' where lead_id = {lead}""",
    "broken_facts": "update app.facts set playbook = '2' where lead_id = {lead} and seq = 1",
    "broken_seals": "update app.seals set seal = sha256('x') where number = 1",
    "facts_unsealed": """delete from app.seal_keys where lead_id = {lead};
        update app.facts set kept_at = kept_at - interval '11 minutes' where lead_id = {lead}""",
}


async def escalated(pool):
    """A lead whose owner was reminded, everything under seal, and all that had to leave has left."""
    watched = await furnish(pool)
    (lead,) = await send(pool, watched, submission(1))
    await forward(pool, minutes=15, seconds=1)
    assert await ring(pool, watched) == 1
    await pool.execute("update app.outbox set state = 'sent', sent_at = app.now()")
    await send(pool, watched, submission(1, form="newsletter", message="and once more"))
    await pool.execute("update app.outbox set due_at = app.now()")
    await seal_all(pool)
    return watched, lead.lead_id


async def plant(pool, what, lead_id):
    await pool.execute(BY_FORCE.format(PLANTED[what].format(lead=f"'{lead_id}'")))
    if what == "messages_about_nobody":
        await pool.execute("update app.outbox set state = 'waiting', due_at = app.now()")
    if what in ("stuck_messages", "silent_channels"):
        await pool.execute("update app.outbox set state = 'waiting', sent_at = null")


async def test_where_all_is_well_nothing_is_found(pool):
    watched, _ = await escalated(pool)
    report, wrong = await verify(pool, watched)
    assert wrong == []
    assert report == {
        "came_in": 1, "worked": 0, "nurture": 0, "disqualified": 0, "open": 1, "merged": 0, "erased": 0,
    }  # fmt: skip


async def test_a_violation_is_planted_for_each_check():
    assert set(PLANTED) == set(SAYS) - {HELD}


@pytest.mark.parametrize("what", PLANTED)
async def test_each_violation_is_found(pool, what):
    watched, lead_id = await escalated(pool)
    await plant(pool, what, lead_id)
    assert what in {one.what for one in (await verify(pool, watched))[1]}


async def test_who_was_forgotten_after_several_steps_is_no_finding(pool):
    watched, lead_id = await escalated(pool)
    for minutes in (15, 30):
        await forward(pool, minutes=minutes, seconds=1)
        assert await ring(pool, watched) == 1
    await erase(pool, lead_id)
    await seal_all(pool)
    assert (await verify(pool, watched))[1] == []


async def test_an_open_lead_has_an_action_and_a_due_time_all_the_way(pool):
    watched = await furnish(pool)
    (lead,) = await send(pool, watched, submission(1))
    await act(pool, watched, lead.lead_id, Touch(by="ana", kind="call"))
    touched = (await verify(pool, watched))[1]
    await act(pool, watched, lead.lead_id, Accept(by="ana"))
    assert touched == (await verify(pool, watched))[1] == []


async def looks(pool, watched):
    """One more look at everything, as if the last had been a while ago."""
    await pool.execute("update app.watch set looked_at = 'epoch', whole_at = 'epoch'")
    seen = [await look(pool, watched), await look_through(pool, watched, ALL)]
    return [one for found in seen if found for one in found]


async def test_what_is_seen_twice_is_an_alarm_and_what_passes_is_none(pool):
    watched, lead_id = await escalated(pool)
    await plant(pool, "late_steps", lead_id)
    assert (await looks(pool, watched), await open_findings(pool)) == ([], [])
    (found,) = await looks(pool, watched)
    assert (found.what, found.subject) == ("late_steps", lead_id)
    assert await looks(pool, watched) == []
    await pool.execute("update app.clocks set next_at = app.now() + interval '1 hour'")
    await looks(pool, watched)
    assert await open_findings(pool) == []


async def test_of_many_who_watch_one_looks(pool):
    watched, _ = await escalated(pool)
    await pool.execute("update app.watch set looked_at = 'epoch'")
    assert [await look(pool, watched) for _ in range(3)] == [[], None, None]
    assert [await look_through(pool, watched, timedelta(hours=1)) for _ in range(2)] == [[], None]


async def test_what_a_look_at_every_lead_has_found_is_looked_at_again_soon(pool):
    watched, lead_id = await escalated(pool)
    an_hour = timedelta(hours=1)
    await plant(pool, "dues_that_differ", lead_id)
    seen = [await look_through(pool, watched, every, again=ALL) for every in (ALL, an_hour)]
    assert [len(found or ()) for found in seen] == [0, 1]
    await pool.execute("update app.leads set next_due_at = next_due_at - interval '1 second'")
    assert [await look_through(pool, watched, an_hour, again=ALL) for _ in range(2)] == [[], None]
    assert await open_findings(pool) == []


async def alarmed(pool, watched, lead_id):
    await plant(pool, "late_steps", lead_id)
    await looks(pool, watched)
    return await raise_alarm(pool, watched, await looks(pool, watched) or ())


async def test_an_alarm_goes_to_whoever_has_people_and_is_said_once_an_hour(pool):
    watched, lead_id = await escalated(pool)
    assert await alarmed(pool, watched, lead_id) == 1
    await pool.execute("update app.findings set gone_at = app.now()")
    await alarmed(pool, watched, lead_id)
    (told,) = await take_alarms(pool)
    assert (told.recipient, told.kind, lead_id in told.effect.lines[1]) == ("mara@lumen.example", "alarm", True)


async def test_that_a_way_out_takes_nothing_is_told_on_the_others_alone(pool):
    watched, _ = await escalated(pool)
    for silent, told in (("email", []), ("slack", ["mara@lumen.example"])):
        await raise_alarm(pool, watched, [Finding(what=SILENT, subject=silent, says="nobody answers")])
        assert [one.recipient for one in await take_alarms(pool)] == told


async def test_without_a_manager_an_administrator_hears(pool):
    watched, lead_id = await escalated(pool)
    for name in ("ana", "bruno"):
        await put_rep(pool, watched, name, {**person(name), "manager": None}, by="test")
    await put_user(pool, email="olle@lumen.example", name="Olle", role="admin", rep=None, password_hash="")
    await alarmed(pool, watched, lead_id)
    assert [one.recipient for one in await take_alarms(pool)] == ["olle@lumen.example"]
