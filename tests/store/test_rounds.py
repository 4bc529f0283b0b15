"""Do the rounds say what the facts say, whoever was killed on the way?"""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from batonpass.handoff import requests as asked
from batonpass.handoff.facts import Captured, Observed, Qualified
from batonpass.handoff.facts.cadence import FollowUpEnded, FollowUpLate, FollowUpStarted, StepSkipped
from batonpass.handoff.facts.review import Approved, ReviewAsked, SentBack
from batonpass.handoff.facts.second import HandedOver, TakenOver
from batonpass.handoff.follow_up import FollowUp
from batonpass.handoff.playbook import Stage
from batonpass.handoff.playbook.review import Unseen
from batonpass.handoff.refusal import Refusal
from batonpass.handoff.rounds import Beside, rounds_of
from batonpass.store import read
from batonpass.store.erase import erase
from batonpass.store.rounds import SQL, keep_rounds, keep_rounds_of, look_at, note_missed, rebuild_rounds
from batonpass.store.shape import decode_json
from batonpass.store.take import act, take_on
from tests.store.office import TUESDAY_TEN, count, forward, furnish, send, submission
from tests.whole.patience import linger

SOMEBODY_WAITS = (
    "select exists (select from pg_stat_activity where datname = current_database()"
    " and cardinality(pg_blocking_pids(pid)) > 0)"
)


async def the_round(pool, lead_id, number=1):
    await keep_rounds(pool)
    return await pool.fetchrow("select * from app.rounds where lead = $1 and round = $2", lead_id, number)


async def handed(pool, watched, n=1, **sent):
    (outcome,) = await send(pool, watched, submission(n, country="PT", **sent))
    return outcome.lead_id


async def test_a_lead_that_is_handed_over_has_one_round_with_its_instants(pool):
    watched = await furnish(pool)
    row = await the_round(pool, await handed(pool, watched))
    assert (row["arrived_at"], row["decided_at"], row["routed_at"]) == (TUESDAY_TEN,) * 3
    assert (row["told_at"], row["delivered_at"], row["touched_at"]) == (TUESDAY_TEN, None, None)


async def test_a_lead_that_nobody_handed_over_is_round_nought(pool):
    watched = await furnish(pool)
    (outcome,) = await send(pool, watched, submission(1, form="newsletter"))
    assert (await the_round(pool, outcome.lead_id, 0))["mql_at"] is None


async def test_round_nought_becomes_the_first_round_when_the_lead_is_handed_over(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1, form="newsletter"))
    await forward(pool, days=2)
    await handed(pool, watched, 1)
    await keep_rounds(pool)
    (row,) = await pool.fetch("select round, first_seen_at, arrived_at from app.rounds")
    assert (row["round"], row["arrived_at"] - row["first_seen_at"]) == (1, timedelta(days=2))


