"""Do the rows of promises say what their lead says, whatever was done to it and taken back?"""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from batonpass.handoff import requests as asked
from batonpass.handoff import requests_second as onward
from batonpass.handoff.lead import ClockState
from batonpass.handoff.refusal import Refusal
from batonpass.store.clock_rows import named
from batonpass.store.directory import apply, put_pool, put_rep
from batonpass.store.due import ring
from batonpass.store.named import whole
from batonpass.store.take import act
from tests.store.office import STARTER, forward, furnish, person, send, submission
from tests.whole.second_half import SECOND_HALF

PEOPLE = ("ana", "bruno", "mara", "otto")
MORE = """
pauses: {waiting: {says: waits for the lead, at_most: 10d}}
cadences: {standard: {}}
"""
ACTS = (
    lambda by: asked.Touch(by=by, kind="call"),
    lambda by: asked.Reply(by=by),
    lambda by: asked.Accept(by=by),
    lambda by: asked.Reject(by=by, reason="no_budget"),
    lambda by: asked.Dispose(by=by, outcome="recycled", reason="timing"),
    lambda by: asked.Reassign(by="mara", to=by),
    lambda _: asked.Reassign(by="mara", to="triage"),
    lambda by: asked.Claim(by=by),
    lambda by: asked.Pause(by=by, reason="waiting"),
    lambda by: asked.Resume(by=by),
    lambda by: onward.AnswerChecklist(by=by, answers={"need": "yes", "budget": "path"}),
    lambda by: onward.HandOver(by=by, to="otto"),
    lambda by: onward.TakeOver(by=by),
    lambda by: onward.GiveBack(by=by, reason="no_show"),
    *(lambda by: asked.Undo(by=by),) * 4,
)


async def furnished(pool):
    """Two reps and an account executive, promises for everything, and one lead."""
    watched = await furnish(pool)
    await put_rep(pool, watched, "otto", person("otto"), by="test")
    await put_pool(pool, "ae", {"members": [{"rep": "otto"}]}, by="test")
    text = STARTER.read_text("utf-8").replace('version: "1"', 'version: "all"')
    text = text.replace("first_touch: 30m", "first_touch: 30m\n    accept: 1h") + SECOND_HALF + MORE
    await apply(pool, text, where="all.yaml", by="test")
    (outcome,) = await send(pool, watched, submission())
    assert outcome.lead_id
    return watched, outcome.lead_id


async def running(pool, lead_id) -> tuple[set, set]:
    """What runs by the rows, and by the lead."""
    rows = await pool.fetch("select promise, cycle from app.clocks where lead_id = $1 and state = 'running'", lead_id)
    (lead,) = await whole(pool, [lead_id])
    return {tuple(row) for row in rows}, {(n, c.cycle) for n, c in named(lead) if c.state is ClockState.RUNNING}


@pytest.mark.parametrize("seed", range(3))
async def test_the_same_promises_run_in_both(pool, seed):
    watched, lead_id = await furnished(pool)
    chance = Random(seed)
    done = []
    for n in range(50):
        owner = await pool.fetchval("select owner from app.leads where id = $1", lead_id)
        by = owner if owner and chance.random() < 0.8 else chance.choice(PEOPLE)
        request = chance.choice(ACTS)(by)
        with suppress(Refusal):
            await act(pool, watched, lead_id, request)
            done.append(request)
        if chance.random() < 0.1:
            await send(pool, watched, submission(1, message=f"again {n}"))
        await forward(pool, minutes=chance.choice((1, 5, 20, 300)))
        assert await running_out(pool, watched), done
        rows, lead = await running(pool, lead_id)
        assert rows == lead, done[-3:]
    assert len(done) > 8


async def running_out(pool, watched) -> bool:
    """Ring what is due; whether that comes to an end."""
    return any([not await ring(pool, watched) for _ in range(30)])
