"""Do many leads move at once, each with its own answer, no clock reset and no turn taken?"""

from __future__ import annotations

import asyncio

import pytest

from tests.web.doors import put

BREAK = """update app.leads set state = jsonb_set(state::jsonb, '{clocks,0,calendars}', '["nowhere"]') where id = $1"""
REP = {"email": "x@lumen.example", "calendar": "office"}


async def many(doors, count: int) -> list[str]:
    return [(await doors.submit(email=f"p{n}@firm{n}.example"))["lead_id"] for n in range(count)]


async def move(http, leads: list[str], to: str, **more: object):
    return await http.post("/v1/leads/reassign", json={"leads": leads, "to": to, **more})


async def standing(doors) -> dict[str, tuple]:
    rows = await doors.pool.fetch(
        "select l.id, l.owner, c.due_at from app.leads l join app.clocks c on c.lead_id = l.id"
    )
    return {row["id"]: (row["owner"], row["due_at"]) for row in rows}


async def turns(doors) -> list[tuple]:
    return [tuple(row) for row in await doors.pool.fetch("select * from app.turns order by 1, 2")]


async def test_several_hundred_move_at_once_and_the_answer_names_each(doors):
    """Some were closed meanwhile, one is not there, one cannot be decided on: those stay, all others go."""
    await put(doors, "reps/cleo", {**REP, "name": "Cleo"})
    leads = await many(doors, 240)
    before, tally = await standing(doors), await turns(doors)
    closed, poisoned = leads[17], leads[101]
    reason = {"by": before[closed][0], "reason": "no_budget"}
    assert (await doors.http.post(f"/v1/leads/{closed}/reject", json=reason)).status_code == 200
    await doors.pool.execute(BREAK, poisoned)
    await doors.at("2027-03-02T10:10:00Z")
    answer = await move(doors.http, [*leads, "Lnobody", leads[3]], "cleo", by="mara")
    said = answer.json()
    told = {one["id"]: one for one in said["leads"]}
    stayed = {one["id"]: one["because"] for one in said["leads"] if not one["moved"]}
    assert (answer.status_code, said["moved"], len(told), set(stayed)) == (
        200, 238, 241, {closed, poisoned, "Lnobody"},
    )  # fmt: skip
    assert "only a lead in sales' hands can be reassigned" in stayed[closed]
    assert ("stands in the log" in stayed[poisoned], stayed["Lnobody"]) == (True, "there is no such lead")
    after = await standing(doors)
    assert {after[lead] for lead in leads if lead not in stayed} == {
        ("cleo", due) for lead, (_, due) in before.items() if lead not in stayed
    }
    assert (after[poisoned], await turns(doors)) == (before[poisoned], tally)


async def test_what_is_asked_at_the_same_time_is_done_once_for_a_lead_that_several_name(doors):
    await put(doors, "reps/cleo", {**REP, "name": "Cleo"})
    leads = await many(doors, 8)
    asked = (leads[:5], leads[3:], [*leads[:1], "Lnobody"])
    answers = await asyncio.gather(*[move(doors.http, some, "cleo", by="mara") for some in asked])
    assert [[one["id"] for one in answer.json()["leads"] if one["moved"]] for answer in answers] == [
        leads[:5], leads[3:], leads[:1],
    ]  # fmt: skip
    owners = await doors.pool.fetchval("select array_agg(distinct owner) from app.leads")
    moves = "select count(*) from app.facts where kind = 'Routed' and body ->> 'rung' = 'reassign'"
    assert (owners, await doors.pool.fetchval(moves)) == (["cleo"], 8)


async def test_a_persons_key_moves_what_that_person_sees_and_hears_nothing_of_the_rest(doors):
    leads = await many(doors, 4)
    before = await standing(doors)
    mine = [lead for lead in leads if before[lead][0] == "ana"]
    async with await doors.with_key("act", rep="ana") as http:
        said = (await move(http, leads, "bruno")).json()
    assert said["moved"] == len(mine)
    others = {one["because"] for one in said["leads"] if one["id"] not in mine}
    assert others == ({"there is no such lead"} if len(mine) < len(leads) else set())


@pytest.mark.parametrize(
    ("sent", "field"), [({"leads": [], "to": "ana"}, "leads"), ({"leads": ["L1"], "to": "nobody"}, "to")]
)
async def test_what_cannot_be_meant_is_refused_as_a_whole(doors, sent, field):
    answer = await doors.http.post("/v1/leads/reassign", json={**sent, "by": "mara"})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
