"""Is a promise due when counting by hand says so, and what do people do to it (cases D, E and F)?"""

from __future__ import annotations

import pytest

from tests.whole.people import CALENDARS, playbook
from tests.whole.program import TUESDAY_TEN, Program

ONLY = [
    ("D01", "ana", "ebook", "2027-03-02T15:00:00Z", "2027-03-03T10:00:00Z"),
    ("D02a", "ana", "demo", "2027-03-02T08:59:59Z", "2027-03-02T09:30:00Z"),
    ("D02b", "ana", "demo", "2027-03-02T09:00:00Z", "2027-03-02T09:30:00Z"),
    ("D02c", "ana", "demo", "2027-03-02T17:59:59Z", "2027-03-03T09:29:59Z"),
    ("D02d", "ana", "demo", "2027-03-02T18:00:00Z", "2027-03-03T09:30:00Z"),
    ("D03", "ana", "demo", "2027-03-02T17:30:00Z", "2027-03-02T18:00:00Z"),
    ("D13a", "greta", "demo", "2027-01-06T09:00:00Z", "2027-01-06T09:30:00Z"),
    ("D13b", "moritz", "demo", "2027-01-06T09:01:00Z", "2027-01-07T08:30:00Z"),
    ("D22", "vic", "demo", "2027-01-11T16:30:00Z", "2027-01-11T17:00:00Z"),
    ("D17", "olivia", "demo", "2027-03-07T22:30:00Z", "2027-03-07T23:00:00Z"),
    ("D13c", "greta", "demo", "2027-03-08T09:00:00Z", "2027-03-09T08:30:00Z"),
    ("D13d", "moritz", "demo", "2027-03-08T09:01:00Z", "2027-03-08T09:31:00Z"),
    ("D06", "nina", "ebook", "2027-03-12T21:30:00Z", "2027-03-15T16:30:00Z"),
    ("D15", "tal", "ebook", "2027-03-25T14:00:00Z", "2027-03-28T09:00:00Z"),
    ("D07", "bo", "ebook", "2027-03-27T23:30:00Z", "2027-03-28T03:30:00Z"),
    ("D17b", "olivia", "ebook", "2027-04-02T05:30:00Z", "2027-04-05T02:30:00Z"),
]


def test_due_instants_follow_each_owners_own_calendar(batonpass: Program):
    found = {}
    for name, rep, form, at, _ in sorted(ONLY, key=lambda case: case[3]):
        batonpass.put("/v1/pools/emea", {"members": [{"rep": rep}]})
        batonpass.now(at)
        found[name] = batonpass.submit(form, f"{name}@firm.example")["due_at"]
    assert found == {name: due for name, _, _, _, due in ONLY}


def test_d11_a_holiday_of_the_rep_and_not_of_the_lead(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}, {"rep": "astrid"}]})
    batonpass.now("2026-12-08T09:00:00Z")
    both = batonpass.submit("demo", "a@firm.example", country="SE")
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    alone = batonpass.submit("demo", "b@firm.example", country="SE")
    assert (both["owner"], both["due_at"]) == ("astrid", "2026-12-08T09:30:00Z")
    assert (alone["owner"], alone["due_at"]) == ("ana", "2026-12-09T09:30:00Z")
    batonpass.now("2026-12-08T09:00:01Z")
    assert len(batonpass.post.to("mara@lumen.example")) == 1


@pytest.mark.parametrize(("hours", "due"), [("owner", "2027-01-06T10:30:00Z"), ("both", "2027-01-07T09:30:00Z")])
def test_d12_a_holiday_of_the_lead_and_not_of_the_rep(batonpass: Program, hours, due):
    windows = f"contact_windows: {{SE: win-sto}}\ncalendars:\n  win-sto: {CALENDARS['win-sto']}\n"
    tier = ("    first_touch: 30m", f"    first_touch: 30m\n    hours: {hours}")
    batonpass.apply(playbook(hours, ("calendars:\n", windows), tier))
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now("2027-01-06T10:00:00Z")
    taken = batonpass.submit("demo", country="SE")
    assert taken["due_at"] == due
    assert batonpass.lead(taken["lead_id"])["clocks"][0]["call_not_before"] == "2027-01-07T08:00:00Z"


