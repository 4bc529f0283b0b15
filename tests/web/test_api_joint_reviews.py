"""The API gives no more away than the page: a sample is blind until both sides are through."""

from __future__ import annotations

import json

import pytest

from batonpass.store.users import put_user


async def test_a_sample_is_blind_over_the_api_until_both_sides_are_through(doors):
    for name, role in (("mara", "manager"), ("maya", "marketing")):
        who = {"email": f"{name}@lumen.example", "name": name.title(), "role": role}
        await put_user(doors.pool, **who, rep=None, password_hash="")
    leads = [(await doors.submit(email=f"p{n}@firm{n}.example", company=f"Firm {n}"))["lead_id"] for n in range(3)]
    drawn = (await doors.http.post("/v1/joint-reviews")).json()
    at = f"/v1/joint-reviews/{drawn['id']}"
    for place in (1, 2, 3):
        assert (await label(doors, at, place, by="mara", label="not_ready", why="Smara only wants a thesis")) == 200
    blind = json.dumps(await doors.get(at))
    hidden = [*leads, "Smara", "not_ready", "Anna", "MQL", "owner", "score", "total", "seed", "stratum"]
    assert [word for word in hidden if word in blind] == []
    for place in (1, 2, 3):
        assert (await label(doors, at, place, by="maya", label="ready", why="Smaya fits")) == 200
    opened = await doors.get(at)
    assert {one["lead_id"] for one in opened["items"]} == set(leads)
    assert opened["apart"] == [1, 2, 3]
    assert await label(doors, at, 1, by="mara", label="ready", why="changed my mind") == 409


async def test_nobody_labels_in_the_name_of_who_is_unknown(doors):
    await doors.submit()
    drawn = (await doors.http.post("/v1/joint-reviews")).json()
    assert await label(doors, f"/v1/joint-reviews/{drawn['id']}", 1, by="eve", label="ready", why="why not") == 422


async def test_a_key_of_a_person_labels_for_nobody_else(doors):
    who = {"email": "mara@lumen.example", "name": "Mara", "role": "manager", "rep": "mara"}
    await put_user(doors.pool, **who, password_hash="")
    await doors.submit()
    drawn = (await doors.http.post("/v1/joint-reviews")).json()
    said = {"place": 1, "by": "mara@lumen.example", "label": "ready", "why": "she asked"}
    at, callers = (
        f"/v1/joint-reviews/{drawn['id']}",
        [await doors.with_key("act", rep=rep) for rep in ("bruno", "mara")],
    )
    assert [(await one.post(f"{at}/labels", json=said)).status_code for one in callers] == [403, 200]


@pytest.mark.parametrize(
    "path", ["/joint-reviews", "/joint-reviews/2027-03/remind", "/meetings/2027-03-02/begin", "/matches/1/accept"]
)
async def test_a_key_of_a_rep_does_nothing_that_the_reps_own_pages_refuse(doors, path):
    who = {"email": "bruno@lumen.example", "name": "Bruno", "role": "rep", "rep": "bruno"}
    await put_user(doors.pool, **who, password_hash="")
    answer = await (await doors.with_key("act", rep="bruno")).post(f"/v1{path}")
    assert (answer.status_code, "acts for bruno alone" in answer.text) == (403, True)


async def label(doors, at, place, *, by, **said) -> int:
    sent = {"place": place, "by": f"{by}@lumen.example", **said}
    return (await doors.http.post(f"{at}/labels", json=sent)).status_code
