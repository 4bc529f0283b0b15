"""Do requests about leads change what they should, in the name of who may, and nothing otherwise?"""

from __future__ import annotations

import asyncio

import pytest

from tests.web.doors import Doors


@pytest.fixture
async def lead_id(doors) -> str:
    """A lead of Ana's with a promise until half past ten."""
    return (await doors.submit())["lead_id"]


async def act(doors: Doors, lead_id: str, what: str, **sent):
    return await doors.http.post(f"/v1/leads/{lead_id}/{what}", json=sent)


async def queued(doors: Doors, n: int = 0) -> str:
    """A lead that waits in triage."""
    lead_id = (await doors.submit(email=f"q{n}@firm.example"))["lead_id"]
    await act(doors, lead_id, "reassign", to="triage")
    return lead_id


async def test_a_touch_keeps_the_promise(doors, lead_id):
    answer = await act(doors, lead_id, "touches", by="ana", kind="call")
    assert (answer.status_code, answer.json()["clocks"][0]["state"]) == (200, "met")


async def test_people_may_be_named_by_their_address(doors, lead_id):
    answer = await act(doors, lead_id, "touches", by="Ana@lumen.example", kind="Call")
    assert (answer.status_code, answer.json()["clocks"][0]["state"]) == (200, "met")
    answer = await act(doors, lead_id, "reassign", by="mara@lumen.example", to="bruno@lumen.example")
    assert (answer.status_code, answer.json()["owner"]) == (200, "bruno")
    answer = await act(doors, lead_id, "accept", by="nobody@lumen.example")
    assert (answer.status_code, answer.json()["field"]) == (422, "by")


@pytest.mark.parametrize(
    ("at", "verdict"), [("10:30:00.000", "met"), ("10:29:60", "met"), ("10:30:00.001", "breached")]
)
async def test_a_touch_counts_from_its_own_instant(doors, lead_id, at, verdict):
    """Scenario D27: a touch at the due instant is in time, one a millisecond later is not."""
    await doors.at("2027-03-02T10:40:00Z")
    answer = await act(doors, lead_id, "touches", by="ana", kind="call", at=f"2027-03-02T{at}Z")
    assert answer.json()["clocks"][0]["state"] == verdict


async def test_an_accepted_lead_is_taken_on_and_a_second_time_changes_nothing(doors, lead_id):
    answers = [await act(doors, lead_id, "accept", by="ana") for _ in range(2)]
    assert [(a.status_code, a.json()["stage"]) for a in answers] == [(200, "SAL"), (200, "SAL")]
    assert len([f for f in await doors.get(f"/v1/leads/{lead_id}/timeline") if f["fact"] == "Accepted"]) == 1


