"""Is a playbook tried before it is in force, and in force at once when it is sound?"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from batonpass.written.yaml12 import parse
from tests.web.doors import PLAYBOOK

YAML = {"Content-Type": "application/yaml"}
SECOND = PLAYBOOK.replace('version: "1"', 'version: "2"').replace("first_touch: 4h", "first_touch: 2h")


async def send(doors, text: str, path: str = "playbooks"):
    return await doors.http.post(f"/v1/{path}", content=text.encode(), headers=YAML)


async def test_the_playbook_in_force_is_read_word_for_word(doors):
    answer = await doors.http.get("/v1/playbooks/active")
    assert (answer.text, answer.headers["content-type"]) == (PLAYBOOK, "application/yaml")


async def test_a_new_version_holds_for_clocks_that_start_after_it(doors):
    """Scenario D19: a promise is shortened: what runs keeps the old one, what starts has the new one."""
    await doors.at("2027-03-03T16:00:00Z")
    first = await doors.submit(form="ebook")
    await doors.at("2027-03-03T17:00:00Z")
    assert (await send(doors, SECOND)).status_code == 201
    second = await doors.submit(form="ebook", email="m@firm.example")
    kept = await doors.get(f"/v1/leads/{first['lead_id']}")
    assert (kept["clocks"][0]["due_at"], second["due_at"]) == ("2027-03-04T11:00:00Z", "2027-03-04T10:00:00Z")


async def test_the_version_before_is_retired(doors):
    await send(doors, SECOND)
    states = {line["version"]: line["state"] for line in await doors.get("/v1/playbooks")}
    assert states == {"1": "retired", "2": "active"}


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", ""])
async def test_a_playbook_may_come_as_plain_text(doors, kind):
    answer = await doors.http.post("/v1/playbooks", content=SECOND.encode(), headers={"Content-Type": kind})
    assert answer.status_code == 201


def plain(value: object) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


async def test_a_playbook_may_come_as_an_object(doors):
    as_object = json.loads(json.dumps(parse(SECOND, "playbook").data, default=plain))
    answer = await doors.http.post("/v1/playbooks", json=as_object)
    assert (answer.status_code, answer.json()["version"]) == (201, "2")


async def test_a_playbook_may_come_as_json(doors):
    answer = await doors.http.post("/v1/playbooks", json={"text": SECOND})
    assert (answer.status_code, answer.json()["version"]) == (201, "2")


async def test_a_version_never_changes_its_words(doors):
    answer = await send(doors, PLAYBOOK + "# more\n")
    assert (answer.status_code, "new version" in answer.json()["detail"]) == (422, True)


async def test_a_playbook_that_fails_its_own_example_is_refused(doors):
    wrong = SECOND.replace("expect: {stage: MQL, tier: urgent, total: 40}", "expect: {stage: MQL, tier: high}")
    answer = await send(doors, wrong)
    assert (answer.status_code, answer.json()["problems"][0]["missed"]) == (422, {"tier": "high"})
    assert (await doors.http.get("/v1/playbooks/active")).text == PLAYBOOK


async def test_a_slip_is_named_with_its_line(doors):
    answer = await send(doors, SECOND.replace("mql_from", "mql_form"))
    problem = answer.json()["problems"][0]
    assert (answer.status_code, problem["path"], problem["line"] > 1) == (422, "definition.mql_form", True)


async def test_trying_a_playbook_changes_nothing(doors):
    answer = await send(doors, SECOND, "playbooks/check")
    assert (answer.status_code, answer.json()["ok"], answer.json()["version"]) == (200, True, "2")
    assert (await doors.http.get("/v1/playbooks/active")).text == PLAYBOOK


async def test_trying_a_bad_playbook_tells_all_that_is_wrong(doors):
    answer = await send(doors, SECOND.replace("mql_from", "mql_form"), "playbooks/check")
    assert (answer.status_code, answer.json()["ok"], len(answer.json()["problems"]) > 0) == (200, False, True)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/yaml", 422),
        (b"\xff", "application/yaml", 400),
        (b"a: &a [*a, *a]", "application/yaml", 422),
        (b"[" * 5_000, "application/yaml", 422),
        (b"a: \x00", "application/yaml", 422),
        (b"just words", "application/yaml", 422),
        (b'{"text": 5}', "application/json", 422),
        (b"playbook: x", "application/x-www-form-urlencoded", 415),
        (b"a" * 1_000_001, "application/yaml", 413),
    ],
)
async def test_what_is_no_playbook_is_refused(doors, content, kind, status):
    answer = await doors.http.post("/v1/playbooks", content=content, headers={"Content-Type": kind})
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)
