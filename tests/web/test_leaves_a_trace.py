"""Does each request that changes something leave one trace: who, when, why, and what stood there before (S60)?"""

from __future__ import annotations

import json

import asyncpg
import pytest

from tests.web.doors import LISBON, PLAYBOOK

ANA = {"name": "Ana B.", "email": "ana@lumen.example", "calendar": "office"}
VERSION = PLAYBOOK.replace('version: "1"', 'version: "2"')
DIRECTORY = {
    "calendars/north": (LISBON, {**LISBON, "hours": ["08:00", "17:00"]}),
    "reps/zoe": ({**ANA, "email": "z@lumen.example"}, {**ANA, "email": "z@lumen.example", "available": False}),
    "pools/north": ({"members": [{"rep": "ana"}]}, {"members": [{"rep": "bruno"}]}),
    "queues/north": ({"calendar": "office"}, {"calendar": "office", "manager": "mara"}),
    "accounts/north.example": ({"name": "North"}, {"name": "North", "owner": "ana"}),
}
ACTS = {
    "touches": {"kind": "call"},
    "accept": {},
    "reject": {"reason": "no_budget", "note": "they said so"},
    "reassign": {"to": "bruno"},
}
OTHERS = {
    "playbooks": ({"text": VERSION}, "select by, note as why, before from app.playbook_history where version = '2'"),
    "erasures": (
        {"person": "anna.berg@acme.example"},
        "select by, '-' as why, before from app.changes where kind = 'person'",
    ),
    "exports": (
        {"person": "anna.berg@acme.example"},
        "select by, '-' as why, after as before from app.changes where kind = 'person'",
    ),
}


@pytest.mark.parametrize("path", DIRECTORY)
async def test_what_is_set_is_noted_with_what_stood_there_before(doors, path):
    first, second = DIRECTORY[path]
    for body in (first, second, second):
        assert (await doors.http.put(f"/v1/{path}", json=body)).status_code in (200, 201)
    kind, name = path.split("/")
    rows = await doors.pool.fetch(
        "select by, before, after, at from app.changes where kind = $1 and name = $2 order by id", kind[:-1], name
    )
    assert [(bool(row["by"]), row["before"] is None, row["after"] is None) for row in rows] == [
        (True, True, False),
        (True, False, False),
    ]
    assert json.loads(rows[1]["before"]) == json.loads(rows[0]["after"])


@pytest.mark.parametrize("act", ACTS)
async def test_what_somebody_does_with_a_lead_is_one_fact_that_names_them(doors, act):
    lead = (await doors.submit())["lead_id"]
    owner = (await doors.get(f"/v1/leads/{lead}"))["owner"]
    before = {one["seq"] for one in await doors.get(f"/v1/leads/{lead}/timeline")}
    answer = await doors.http.post(f"/v1/leads/{lead}/{act}", json={"by": owner, **ACTS[act]})
    assert answer.status_code == 200, answer.text
    new = [one for one in await doors.get(f"/v1/leads/{lead}/timeline") if one["seq"] not in before]
    assert len([one for one in new if one.get("by") == owner]) == (act != "reassign")
    assert any(owner.title() in one["because"] for one in new)
    assert all(one["because"] and one["at"] and one["kept_at"] for one in new)


@pytest.mark.parametrize("path", OTHERS)
async def test_what_is_done_to_the_whole_names_who_did_it(doors, path):
    await doors.submit()
    body, asked = OTHERS[path]
    assert (await doors.http.post(f"/v1/{path}", json=body)).status_code in (200, 201)
    (row,) = await doors.pool.fetch(asked)
    assert (bool(row["by"]), row["why"] is None, row["before"] is None) == (True, False, False)


async def test_what_waits_for_a_person_says_who_let_it_in_or_sent_it_again(doors):
    await doors.http.post("/v1/submissions", json={"form": "demo", "email": "new@bot.example"})
    await doors.pool.execute("update app.inbox set state = 'quarantined', lead_id = null")
    number = await doors.pool.fetchval("select id from app.inbox")
    assert (await doors.http.post(f"/v1/inbox/{number}/release")).status_code == 200
    await doors.pool.execute("update app.outbox set state = 'dead'")
    key = await doors.pool.fetchval("select key from app.outbox limit 1")
    assert (await doors.http.post(f"/v1/outbox/{key}/replay")).status_code == 200
    rows = await doors.pool.fetch(
        "select kind, name, by from app.changes where kind in ('arrival', 'message') order by id"
    )
    assert [(row["kind"], row["name"], row["by"].startswith("key")) for row in rows] == [
        ("arrival", str(number), True),
        ("message", key, True),
    ]


async def test_no_trace_holds_a_secret_and_none_can_be_changed(doors):
    await doors.http.put("/v1/reps/zoe", json={**ANA, "email": "z@lumen.example"})
    token = doors.http.headers["authorization"].removeprefix("Bearer ")
    held = (
        "select (select count(*) from app.changes t where t::text like $1) + (select count(*) from app.facts t "
        "where t::text like $1) + (select count(*) from app.playbook_history t where t::text like $1)"
    )
    assert await doors.pool.fetchval(held, f"%{token}%") == 0
    with pytest.raises(asyncpg.RaiseError):
        await doors.pool.execute("update app.changes set by = 'nobody'")