def test_d19_a_shorter_promise_holds_for_what_starts_after_it(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now("2027-03-03T16:00:00Z")
    old = batonpass.submit("ebook", "l@firm.example")
    batonpass.now("2027-03-03T17:00:00Z")
    batonpass.apply(playbook("v2", ("first_touch: 4h", "first_touch: 2h")))
    new = batonpass.submit("ebook", "m@firm.example")
    assert batonpass.lead(old["lead_id"])["next_due_at"] == "2027-03-04T11:00:00Z"
    assert new["due_at"] == "2027-03-04T10:00:00Z"


def test_d25_a_call_before_the_assignment_took_no_time(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-02T10:03:00Z")
    called = {"by": "ana", "kind": "call", "at": "2027-03-02T09:58:00Z"}
    (clock,) = batonpass.ask("POST", f"/v1/leads/{lead}/touches", called)["clocks"]
    assert (clock["state"], clock["response_seconds"]) == ("met", 0)


def test_d26_a_touch_in_time_told_late_is_met_and_the_manager_is_corrected(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-02T10:31:00Z")
    assert batonpass.lead(lead)["clocks"][0]["state"] == "breached"
    batonpass.now("2027-03-02T10:55:00Z")
    called = {"by": "ana", "kind": "call", "at": "2027-03-02T10:20:00Z"}
    assert batonpass.ask("POST", f"/v1/leads/{lead}/touches", called)["clocks"][0]["state"] == "met"
    batonpass.now("2027-03-02T13:00:00Z")
    assert [s["percent"] for s in batonpass.facts(lead, "Escalated")] == [50, 100]
    assert [m["kind"] for m in batonpass.outbox(lead)].count("corrected") == 1


def test_d27_the_due_instant_itself_is_in_time(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    a, b = (batonpass.submit("demo", f"{who}@firm.example") for who in "ab")
    batonpass.now("2027-03-02T10:30:00Z")
    met = batonpass.ask("POST", f"/v1/leads/{a['lead_id']}/touches", {"by": a["owner"], "kind": "call"})
    batonpass.now("2027-03-02T10:30:00.001Z")
    late = batonpass.ask("POST", f"/v1/leads/{b['lead_id']}/touches", {"by": b["owner"], "kind": "call"})
    assert [lead["clocks"][0]["state"] for lead in (met, late)] == ["met", "breached"]
    assert [s["percent"] for s in batonpass.facts(a["lead_id"], "Escalated")] == [50]


IMPOSSIBLE = [
    {"tz": "Europe/Lisbon", "days": [], "hours": ["09:00", "18:00"]},
    {"tz": "Mars/Phobos", "days": ["Mon"], "hours": ["09:00", "18:00"]},
    {"tz": "GMT+2", "days": ["Mon"], "hours": ["09:00", "18:00"]},
    {"tz": "Europe/Lisbon", "days": ["Mon"], "hours": ["18:00", "09:00"]},
    {"tz": "Europe/Lisbon", "days": ["Mon"], "hours": ["09:00", "09:00"]},
]


def test_d29_impossible_calendars_are_refused(batonpass: Program):
    answers = [batonpass.http.put("/v1/calendars/broken", json=calendar) for calendar in IMPOSSIBLE]
    said = {(a.status_code, a.headers["content-type"]) for a in answers}
    assert said == {(422, "application/problem+json")}


def test_e14_the_ladder_climbs_in_working_hours(batonpass: Program):
    batonpass.now("2027-03-02T17:40:00Z")
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-03T10:00:00Z")
    steps = {s["percent"]: s["step_at"] for s in batonpass.facts(lead, "Escalated")}
    assert steps == {50: "2027-03-02T17:55:00Z", 100: "2027-03-03T09:10:00Z", 200: "2027-03-03T09:40:00Z"}
    assert batonpass.lead(lead)["owner"] == "bruno"
    kinds = [m["kind"] for m in batonpass.outbox(lead)]
    assert sorted(kinds) == ["ack", "assigned", "breach", "reassigned", "reminder", "taken_away"]
    assert len(batonpass.post.to("mara@lumen.example")) == 1


def test_f05_a_rejection_taken_back_in_time_is_as_if_it_had_not_been(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-02T10:05:00Z")
    batonpass.ask("POST", f"/v1/leads/{lead}/reject", {"by": "ana", "reason": "no_budget"})
    batonpass.now("2027-03-02T10:15:00Z")
    back = batonpass.ask("POST", f"/v1/leads/{lead}/undo", {"by": "ana"})
    assert [(c["state"], c["due_at"]) for c in back["clocks"]] == [("running", "2027-03-02T10:30:00Z")]


def test_f07_a_rejection_without_a_reason_is_refused_with_the_reasons_there_are(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    for body in ({}, {"reason": "other", "note": ""}, {"reason": "bored"}):
        refused = batonpass.ask("POST", f"/v1/leads/{lead}/reject", {"by": "ana", **body}, expect=422)
        assert "no_budget" in str(refused)
    assert batonpass.lead(lead)["clocks"][0]["state"] == "running"


def test_f15_only_the_owner_accepts_and_twice_is_once(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.ask("POST", f"/v1/leads/{lead}/accept", {"by": "bruno"}, expect=403)
    for _ in range(2):
        batonpass.ask("POST", f"/v1/leads/{lead}/accept", {"by": "ana"})
    assert len(batonpass.facts(lead, "Accepted")) == 1


def test_a_links_button_in_the_mail_accepts_and_a_look_at_it_does_not(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-02T10:00:01Z")
    (mail,) = batonpass.post.to("ana@lumen.example")
    link = next(link for link in mail.links if "/do/" in link)
    assert batonpass.http.get(link).status_code == 200
    assert batonpass.lead(lead)["stage"] == "MQL"
