"""Both handoffs from the form to the end, the ways back, and what is reminded of: against the running program."""

from __future__ import annotations

import re

import pytest

from batonpass.connectors.catcher.kept import Mail
from tests.whole.patience import until
from tests.whole.program import TUESDAY_TEN, Program
from tests.whole.second_half import clock, do, join_in, qualified


@pytest.fixture
def both(batonpass: Program) -> Program:
    """The program with account executives, on Tuesday at ten."""
    join_in(batonpass)
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now(TUESDAY_TEN)
    return batonpass


def mailed(on: Program, name: str) -> Mail:
    """The last mail to somebody."""
    until(lambda: on.post.to(f"{name}@lumen.example"), f"a mail to {name}")
    return on.post.to(f"{name}@lumen.example")[-1]


def test_a_lead_goes_through_both_handoffs_from_the_form_to_the_end(both: Program):
    lead = qualified(both, company="Acme")
    do(both, lead, "notes", by="ana", text="Runs on spreadsheets", kind="call", meeting_at="2027-03-04T15:00:00Z")
    both.now("2027-03-02T11:00:00Z")
    handed = do(both, lead, "handoff", by="ana")
    assert (handed["stage"], handed["owner"], handed["next_action"]) == ("SAL", "otto", "take over or give back")
    assert clock(handed, "ae_accept")["due_at"] == "2027-03-02T15:00:00Z"
    both.now("2027-03-02T11:00:01Z")
    mail = mailed(both, "otto")
    for line in (
        "Found out: Is there a way to a budget? Path (board in May)",
        "Note: Runs on spreadsheets",
        "Next meeting: Thu 4 Mar 15:00",
    ):
        assert line in mail.text
    taken = do(both, lead, "accept", by="otto")
    assert (taken["stage"], clock(taken, "ae_accept")["state"], clock(taken, "dispose")["state"]) == (
        "SQL",
        "met",
        "met",
    )
    deal = {"amount": 12000, "currency": "EUR", "close_date": "2027-05-31", "deal_id": "D-7"}
    opened = do(both, lead, "opportunity", by="otto", **deal)
    assert (opened["stage"], opened["second"]["deal"]["amount"], clock(opened, "win")["due_at"]) == (
        "Opportunity", 12000, "2027-06-01T08:00:00Z",
    )  # fmt: skip
    won = both.ask("POST", "/v1/deals/D-7", {"stage": "won", "amount": 11500.5, "currency": "EUR"})
    assert (won["stage"], won["second"]["deal"]["amount"], won["next_due_at"]) == ("Won", 11500.5, None)
    assert won["next_action"] == ""


@pytest.mark.parametrize(
    ("wanted", "stage"), [("Accept: ", "SQL"), ("Reject, they did not come to the meeting: ", "SAL")]
)
def test_the_links_of_the_mail_take_a_lead_over_and_give_it_back(both: Program, wanted, stage):
    lead = qualified(both)
    do(both, lead, "handoff", by="ana")
    both.now("2027-03-02T10:00:01Z")
    link = re.search(re.escape(wanted) + r"\S*(/do/\S+)", mailed(both, "otto").text).group(1)
    assert both.http.get(link).status_code == 200
    assert both.lead(lead)["second"]["waiting"]
    assert both.http.post(link, data={"note": ""}, headers={"Origin": str(both.http.base_url)}).status_code == 200
    after = both.lead(lead)
    assert (after["stage"], after["second"]["waiting"]) == (stage, False)


def test_a_lead_that_is_not_ready_is_refused_with_what_it_lacks(both: Program):
    taken = both.submit()
    lead = taken["lead_id"]
    do(both, lead, "accept", by="ana")
    do(both, lead, "checklist", by="ana", answers={"need": "unknown", "budget": "none"}, notes={"need": "n" * 2_000})
    refused = do(both, lead, "handoff", by="ana", expect=422)
    assert refused["allowed"] == ["need", "money"]
    lacks = both.ask("GET", f"/v1/leads/{lead}/checklist")
    assert (lacks["ready"], [one["name"] for one in lacks["lacks"]]) == (False, ["need", "money"])
    need = next(one for one in lacks["questions"] if one["name"] == "need")
    assert need["answer"]["note"] == "n" * 2_000


@pytest.mark.parametrize(
    ("reason", "due"), [("no_show", "2027-03-17T10:00:00Z"), ("new_people", "2027-03-19T10:00:00Z")]
)
def test_what_comes_back_buys_no_time_but_for_a_listed_reason(both: Program, reason, due):
    lead = qualified(both)
    assert clock(both.lead(lead), "dispose")["due_at"] == "2027-03-16T10:00:00Z"
    both.now("2027-03-04T10:00:00Z")
    do(both, lead, "handoff", by="ana")
    both.now("2027-03-05T10:00:00Z")
    back = do(both, lead, "ae-return", by="otto", reason=reason)
    assert (back["owner"], clock(back, "dispose")["due_at"]) == ("ana", due)


