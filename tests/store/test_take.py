"""Does an arrival become facts, clocks and messages once, whole, or not at all?"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Claim, Reassign, Touch
from batonpass.store.arrival import State
from batonpass.store.directory import put_accounts, put_calendar, put_pool, put_rep
from batonpass.store.shape import decode_fact, decode_lead
from batonpass.store.take import act, take_on
from tests.store.office import LISBON, TUESDAY_TEN, count, forward, furnish, person, send, submission


async def test_one_submission_is_one_lead_with_owner_clock_and_messages(pool):
    watched = await furnish(pool)
    (outcome,) = await send(pool, watched, submission())
    said = json.loads(outcome.answer)
    assert (said["stage"], said["owner"], said["tier"], said["due_at"]) == (
        "MQL",
        "ana",
        "urgent",
        "2027-03-02T10:30:00Z",
    )
    assert [await count(pool, t) for t in ("leads", "clocks", "inbox", "outbox")] == [1, 1, 1, 2]


async def test_what_a_batch_writes_is_planned_once_a_connection(pool):
    watched = await furnish(pool)
    async with pool.acquire() as connection:
        for n in range(3):
            async with connection.transaction():
                await take_on(connection, watched, [submission(n)])
        planned = await connection.fetch(
            "select generic_plans, custom_plans from pg_prepared_statements where statement like 'with arrived %'"
        )
        assert await connection.fetchval("show plan_cache_mode") == "auto"
    assert [tuple(row) for row in planned] == [(3, 0)]


async def test_the_same_key_is_answered_as_before_and_does_nothing(pool):
    watched = await furnish(pool)
    first, second = [(await send(pool, watched, submission(key="k")))[0] for _ in "ab"]
    assert second.state is State.REPLAYED
    assert {**json.loads(first.answer), "replayed": True} == json.loads(second.answer)
    assert [await count(pool, t) for t in ("leads", "clocks", "inbox", "outbox")] == [1, 1, 1, 2]


async def test_the_same_key_twice_in_one_batch_is_one(pool):
    watched = await furnish(pool)
    outcomes = await send(pool, watched, submission(key="k"), submission(key="k"))
    assert [o.state for o in outcomes] == [State.TAKEN, State.REPLAYED]
    assert await count(pool, "leads") == 1


async def test_the_same_key_with_another_body_is_refused_and_noted(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1, key="k"))
    (outcome,) = await send(pool, watched, submission(2, key="k"))
    assert outcome.state is State.KEY_REUSED
    assert (await count(pool, "leads"), await count(pool, "inbox", "state = 'refused'")) == (1, 1)


async def test_the_same_key_of_another_caller_is_another_key(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(1, key="k"), replace(submission(2, key="k"), caller="other"))
    assert await count(pool, "leads") == 2


async def test_fifty_at_once_with_one_key_are_one_lead(pool):
    watched = await furnish(pool)
    outcomes = await asyncio.gather(*(send(pool, watched, submission(key="k")) for _ in range(50)))
    states = sorted(o.state for (o,) in outcomes)
    assert states == [State.REPLAYED] * 49 + [State.TAKEN]
    assert [await count(pool, t) for t in ("leads", "clocks")] == [1, 1]


async def test_the_same_content_within_ten_minutes_is_one_submission(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission())
    await forward(pool, minutes=10, milliseconds=-1)
    (folded,) = await send(pool, watched, submission())
    assert folded.state is State.REPLAYED
    await forward(pool, milliseconds=2)
    (again,) = await send(pool, watched, submission())
    assert again.state is State.TAKEN
    assert [await count(pool, t) for t in ("leads", "clocks", "inbox")] == [1, 1, 2]


async def test_many_at_once_about_one_person_are_one_lead(pool):
    watched = await furnish(pool)
    await asyncio.gather(
        *(send(pool, watched, submission(7, form=f, key=f"{f}{n}")) for f in ("demo", "ebook") for n in range(10))
    )
    assert [await count(pool, t) for t in ("leads", "clocks", "inbox")] == [1, 1, 20]
    seqs = [r["seq"] for r in await pool.fetch("select seq from app.facts order by seq")]
    assert seqs == list(range(1, len(seqs) + 1))


async def test_turns_are_exact_however_many_ask_at_once(pool):
    watched = await furnish(pool, "r1", "r2", "r3", "r4", "r5")
    batches = [[submission(f"{b}x{n}") for n in range(10)] for b in range(10)]
    await asyncio.gather(*(send(pool, watched, *batch) for batch in batches))
    rows = await pool.fetch("select owner, count(*) as held from app.leads group by owner")
    assert sorted(r["held"] for r in rows) == [20] * 5


async def test_what_cannot_be_kept_is_refused_and_the_others_go_on(pool):
    watched = await furnish(pool)
    outcomes = await send(pool, watched, submission(1), submission(2, email="nobody"), submission(3))
    assert [o.state for o in outcomes] == [State.TAKEN, State.REFUSED, State.TAKEN]
    assert outcomes[1].refusal.field == "email"
    assert await count(pool, "inbox") == 2


async def test_a_poisoned_lead_is_set_aside_with_its_error_and_the_others_go_on(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(2))
    await pool.execute("""update app.leads set state = jsonb_set(state::jsonb, '{stage}', '"Perplexed"')""")
    outcomes = await send(pool, watched, submission(1), submission(2, form="contact"), submission(3))
    assert [o.state for o in outcomes] == [State.TAKEN, State.SET_ASIDE, State.TAKEN]
    assert "Perplexed" in await pool.fetchval("select error from app.inbox where state = 'set_aside'")


async def test_an_arrival_that_cannot_be_written_is_kept_as_it_came(pool):
    watched = await furnish(pool)
    await pool.execute("alter table app.leads add constraint no_p2 check (person not like 'p2@%')")
    outcomes = await send(pool, watched, submission(1), submission(2), submission(3))
    assert [o.state for o in outcomes] == [State.TAKEN, State.SET_ASIDE, State.TAKEN]
    row = await pool.fetchrow("select error, body::text as body from app.inbox where state = 'set_aside'")
    assert "no_p2" in row["error"]
    assert "p2@firm2.example" in row["body"]
    assert await count(pool, "leads") == 2


async def test_a_quarantined_arrival_makes_no_lead_until_a_person_looked(pool):
    watched = await furnish(pool)
    (outcome,) = await send(pool, watched, replace(submission(), quarantine="honeypot filled"))
    assert outcome.state is State.QUARANTINED
    assert [await count(pool, t) for t in ("leads", "clocks", "outbox", "inbox")] == [0, 0, 0, 1]


async def test_the_past_opens_no_clock_and_sends_nothing(pool):
    watched = await furnish(pool)
    await send(pool, watched, replace(submission(), historic=True, arrived_at=TUESDAY_TEN - timedelta(days=400)))
    assert [await count(pool, t) for t in ("leads", "clocks", "outbox")] == [1, 0, 0]
    (live,) = await send(pool, watched, submission())
    assert json.loads(live.answer)["due_at"] == "2027-03-02T10:30:00Z"


async def test_an_account_is_found_by_its_domain(pool):
    watched = await furnish(pool)
    await put_accounts(pool, {"firm1.example": {"name": "Firm", "owner": "bruno"}})
    (outcome,) = await send(pool, watched, submission())
    assert json.loads(outcome.answer)["owner"] == "bruno"


async def lead_of(pool, watched, n: object = 1) -> str:
    (outcome,) = await send(pool, watched, submission(n))
    return outcome.lead_id


async def test_a_touch_stops_the_clock_and_withdraws_reminders(pool):
    watched = await furnish(pool)
    lead = await lead_of(pool, watched)
    await act(pool, watched, lead, Touch(by="ana", kind="call"))
    row = await pool.fetchrow("select state, next_at from app.clocks")
    assert (row["state"], row["next_at"]) == ("met", None)


async def test_a_refused_request_changes_nothing(pool):
    watched = await furnish(pool)
    lead = await lead_of(pool, watched)
    before = await pool.fetch("select * from app.leads, app.clocks")
    with pytest.raises(Refusal):
        await act(pool, watched, lead, Accept(by="bruno"))
    assert await pool.fetch("select * from app.leads, app.clocks") == before


async def test_no_such_lead_is_said_so(pool):
    watched = await furnish(pool)
    with pytest.raises(LookupError):
        await act(pool, watched, "L0", Accept(by="ana"))


async def test_two_who_claim_at_once_are_one_winner_and_one_who_hears_who(pool):
    watched = await furnish(pool)
    await put_pool(pool, "emea", {"members": []}, by="test")
    for n in range(20):
        lead = await lead_of(pool, watched, f"q{n}")
        results = await asyncio.gather(
            *(act(pool, watched, lead, Claim(by=who)) for who in ("ana", "bruno")), return_exceptions=True
        )
        losers = [r for r in results if isinstance(r, Refusal)]
        assert len(losers) == 1
        assert "already claimed" in losers[0].says


async def test_a_rep_who_leaves_takes_no_lead_along(pool):
    watched = await furnish(pool)
    for n in range(20):
        await lead_of(pool, watched, n)
    await forward(pool, minutes=10)
    assert await put_rep(pool, watched, "ana", person("ana", active=False), by="admin") == 10
    assert await count(pool, "leads", "owner = 'bruno'") == 20
    assert await count(pool, "clocks", "state = 'running' and owner = 'bruno' and due_at = '2027-03-02T10:30Z'") == 20


async def test_a_reassigned_lead_is_due_no_later(pool):
    watched = await furnish(pool)
    lead = await lead_of(pool, watched)
    await act(pool, watched, lead, Reassign(by="mara", to="bruno"))
    assert await pool.fetchval("select due_at from app.clocks") == TUESDAY_TEN + timedelta(minutes=30)


async def test_the_database_itself_refuses_a_second_running_clock(pool):
    watched = await furnish(pool)
    await lead_of(pool, watched)
    with pytest.raises(Exception, match="clocks_one_running"):
        await pool.execute(
            "insert into app.clocks (lead_id, promise, cycle, tier, state, started_at, due_at)"
            " select lead_id, promise, 2, tier, state, started_at, due_at from app.clocks"
        )


async def test_the_database_itself_refuses_a_lead_in_work_without_anybody(pool):
    watched = await furnish(pool)
    await lead_of(pool, watched)
    with pytest.raises(Exception, match="has_an_owner_or_a_queue"):
        await pool.execute("update app.leads set owner = null")


async def test_a_lead_reads_back_as_the_fold_of_what_was_kept(pool):
    watched = await furnish(pool)
    lead = await lead_of(pool, watched)
    await act(pool, watched, lead, Touch(by="ana", kind="call"))
    kept = decode_lead(await pool.fetchval("select state::text from app.leads"))
    rows = await pool.fetch("select seq, kind, body::text as body from app.facts order by seq")
    assert kept.seq == len(rows)
    assert decode_fact(rows[-1]["kind"], rows[-1]["body"]).state == "met"


async def test_a_changed_calendar_lays_out_what_is_left_and_keeps_what_is_used(pool):
    watched = await furnish(pool)
    await send(pool, watched, submission(form="ebook"))
    await forward(pool, hours=1)
    await put_calendar(pool, "lisbon", {**LISBON, "hours": ["09:00", "12:00"]}, by="admin")
    row = await pool.fetchrow("select due_at, next_at from app.clocks")
    assert row["due_at"] == TUESDAY_TEN + timedelta(days=1, hours=1)
    assert row["next_at"] == TUESDAY_TEN + timedelta(hours=2)
