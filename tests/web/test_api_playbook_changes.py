"""Can a program see what a playbook would change, draft it, and take one back?"""

from __future__ import annotations

from tests.web.doors import PLAYBOOK

YAML = {"Content-Type": "application/yaml"}
SECOND = PLAYBOOK.replace('version: "1"', 'version: "2"').replace("first_touch: 4h", "first_touch: 2h")


async def send(doors, path: str, text: str = SECOND):
    return await doors.http.post(f"/v1/{path}", content=text.encode(), headers=YAML)


async def test_a_plan_tells_what_would_change_and_changes_nothing(doors):
    await doors.submit(form="demo")
    told = (await send(doors, "playbooks/plan")).json()
    assert (told["active"], told["draft"], told["leads"], told["promises"]["running"]) == ("1", "2", 1, 1)
    assert [line["version"] for line in await doors.get("/v1/playbooks")] == ["1"]


async def test_a_plan_tells_what_waits_in_a_queue_and_what_a_rep_has_open(doors):
    lead = (await doors.submit(form="demo"))["lead_id"]
    assert (await doors.http.post(f"/v1/leads/{lead}/reassign", json={"to": "triage", "by": "mara"})).status_code == 200
    told = (await send(doors, "playbooks/plan", SECOND.replace("routing:", "routing:\n  - needs: [lead.title]"))).json()
    assert {one.get("queue") or one["rep"]: one["open"] for one in told["loads"]} == {"bruno": 0, "triage": 1}


async def test_a_plan_of_what_is_no_playbook_is_refused(doors):
    answer = await send(doors, "playbooks/plan", "playbook: x")
    assert (answer.status_code, bool(answer.json()["problems"])) == (422, True)


async def test_a_draft_waits_and_a_reason_is_needed(doors):
    assert (await send(doors, "playbooks/drafts")).status_code == 422
    answer = await send(doors, "playbooks/drafts?note=shorter")
    assert (answer.status_code, answer.json()) == (201, {"version": "2", "state": "draft"})
    states = {line["version"]: line["state"] for line in await doors.get("/v1/playbooks")}
    assert states == {"1": "active", "2": "draft"}


async def test_a_rollback_says_why_in_its_body_as_well(doors):
    await send(doors, "playbooks")
    assert (await doors.http.post("/v1/playbooks/rollback", json={})).status_code == 422
    answer = await doors.http.post("/v1/playbooks/rollback", json={"note": "too slow"})
    assert answer.json() == {"version": "1", "stepped_down": "2"}
    assert (await doors.get("/v1/playbooks/history"))[0]["note"] == "too slow"


async def test_a_rollback_lets_the_version_before_come_back(doors):
    await send(doors, "playbooks")
    answer = await doors.http.post("/v1/playbooks/rollback?note=too+fast")
    assert answer.json() == {"version": "1", "stepped_down": "2"}
    kept = [await doors.http.get(f"/v1/playbooks/{version}") for version in ("1", "2", "3")]
    assert [(one.status_code, f'version: "{n}"' in one.text) for n, one in enumerate(kept, 1)] == [
        (200, True), (200, True), (404, False),
    ]  # fmt: skip
    told = [(one["what"], one["version"], one["note"]) for one in await doors.get("/v1/playbooks/history")]
    assert told[0] == ("rolled_back", "1", "too fast")
