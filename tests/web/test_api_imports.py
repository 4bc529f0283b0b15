"""Does a program bring a list as a person does: on paper first, then each row once?"""

from __future__ import annotations

import httpx
import pytest

from batonpass.store.uploads import BYTES_MOST, LINES_MOST
from tests.web.lists import LIST, work

CSV = {"Content-Type": "text/csv"}


async def test_a_list_is_decided_on_paper_then_begun_then_done(doors):
    sent = await doors.http.post("/v1/imports?name=fair.csv", content=LIST, headers=CSV)
    assert (sent.status_code, sent.json()["state"]) == (httpx.codes.ACCEPTED, "deciding")
    name = sent.json()["upload"]
    await work(doors.pool)
    tried = (await doors.http.get(f"/v1/imports/{name}")).json()
    assert (tried["state"], tried["dry_run"]["new_people"], tried["taken"]) == ("decided", 2, 0)
    assert (await doors.http.post(f"/v1/imports/{name}/begin")).json()["state"] == "running"
    await work(doors.pool)
    done = (await doors.http.get(f"/v1/imports/{name}")).json()
    assert (done["state"], done["taken"], done["failed"]) == ("done", 2, 1)
    assert done["refused"][0]["line"] == 4


async def test_a_form_with_a_file_is_taken_too_and_begun_at_once(doors):
    files = {"file": ("fair.csv", LIST, "text/csv")}
    sent = (await doors.http.post("/v1/imports?begin=true", files=files)).json()
    await work(doors.pool)
    assert (await doors.http.get(f"/v1/imports/{sent['id']}")).json()["taken"] == 2
    assert [one["id"] for one in (await doors.http.get("/v1/imports")).json()] == [sent["id"]]
    assert "nobody" in (await doors.http.get(f"/v1/imports/{sent['id']}/refused.csv")).text


@pytest.mark.parametrize(
    ("query", "body", "kind", "status"),
    [
        ("?mode=often", LIST, "text/csv", 422),
        ("?form=none", LIST, "text/csv", 422),
        ("?map=Mail", LIST, "text/csv", 422),
        ("?map=Post=email", LIST, "text/csv", 422),
        ("?encoding=klingon", LIST, "text/csv", 422),
        ("?begin=true", "Nr,Town\n1,Lisbon\n", "text/csv", 422),
        ("", "", "text/csv", 422),
        ("", LIST, "application/json", 415),
        ("", "--x", "multipart/form-data; boundary=y", 400),
        ("", "x" * (BYTES_MOST + 70_000), "text/csv", 413),
        ("", LIST + "\n" * LINES_MOST, "text/csv", 422),
        ("", LIST + "\r" * (LINES_MOST + 1), "text/csv", 422),
    ],
)
async def test_what_cannot_be_taken_says_what_to_change(doors, query, body, kind, status):  # noqa: PLR0917 - pytest names them
    answer = await doors.http.post(f"/v1/imports{query}", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert await doors.pool.fetchval("select count(*) from app.imports") == 0


async def test_rows_that_came_in_otherwise_come_again_only_if_that_is_meant(doors):
    await doors.http.post("/v1/imports?begin=true", content=LIST, headers=CSV)
    await work(doors.pool)
    live = (await doors.http.post("/v1/imports?mode=live", content=LIST, headers=CSV)).json()["upload"]
    assert (await doors.http.post(f"/v1/imports/{live}/begin")).status_code == httpx.codes.CONFLICT
    assert (await doors.http.post(f"/v1/imports/{live}/begin?again=true")).status_code == httpx.codes.ACCEPTED


@pytest.mark.parametrize("path", ["/v1/imports/none", "/v1/imports/none/refused.csv"])
async def test_what_is_not_there_is_not_there(doors, path):
    assert (await doors.http.get(path)).status_code == httpx.codes.NOT_FOUND
