"""Do pauses, rejections and what the law asks hold over months and years (D23, F10, G01, G02 and G04)?"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.database import database, postgres
from tests.whole.behind import ask, jump
from tests.whole.people import move_in, playbook
from tests.whole.program import Program, program
from tests.whole.test_recovery import run

__all__ = ["database", "postgres"]
PAUSES = "pauses: {waiting: {says: waiting for the lead, at_most: 5d}}\n"
PRIVACY = "privacy: {keep_months: {prospect: 36}, not_contact: [email_open]}\n"
OPENED = "signals:\n  email_open: {points: 0, says: opened a mail, sent_by: the mail tool}\n"
AGREED = playbook("years", ("signals:\n", OPENED), ("undo_grace:", PAUSES + PRIVACY + "undo_grace:"))


@pytest.fixture
def years(database) -> Iterator[Program]:
    """A program of the test's own, since before the first of them: a test clock never goes back."""
    with program(database) as started:
        started.serve()
        move_in(started, "ana", at="2024-02-28T08:00:00Z")
        started.apply(AGREED)
        yield started


def event(on: Program, name: str, at: str) -> None:
    said = {"type": "track", "event": name, "email": "old@firm.example", "timestamp": at}
    assert on.ask("POST", "/v1/batch", {"batch": [said]})["accepted"] == 1


def test_g04_who_said_nothing_for_three_years_goes_the_night_after(years: Program):
    years.now("2024-03-02T10:00:00Z")
    lead = years.submit("newsletter", "old@firm.example")["lead_id"]
    jump(years, "2026-05-01T09:00:00Z")
    event(years, "email_open", "2026-05-01T09:00:00Z")
    jump(years, "2027-03-02T09:59:59Z")
    assert years.lead(lead)["stage"] == "Nurture"
    years.now("2027-03-03T02:00:01Z")
    years.ask("GET", f"/v1/leads/{lead}", expect=404)


PAUSED = [
    ("resumed", "2027-03-03T10:00:00Z", "2027-03-03T11:00:00Z", "2027-03-08T09:30:00Z", "2027-03-08T12:30:00Z"),
    ("night", "2027-03-03T16:00:00Z", "2027-03-03T18:30:00Z", "2027-03-04T08:00:00Z", "2027-03-04T11:00:00Z"),
    ("capped", "2027-03-03T10:00:00Z", "2027-03-03T11:00:00Z", None, "2027-03-08T14:00:00Z"),
]


def test_d23_a_pause_gives_back_what_it_took_and_ends_by_itself(years: Program):
    leads, told = {}, []
    for name, begun, paused, resumed, _ in PAUSED:
        told += [(begun, name, "submit"), (paused, name, "pause"), *([(resumed, name, "resume")] if resumed else [])]
    told += [("2027-03-03T10:00:00Z", "closed", "submit"), ("2027-03-03T11:00:00Z", "closed", "pause")]
    told += [("2027-03-05T10:00:00Z", "closed", "touches")]
    for at, name, verb in sorted(told):
        years.now(at)
        if verb == "submit":
            leads[name] = years.submit("ebook", f"{name}@paused.example")["lead_id"]
            continue
        said = {
            "by": "ana",
            **({"reason": "waiting"} if verb == "pause" else {"kind": "call"} if verb == "touches" else {}),
        }
        years.ask("POST", f"/v1/leads/{leads[name]}/{verb}", said)
    years.now("2027-03-08T11:00:01Z")
    clocks = {name: years.lead(lead)["clocks"][0] for name, lead in leads.items()}
    assert {name: clocks[name]["due_at"] for name, *_ in PAUSED} == {name: due for name, *_, due in PAUSED}
    assert (clocks["closed"]["state"], clocks["closed"]["response_seconds"]) == ("met", 3600)


CANARIES = {
    "first_name": "Quirina", "last_name": "Zabelstein", "company": "Quetzalfabrik", "title": "Zebrawartin",
    "phone": "+351211349876", "message": "word-of-the-form-7261",
}  # fmt: skip


def canary(on: Program, at: str) -> str:
    """Somebody who left words in every place that a person leaves them in."""
    on.now(at)
    lead = on.submit("demo", "quirina@quetzal.example", source={"campaign": "campaign-word-5517"}, **CANARIES)[
        "lead_id"
    ]
    twin = on.submit("ebook", "other@quetzal.example", message="word-of-a-twin-9023")["lead_id"]
    on.ask("POST", f"/v1/leads/{twin}/merge", {"into": lead, "by": "mara"})
    return lead


def test_g01_and_g02_all_of_a_person_is_given_and_then_nothing_is_left(years: Program):
    stranger = years.submit("demo", "somebody@else.example", message="word-of-a-stranger-4410")["lead_id"]
    lead = canary(years, "2027-03-09T10:00:00Z")
    given = run(years, "export-person", "quirina@quetzal.example")
    words = (*CANARIES.values(), "campaign-word-5517", "word-of-a-twin-9023", "other@quetzal.example")
    assert [word for word in words if word not in given] == []
    assert "word-of-a-stranger-4410" not in given
    years.post.fail()
    years.now("2027-03-09T10:10:00Z")
    assert lead in json.loads(run(years, "erase", "quirina@quetzal.example", "--yes", "--json"))["erased"]
    years.post.heal()
    before = len(years.post.mails())
    years.now("2027-03-09T10:31:00Z")
    assert [m for m in years.post.mails()[before:] if "Quirina" in m.subject] == []
    years.ask("GET", f"/v1/leads/{lead}", expect=404)
    assert ask(years, "select count(*) from app.clocks where lead_id = $1 and state = 'running'", lead) == 0
    assert years.lead(stranger)["stage"] == "MQL"
    run(years, "verify")


FEEDS = {"c": (3, 5), "d": (10, 50), "e": (11, 50)}


def test_f10_the_alarm_rings_above_a_fifth_of_fifty(years: Program):
    years.now("2027-03-10T10:00:00Z")
    for campaign, (rejected, of) in FEEDS.items():
        for n in range(of):
            source = {"campaign": campaign}
            lead = years.submit("demo", f"{campaign}{n}@{campaign}{n}.example", source=source)["lead_id"]
            verb, more = ("reject", {"reason": "no_budget"}) if n < rejected else ("accept", {})
            years.ask("POST", f"/v1/leads/{lead}/{verb}", {"by": "ana", **more})
    years.now("2027-03-10T10:00:01Z")
    asked = {"from": "2027-03-10", "to": "2027-03-10"}
    rows = years.ask("GET", "/v1/reports/rejections", params=asked)["tables"]["rejections"]["rows"]
    stands = {row["segment"]: row["stands"] for row in rows if row["kind"] == "campaign"}
    ringing = {name for name, says in stands.items() if says.startswith("over") and "fewer than" not in says}
    assert (ringing, stands["c"]) == ({"e"}, "too few to say")
