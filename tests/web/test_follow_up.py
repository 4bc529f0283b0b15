"""Do programs and pages show the follow-up plan of a lead, and change it only in the name of who may?"""

from __future__ import annotations

import pytest

from tests.web.doors import PLAYBOOK

CADENCES = """cadences:
  standard:
    steps:
      - {call: first call, within: 4h, counts: [voicemail]}
      - {video: personal video, within: 1d, says: one minute}
      - {email: first e-mail, after: 2d}
      - {call: second call, after: 6d}
    least: {touches: 3, before: no_response}
    stop: {replied: [demo_request]}
"""


@pytest.fixture
def playbook():
    return PLAYBOOK + CADENCES


@pytest.fixture
async def lead_id(doors):
    return (await doors.submit())["lead_id"]


async def act(doors, lead_id, what, **sent):
    return await doors.http.post(f"/v1/leads/{lead_id}/{what}", json=sent)


async def plan(doors, lead_id):
    return (await doors.get(f"/v1/leads/{lead_id}"))["plan"]


def states(told):
    return [step["state"] for step in told["steps"]]


async def test_a_lead_that_somebody_has_shows_its_plan(doors, lead_id):
    told = await plan(doors, lead_id)
    assert (told["cadence"], told["state"], states(told)) == ("standard", "running", ["open"] * 4)
    assert [step["due_at"][:16] for step in told["steps"][:2]] == ["2027-03-02T14:00", "2027-03-03T10:00"]


async def test_a_touch_does_the_planned_one_and_the_next_is_named(doors, lead_id):
    lead = (await act(doors, lead_id, "touches", by="ana", kind="voicemail")).json()
    assert states(lead["plan"]) == ["done", "open", "open", "open"]
    assert lead["next_action"] == "accept or reject; then personal video"
    assert lead["next_due_at"].startswith("2027-03-03T10:00")


async def test_a_missed_step_is_late_and_told_once(doors, lead_id):
    await act(doors, lead_id, "touches", by="ana", kind="call")
    await doors.at("2027-03-03T10:00:00Z")
    before = [m for m in await doors.get(f"/v1/outbox?lead={lead_id}") if m["kind"] == "follow_up"]
    await doors.at("2027-03-03T17:00:00Z")
    after = [m for m in await doors.get(f"/v1/outbox?lead={lead_id}") if m["kind"] == "follow_up"]
    assert (len(before), len(after), states(await plan(doors, lead_id))[1]) == (0, 1, "late")


async def test_a_step_is_skipped_with_a_reason_by_who_has_the_lead(doors, lead_id):
    refused = await act(doors, lead_id, "steps/2/skip", by="bruno", reason="no camera")
    unsaid = await act(doors, lead_id, "steps/2/skip", by="ana", reason=" ")
    done = await act(doors, lead_id, "steps/2/skip", by="ana", reason="no camera")
    assert [one.status_code for one in (refused, unsaid, done)] == [403, 422, 200]
    assert done.json()["plan"]["steps"][1]["because"] == "personal video skipped by Ana: no camera"


@pytest.mark.parametrize("step", ["0", "5", "99999"])
async def test_a_step_that_is_not_there_cannot_be_skipped(doors, lead_id, step):
    assert (await act(doors, lead_id, f"steps/{step}/skip", by="ana", reason="why not")).status_code == 422


async def test_a_reply_ends_the_plan_and_wants_an_answer(doors, lead_id):
    await act(doors, lead_id, "touches", by="ana", kind="call")
    await act(doors, lead_id, "accept", by="ana")
    lead = (await act(doors, lead_id, "replies", by="ana", kind="email")).json()
    assert (lead["plan"]["ended"], lead["next_action"], lead["next_due_at"][:16]) == (
        "reply",
        "answer their reply",
        "2027-03-02T14:00",
    )


async def test_no_response_is_refused_until_enough_was_tried(doors, lead_id):
    await act(doors, lead_id, "touches", by="ana", kind="call")
    early = await act(doors, lead_id, "dispositions", by="ana", outcome="no_response")
    says = early.json()["detail"]
    assert (early.status_code, "takes 3 touches" in says, "1 were made" in says, "personal video" in says) == (
        409,
        True,
        True,
        True,
    )
    await act(doors, lead_id, "touches", by="ana", kind="email")
    await act(doors, lead_id, "touches", by="ana", kind="email")
    assert (await act(doors, lead_id, "dispositions", by="ana", outcome="no_response")).status_code == 200


@pytest.mark.parametrize(("by", "status"), [("bruno", 403), ("ana", 403), ("mara", 200)])
async def test_only_who_leads_the_owner_may_call_a_lead_silent_early(doors, lead_id, by, status):
    sent = {"by": by, "outcome": "no_response", "override": "the company has closed"}
    assert (await act(doors, lead_id, "dispositions", **sent)).status_code == status


async def test_a_refused_channel_is_left_out_of_the_plan(doors):
    lead_id = (await doors.submit(consent={"email": "no"}))["lead_id"]
    told = await plan(doors, lead_id)
    assert states(told) == ["open", "left_out", "left_out", "open"]
    assert told["steps"][2]["because"] == "first e-mail left out: the lead refuses email"


async def test_a_form_that_is_an_answer_ends_the_plan(doors, lead_id):
    await doors.submit(message="when can we talk?")
    assert (await plan(doors, lead_id))["ended"] == "reply"
