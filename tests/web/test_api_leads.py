"""Do other programs read leads as they stand, with their clocks, facts and reasons?"""

from __future__ import annotations

import pytest

from tests.web.doors import put

DETAIL = {"first_name": "Anna", "last_name": "Berg", "company": "Acme AB", "country": "Sweden", "title": "COO"}


async def clock_of(doors, lead_id: str) -> dict:
    return (await doors.get(f"/v1/leads/{lead_id}"))["clocks"][-1]


async def test_a_lead_is_read_as_it_was_promised(doors):
    lead_id = (await doors.submit(**DETAIL, source={"campaign": "spring"}))["lead_id"]
    lead = await doors.get(f"/v1/leads/{lead_id}")
    assert (lead["id"], lead["email"], lead["stage"], lead["owner"]) == (
        lead_id,
        "anna.berg@acme.example",
        "MQL",
        "ana",
    )
    assert (lead["next_action"], lead["next_due_at"]) == ("first touch", "2027-03-02T10:30:00Z")
    assert (lead["fields"]["country"], lead["source"]["campaign"]) == ("SE", "spring")
    assert lead["clocks"][0] | {"state": "running", "ended_at": None} == lead["clocks"][0]


async def test_a_lead_that_was_given_back_says_nothing_of_whose_turn_it_was(doors):
    taken = await doors.submit()
    assert taken["because"].endswith(f"{taken['owner'].title()}'s turn in all pools (pool)")
    given = {"by": taken["owner"], "reason": "no_budget"}
    back = (await doors.http.post(f"/v1/leads/{taken['lead_id']}/reject", json=given)).json()
    assert back["because"].endswith("goes to Nurture")


async def test_a_lead_of_an_account_names_it(doors):
    await put(doors, "accounts/acme.example", {"name": "Acme", "owner": "bruno"})
    lead_id = (await doors.submit())["lead_id"]
    account = (await doors.get(f"/v1/leads/{lead_id}"))["account"]
    assert account == {"domain": "acme.example", "name": "Acme", "owner": "bruno"}


async def test_a_clock_at_its_due_instant_still_runs(doors):
    """T4."""
    lead_id = (await doors.submit())["lead_id"]
    await doors.at("2027-03-02T10:30:00Z")
    assert (await clock_of(doors, lead_id))["state"] == "running"


async def test_a_clock_that_runs_late_is_breached(doors):
    lead_id = (await doors.submit())["lead_id"]
    await doors.at("2027-03-02T10:31:00Z")
    clock = await clock_of(doors, lead_id)
    assert (clock["state"], clock["ended_at"]) == ("breached", None)
    assert [one["lead_id"] for one in await doors.get("/v1/clocks?state=breached")] == [lead_id]
    assert await doors.get("/v1/clocks?state=running") == []


async def test_a_promise_to_somebody_who_was_forgotten_is_listed_as_such(doors):
    """Scenario G02: a person is forgotten while a promise runs: it is closed without a verdict, and nothing of them is
    left anywhere.
    """
    sent = await doors.submit()
    await doors.http.post("/v1/erasures", json={"person": sent["lead_id"]})
    assert [one["state"] for one in await doors.get("/v1/clocks?state=erased")] == ["erased"]
    assert [one["state"] for one in await doors.get("/v1/clocks")] == ["erased"]


async def test_a_clock_that_was_kept_is_met(doors):
    lead_id = (await doors.submit())["lead_id"]
    await doors.at("2027-03-02T10:20:00Z")
    await doors.http.post(f"/v1/leads/{lead_id}/touches", json={"by": "ana", "kind": "call"})
    clock = await clock_of(doors, lead_id)
    assert (clock["state"], clock["ended_at"], clock["response_seconds"]) == ("met", "2027-03-02T10:20:00Z", 1200)


async def test_who_sends_what_nothing_listens_to_is_told_so_and_what_was_meant(doors):
    form = await doors.submit(form="demos")
    told = await doors.http.post("/v1/track", json={"email": "anna.berg@acme.example", "event": "product_page_vew"})
    assert [note.rpartition("; ")[2] for note in (*form["notes"], *told.json()["notes"])] == [
        'did you mean "demo"?', 'did you mean "product_page_view"?',
    ]  # fmt: skip
    assert "notes" not in await doors.submit()


async def test_the_points_of_the_score_add_up(doors):
    lead_id = (await doors.submit(form="webinar", employees=120))["lead_id"]
    for _ in range(2):
        await doors.http.post("/v1/track", json={"email": "anna.berg@acme.example", "event": "product_page_view"})
    score = (await doors.get(f"/v1/leads/{lead_id}/why"))["score"]
    assert round(sum(part["points"] for part in score["parts"]), 6) == score["total"]
    assert (score["total"], score["model"]) == (33.4, "base")