def test_a_rejection_goes_through_nurture_to_a_second_cycle_with_its_history(both: Program):
    lead = qualified(both)
    do(both, lead, "handoff", by="ana")
    back = do(both, lead, "ae-return", by="otto", reason="too_early")
    assert (back["stage"], back["owner"], back["next_due_at"]) == ("Nurture", None, None)
    both.now("2027-03-09T10:00:00Z")
    both.submit("ebook")
    assert both.lead(lead)["stage"] == "Nurture"
    assert clock(both.lead(lead), "rest")["due_at"] == "2027-04-01T09:00:00Z"
    both.now("2027-04-01T09:00:01Z")
    again = both.submit("demo")
    assert (again["lead_id"], again["stage"], again["owner"]) == (lead, "MQL", "ana")
    second = both.lead(lead)["second"]
    assert (second["answers"]["need"]["value"], second["rounds"], second["sdr"]) == ("yes", 0, None)
    assert [c["cycle"] for c in both.lead(lead)["clocks"] if c["promise"] == "first_touch"] == [1, 2]


def test_points_wait_for_the_cool_down_and_a_raised_hand_does_not(both: Program):
    points, hand = (both.submit("ebook", f"{who}@firm.example")["lead_id"] for who in ("points", "hand"))
    for lead in (points, hand):
        do(both, lead, "reject", by="ana", reason="not_now")
    both.now("2027-03-20T10:00:00Z")
    assert both.submit("webinar", "points@firm.example")["stage"] != "MQL"
    assert both.submit("demo", "hand@firm.example")["stage"] == "MQL"
    both.now("2027-04-02T10:00:00Z")
    assert both.submit("webinar", "points@firm.example")["stage"] == "MQL"


def test_fourteen_local_days_over_the_clock_change_remind_the_rep_and_tell_the_manager(both: Program):
    both.now("2027-03-23T10:00:00Z")
    lead = both.submit()["lead_id"]
    do(both, lead, "touches", by="ana", kind="call")
    accepted = do(both, lead, "accept", by="ana")
    assert clock(accepted, "dispose")["due_at"] == "2027-04-06T09:00:00Z"
    both.now("2027-04-06T09:00:00Z")
    assert [m["kind"] for m in both.outbox(lead) if m["kind"] in ("reminder", "breach")] == []
    both.now("2027-04-06T09:00:01Z")
    told = sorted((m["kind"], m["to"]) for m in both.outbox(lead) if m["kind"] in ("reminder", "breach"))
    assert told == [("breach", "mara@lumen.example"), ("reminder", "ana@lumen.example")]


def test_an_account_executive_who_is_silent_is_passed_over_within_working_time(both: Program):
    lead = qualified(both)
    both.now("2027-03-02T10:30:00Z")
    do(both, lead, "handoff", by="ana")
    both.now("2027-03-03T09:30:01Z")
    steps = [(s["percent"], s["step_at"]) for s in both.facts(lead, "Escalated") if s["promise"] == "ae_accept"]
    assert steps == [(50, "2027-03-02T12:30:00Z"), (100, "2027-03-02T14:30:00Z"), (200, "2027-03-03T09:30:00Z")]
    assert (both.lead(lead)["owner"], both.lead(lead)["stage"]) == ("paula", "SAL")


def test_a_note_with_one_key_is_taken_once(both: Program):
    lead = qualified(both)
    for _ in range(2):
        do(both, lead, "notes", by="ana", text="They like it", key="n-1")
    assert len(both.lead(lead)["second"]["notes"]) == 1
    other = do(both, lead, "notes", by="ana", text="They do not", key="n-1", expect=422)
    assert other["type"].endswith("idempotency-key-reuse")


def test_nobody_jumps_a_stage_and_nobody_acts_for_another(both: Program):
    lead = both.submit()["lead_id"]
    do(both, lead, "opportunity", by="ana", expect=409)
    do(both, lead, "handoff", by="ana", expect=409)
    do(both, lead, "won", by="bruno", expect=403)
    assert both.lead(lead)["stage"] == "MQL"


def test_leave_and_full_hands_count_for_account_executives_too(both: Program):
    asked = qualified(both, email="asked@firm.example")
    assert do(both, asked, "handoff", by="ana")["owner"] == "otto"
    both.put("/v1/reps/otto", {"name": "Otto", "email": "otto@lumen.example", "calendar": "cal-lis", "manager": "mara",
                               "leave": [{"first": "2027-03-01", "last": "2027-03-05"}]})  # fmt: skip
    owners = {do(both, qualified(both, email=f"{n}@firm.example"), "handoff", by="ana")["owner"] for n in range(3)}
    both.now("2027-03-02T10:01:00Z")
    assert owners | {both.lead(asked)["owner"]} == {"paula"}
