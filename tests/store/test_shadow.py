"""Does a draft in shadow judge every arrival, beside what was decided and without any effect?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from batonpass.store import directory, playbooks, shadow
from batonpass.store.playbooks import Why
from batonpass.store.shadow import Shadow
from tests.store.office import STARTER, count, forward, furnish, send, submission

FIRST = STARTER.read_text("utf-8")
LOWER = FIRST.replace('version: "1"', 'version: "2"').replace("mql_from: 40", "mql_from: 10")
LOWER = LOWER[: LOWER.index("  examples:")] + LOWER[LOWER.index("\ntiers:") :]
WHY = Why(by="olle", note="a try")
NIGHT = '{tz: Europe/Lisbon, days: [Mon], hours: ["00:00", "06:00"]}'


@pytest.fixture
async def office(pool):
    """A lower threshold drafted and in shadow; the starter playbook decides."""
    watched = await furnish(pool)
    await send(pool, watched, submission(0, form="webinar"))
    await forward(pool, minutes=1)
    await playbooks.draft(pool, LOWER, where="lower.yaml", why=WHY, may_break=True)
    await playbooks.shadow(pool, "2", why=WHY)
    return pool, watched


async def followed(pool, watched):
    following = Shadow(pool, watched)
    while await following.follow():
        pass
    return await shadow.report(pool, "2")


async def test_a_lead_that_the_draft_would_hand_over_is_told_and_nothing_happens(office):
    pool, watched = office
    await send(pool, watched, submission(1, form="webinar"))
    effects, clocks = await count(pool, "outbox"), await count(pool, "clocks")
    told = await followed(pool, watched)
    (row,) = told.latest
    assert (row["active_stage"], row["stage"], row["tier"], row["total"]) == ("Nurture", "MQL", "standard", Decimal(15))
    assert row["owner"] in ("ana", "bruno")
    assert (await count(pool, "outbox"), await count(pool, "clocks")) == (effects, clocks)
    assert await pool.fetchval("select stage from app.leads where id = $1", row["lead_id"]) == "Nurture"


async def test_what_both_decide_alike_is_counted_and_not_told(office):
    pool, watched = office
    await send(pool, watched, submission(1, form="demo"))
    told = await followed(pool, watched)
    assert (told.seen, told.differing, told.latest) == (1, 0, [])


async def test_only_what_arrives_after_the_shadow_began_is_judged(office):
    pool, watched = office
    assert (await followed(pool, watched)).seen == 0


async def test_an_arrival_is_judged_on_all_that_came_before(office):
    pool, watched = office
    await send(pool, watched, submission(0, form="newsletter"))
    told = await followed(pool, watched)
    assert told.latest[0]["total"] == Decimal(20)


async def test_a_draft_without_the_hours_that_somebody_works_by_judges_by_those_in_force(pool):
    watched = await furnish(pool)
    nights = FIRST.replace('version: "1"', 'version: "3"').replace("calendars:\n", f"calendars:\n  night: {NIGHT}\n")
    await directory.apply(pool, nights, where="nights.yaml", by="test")
    await directory.put_rep(pool, watched, "ana", {"name": "A", "email": "a@firm.example", "calendar": "night"}, by="t")
    await playbooks.draft(pool, LOWER, where="lower.yaml", why=WHY, may_break=True)
    await playbooks.shadow(pool, "2", why=WHY)
    await send(pool, watched, submission(1, form="demo"), submission(2, form="demo"))
    assert (await followed(pool, watched)).seen == 2


async def test_each_arrival_is_judged_once_however_many_follow(office):
    pool, watched = office
    await send(pool, watched, submission(1, form="webinar"), submission(2, form="webinar"))
    await followed(pool, watched)
    assert (await followed(pool, watched)).seen == 2


async def test_a_shadow_that_stops_sees_no_more(office):
    pool, watched = office
    await playbooks.shadow(pool, "2", why=WHY, on=False)
    await send(pool, watched, submission(1, form="webinar"))
    assert (await followed(pool, watched)).seen == 0


async def test_flows_say_from_where_to_where(office):
    pool, watched = office
    await send(pool, watched, *(submission(n, form="webinar") for n in (1, 2)))
    (flow,) = (await followed(pool, watched)).flows
    assert (flow.before, flow.after, flow.arrivals) == ("Nurture", "MQL standard", 2)
