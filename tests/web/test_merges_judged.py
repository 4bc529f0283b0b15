"""Does a merge, or its taking back, hand nobody to sales whom nobody meant to hand over, on a real database?"""

from __future__ import annotations

import pytest

from tests.web.test_merges import X, Y, ask, kept, owed, told


@pytest.mark.parametrize("keeps", [0, 1])
@pytest.mark.parametrize(("reason", "stage"), [("no_budget", "Nurture"), ("bad_fit", "Disqualified")])
async def test_no_merge_brings_back_whom_sales_has_given_up(doors, reason, stage, keeps):
    """Points of both are enough for sales; but a person said no, and only a raised hand overrules that so soon."""
    given_up = await doors.submit(form="demo", email=X)
    await ask(doors, f"{given_up['lead_id']}/reject", by=given_up["owner"], reason=reason)
    reader = await doors.submit(form="newsletter", email=Y)
    pair = (given_up["lead_id"], reader["lead_id"])
    lead = await ask(doors, f"{pair[1 - keeps]}/merge", into=pair[keeps], by="mara")
    assert (lead["stage"], lead["owner"], lead["queue"]) == (stage, None, None)


async def test_of_two_that_sales_gave_up_the_later_word_stands(doors):
    both = [await doors.submit(form="demo", email=email) for email in (X, Y)]
    for one, reason, at in zip(both, ("no_budget", "bad_fit"), ("10:05", "10:06"), strict=True):
        await doors.at(f"2027-03-02T{at}:00Z")
        await ask(doors, f"{one['lead_id']}/reject", by=one["owner"], reason=reason)
    lead = await ask(doors, f"{both[1]['lead_id']}/merge", into=both[0]["lead_id"], by="mara")
    assert lead["stage"] == "Disqualified"


@pytest.fixture
async def halves(doors):
    """Two leads that are ready for sales only as one person, and what they stood like before."""
    one, other = [await doors.submit(form=form, email=e) for form, e in (("webinar", X), ("newsletter", Y))]
    for n in range(2):
        await doors.http.post("/v1/track", json={"email": Y, "event": "pricing_page_view", "message_id": f"p{n}"})
    return one["lead_id"], other["lead_id"], await kept(doors)


async def test_what_the_merge_alone_made_ready_is_so_no_more_when_they_are_apart(doors, halves):
    one, other, before = halves
    merged = await ask(doors, f"{one}/merge", into=other, by="mara")
    assert (merged["stage"], merged["owner"]) == ("MQL", "ana")
    await doors.at("2027-03-02T10:12:00Z")
    await ask(doors, f"{other}/unmerge", by="mara")
    assert await kept(doors) == before
    assert (await owed(doors))[0] > 0
    assert await told(doors, await doors.pool.fetchval("select app.now()")) == [("taken_away", "ana@lumen.example")]


async def test_who_has_worked_on_it_keeps_what_the_merge_made_ready(doors, halves):
    one, other, _ = halves
    merged = await ask(doors, f"{one}/merge", into=other, by="mara")
    await ask(doors, f"{other}/touches", by=merged["owner"], kind="call")
    await ask(doors, f"{other}/unmerge", by="mara")
    assert (await doors.get(f"/v1/leads/{other}"))["owner"] == merged["owner"]


async def test_a_chain_of_merges_is_taken_apart_link_by_link_and_each_lead_lives_again(doors):
    first, second, third = [
        (await doors.submit(form="demo", email=email))["lead_id"] for email in (X, Y, "anna@third.example")
    ]
    before = await kept(doors)
    await ask(doors, f"{third}/merge", into=second, by="mara")
    await ask(doors, f"{second}/merge", into=first, by="mara")
    for one in (second, third):
        await ask(doors, f"{one}/unmerge", by="mara")
    assert await kept(doors) == before
