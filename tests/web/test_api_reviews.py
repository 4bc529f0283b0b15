"""Can another program see what waits for marketing and answer for a person, and only with marketing's key?"""

from __future__ import annotations

import pytest

from batonpass.store import directory
from tests.web.doors import PLAYBOOK, open_doors

REVIEW = "  review: {by: person, people: [mara], within: 2h, hand_raisers: wait, unseen: pass}\n  hand_raisers:"
LOOKED_AT = PLAYBOOK.replace("  hand_raisers:", REVIEW, 1)


@pytest.fixture
async def desk(database):
    """The application under a playbook that asks for marketing's yes."""
    async with open_doors(database, LOOKED_AT) as opened:
        yield opened


async def answer(desk, lead, verdict, expect=200, **sent):
    got = await desk.http.post(f"/v1/reviews/{lead}/{verdict}", json={"by": "mara", **sent})
    assert got.status_code == expect, got.text
    return got.json()


async def test_a_lead_that_waits_says_so_at_the_door_and_promises_nobody_s_touch(desk):
    lead = await desk.submit()
    assert (lead["stage"], lead["owner"], lead["due_at"]) == ("Engaged", None, None)
    assert "marketing looks first" in lead["because"]


async def test_what_waits_comes_with_its_reasons_and_its_promise(desk):
    lead = await desk.submit()
    (one,) = await desk.get("/v1/reviews")
    assert (one["lead_id"], one["due_at"], one["unseen"]) == (lead["lead_id"], "2027-03-02T12:00:00Z", "pass")
    assert any("asked for a demo" in reason or "demo" in reason for reason in one["reasons"])


async def test_what_waits_is_told_as_of_now_and_its_points_as_people_write_them(desk):
    await desk.submit()
    await desk.at("2027-03-02T10:45:00Z")
    (one,) = await desk.get("/v1/reviews")
    assert one["told"].startswith("Asked for a demo 45 minutes ago.")
    assert (any("just now" in line for line in one["brief"]), one["reasons"][0].split()[0]) == (False, "+40")


async def test_the_first_touch_is_promised_from_the_yes(desk):
    lead = await desk.submit()
    await desk.at("2027-03-02T10:45:00Z")
    told = await answer(desk, lead["lead_id"], "approve")
    touch = next(one for one in told["clocks"] if one["promise"] == "first_touch")
    assert (touch["started_at"], touch["due_at"]) == ("2027-03-02T10:45:00Z", "2027-03-02T11:15:00Z")


async def test_marketing_s_own_promise_is_judged_by_itself(desk):
    lead = await desk.submit()
    await desk.at("2027-03-02T10:45:00Z")
    told = await answer(desk, lead["lead_id"], "approve")
    review = next(one for one in told["clocks"] if one["promise"] == "review")
    assert (review["state"], review["ended_at"]) == ("met", "2027-03-02T10:45:00Z")


async def test_who_answers_second_hears_who_was_faster(desk):
    lead = await desk.submit()
    await answer(desk, lead["lead_id"], "approve")
    late = await answer(desk, lead["lead_id"], "refuse", 409, by="ana", reason="not_yet")
    assert "Mara" in late["detail"]


async def test_a_lead_nobody_looks_at_passes_on_by_its_clock_alone(desk):
    lead = await desk.submit()
    await desk.at("2027-03-02T12:00:00Z")
    assert (await desk.get(f"/v1/leads/{lead['lead_id']}"))["stage"] == "Engaged"
    await desk.at("2027-03-02T12:00:01Z")
    now = await desk.get(f"/v1/leads/{lead['lead_id']}")
    assert (now["stage"], now["owner"] in ("ana", "bruno")) == ("MQL", True)


async def test_a_lead_sent_back_by_a_key_carries_its_reason(desk):
    lead = await desk.submit()
    assert (await answer(desk, lead["lead_id"], "refuse", reason="not_our_customer"))["stage"] == "Disqualified"


async def test_a_question_and_an_answer_taken_back_leave_it_waiting(desk):
    lead = (await desk.submit())["lead_id"]
    await answer(desk, lead, "ask", says="Which team?")
    await answer(desk, lead, "approve")
    await answer(desk, lead, "undo")
    (one,) = await desk.get("/v1/reviews")
    assert [asked["says"] for asked in one["questions"]] == ["Which team?"]


async def test_an_unknown_reason_names_those_there_are(desk):
    lead = await desk.submit()
    assert "not_yet" in (await answer(desk, lead["lead_id"], "refuse", 422, reason="because"))["detail"]


@pytest.mark.parametrize("scope", ["read", "act", "sales"])
async def test_only_marketing_s_key_answers(desk, scope):
    lead = await desk.submit()
    async with await desk.with_key(scope) as other:
        got = await other.post(f"/v1/reviews/{lead['lead_id']}/approve", json={"by": "mara"})
    assert got.status_code == 403


async def test_a_later_playbook_without_reviews_leaves_the_promise_of_a_waiting_lead_alone(desk):
    lead = await desk.submit()
    await directory.apply(desk.pool, PLAYBOOK.replace('version: "1"', 'version: "2"', 1), where="p.yaml", by="test")
    (one,) = await desk.get("/v1/reviews")
    await desk.at("2027-03-02T12:00:01Z")
    assert (one["due_at"], (await desk.get(f"/v1/leads/{lead['lead_id']}"))["stage"]) == ("2027-03-02T12:00:00Z", "MQL")