async def test_a_message_counts_as_delivered_when_it_left(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    await keep_rounds(pool)
    await forward(pool, minutes=7)
    await pool.execute("update app.outbox set state = 'sent', sent_at = app.now() where lead_id = $1", lead_id)
    row = await the_round(pool, lead_id)
    assert row["delivered_at"] - row["told_at"] == timedelta(minutes=7)


async def test_a_touch_and_an_acceptance_are_dated(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    owner = (await read.lead(pool, lead_id)).lead.owner
    await forward(pool, minutes=3)
    await act(pool, watched, lead_id, asked.Touch(by=owner, kind="call"))
    await forward(pool, minutes=2)
    await act(pool, watched, lead_id, asked.Accept(by=owner))
    row = await the_round(pool, lead_id)
    waits = row["touched_at"] - TUESDAY_TEN, row["accepted_at"] - TUESDAY_TEN
    assert waits == (timedelta(minutes=3), timedelta(minutes=5))


async def test_an_acceptance_that_was_taken_back_did_not_happen(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    owner = (await read.lead(pool, lead_id)).lead.owner
    await act(pool, watched, lead_id, asked.Accept(by=owner))
    await act(pool, watched, lead_id, asked.Undo(by=owner))
    assert (await the_round(pool, lead_id))["accepted_at"] is None


async def test_the_first_look_of_the_owner_is_kept_and_nobody_elses(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    lead = (await read.lead(pool, lead_id)).lead
    await look_at(pool, lead, "somebody", how="page")
    await forward(pool, minutes=4)
    await look_at(pool, lead, lead.owner, how="page")
    await forward(pool, minutes=4)
    await look_at(pool, lead, lead.owner, how="page")
    assert (await the_round(pool, lead_id))["looked_at"] - TUESDAY_TEN == timedelta(minutes=4)


async def test_a_transaction_that_commits_late_is_not_skipped(pool):
    watched = await furnish(pool)
    async with pool.acquire() as slow:
        open_still = slow.transaction()
        await open_still.start()
        (late,) = await take_on(slow, watched, [submission(1, country="PT")])
        await pool.execute("insert into app.changed (leads) values (array['another'])")
        await keep_rounds(pool)
        await open_still.commit()
    assert await the_round(pool, late.lead_id)


async def test_who_is_killed_while_keeping_loses_nothing(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    killed = asyncio.create_task(keep_rounds(pool))
    await linger(0)
    killed.cancel()
    with pytest.raises(asyncio.CancelledError):
        await killed
    assert await the_round(pool, lead_id)


async def test_two_keepers_keep_each_round_once(pool):
    watched = await furnish(pool)
    for n in range(8):
        await handed(pool, watched, n)
    await asyncio.gather(*(keep_rounds(pool, at_once=3) for _ in range(4)))
    while await keep_rounds(pool):
        pass
    assert await count(pool, "rounds") == 8


async def test_who_is_forgotten_while_their_rounds_are_kept_is_forgotten_after(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    await keep_rounds(pool)
    async with pool.acquire() as keeper, keeper.transaction():
        await keeper.fetchval(SQL.hold)
        await keep_rounds_of(keeper, [lead_id])
        forgotten = asyncio.create_task(erase(pool, lead_id))
        while not forgotten.done() and not await pool.fetchval(SOMEBODY_WAITS):
            await linger(0)
    assert (await forgotten).leads == (lead_id,)
    row = await the_round(pool, lead_id)
    assert (row["ended_at"], decode_json(row["promises"])["first_touch"]["state"]) == (TUESDAY_TEN, "closed")


async def test_rebuilding_gives_the_same_rounds(pool):
    watched = await furnish(pool)
    for n in range(5):
        await handed(pool, watched, n)
    await keep_rounds(pool)
    kept = await pool.fetch("select r::text from app.rounds r order by lead, round")
    assert await rebuild_rounds(pool) == 5
    assert await pool.fetch("select r::text from app.rounds r order by lead, round") == kept


async def test_a_lead_that_nobody_noted_is_found_by_its_last_fact(pool):
    watched = await furnish(pool)
    await handed(pool, watched)
    await pool.execute("truncate app.changed")
    await note_missed(pool)
    assert await keep_rounds(pool) == 1


async def test_a_promise_that_broke_is_booked_with_who_held_the_lead(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    lead = (await read.lead(pool, lead_id)).lead
    await forward(pool, hours=6)
    await act(pool, watched, lead_id, asked.Touch(by=lead.owner, kind="call"))
    row = await the_round(pool, lead_id)
    assert (row["breached"], row["breached_owner"], row["due_at"]) == (True, lead.owner, lead.clock.due_at)


async def test_a_promise_kept_by_giving_the_lead_back_was_kept_by_who_gave_it_back(pool):
    watched = await furnish(pool)
    lead = await handed(pool, watched)
    rep = (await the_round(pool, lead))["first_owner"]
    await act(pool, watched, lead, asked.Reject(by=rep, reason="no_budget"))
    promise = await pool.fetchrow("select owner, state from app.clocks where promise = 'first_touch'")
    assert (promise["owner"], promise["state"]) == (rep, "met")


async def test_what_is_refused_changes_no_round(pool):
    watched = await furnish(pool)
    lead_id = await handed(pool, watched)
    before = await the_round(pool, lead_id)
    with pytest.raises(Refusal):
        await act(pool, watched, lead_id, asked.Reject(by="ana", reason="no such reason"))
    assert await the_round(pool, lead_id) == before


async def test_a_database_that_refuses_keeps_the_notes(pool):
    watched = await furnish(pool)
    await handed(pool, watched)
    await pool.execute("alter table app.rounds add constraint never check (false)")
    with pytest.raises(asyncpg.CheckViolationError):
        await keep_rounds(pool)
    assert await count(pool, "changed") == 1


def planned(*facts):
    """How the follow-up plan of a round stands after these facts."""
    plan = FollowUp(cadence="c", cycle=1, tier="urgent", started_at=TUESDAY_TEN, calendars=(), steps=())
    came = Captured(at=TUESDAY_TEN, arrived_at=TUESDAY_TEN, door="form", person="p")
    handed_over = Qualified(at=TUESDAY_TEN, stage=Stage.MQL, cycle=1, starts_cycle=True)
    all_of_it = (came, handed_over, FollowUpStarted(at=TUESDAY_TEN, plan=plan), *facts)
    (one,) = rounds_of("L1", [(fact, TUESDAY_TEN, "1") for fact in all_of_it], Beside())
    return one.promises["cadence"]["state"]


def test_a_follow_up_plan_is_completed_when_it_was_followed_until_the_lead_answered():
    assert planned() == "running"
    assert planned(FollowUpEnded(at=TUESDAY_TEN, ended="reply")) == "met"
    assert planned(FollowUpEnded(at=TUESDAY_TEN, ended="rejection")) == "closed"


def test_a_follow_up_plan_with_a_late_or_skipped_touch_was_not_completed():
    ended = FollowUpEnded(at=TUESDAY_TEN, ended="finished")
    assert planned(FollowUpLate(at=TUESDAY_TEN, steps=(2,)), ended) == "breached"
    assert planned(StepSkipped(at=TUESDAY_TEN, step=1, by="ana"), ended) == "breached"
    assert planned(StepSkipped(at=TUESDAY_TEN, step=1, by="rule", left_out=True), ended) == "met"


MINUTES = [TUESDAY_TEN + timedelta(minutes=n) for n in range(60)]


def looked_at_first(*after):
    """A demo request at ten; marketing is asked at a minute past; then what comes, each at its minute."""
    came = Captured(at=MINUTES[0], arrived_at=MINUTES[0], door="form", person="p", form="demo")
    asks = ReviewAsked(
        at=MINUTES[1], tier="urgent", rule="mql", people=("maya",), unseen=Unseen.ALARM, hands_pass=False
    )
    facts = [(came, MINUTES[0], "1"), (asks, MINUTES[1], "1"), *((one, one.at, "1") for one in after)]
    (one,) = rounds_of("L1", facts, Beside())
    return one


def test_marketings_look_is_a_step_of_the_round_it_lets_begin():
    page = Observed(at=MINUTES[20], arrived_at=MINUTES[20], signal="pricing_page_view")
    yes = Approved(at=MINUTES[40], by="maya")
    ready = Qualified(at=MINUTES[40], stage=Stage.MQL, cycle=1, starts_cycle=True)
    row = looked_at_first(page, yes, ready)
    assert (row.round, row.arrived_at, row.review_asked_at, row.reviewed_at) == (1, MINUTES[0], MINUTES[1], MINUTES[40])


def test_a_lead_that_waits_for_marketing_shows_its_wait_and_one_sent_back_its_end():
    assert (looked_at_first().review_asked_at, looked_at_first().reviewed_at) == (MINUTES[1], None)
    assert looked_at_first(SentBack(at=MINUTES[9], by="maya", reason="no_fit")).reviewed_at == MINUTES[9]


def test_a_booked_meeting_and_the_hand_over_to_an_account_executive_are_dated():
    ready = Qualified(at=MINUTES[2], stage=Stage.MQL, cycle=1, starts_cycle=True)
    booked = FollowUpEnded(at=MINUTES[5], ended="meeting")
    over, taken = HandedOver(at=MINUTES[7], by="ana", sdr="ana", round=1), TakenOver(at=MINUTES[9], by="otto")
    row = looked_at_first(Approved(at=MINUTES[2], by="maya"), ready, booked, over, taken)
    assert (row.booked_at, row.handed_over_at, row.taken_over_at) == (MINUTES[5], MINUTES[7], MINUTES[9])