async def test_a_stage_is_never_set_by_hand(doors, lead_id):
    """Scenario F15: somebody jumps a stage, accepts twice, or accepts what is a colleague's: refused, once, refused."""
    answer = await doors.http.patch(f"/v1/leads/{lead_id}", json={"stage": "Opportunity"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")
    assert (await doors.http.get(f"/v1/leads/{lead_id}")).json()["stage"] == "MQL"


async def test_an_outcome_that_is_missing_is_asked_for_with_those_there_are(doors, lead_id):
    answer = await act(doors, lead_id, "dispositions", by="ana")
    assert (answer.status_code, "converted" in answer.json()["allowed"]) == (422, True)


async def test_only_its_owner_may_accept_a_lead(doors, lead_id):
    answer = await act(doors, lead_id, "accept", by="bruno")
    assert (answer.status_code, "Ana" in answer.json()["detail"]) == (403, True)


async def test_a_rejection_ends_the_promise_and_says_what_follows(doors, lead_id):
    answer = await act(doors, lead_id, "reject", by="ana", reason="no_budget")
    assert (answer.status_code, answer.json()["stage"]) == (200, "Nurture")


@pytest.mark.parametrize(
    "sent", [{}, {"reason": None}, {"reason": "other"}, {"reason": "other", "note": " "}, {"reason": "unknown_code"}]
)
async def test_a_rejection_without_a_proper_reason_lists_the_reasons_and_changes_nothing(doors, lead_id, sent):
    """Scenario F07: a rejection without a reason is refused, with the reasons there are."""
    answer = await act(doors, lead_id, "reject", by="ana", **sent)
    lead = await doors.get(f"/v1/leads/{lead_id}")
    assert (answer.status_code, "no_budget" in answer.json()["allowed"]) == (422, True)
    assert (lead["stage"], lead["clocks"][0]["state"]) == ("MQL", "running")


async def test_what_is_null_is_left_out(doors, lead_id):
    """Programs that know of a reason send it for every outcome, for some as null."""
    await act(doors, lead_id, "accept", by="ana")
    nulls = {"reason": None, "note": None, "override": None}
    answer = await act(doors, lead_id, "dispositions", by="ana", outcome="converted", **nulls)
    assert (answer.status_code, answer.json()["stage"]) == (200, "SQL")


async def test_a_rejection_that_is_undone_leaves_the_promise_as_it_was(doors, lead_id):
    """Scenario F05: a rejection is taken back in time: as if it had not been, and it bought nobody time."""
    await act(doors, lead_id, "reject", by="ana", reason="no_budget")
    await doors.at("2027-03-02T10:15:00Z")
    clock = (await act(doors, lead_id, "undo", by="ana")).json()["clocks"][0]
    assert (clock["state"], clock["due_at"]) == ("running", "2027-03-02T10:30:00Z")


async def test_nothing_can_be_undone_when_nothing_was_decided(doors, lead_id):
    assert (await act(doors, lead_id, "undo", by="ana")).status_code == 409


async def test_a_worked_lead_ends_with_an_outcome(doors, lead_id):
    await act(doors, lead_id, "accept", by="ana")
    answer = await act(doors, lead_id, "dispositions", by="ana", outcome="recycled", reason="timing")
    assert (answer.status_code, answer.json()["stage"]) == (200, "Nurture")


async def test_an_outcome_that_is_none_lists_the_outcomes(doors, lead_id):
    answer = await act(doors, lead_id, "dispositions", by="ana", outcome="lost in space")
    assert (answer.status_code, answer.json()["field"]) == (422, "outcome")
    assert "converted" in answer.json()["allowed"]


async def test_only_who_leads_the_owner_may_let_its_promise_move_later(doors, lead_id):
    own = await doors.http.post(f"/v1/leads/{lead_id}/reassign", json={"by": "ana", "to": "bruno", "waive": "later"})
    assert (own.status_code, "move later" in own.json()["detail"]) == (403, True)
    assert (await act(doors, lead_id, "reassign", by="mara", to="bruno", waive="she knows them")).status_code == 200


async def test_a_reassigned_lead_buys_no_time(doors, lead_id):
    await doors.at("2027-03-02T10:10:00Z")
    lead = (await act(doors, lead_id, "reassign", to="bruno")).json()
    assert (lead["owner"], lead["clocks"][0]["due_at"]) == ("bruno", "2027-03-02T10:30:00Z")


@pytest.mark.parametrize("to", ["nobody", "", "a" * 600, "x\x00y"])
async def test_a_lead_goes_to_nobody_who_is_not_there(doors, lead_id, to):
    assert (await act(doors, lead_id, "reassign", to=to)).status_code == 422
    assert (await doors.get(f"/v1/leads/{lead_id}"))["owner"] == "ana"


async def test_a_persons_key_acts_for_that_person_without_saying_so(doors, lead_id):
    ana = await doors.with_key("act", rep="ana")
    answer = await ana.post(f"/v1/leads/{lead_id}/accept")
    assert (answer.status_code, answer.json()["stage"]) == (200, "SAL")


async def test_a_persons_key_acts_for_nobody_else(doors, lead_id):
    bruno = await doors.with_key("act", rep="bruno")
    answer = await bruno.post(f"/v1/leads/{lead_id}/accept", json={"by": "ana"})
    assert (answer.status_code, (await doors.get(f"/v1/leads/{lead_id}"))["stage"]) == (403, "MQL")


async def test_a_key_of_nobody_must_say_who_acts(doors, lead_id):
    answer = await act(doors, lead_id, "accept")
    assert (answer.status_code, answer.json()["field"]) == (422, "by")


async def test_of_two_who_claim_a_lead_one_gets_it_and_the_other_hears_who(doors):
    """Scenario C15: two reps claim one lead: the first has it, the second is told who was first."""
    for n in range(20):
        lead_id = await queued(doors, n)
        answers = await asyncio.gather(*(act(doors, lead_id, "claim", by=by) for by in ("ana", "bruno")))
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code) == (200, 409)
        assert won.json()["owner"].title() in lost.json()["detail"]


async def test_a_lead_in_a_queue_is_routed_again_once_the_ladder_names_somebody(doors, lead_id):
    assert (await act(doors, lead_id, "reassign", by="mara", to="triage")).json()["queue"] == "triage"
    found = await act(doors, lead_id, "route")
    assert (found.status_code, found.json()["owner"], found.json()["queue"]) == (200, "bruno", None)
    again = await act(doors, lead_id, "route")
    assert (again.status_code, "belongs to Bruno" in again.json()["detail"]) == (409, True)


@pytest.mark.parametrize("what", ["touches", "accept", "reject", "dispositions", "reassign", "claim", "route", "undo"])
async def test_a_lead_that_is_not_there_cannot_be_worked(doors, what):
    sent = {"by": "ana", "kind": "call", "outcome": "converted", "to": "ana"}
    for lead_id in ("L00000000000000000", "x%00y"):
        answer = await act(doors, lead_id, what, **sent)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_a_body_that_is_no_object_is_told_so_in_words(doors, lead_id):
    answers = [await doors.http.post(f"/v1/leads/{lead_id}/{what}", json=["ana"]) for what in ("accept", "touches")]
    assert {(one.status_code, one.json()["detail"]) for one in answers} == {(422, "Send one JSON object: { … }.")}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"by": "ana"}, "kind"),
        ({"by": "ana", "kind": 5}, "kind"),
        ({"by": "ana", "kind": "pigeon"}, "kind"),
        ({"by": ["ana"], "kind": "call"}, "by"),
        ({"by": "nobody", "kind": "call"}, "by"),
        ({"by": "ana", "kind": "call", "at": "yesterday"}, "at"),
        ({"by": "ana", "kind": "call", "at": "2027-03-02T10:00:00"}, "at"),
        ({"by": "ana", "kind": "call", "at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"by": "ana", "kind": "call", "at": "2027-03-02T12:00:00Z"}, "at"),
        ({"by": "ana", "kind": "call", "at": 1e300}, "at"),
    ],
)
async def test_a_touch_that_is_wrong_names_the_field_and_changes_nothing(doors, lead_id, sent, field):
    answer = await act(doors, lead_id, "touches", **sent)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert (await doors.get(f"/v1/leads/{lead_id}"))["touches"] == 0
