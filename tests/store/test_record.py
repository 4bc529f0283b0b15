"""Does the store give somebody exactly their own promises, as they stand?"""

from collections import Counter
from datetime import timedelta

import pytest

from batonpass.handoff.requests import Pause, Reassign, Resume, Snooze, Touch
from batonpass.learn.record import Promise, verdict_of
from batonpass.store.directory import apply
from batonpass.store.due import ring
from batonpass.store.record import SQL, promises_of
from batonpass.store.take import act
from tests.store.office import STARTER, TUESDAY_TEN, forward, furnish, send, submission

STRIDE = timedelta(minutes=4)
BEFORE = TUESDAY_TEN - timedelta(days=30)


async def handed(pool, watched, n=1):
    (outcome,) = await send(pool, watched, submission(n, country="PT"))
    await pool.execute("update app.outbox set state = 'sent', sent_at = created_at where state = 'waiting'")
    return outcome.lead_id


async def later(pool, watched, **length):
    """Let time pass while somebody rings what is due: what nobody rings in time is our breach."""
    for _ in range(timedelta(**length) // STRIDE):
        await forward(pool, seconds=STRIDE.total_seconds())
        while await ring(pool, watched):
            pass


async def verdicts(pool, rep):
    """How many were kept and how many broke, and how many came to no verdict."""
    now = await pool.fetchval("select app.now()")
    told: Counter[bool | None] = Counter()
    for one in await promises_of(pool, rep, BEFORE, now):
        told[verdict_of(Promise(**one._asdict()))] += one.many
    return told[True], told[False], told[None]


async def test_a_touch_in_time_is_kept_by_whoever_made_it(pool):
    watched = await furnish(pool, "ana")
    lead = await handed(pool, watched)
    assert await verdicts(pool, "ana") == (0, 0, 1)
    await act(pool, watched, lead, Touch(by="ana", kind="call"))
    assert (await verdicts(pool, "ana"), await verdicts(pool, "mara")) == ((1, 0, 0), (0, 0, 0))


async def test_a_breach_stays_with_who_held_the_lead_whoever_has_it_since(pool):
    watched = await furnish(pool, "ana", "bruno")
    lead = await handed(pool, watched)
    holder = await pool.fetchval("select owner from app.leads where id = $1", lead)
    other = "bruno" if holder == "ana" else "ana"
    await later(pool, watched, hours=1)
    await act(pool, watched, lead, Reassign(by="mara", to=other))
    await act(pool, watched, lead, Touch(by=other, kind="call"))
    assert (await verdicts(pool, holder), await verdicts(pool, other)) == ((0, 1, 0), (0, 0, 0))


async def test_a_breach_nobody_was_told_of_counts_for_nobody(pool):
    watched = await furnish(pool, "ana")
    await send(pool, watched, submission(1, country="PT"))
    await later(pool, watched, hours=1)
    assert await verdicts(pool, "ana") == (0, 0, 1)


async def test_a_snooze_does_not_help(pool):
    watched = await furnish(pool, "ana")
    lead = await handed(pool, watched)
    await act(pool, watched, lead, Snooze(by="ana", minutes=25))
    await later(pool, watched, hours=1)
    assert await verdicts(pool, "ana") == (0, 1, 0)


async def test_a_pause_moves_the_promise_for_the_report_and_not_for_ones_own_record(pool):
    watched = await furnish(pool, "ana")
    text = STARTER.read_text("utf-8").replace("version: ", "pauses: {waiting: {at_most: 5d}}\nversion: pausing-", 1)
    await apply(pool, text, where="starter.yaml", by="test")
    kept, late, running = [await handed(pool, watched, n) for n in range(3)]
    for lead in (kept, late, running):
        await act(pool, watched, lead, Pause(by="ana", reason="waiting"))
    await later(pool, watched, minutes=10)
    await act(pool, watched, kept, Touch(by="ana", kind="call"))
    await later(pool, watched, hours=2)
    for lead in (late, running):
        await act(pool, watched, lead, Resume(by="ana"))
    await act(pool, watched, late, Touch(by="ana", kind="call"))
    assert await verdicts(pool, "ana") == (1, 2, 0)


TEN, ELEVEN = TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=1)


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        (("met", ELEVEN, TEN), (False, TEN)),
        (("met", ELEVEN, ELEVEN), (False, ELEVEN)),
        (("met", TEN, ELEVEN), (True, TEN)),
        (("closed", ELEVEN, TEN), (False, TEN)),
        (("closed", TEN, ELEVEN), (True, TEN)),
        (("breached", TEN, ELEVEN + timedelta(days=1)), (True, TEN)),
        (("breached", ELEVEN, TEN), (True, ELEVEN)),
        (("running", ELEVEN + timedelta(hours=1), None), (False, ELEVEN)),
        (("running", TEN, None), (True, TEN)),
    ],
)
async def test_a_promise_counts_when_it_ended_and_where_it_is_late_when_it_was_due(pool, stands, told):
    await pool.execute(
        """
        insert into app.clocks (lead_id, promise, cycle, tier, owner, state, started_at, due_at, ended_at)
        select 'L' || n, 'first_touch', 1, 'high', 'ana', $1, $2::timestamptz - interval '1 hour', $2, $3
        from generate_series(1, 2) as n
        """,
        *stands,
    )
    (found,) = await promises_of(pool, "ana", BEFORE, ELEVEN)
    assert (found.state, found.excused, (found.late, found.at), found.many) == (stands[0], False, told, 2)


async def test_the_store_reads_ones_own_promises_alone(pool):
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_seqscan = off")
        plan = await connection.fetch(f"explain {SQL.record}", "ana", BEFORE, TUESDAY_TEN)
    told = " ".join(row[0] for row in plan)
    assert "clocks_answered" in told
    assert "clocks_owner" in told
