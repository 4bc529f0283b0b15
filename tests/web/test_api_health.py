"""Can an operator see that it lives, that it can take leads in, and how far behind it is?"""

from __future__ import annotations

import pytest

from batonpass.web.problem import KINDS


async def numbers(doors) -> dict[str, float]:
    text = (await doors.http.get("/metrics")).text
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


async def test_it_is_ready_when_it_can_keep_leads(doors):
    assert (await doors.get("/healthz"), await doors.get("/readyz")) == ({"ok": True}, {"ok": True})


async def test_it_is_alive_but_not_ready_without_a_playbook(doors):
    await doors.pool.execute("update app.playbooks set state = 'retired'")
    answer = await doors.http.get("/readyz")
    assert (answer.status_code, (await doors.http.get("/livez")).status_code) == (503, 200)


async def test_it_is_alive_but_not_ready_without_a_database(doors):
    await doors.pool.close()
    answers = [await doors.http.get(path) for path in ("/readyz", "/livez", "/metrics", "/healthz")]
    assert [answer.status_code for answer in answers] == [503, 200, 200, 503]
    assert answers[0].headers["retry-after"]


NO_ROOM = """
    create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on app.inbox for each row execute function no_room();
    create trigger no_room before insert on app.settings for each row execute function no_room();
"""


async def test_it_is_neither_ready_nor_healthy_while_a_full_disk_keeps_no_lead(doors):
    await doors.pool.execute(NO_ROOM)
    assert await doors.get("/readyz") == {"ok": True}
    answers = [await doors.http.post("/v1/submissions", json={"form": "demo", "email": "eva@firm.example"})]
    answers += [await doors.http.get(path) for path in ("/readyz", "/healthz")]
    await doors.pool.execute("drop function no_room cascade")
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert answers[2].json() == {"ok": False, "findings": {"leads_refused": 1}}
    assert (await numbers(doors))["batonpass_refused_total"] == 1
    assert (await doors.get("/readyz"), await doors.get("/healthz")) == ({"ok": True}, {"ok": True})
    assert await doors.pool.fetchval("select count(*) from app.settings where length(value) > 1000") == 0


FOUND = """
    insert into app.findings (what, subject, says, found_at, looks) values ('late_steps', 'L1', 'late', app.now(), $1)
"""


async def test_it_is_not_healthy_while_a_promise_of_ours_does_not_hold(doors):
    await doors.pool.execute(FOUND, 2)
    answer = await doors.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "findings": {"late_steps": 1}})
    assert (await numbers(doors))["batonpass_found_late_steps"] == 1


async def test_what_was_seen_once_is_no_alarm_yet(doors):
    await doors.pool.execute(FOUND, 1)
    assert await doors.get("/healthz") == {"ok": True}


async def test_what_was_taken_in_is_counted(doors):
    for _ in range(2):
        await doors.submit()
    counted = await numbers(doors)
    assert counted['batonpass_intake_total{door="api",state="taken"}'] == 1
    assert counted['batonpass_intake_total{door="api",state="replayed"}'] == 1


async def test_what_was_done_with_leads_is_counted(doors):
    lead_id = (await doors.submit())["lead_id"]
    for by in ("ana", "bruno"):
        await doors.http.post(f"/v1/leads/{lead_id}/accept", json={"by": by})
    counted = await numbers(doors)
    assert counted['batonpass_acts_total{act="accept",outcome="done"}'] == 1
    assert counted['batonpass_acts_total{act="accept",outcome="forbidden"}'] == 1


async def test_how_far_behind_it_is_shows_in_seconds(doors):
    await doors.submit()
    assert (await numbers(doors))["batonpass_clocks_due_lag_seconds"] == 0
    await doors.pool.execute("update app.clocks set next_at = app.now() - interval '90 seconds'")
    counted = await numbers(doors)
    assert counted["batonpass_clocks_due_lag_seconds"] == 90
    assert (counted["batonpass_clocks_running"], counted["batonpass_outbox_waiting"]) == (1, 2)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_type_of_every_problem_leads_to_its_explanation(doors, kind):
    answer = await doors.http.get(f"/problems/{kind}")
    assert (answer.status_code, KINDS[kind].advice in answer.text) == (200, True)


async def test_who_looks_at_pages_reads_words_for_people_about_what_went_wrong(doors):
    looks = {"Accept": "text/html", "Accept-Language": "de"}
    nowhere = await doors.http.get("/nowhere", headers=looks)
    assert ("Diese Seite gibt es nicht" in nowhere.text, "openapi" in nowhere.text) == (True, False)
