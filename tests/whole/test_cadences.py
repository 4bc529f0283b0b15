"""Does the follow-up of a lead hold in the cases of routing, time, escalation and undoing (C, D, E and F)?"""

from __future__ import annotations

from tests.whole.people import CALENDARS, playbook
from tests.whole.program import TUESDAY_TEN, Program

STEPS = """cadences:
  standard:
    steps:
      - {call: first call, within: 4h}
      - {video: personal video, within: 1d}
      - {email: first e-mail, after: 2d}
      - {call: second call, after: 4d}
    least: {touches: 4, before: no_response}
"""
WINDOWS = f"contact_windows: {{SE: win-sto}}\ncalendars:\n  win-sto: {CALENDARS['win-sto']}\n"


def planned(on: Program, *changes: tuple[str, str]) -> None:
    on.apply(playbook("planned", *changes) + STEPS)
    on.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})


def touch(on: Program, lead: str, kind: str, **more: str) -> dict:
    return on.ask("POST", f"/v1/leads/{lead}/touches", {"by": "ana", "kind": kind, **more})


def told(on: Program, lead: str) -> list[str]:
    return [m["to"] for m in on.outbox(lead) if m["kind"] == "follow_up" and m["state"] != "cancelled"]


def dues(lead: dict) -> list[str]:
    return [step["due_at"] for step in lead["plan"]["steps"]]


def test_d12_planned_touches_lie_in_the_hours_of_rep_and_lead(batonpass: Program):
    planned(batonpass, ("calendars:\n", WINDOWS))
    batonpass.now("2027-01-05T15:00:00Z")
    lead = batonpass.lead(batonpass.submit("demo", country="SE")["lead_id"])
    assert dues(lead)[:2] == ["2027-01-07T12:00:00Z", "2027-01-07T12:00:00Z"]
    assert lead["plan"]["steps"][0]["opens_at"] == "2027-01-05T15:00:00Z"


def test_e01_a_late_touch_is_told_once_by_however_many_workers(batonpass: Program):
    planned(batonpass)
    for _ in range(2):
        batonpass.start("worker")
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    touch(batonpass, lead, "email")
    batonpass.now("2027-03-02T14:00:00Z")
    early = told(batonpass, lead)
    batonpass.now("2027-03-02T14:00:01Z")
    batonpass.now("2027-03-02T17:00:00Z")
    assert (early, told(batonpass, lead)) == ([], ["ana@lumen.example"])
    assert len(batonpass.facts(lead, "FollowUpLate")) == 1


def test_e03_three_touches_missed_in_an_outage_are_one_message(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    touch(batonpass, lead, "call")
    batonpass.now("2027-03-09T10:00:00Z")
    assert [step["state"] for step in batonpass.lead(lead)["plan"]["steps"]] == ["done", "late", "late", "late"]


def test_c03_a_lead_that_is_handed_on_keeps_its_plan_and_gains_no_time(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    before = touch(batonpass, lead, "call")
    after = batonpass.ask("POST", f"/v1/leads/{lead}/reassign", {"by": "mara", "to": "nina"})
    assert after["plan"]["steps"][0]["state"] == "done"
    assert all(new <= old for new, old in zip(dues(after), dues(before), strict=True))


def test_f05_an_undone_rejection_leaves_the_plan_as_it_was(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    before = batonpass.lead(lead)["plan"]
    batonpass.now("2027-03-02T10:05:00Z")
    rejected = batonpass.ask("POST", f"/v1/leads/{lead}/reject", {"by": "ana", "reason": "no_budget"})
    batonpass.now("2027-03-02T10:15:00Z")
    undone = batonpass.ask("POST", f"/v1/leads/{lead}/undo", {"by": "ana"})
    assert (rejected["plan"]["ended"], undone["plan"]) == ("rejection", before)


def test_a_reply_stops_every_planned_touch_for_good(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    touch(batonpass, lead, "call")
    batonpass.ask("POST", f"/v1/leads/{lead}/replies", {"by": "ana"})
    batonpass.now("2027-03-02T12:00:00Z")
    touch(batonpass, lead, "email")
    batonpass.ask("POST", f"/v1/leads/{lead}/accept", {"by": "ana"})
    batonpass.now("2027-03-04T11:59:59Z")
    assert told(batonpass, lead) == []
    assert batonpass.lead(lead)["next_action"] == "say what became of it"


def test_no_response_waits_for_the_touches_that_were_agreed_on(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    silent = {"by": "ana", "outcome": "no_response"}
    for n in range(4):
        refused = batonpass.ask("POST", f"/v1/leads/{lead}/dispositions", silent, expect=409)
        assert f"takes 4 touches in this round, and {n} were made" in refused["detail"]
        touch(batonpass, lead, "call")
    assert batonpass.ask("POST", f"/v1/leads/{lead}/dispositions", silent)["stage"] == "Nurture"


def test_every_open_lead_has_a_next_action_and_a_due_time_from_hand_over_to_outcome(batonpass: Program):
    planned(batonpass)
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.ask("POST", f"/v1/leads/{lead}/accept", {"by": "ana"})
    seen = [batonpass.lead(lead)]
    for day, kind in ((2, "call"), (3, "video"), (4, "email"), (6, "call"), (8, "call"), (9, "call")):
        batonpass.now(f"2027-03-{day:02}T16:00:00Z")
        seen.append(touch(batonpass, lead, kind))
    assert all(one["next_action"] and one["next_due_at"] and one["owner"] for one in seen)
