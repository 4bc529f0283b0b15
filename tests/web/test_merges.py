"""Do two leads that are one person become one, and two again, over HTTP (F01 and F03)?"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime

import pytest

from batonpass.handoff.fold import fold
from batonpass.handoff.lead import Lead
from batonpass.store import clock
from batonpass.store.shape import decode_fact, decode_json, encode
from batonpass.store.snapshot import count_leads, whole_leads

X, Y = "anna.berg@acme.example", "anna@berg.example"
TABLES = {
    "leads": r"""
        select (to_jsonb(l) - 'seq' - 'state')::text || regexp_replace(state, '"seq":\d+', '"seq":0')
        from app.leads l order by id
    """,
    "clocks": "select to_jsonb(c)::text from app.clocks c order by lead_id, promise, cycle",
}


@pytest.fixture
async def two(doors):
    """X asked for the e-book at nine and went to Ana; Y asked for a demo at ten and went to Bruno."""
    async with doors.pool.acquire() as connection:
        await clock.set_now(connection, datetime.fromisoformat("2027-03-02T09:00:00Z"), backwards=True)
    x = await doors.submit(form="ebook", email=X)
    await doors.at("2027-03-02T10:00:00Z")
    y = await doors.submit(form="demo", email=Y)
    assert (x["owner"], x["due_at"], y["owner"], y["due_at"]) == (
        "ana", "2027-03-02T13:00:00Z", "bruno", "2027-03-02T10:30:00Z",
    )  # fmt: skip
    await doors.at("2027-03-02T10:10:00Z")
    return x["lead_id"], y["lead_id"]


async def ask(doors, path, expect=200, **sent):
    answer = await doors.http.post(f"/v1/leads/{path}", json=sent)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def told(doors, since):
    return [(row["kind"], row["recipient"]) for row in await doors.pool.fetch(
        """select kind, recipient from app.outbox
           where created_at >= $1 and state <> 'cancelled' and kind <> 'ack'""",
        since,
    )]  # fmt: skip


async def kept(doors):
    """Everything stored of leads and promises, but for the count of facts, which tells that something was undone."""
    return {name: [row[0] for row in await doors.pool.fetch(sql)] for name, sql in TABLES.items()}


async def promises(doors, lead_id):
    lead = await doors.get(f"/v1/leads/{lead_id}")
    return [(clock["state"], clock["due_at"]) for clock in lead["clocks"]]


@pytest.mark.parametrize("how", ["with", "into"])
async def test_f01_the_stricter_promise_goes_on_under_its_owner(doors, two, how):
    x, y = two
    lead = await ask(doors, f"{x}/merge", **{how: y}, by="mara")
    assert (lead["id"], lead["owner"], lead["tier"]) == (y, "bruno", "urgent")
    assert lead["clocks"][-1]["due_at"] == "2027-03-02T10:30:00Z"
    running = await doors.get("/v1/clocks?state=running")
    assert [clock["due_at"] for clock in running] == ["2027-03-02T10:30:00Z"]
    assert [state for state, _ in await promises(doors, x)] == ["closed"]


async def test_f01_holds_when_the_patient_promise_is_that_of_a_lead_already_accepted(doors, two):
    """Acceptance stops no first touch (T13): the urgent promise goes on with who has accepted, and comes back after."""
    x, y = two
    await ask(doors, f"{x}/accept", by="ana")
    before = await kept(doors)
    lead = await ask(doors, f"{x}/merge", **{"with": y}, by="mara")
    assert (lead["id"], lead["owner"], lead["stage"]) == (x, "ana", "SAL")
    running = await doors.get("/v1/clocks?state=running")
    assert [(c["tier"], c["due_at"]) for c in running if c["promise"] == "first_touch"] == [
        ("urgent", "2027-03-02T10:30:00Z")
    ]
    await ask(doors, f"{x}/unmerge", by="mara")
    assert await kept(doors) == before


async def test_f01_holds_when_the_other_lead_keeps_its_id(doors, two):
    x, y = two
    lead = await ask(doors, f"{y}/merge", into=x, by="mara")
    assert (lead["id"], lead["owner"], lead["tier"]) == (x, "bruno", "urgent")
    assert await promises(doors, x) == [("closed", "2027-03-02T13:00:00Z"), ("running", "2027-03-02T10:30:00Z")]
    assert await promises(doors, y) == [("closed", "2027-03-02T10:30:00Z")]


async def test_f01_only_the_rep_who_lost_the_lead_hears_of_it(doors, two):
    x, y = two
    now = await doors.pool.fetchval("select app.now()")
    await ask(doors, f"{x}/merge", into=y, by="mara")
    assert await told(doors, now) == [("taken_away", "ana@lumen.example")]


async def test_a_merged_lead_tells_where_it_lives_on(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    assert (await doors.get(f"/v1/leads/{x}"))["merged_into"] == y
    assert [lead["id"] for lead in await doors.get("/v1/leads")] == [y]
    assert [lead["id"] for lead in await doors.get(f"/v1/leads?email={X}")] == [y]
    refused = await ask(doors, f"{x}/touches", expect=409, by="bruno", kind="call")
    assert y in refused["detail"]


async def test_nothing_that_either_did_is_lost(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    lead = await doors.get(f"/v1/leads/{y}")
    assert lead["score"]["total"] == 80
    assert lead["also_known_as"] == [X]


@pytest.mark.parametrize("email", [X, Y])
async def test_later_submissions_of_either_address_go_to_the_survivor(doors, two, email):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    assert (await doors.submit(form="demo", email=email))["lead_id"] == y


@pytest.mark.parametrize("keeps", [0, 1])
async def test_f03_unmerge_is_exact_to_the_byte(doors, two, keeps):
    before = await kept(doors)
    survivor, away = two[keeps], two[1 - keeps]
    await ask(doors, f"{away}/merge", into=survivor, by="mara")
    await doors.at("2027-03-02T10:14:00Z")
    await ask(doors, f"{survivor}/unmerge", by="mara")
    assert await kept(doors) == before


async def test_f03_both_promises_run_again_as_they_were(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    await doors.at("2027-03-02T10:20:00Z")
    await ask(doors, f"{x}/unmerge", by="mara")
    first, second = await doors.get(f"/v1/leads/{x}"), await doors.get(f"/v1/leads/{y}")
    assert (first["owner"], await promises(doors, x)) == ("ana", [("running", "2027-03-02T13:00:00Z")])
    assert (second["owner"], await promises(doors, y)) == ("bruno", [("running", "2027-03-02T10:30:00Z")])


async def test_f03_what_ran_out_while_they_were_one_breaks_when_they_are_two_and_is_no_outage(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    await doors.at("2027-03-02T13:30:00Z")
    await ask(doors, f"{x}/unmerge", by="mara")
    (clock,) = (await doors.get(f"/v1/leads/{x}"))["clocks"]
    assert (clock["state"], clock["due_at"], clock["excuse"]) == ("breached", "2027-03-02T13:00:00Z", "")


async def test_what_came_in_between_goes_to_whom_it_names(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    await doors.submit(form="newsletter", email=X)
    await ask(doors, f"{y}/unmerge", by="mara")
    first, second = await doors.get(f"/v1/leads/{x}"), await doors.get(f"/v1/leads/{y}")
    assert (first["score"]["total"], second["score"]["total"]) == (45, 40)


async def test_a_touch_in_between_stays_with_the_promise_it_kept(doors, two):
    x, y = two
    await ask(doors, f"{y}/merge", into=x, by="mara")
    await ask(doors, f"{x}/touches", by="bruno", kind="call")
    await ask(doors, f"{x}/unmerge", by="mara")
    assert await promises(doors, y) == [("met", "2027-03-02T10:30:00Z")]
    assert await promises(doors, x) == [("running", "2027-03-02T13:00:00Z")]


async def test_submissions_after_an_unmerge_go_their_own_ways(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    await ask(doors, f"{x}/unmerge", by="mara")
    assert [(await doors.submit(email=email))["lead_id"] for email in (X, Y)] == [x, y]


async def test_merges_are_taken_back_in_the_reverse_of_their_order(doors, two):
    x, y = two
    z = (await doors.submit(form="ebook", email="third@acme.example"))["lead_id"]
    before = await kept(doors)
    await ask(doors, f"{x}/merge", into=y, by="mara")
    await ask(doors, f"{y}/merge", into=z, by="mara")
    assert (await doors.submit(form="ebook", email=X, message="again"))["lead_id"] == z
    refused = await ask(doors, f"{x}/unmerge", expect=409, by="mara")
    assert z in refused["detail"]
    await ask(doors, f"{y}/unmerge", by="mara")
    assert (await doors.get(f"/v1/leads/{x}"))["merged_into"] == y
    await ask(doors, f"{x}/unmerge", by="mara")
    assert len((await kept(doors))["clocks"]) == len(before["clocks"])


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 422), ({"into": "Lnone"}, 404), ({"into": "../x"}, 404), ({"with": "self"}, 422)],
)
async def test_a_merge_that_cannot_be_is_refused_with_its_reason(doors, two, sent, status):
    x, _ = two
    sent = {name: x if value == "self" else value for name, value in sent.items()}
    refused = await ask(doors, f"{x}/merge", expect=status, **sent, by="mara")
    assert refused["detail"]


async def test_unmerging_what_was_never_merged_is_refused(doors, two):
    assert "Nothing was merged" in (await ask(doors, f"{two[0]}/unmerge", expect=409, by="mara"))["detail"]


async def test_two_who_merge_the_same_leads_at_once_get_one_merge(doors, two):
    x, y = two
    answers = await asyncio.gather(
        *(doors.http.post(f"/v1/leads/{a}/merge", json={"into": b, "by": "mara"}) for a, b in ((x, y), (y, x)) * 5)
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    assert len(await doors.get("/v1/leads")) == 1


async def test_merging_while_submissions_come_in_loses_none(doors, two):
    x, y = two
    work = [doors.http.post(f"/v1/leads/{x}/merge", json={"into": y, "by": "mara"})]
    work += [
        doors.http.post("/v1/submissions", json={"form": "newsletter", "email": email, "message": f"note {n}"})
        for n in range(10)
        for email in (X, Y)
    ]
    answers = await asyncio.gather(*work)
    assert {answer.status_code for answer in answers} <= {200, 201}
    state = json.loads(await doors.pool.fetchval("select state::text from app.leads where id = $1", y))
    assert len(state["forms"]) == 22


async def test_a_lead_is_what_its_facts_add_up_to_after_merge_and_unmerge(doors, two):
    x, y = two
    await ask(doors, f"{x}/merge", into=y, by="mara")
    for lead_id in two:
        state = await doors.pool.fetchval("select state::text from app.leads where id = $1", lead_id)
        folded = Lead(id=lead_id)
        for row in await doors.pool.fetch(
            "select kind, playbook, body::text as body from app.facts where lead_id = $1 order by seq", lead_id
        ):
            folded = fold(folded, decode_fact(row["kind"], row["body"]), row["playbook"])
        assert decode_json(encode(folded)) == decode_json(state)


async def owed(doors):
    """What Ana and Bruno have to come back, in the tallies of their pools."""
    back = "select coalesce(sum((tally ->> $1)::numeric), 0) from app.turns"
    return await doors.pool.fetchval(back, "+ana"), await doors.pool.fetchval(back, "+bruno")


async def test_the_turn_of_who_lost_the_lead_comes_back(doors, two):
    await ask(doors, f"{two[0]}/merge", **{"with": two[1], "by": "mara"})
    ana, bruno = await owed(doors)
    assert ana > 0
    assert bruno == 0


async def test_two_who_are_two_people_after_all_have_taken_a_turn_each(doors, two):
    await ask(doors, f"{two[0]}/merge", **{"with": two[1], "by": "mara"})
    await ask(doors, f"{two[0]}/unmerge", by="mara")
    assert await owed(doors) == (0, 0)


async def test_a_lead_that_was_worked_on_keeps_its_turn(doors, two):
    for lead, rep in zip(two, ("ana", "bruno"), strict=True):
        await ask(doors, f"{lead}/accept", by=rep)
    await ask(doors, f"{two[0]}/merge", **{"with": two[1], "by": "mara"})
    assert await owed(doors) == (0, 0)


async def test_a_merged_person_counts_once_in_a_plan(doors, two):
    one, other = two
    await ask(doors, f"{one}/merge", by="mara", **{"with": other})
    assert await count_leads(doors.pool) == 1
    assert [len(some) async for some in whole_leads(doors.pool)] == [1]