async def test_why_names_the_rungs_that_were_tried_and_what_was_missing(doors):
    lead_id = (await doors.submit())["lead_id"]
    why = await doors.get(f"/v1/leads/{lead_id}/why")
    assert (why["qualified"]["because"], why["routed"]["rung"]) == ("hand raised: asked for a demo", "pool")
    assert why["routed"]["tried"] == ["account_owner: no account"]
    assert "company" in why["missing"]


async def test_the_timeline_tells_each_fact_with_both_instants_and_its_reason(doors):
    lead_id = (await doors.submit(occurred_at="2027-03-02T09:00:00Z"))["lead_id"]
    facts = await doors.get(f"/v1/leads/{lead_id}/timeline")
    assert [fact["seq"] for fact in facts] == list(range(1, len(facts) + 1))
    assert (facts[0]["fact"], facts[0]["at"], facts[0]["kept_at"]) == (
        "Captured", "2027-03-02T09:00:00Z", "2027-03-02T10:00:00Z",
    )  # fmt: skip
    assert all(fact["because"] and fact["playbook"] for fact in facts)


async def test_the_brief_is_there_once_the_lead_was_handed_over(doors):
    early = (await doors.submit(form="newsletter", email="n@firm.example"))["lead_id"]
    late = (await doors.submit(**DETAIL))["lead_id"]
    assert (await doors.get(f"/v1/leads/{early}/brief"))["lines"] == []
    brief = await doors.get(f"/v1/leads/{late}/brief")
    assert (brief["lines"][0], brief["missing"]) == ("Anna Berg, COO, at Acme AB (Sweden)", ["campaign"])


@pytest.mark.parametrize("rest", ["", "/timeline", "/brief", "/why"])
@pytest.mark.parametrize("lead_id", ["L00000000000000000", "x%00y", "%F0%9F%98%80", "a" * 3_000])
async def test_a_lead_that_is_not_there_is_not_found(doors, lead_id, rest):
    answer = await doors.http.get(f"/v1/leads/{lead_id}{rest}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_leads_are_listed_a_page_at_a_time(doors):
    for n in range(5):
        await doors.submit(email=f"p{n}@firm.example")
    seen, path = [], "/v1/leads?limit=2"
    while path:
        answer = await doors.http.get(path)
        seen.append(len(answer.json()))
        path = answer.links.get("next", {}).get("url")
    assert seen == [2, 2, 1]


@pytest.mark.parametrize(
    ("query", "found"),
    [("owner=ana", 1), ("owner=mara", 0), ("stage=MQL", 2), ("stage=SQL", 0), ("email=P1@firm.example", 1)],
)
async def test_leads_are_found_by_owner_stage_and_address(doors, query, found):
    for n in range(2):
        await doors.submit(email=f"p{n}@firm.example")
    assert len(await doors.get(f"/v1/leads?{query}")) == found


@pytest.mark.parametrize(
    "path",
    ["leads?limit=0", "leads?limit=x", "leads?stage=odd", "leads?owner=%00", "clocks?state=odd", "outbox?state=odd"],
)
async def test_a_filter_that_is_none_is_refused_by_name(doors, path):
    answer = await doors.http.get(f"/v1/{path}")
    assert (answer.status_code, answer.json()["field"]) == (422, path.partition("?")[2].partition("=")[0])


async def test_whom_nobody_knows_is_no_empty_answer(doors):
    told = {
        "leads?owner=anna": '"anna" is nobody who works here. Did you mean "ana"?',
        "clocks?owner=x@lumen.example": '"x@lumen.example" is nobody who works here.',
        "leads?queue=triag": '"triag" is no queue. Did you mean "triage"?',
    }
    for path, says in told.items():
        answer = await doors.http.get(f"/v1/{path}")
        assert (answer.status_code, answer.json()["detail"].startswith(says)) == (422, True)
        assert {"ana", "triage"} & {*answer.json()["allowed"]}
    for listed in ("clocks", "outbox"):
        answer = await doors.http.get(f"/v1/{listed}?lead=nosuchlead")
        assert (answer.status_code, "no lead has the id" in answer.json()["detail"].lower()) == (404, True)


async def test_who_has_gone_is_still_asked_for_by_their_leads(doors):
    lead_id = (await doors.submit())["lead_id"]
    await doors.pool.execute("update app.leads set owner = 'gone'")
    assert [one["id"] for one in await doors.get("/v1/leads?owner=gone")] == [lead_id]
    assert await doors.get("/v1/clocks?owner=gone") == []
