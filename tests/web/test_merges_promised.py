"""Does what was promised to two leads ring on when they are one person, on a real database?"""

from __future__ import annotations

import pytest

from tests.web.test_merges import X, Y, ask, told

RUNNING = "select lead_id, promise, owner, due_at from app.clocks where state = 'running' order by promise"


async def pair(doors) -> list[str]:
    """X took the e-book and went to Ana; Y asked for a demo, which is promised sooner, and went to Bruno."""
    return [(await doors.submit(form=form, email=email))["lead_id"] for form, email in (("ebook", X), ("demo", Y))]


async def test_what_goes_on_beside_a_promise_that_moved_still_rings(doors):
    x, y = await pair(doors)
    await ask(doors, f"{x}/accept", by="ana")
    lead = await ask(doors, f"{y}/merge", into=x, by="mara")
    running = {clock["promise"] for clock in lead["clocks"] if clock["state"] == "running"}
    rows = await doors.pool.fetch(RUNNING)
    assert {row["promise"] for row in rows if row["lead_id"] == x} == running >= {"first_touch", "dispose"}


@pytest.mark.parametrize("keeps", [0, 1])
async def test_the_raised_hand_of_a_twin_rings_for_who_works_the_lead(doors, keeps):
    two = await pair(doors)
    for lead, owner in zip(two, ("ana", "bruno"), strict=True):
        await ask(doors, f"{lead}/touches", by=owner, kind="call")
        await ask(doors, f"{lead}/accept", by=owner)
    await ask(doors, f"{two[0]}/dispositions", by="ana", outcome="converted")
    await doors.submit(form="demo", email=Y, message="we have another plant")
    lead = await ask(doors, f"{two[1 - keeps]}/merge", into=two[keeps], by="mara")
    (row,) = [row for row in await doors.pool.fetch(RUNNING) if row["promise"] == "answer"]
    assert (row["lead_id"], row["owner"], f"{row['due_at']:%H:%M}") == (two[keeps], "ana", "10:30")
    assert lead["next_action"] == "answer them: they asked again"
    await doors.at("2027-03-02T10:31:00Z")
    assert ("breach", "mara@lumen.example") in await told(doors, row["due_at"])
