"""What does each person receive when we, or the mail server, were away for hours or days?"""

from __future__ import annotations

import pytest

from tests.whole.behind import ask, jump
from tests.whole.patience import until
from tests.whole.program import TUESDAY_TEN, Post, Program


def subjects(post: Post, name: str) -> list[str]:
    """What somebody read, oldest first, without whom it was about."""
    return [mail.subject.partition(":")[0] for mail in post.to(f"{name}@lumen.example")]


def test_six_hours_without_us_are_one_step_a_lead_and_no_storm(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now(TUESDAY_TEN)
    leads = [batonpass.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(12)]
    batonpass.now("2027-03-02T10:01:30Z")
    before = {name: len(subjects(batonpass.post, name)) for name in ("ana", "mara")}
    assert before == {"ana": 6, "mara": 0}
    jump(batonpass, "2027-03-02T16:01:00Z")
    batonpass.now("2027-03-02T16:05:00Z")
    steps = [[(s["percent"], s["skipped"]) for s in batonpass.facts(lead, "Escalated")] for lead in leads]
    assert steps == [[(200, [50, 100])]] * 12
    assert {batonpass.lead(lead)["clocks"][0]["excuse"] for lead in leads} == {"outage"}
    assert len(subjects(batonpass.post, "mara")) == 1
    assert len(subjects(batonpass.post, "ana")) == before["ana"]


def test_six_hours_without_us_answer_the_lead_late_and_once(batonpass: Program):
    batonpass.now(TUESDAY_TEN)
    batonpass.submit("demo", "eva@firm.example")
    jump(batonpass, "2027-03-02T16:00:00Z")
    batonpass.now("2027-03-02T17:00:00Z")
    assert len(batonpass.post.to("eva@firm.example")) == 1


def test_after_an_outage_the_next_step_waits_its_gap(batonpass: Program):
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now(TUESDAY_TEN)
    lead = batonpass.submit()["lead_id"]
    jump(batonpass, "2027-03-02T10:40:00Z")
    (step,) = batonpass.facts(lead, "Escalated")
    assert (step["percent"], step["skipped"]) == (100, [50])
    assert step["next_steps"][0]["at"] == "2027-03-02T11:00:00Z"


@pytest.fixture
def silent(batonpass: Program) -> Program:
    """Ana alone in the pool, on a Tuesday at nine, and the mail server takes nothing."""
    batonpass.put("/v1/pools/emea", {"members": [{"rep": "ana"}]})
    batonpass.now("2027-03-02T09:00:00Z")
    batonpass.post.fail()
    return batonpass


def test_e03_three_hours_without_mail_are_our_breach_and_one_message_each(silent: Program):
    silent.now("2027-03-02T09:15:00Z")
    leads = [silent.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(2)]
    silent.now("2027-03-02T12:00:00Z")
    clocks = [silent.lead(lead)["clocks"][0] for lead in leads]
    assert {(c["state"], c["excuse"]) for c in clocks} == {("breached", "notification_outage")}
    assert silent.post.mails() == []
    silent.post.heal()
    silent.now("2027-03-02T18:00:00Z")
    assert [len(silent.post.to(f"{name}@lumen.example")) for name in ("ana", "mara")] == [1, 1]


def test_e03_health_is_red_while_no_mail_leaves_and_good_again_after_it(silent: Program):
    silent.submit()
    silent.now("2027-03-02T09:02:00Z")
    until(lambda: silent.http.get("/healthz").status_code == 503, "health to be red")
    assert silent.http.get("/healthz").json()["findings"] == {"silent_channels": 1}
    silent.post.heal()
    silent.now("2027-03-02T10:00:00Z")
    until(lambda: silent.http.get("/healthz").status_code == 200, "health to be good again")
    assert subjects(silent.post, "mara") == ["Late"]


def test_a_touch_during_the_outage_leaves_nothing_stale_to_be_sent(silent: Program):
    lead = silent.submit()["lead_id"]
    silent.now("2027-03-02T09:10:00Z")
    silent.ask("POST", f"/v1/leads/{lead}/touches", {"by": "ana", "kind": "call"})
    silent.now("2027-03-02T12:00:00Z")
    silent.post.heal()
    silent.now("2027-03-02T18:00:00Z")
    assert silent.post.to("mara@lumen.example") == []
    assert not [s for s in subjects(silent.post, "ana") if s.startswith(("Late", "Reminder"))]


@pytest.mark.timeout(240)
def test_three_days_without_mail_are_one_message_each_and_nobody_is_forgotten(silent: Program):
    leads = [silent.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(8)]
    silent.now("2027-03-05T09:00:00Z")
    assert silent.post.mails() == []
    assert ask(silent, "select count(*) from app.outbox where state = 'dead'") == 0
    silent.post.heal()
    silent.now("2027-03-06T14:00:00Z")  # the longest wait between two tries is 28 h 48 min
    got = {name: len(silent.post.to(f"{name}@lumen.example")) for name in ("ana", "mara", "bruno")}
    assert got == {"ana": 1, "mara": 1, "bruno": 0}
    assert [len(silent.post.to(f"x{n}@firm{n}.example")) for n in range(8)] == [1] * 8
    assert all(silent.lead(lead)["clocks"][0]["excuse"] for lead in leads)
    assert ask(silent, "select count(*) from app.clocks where breached_owner is not null and excuse is null") == 0


def test_what_nobody_takes_for_seventy_five_hours_waits_for_a_person(silent: Program):
    silent.submit()
    silent.now("2027-03-05T11:59:00Z")
    assert ask(silent, "select count(*) from app.outbox where state = 'dead'") == 0
    silent.now("2027-03-10T12:00:00Z")
    assert ask(silent, "select count(*) from app.outbox where state = 'dead' and kind = 'ack'") == 1
