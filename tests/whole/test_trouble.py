"""Who hears when nobody acts, when nobody can be reached, and when we ourselves stand still (cases E)?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.whole.behind import set_clock, waiting
from tests.whole.patience import until
from tests.whole.people import CALENDARS, move_in, person, playbook
from tests.whole.program import TUESDAY_TEN, Post, Program, program


def told(on: Program, *names: str) -> dict[str, int]:
    """How many mails each of these has."""
    return {name: len(on.post.to(f"{name}@lumen.example")) for name in names}


def subjects(post: Post, name: str) -> list[str]:
    return [mail.subject for mail in post.to(f"{name}@lumen.example")]


@pytest.fixture
def alone(batonpass: Program) -> Program:
    """Ana alone in the pool, so that nobody else can be given her leads."""
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now(TUESDAY_TEN)
    return batonpass


def test_e01_eight_workers_escalate_one_lead_once(database):
    with program(database) as many:
        many.serve("--no-work")
        move_in(many, "ana", at=TUESDAY_TEN)
        for _ in range(8):
            many.start("worker")
        leads = [many.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(3)]
        until(lambda: told(many, "ana")["ana"] == 3, "the leads to be told")
        set_clock(many, "2027-03-02T10:30:00Z")
        until(lambda: all(many.facts(lead, "Escalated") for lead in leads), "the first step")
        assert [[f["percent"] for f in many.facts(lead, "Escalated")] for lead in leads] == [[50]] * 3
        set_clock(many, "2027-03-02T10:30:06Z")
        until(lambda: all(len(many.facts(lead, "Escalated")) == 2 for lead in leads), "the second step")
        assert [[f["percent"] for f in many.facts(lead, "Escalated")] for lead in leads] == [[50, 100]] * 3
        until(lambda: told(many, "mara")["mara"] == 3, "the manager to be told")


def test_e07_the_step_about_a_manager_goes_to_hers(alone: Program):
    alone.put("/v1/reps/sven", {"name": "Sven", "email": "sven@lumen.example", "calendar": "cal-lis"})
    alone.put("/v1/reps/mara", {**person("mara"), "manager": "sven"})
    alone.put("/v1/pools/emea", {"members": [{"rep": "mara"}]})
    alone.submit()
    alone.now("2027-03-02T10:30:01Z")
    assert told(alone, "sven", "ana") == {"sven": 1, "ana": 0}
    assert not [s for s in subjects(alone.post, "mara") if s.startswith("Late")]


def test_e07_without_anybody_above_the_queue_still_hears(alone: Program):
    alone.put("/v1/queues/triage", {"calendar": "cal-lis", "manager": "bo"})
    alone.put("/v1/pools/emea", {"members": [{"rep": "mara"}]})
    alone.submit()
    alone.now("2027-03-02T10:30:01Z")
    assert told(alone, "bo") == {"bo": 1}


def test_e08_who_sleeps_for_a_manager_on_leave_is_not_woken(alone: Program):
    alone.put("/v1/queues/triage", {"calendar": "cal-lis", "manager": "bo"})
    leave = [{"first": "2027-03-01", "last": "2027-03-05", "delegate": "nina"}]
    alone.put("/v1/reps/mara", {**person("mara"), "leave": leave})
    lead = alone.submit()["lead_id"]
    alone.now("2027-03-02T10:30:01Z")
    assert told(alone, "mara", "nina", "bo") == {"mara": 0, "nina": 0, "bo": 1}
    assert "Nina, who stands in, is not at work" in alone.post.to("bo@lumen.example")[0].text
    assert len(alone.facts(lead, "Escalated")) == 2
    alone.now("2027-03-02T14:00:01Z")
    assert told(alone, "nina") == {"nina": 1}


def test_e08_a_touch_before_the_stand_in_wakes_spares_them_the_message(alone: Program):
    alone.put("/v1/queues/triage", {"calendar": "cal-lis", "manager": "bo"})
    leave = [{"first": "2027-03-01", "last": "2027-03-05", "delegate": "nina"}]
    alone.put("/v1/reps/mara", {**person("mara"), "leave": leave})
    lead = alone.submit()["lead_id"]
    alone.now("2027-03-02T10:31:00Z")
    alone.ask("POST", f"/v1/leads/{lead}/touches", {"by": "ana", "kind": "call"})
    alone.now("2027-03-02T14:00:01Z")
    assert told(alone, "nina") == {"nina": 0}


def test_e08_a_stand_in_who_is_at_work_hears_at_once(alone: Program):
    leave = [{"first": "2027-03-01", "last": "2027-03-05", "delegate": "greta"}]
    alone.put("/v1/reps/mara", {**person("mara"), "leave": leave})
    alone.submit()
    alone.now("2027-03-02T10:30:01Z")
    assert told(alone, "mara", "greta") == {"mara": 0, "greta": 1}


def test_e09_two_hundred_leads_in_a_minute_are_five_messages_and_one(alone: Program):
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda n: alone.submit("demo", f"x{n}@firm{n}.example"), range(200)))
    alone.now("2027-03-02T10:01:01Z")
    mails = alone.post.to("ana@lumen.example")
    assert len(mails) == 6
    assert "195 leads" in mails[-1].subject
    assert len([lead for lead in alone.leads() if lead["owner"] == "ana" and lead["next_due_at"]]) == 200


def test_e09_the_one_message_lists_the_first_due_first(alone: Program):
    for n in range(3):
        alone.submit("ebook", f"later{n}@firm.example", first_name=f"Later{n}")
    for n in range(5):
        alone.submit("demo", f"sooner{n}@firm.example", first_name=f"Sooner{n}")
    alone.now("2027-03-02T10:01:01Z")
    together = alone.post.to("ana@lumen.example")[-1].text
    named = [name for name in ("Sooner", "Later") if name in together]
    assert [together.index(name) for name in named] == sorted(together.index(name) for name in named)


def test_e09_the_operators_own_number_holds_in_time_travel_too(database):
    with program(database, BATONPASS_DIGEST_ABOVE="2") as few:
        few.serve()
        move_in(few, "ana", at=TUESDAY_TEN)
        for n in range(6):
            few.submit("demo", f"x{n}@firm{n}.example")
        few.now("2027-03-02T10:01:01Z")
        assert len(few.post.to("ana@lumen.example")) == 3


def test_e12_every_hand_is_answered_once_within_the_minute(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    people = [f"x{n}@firm{n}.example" for n in range(30)]
    for email in [*people, *people[:5]]:
        batonpass.submit("demo", email, message=f"hello from {email}")
    batonpass.now("2027-03-02T10:01:00Z")
    assert [len(batonpass.post.to(email)) for email in people] == [1] * 30


def test_e12_the_answer_names_the_promised_time_on_the_leads_own_wall(batonpass: Program):
    windows = f"contact_windows: {{SE: win-sto}}\ncalendars:\n  win-sto: {CALENDARS['win-sto']}\n"
    batonpass.apply(playbook("e12", ("calendars:\n", windows)))
    batonpass.now(TUESDAY_TEN)
    batonpass.submit("demo", "eva@firm.example", country="SE")
    batonpass.now("2027-03-02T10:00:01Z")
    (mail,) = batonpass.post.to("eva@firm.example")
    assert "11:30" in mail.text
    assert "Stockholm" in mail.text


def test_e12_outside_of_working_hours_the_answer_comes_at_once_and_promises_the_morning(batonpass: Program):
    batonpass.now("2027-03-06T20:00:00Z")
    batonpass.submit("demo", "eva@firm.example")
    batonpass.now("2027-03-06T20:01:00Z")
    (mail,) = batonpass.post.to("eva@firm.example")
    assert "09:30" in mail.text


@pytest.fixture
def watched(database) -> Iterator[Program]:
    """One process that answers and watches, and beside it one worker that is to keep the promises."""
    with program(database) as started:
        started.serve("--no-work")
        move_in(started, "ana", at=TUESDAY_TEN)
        yield started


@pytest.mark.timeout(240)
def test_e16_a_worker_that_hangs_is_noticed_by_another_process_and_told_by_it(watched: Program):
    worker = watched.start("worker")
    leads = [watched.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(20)]
    until(lambda: told(watched, "ana")["ana"] == 5, "the first messages to have left")
    set_clock(watched, "2027-03-02T10:02:00Z")
    until(lambda: not waiting(watched), "all messages to have left")
    os.kill(worker.pid, signal.SIGSTOP)
    set_clock(watched, "2027-03-02T10:31:30Z")
    until(lambda: watched.http.get("/healthz").status_code == 503, "health to be red", seconds=60)
    assert watched.http.get("/healthz").json()["findings"]["late_steps"] == 20
    until(lambda: [s for s in subjects(watched.post, "mara") if s.startswith("Alarm")], "the alarm", seconds=30)
    os.kill(worker.pid, signal.SIGCONT)
    until(lambda: watched.http.get("/healthz").status_code == 200, "health to be good again", seconds=90)
    assert [len([f for f in watched.facts(lead, "Escalated") if f["percent"] == 100]) for lead in leads] == [1] * 20
