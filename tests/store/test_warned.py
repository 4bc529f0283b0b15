"""Who is excused, corrected or still told, when word of a lead did not leave in time?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from batonpass.handoff.refusal import Refusal
from batonpass.handoff.requests import Accept, Reassign, Reject, Touch
from batonpass.store import outbox
from batonpass.store.directory import put_rep
from batonpass.store.due import ring
from batonpass.store.take import act
from tests.store.office import TUESDAY_TEN, count, forward, furnish, person, send, submission
from tests.store.test_outbox_ways import put_hook


async def leaves(pool) -> None:
    """All that is due leaves now."""
    await outbox.sent(pool, await outbox.claim(pool, limit=10))


async def people(pool, state: str) -> list[tuple[str, str]]:
    """What is in this state, and for whom."""
    rows = await pool.fetch(
        "select kind, body ->> 'rep' from app.outbox where state = $1 and effect = 'TellRep' order by 1", state
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("told", "excuse"), [(False, "notification_outage"), (True, None)])
async def test_who_could_not_know_that_a_lead_was_theirs_is_excused(pool, told, excuse):
    """Ana had heard of it, and Bruno, who got it from her, had not: no message had left since."""
    watched = await furnish(pool, "ana")
    await put_rep(pool, watched, "bruno", person("bruno"), by="test")
    (taken,) = await send(pool, watched, submission())
    await leaves(pool)
    await forward(pool, minutes=20)
    await act(pool, watched, taken.lead_id, Reassign(by="mara", to="bruno"))
    if told:
        await leaves(pool)
    await forward(pool, minutes=10, seconds=1)
    await ring(pool, watched)
    row = await pool.fetchrow("select breached_owner, nullif(excuse, '') from app.clocks where promise = 'first_touch'")
    assert tuple(row) == ("bruno", excuse)


@pytest.mark.parametrize(("told", "corrected"), [(False, []), (True, [("corrected", "mara")])])
async def test_who_heard_that_a_promise_broke_hears_that_it_was_kept_and_nobody_else(pool, told, corrected):
    """By then the lead is Nina's, who has another manager."""
    watched = await furnish(pool, "ana")
    await put_rep(pool, watched, "mike", person("mike"), by="test")
    await put_rep(pool, watched, "nina", person("nina", manager="mike"), by="test")
    (taken,) = await send(pool, watched, submission())
    for minutes in (16, 15):
        await leaves(pool)
        await forward(pool, minutes=minutes)
        await ring(pool, watched)
    if told:
        await leaves(pool)
    await act(pool, watched, taken.lead_id, Reassign(by="mara", to="nina"))
    await act(pool, watched, taken.lead_id, Touch(by="ana", kind="call", at=TUESDAY_TEN + timedelta(minutes=20)))
    assert [one for one in await people(pool, "waiting") if one[0] in ("breach", "corrected")] == corrected


async def test_a_call_from_before_somebody_left_counts_and_one_after_it_does_not(pool):
    watched = await furnish(pool, "ana")
    await put_rep(pool, watched, "bruno", person("bruno"), by="test")
    (taken,) = await send(pool, watched, submission())
    await forward(pool, minutes=25)
    for active in (False, True, False):
        await put_rep(pool, watched, "ana", person("ana", active=active), by="test")
        await forward(pool, minutes=1)
    calls = [Touch(by="ana", kind="call", at=TUESDAY_TEN + timedelta(minutes=after)) for after in (28, 27)]
    with pytest.raises(Refusal, match="no longer active"):
        await act(pool, watched, taken.lead_id, calls[0])
    await act(pool, watched, taken.lead_id, calls[1])
    assert await count(pool, "clocks", "promise = 'first_touch' and state = 'met'") == 1


async def test_what_has_not_left_when_a_lead_moves_on_is_no_news_any_more(pool):
    watched = await furnish(pool, "ana")
    await put_rep(pool, watched, "bruno", person("bruno"), by="test")
    (taken,) = await send(pool, watched, submission())
    await forward(pool, minutes=16)
    await ring(pool, watched)
    await act(pool, watched, taken.lead_id, Reassign(by="mara", to="bruno"))
    assert await people(pool, "cancelled") == [("assigned", "ana"), ("reminder", "ana")]
    assert await people(pool, "waiting") == [("reassigned", "bruno"), ("taken_away", "ana")]


OLD_NEWS = [
    (Accept(by="ana"), [("reminder", "ana")]),
    (Touch(by="ana", kind="call"), []),
    (Touch(by="mara", kind="call"), [("assigned", "ana")]),
]


@pytest.mark.parametrize(("done", "left"), OLD_NEWS, ids=["accepted", "called", "called by another"])
async def test_what_its_owner_knows_by_now_is_no_news_any_more(pool, done, left):
    watched = await furnish(pool, "ana")
    (taken,) = await send(pool, watched, submission())
    await forward(pool, minutes=16)
    await ring(pool, watched)
    await act(pool, watched, taken.lead_id, done)
    assert await people(pool, "waiting") == left


async def test_an_outside_system_hears_of_what_is_over_too(pool):
    watched = await furnish(pool, "ana")
    (taken,) = await send(pool, watched, submission())
    await put_hook(pool, "hook", "https://crm.example/hook")
    await pool.execute("update app.outbox set lead_id = $1 where key = 'hook'", taken.lead_id)
    await act(pool, watched, taken.lead_id, Reject(by="ana", reason="no_budget"))
    assert await people(pool, "cancelled") == [("assigned", "ana")]
    assert await count(pool, "outbox", "key = 'hook' and state = 'waiting'") == 1
