"""Does what comes late, twice or forged, is joined or parted, or meets a wrong clock do no harm (cases A, F and H)?"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import httpx
import pytest

from tests.web.hook_senders import SAMPLES, SECRET, SIGNERS, TUESDAY, bytes_of
from tests.whole.behind import ask, jump, open_clocks, set_clock
from tests.whole.nursery import cold
from tests.whole.people import move_in
from tests.whole.program import TUESDAY_TEN, Program, program


def states(on: Program, lead: str) -> list[tuple[str, str]]:
    return [(clock["state"], clock["due_at"]) for clock in on.lead(lead)["clocks"]]


@pytest.fixture
def two(batonpass: Program) -> tuple[str, str]:
    """X asked for the e-book at nine and went to Ana; Y asked for a demo at ten and went to Bruno."""
    batonpass.now("2027-03-02T09:00:00Z")
    x = batonpass.submit("ebook", "anna.berg@acme.example")
    batonpass.now(TUESDAY_TEN)
    y = batonpass.submit("demo", "anna@berg.example")
    assert (x["owner"], y["owner"]) == ("ana", "bruno")
    batonpass.now("2027-03-02T10:10:00Z")
    return x["lead_id"], y["lead_id"]


def merge(on: Program, two: tuple[str, str]) -> None:
    on.ask("POST", f"/v1/leads/{two[0]}/merge", {"with": two[1], "by": "mara"})


def test_f01_of_two_leads_the_stricter_promise_goes_on(batonpass: Program, two):
    x, y = two
    before = len(batonpass.post.mails())
    merge(batonpass, two)
    batonpass.now("2027-03-02T10:10:01Z")
    assert (batonpass.lead(y)["owner"], states(batonpass, y)[-1]) == ("bruno", ("running", "2027-03-02T10:30:00Z"))
    assert batonpass.lead(x)["merged_into"] == y
    assert open_clocks(batonpass) == 1
    (mail,) = batonpass.post.mails()[before:]
    assert "ana@lumen.example" in mail.to


def test_f01_nothing_rings_for_the_one_that_was_closed(batonpass: Program, two):
    merge(batonpass, two)
    batonpass.now("2027-03-02T18:00:00Z")
    assert [s["percent"] for s in batonpass.facts(two[1], "Escalated")] == [50, 100, 200]
    assert batonpass.facts(two[0], "Escalated") == []
    assert states(batonpass, two[0]) == [("closed", "2027-03-02T13:00:00Z")]


def test_f03_taken_apart_both_promises_run_as_before(batonpass: Program, two):
    merge(batonpass, two)
    batonpass.now("2027-03-02T10:20:00Z")
    batonpass.ask("POST", f"/v1/leads/{two[1]}/unmerge", {"by": "mara"})
    assert [(batonpass.lead(one)["owner"], states(batonpass, one)) for one in two] == [
        ("ana", [("running", "2027-03-02T13:00:00Z")]),
        ("bruno", [("running", "2027-03-02T10:30:00Z")]),
    ]


def test_f03_taken_apart_after_its_time_the_step_that_was_due_comes_once(batonpass: Program, two):
    merge(batonpass, two)
    batonpass.now("2027-03-02T12:00:00Z")
    batonpass.ask("POST", f"/v1/leads/{two[1]}/unmerge", {"by": "mara"})
    batonpass.now("2027-03-02T13:00:01Z")
    steps = [s["percent"] for s in batonpass.facts(two[0], "Escalated")]
    assert len(steps) == len(set(steps))
    assert steps[-1] == 100


def test_f16_a_clock_that_steps_back_doubles_nothing(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    batonpass.now("2027-03-02T10:31:00Z")
    set_clock(batonpass, "2027-03-02T10:29:00Z", backwards=True)
    batonpass.ask("POST", "/v1/track", {"email": "eva@firm.example", "event": "pricing_page_view"})
    batonpass.now("2027-03-02T10:32:00Z")
    assert [s["percent"] for s in batonpass.facts(lead, "Escalated")] == [50, 100]
    seqs = [fact["seq"] for fact in batonpass.ask("GET", f"/v1/leads/{lead}/timeline")]
    assert sorted(seqs) == list(range(1, len(seqs) + 1))


def test_a07_a_captured_delivery_is_believed_for_three_hundred_seconds_and_counts_once(database):
    with program(database, STANDARD_HOOK_SECRET=SECRET) as heard:
        heard.serve()
        move_in(heard)
        body = bytes_of(SAMPLES["standard"])

        def deliver(at: str, signed_at: datetime = TUESDAY) -> int:
            heard.now(at)
            headers = {"Content-Type": "application/json", **SIGNERS["standard"](body, signed_at)}
            return heard.http.post("/hooks/standard", content=body, headers=headers).status_code

        assert deliver("2027-03-02T09:54:59Z") == 401
        assert deliver(TUESDAY_TEN) == 200
        assert deliver("2027-03-02T10:05:00Z") == 200
        assert deliver("2027-03-02T10:05:01Z") == 401
        assert len(heard.leads()) == ask(heard, "select count(*) from app.inbox") == 1


def test_h02_a_normal_start_has_no_clock_to_move(database):
    with program(database, BATONPASS_TEST_CLOCK="0") as normal:
        normal.serve(begin=cold)
        for body in ({"now": TUESDAY_TEN}, {"advance": "4h"}, {"now": TUESDAY_TEN, "jump": True}):
            normal.ask("POST", "/v1/test-clock", body, expect=404)
        assert "absent" in doctor(normal)


def doctor(on: Program) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "batonpass.run.cli", "doctor"],
        env=on.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout


def test_h02_with_a_clock_to_move_no_stranger_reaches_the_door(database):
    with program(database) as loose:
        process = loose.start("serve", "--host", "0.0.0.0", "--port", str(loose.port), begin=cold)  # noqa: S104 - it is to be refused
        assert process.wait(60) == 1
        assert "PRESENT" in doctor(loose)


def test_h02_a_rep_and_a_stranger_cannot_move_it_either(batonpass: Program):
    for headers in ({"Authorization": "Bearer bp_nobody"}, {"Authorization": ""}):
        url = f"http://127.0.0.1:{batonpass.port}/v1/test-clock"
        answer = httpx.post(url, json={"now": TUESDAY_TEN}, headers=headers)
        assert answer.status_code == 401


def test_a12_a_backlog_in_the_night_wakes_nobody_and_is_due_by_noon(batonpass: Program):
    batonpass.now("2027-03-02T06:00:00Z")
    late = [
        {"type": "track", "event": "pricing_page_view", "email": f"x{n}@firm{n}.example", "message_id": f"m{n}",
         "timestamp": f"2027-03-01T0{n % 9}:00:00Z"}
        for n in range(1_200)
    ]  # fmt: skip
    ready = [{"type": "submission", "form": "ebook", "email": f"e{n}@ready{n}.example"} for n in range(40)]
    for part in (late[:600], late[600:], ready):
        batonpass.ask("POST", "/v1/batch", {"batch": part})
    batonpass.now("2027-03-02T08:59:59Z")
    dues = "select string_agg(distinct next_due_at::text, ',') from app.leads where person like 'e%' and stage = 'MQL'"
    assert ask(batonpass, dues) == "2027-03-02 13:00:00+00"
    assert ask(batonpass, "select count(*) from app.facts where kind = 'Escalated'") == 0
    reps = ("ana@lumen.example", "bruno@lumen.example")
    assert [len(batonpass.post.to(one)) for one in (*reps, "mara@lumen.example")] == [0, 0, 0]
    batonpass.now("2027-03-02T09:01:00Z")
    assert [len(batonpass.post.to(rep)) for rep in reps] == [1, 1]
    batonpass.now("2027-03-02T10:59:59Z")
    assert ask(batonpass, "select count(*) from app.facts where kind = 'Escalated'") == 0


def test_what_an_outage_skipped_is_one_step_that_names_the_others(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    jump(batonpass, "2027-03-02T11:30:00Z")
    (step,) = batonpass.facts(lead, "Escalated")
    assert (step["percent"], step["skipped"]) == (200, [50, 100])
