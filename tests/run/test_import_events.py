"""Does a list of attendances come in as events, each once and at its own time?"""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import typer
from typer.testing import CliRunner

from batonpass.handoff.zones import zone
from batonpass.run.commands.import_leads import register
from batonpass.written.csv_attendance import look_for_events
from batonpass.written.csv_events import EventRow, event_columns, event_rows
from batonpass.written.refused import Refused
from tests.database import database, postgres
from tests.run.test_import_commands import ROOT, ask, enforce

__all__ = ["database", "postgres"]
LIST = (
    "E-Mail;Event;Joined at;Title\n"
    "eva@firm.example;webinar_attended;02.03.2026 09:00;Numbers\n"
    "EVA@firm.example;webinar_attended;2026-03-02T09:00:00Z;Numbers\n"
    "nils@firm.example;webinar_attended;soon;\n"
    "nobody;webinar_attended;2026-03-02 09:00;\n"
)
SIGNALS = "select count(*) from app.facts where kind = 'Observed' and body ->> 'signal' = '{}'"


@pytest.fixture
def run(database, tmp_path, monkeypatch):
    """Type a command line in a folder that holds such a list, against a database of our own."""
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seen.csv").write_text(LIST, "utf-8")
    app = typer.Typer()
    register(app)
    app.command("nothing")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["import", "seen.csv", *words], catch_exceptions=False)


@pytest.fixture
def agreed(database):
    """Some agreement must be in force before anything can be taken in."""
    enforce(database, ROOT / "playbooks" / "starter.yaml")
    return database


def test_each_attendance_counts_once_and_bad_rows_spoil_no_other(run, agreed):
    told = run("--events", "--json")
    answer = json.loads(told.stdout)
    assert (told.exit_code, answer["taken"], answer["known"], len(answer["errors"])) == (3, 1, 1, 2)
    assert run("--events", "--allow-refused").exit_code == 0
    assert ask(agreed, SIGNALS.format("webinar_attended")) == 1


def test_the_same_file_again_adds_nothing(run, agreed):
    run("--events")
    assert "0 were taken in as historic, 2 were known already" in run("--events").stdout
    assert ask(agreed, SIGNALS.format("webinar_attended")) == 1


def test_one_event_may_be_named_for_every_row(run, agreed):
    run("--event", "trade_fair")
    assert ask(agreed, SIGNALS.format("trade_fair")) == 1


def test_attendance_stands_at_its_own_time(run, agreed):
    run("--events", "--mode", "live")
    at = ask(agreed, "select at from app.facts where kind = 'Observed'")
    assert at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_a_dry_run_takes_nothing_in(run, agreed):
    run("--events", "--dry-run")
    assert ask(agreed, "select count(*) from app.inbox") == 0


def test_a_file_without_instants_is_refused_and_names_its_columns(run, agreed, tmp_path):
    (tmp_path / "seen.csv").write_text("email,event\neva@firm.example,webinar\n", "utf-8")
    with pytest.raises(Refused, match=r"no column holds an instant; the columns are email, event"):
        run("--events")


ZOOM = """Attendee Report
Report Generated:,"Mar 2, 2026 05:12 PM"
Topic,Webinar ID,Actual Start Time,# Registered
"Line-side terminals, in practice","912 3456 7890","Mar 2, 2026 02:58 PM","4"
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,"Mara Pinto",mara@ours.example,"Mar 2, 2026 02:58 PM","Mar 2, 2026 04:02 PM",64
Attendee Details
Attended,First Name,Last Name,Email,Registration Time,Join Time,Leave Time,Time in Session (minutes)
Yes,Zoe,Z,zoe@zoomers.example,"Feb 10, 2026 09:12 AM","Mar 2, 2026 03:01 PM","Mar 2, 2026 03:10 PM",9
No,Nick,N,nick@noshow.example,"Feb 11, 2026 10:00 AM",--,--,--
Yes,Zoe,Z,ZOE@zoomers.example,"Feb 10, 2026 09:12 AM","Mar 2, 2026 03:12 PM","Mar 2, 2026 04:00 PM",48
"""
TEAMS = (
    "1. Summary\nMeeting title\tTerminals\nStart time\t3/2/26, 2:58:03 PM\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Tea T\t3/2/26, 3:01:12 PM\t3/20/26, 3:58:40 PM\t57m 28s\ttea@teams.example\ttea@teams.example\tAttendee\n"
    "Mara P\t3/2/26, 2:58:03 PM\t3/2/26, 4:02:11 PM\t1h 4m 8s\tmara@ours.example\t\tOrganizer\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Tea T\t3/2/26, 3:01:12 PM\t3/2/26, 3:58:40 PM\t57m 28s\ttea@teams.example\tAttendee\n"
)
GOTO = (
    "Attended,Last Name,First Name,Email Address,Registration Date/Time,Join Time,Leave Time,Time in Session\n"
    "Yes,G,Gina,gina@gotz.example,02/10/2026 9:12 AM CET,03/02/2026 4:01 PM CET,03/02/2026 4:58 PM CET,57 minutes\n"
    "No,Nope,Ned,ned@nope.example,02/13/2026 9:12 AM CET,,,\n"
)


@pytest.mark.parametrize(
    ("report", "encoding", "told"),
    [
        (ZOOM, "utf-8", {"zoe@zoomers.example 15:01:00": 1, "did not come": 1, "came in again": 1}),
        (TEAMS, "utf-16", {"tea@teams.example 15:01:12": 1, "ran it": 1}),
        (GOTO, "utf-8", {"gina@gotz.example 15:01:00": 1, "did not come": 1}),
    ],
)
def test_the_report_of_a_webinar_is_read_as_its_program_writes_it(tmp_path, report, encoding, told):
    (tmp_path / "report.csv").write_text(report, encoding)
    file = look_for_events(tmp_path / "report.csv")
    columns = event_columns(file, event="webinar_attended")
    found = event_rows(file, columns, event="webinar_attended", zone=zone("Europe/Lisbon"), day_first=False)
    assert Counter(map(_in_a_word, found)) == told


def _in_a_word(row: EventRow) -> str:
    return row.wrong or row.passed or f"{(row.sent or {})['email']} {str((row.sent or {})['timestamp'])[11:19]}"


@pytest.mark.parametrize(
    ("report", "named"),
    [(ZOOM, ("Zoe", "Z")), (TEAMS.replace("Tea T\t", "Tea T (Guest)\t"), ("Tea", "T")), (GOTO, ("Gina", "G"))],
)
def test_who_came_is_named_as_the_report_names_them(tmp_path, report, named):
    (tmp_path / "report.csv").write_text(report, "utf-8")
    file = look_for_events(tmp_path / "report.csv")
    columns = event_columns(file, event="webinar_attended")
    found = event_rows(file, columns, event="webinar_attended", zone=zone("UTC"), day_first=False)
    (sent,) = [row.sent for row in found if row.sent]
    assert (sent["first_name"], sent["last_name"]) == named


def test_a_new_lead_has_the_name_of_the_list_and_one_that_has_a_name_keeps_it(run, agreed, tmp_path):
    head, row = "Email,First Name,Last Name,Joined at\n", "eva@firm.example,{},{},2026-03-0{} 09:00\n"
    for names in (("Eva", "", 2), ("E.", "Berg", 3), ("", "", 2)):
        (tmp_path / "seen.csv").write_text(head + row.format(*names), "utf-8")
        assert run("--event", "trade_fair").exit_code == 0
    assert ask(agreed, SIGNALS.format("trade_fair")) == 2
    assert ask(agreed, "select name from app.leads") == "Eva"


def test_a_mapping_says_how_the_dates_of_a_report_are_read(run, agreed, tmp_path):
    (tmp_path / "seen.csv").write_text(GOTO.replace(" CET", ""), "utf-8")
    (tmp_path / "how.yaml").write_text("dates: month-first\nzone: Europe/Berlin\n", "utf-8")
    told = run("--event", "webinar_attended", "--mapping", "how.yaml")
    assert (told.exit_code, "1 did not come: nothing is counted for them." in told.stdout) == (0, True)
    assert ask(agreed, "select at from app.facts where kind = 'Observed'").isoformat() == "2026-03-02T15:01:00+00:00"


FOREIGN = "Wer,Wann,Bei,Email\neva@firm.example,2026-03-02 09:00,trade_fair,old@firm.example\n"


def test_columns_of_other_names_are_read_as_they_are_said(tmp_path):
    (tmp_path / "seen.csv").write_text(FOREIGN, "utf-8")
    file = look_for_events(tmp_path / "seen.csv")
    columns = event_columns(file, said={"wer": "email", "Wann": "at", "Bei": "event", "Email": "-"})
    (row,) = event_rows(file, columns, event="", zone=zone("UTC"), day_first=True)
    assert row.sent == {"email": "eva@firm.example", "event": "trade_fair", "timestamp": "2026-03-02T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("said", "event", "says"),
    [
        ({"Wen": "email"}, "", 'the file has no column "Wen"'),
        ({"Wer": "emial"}, "", 'Did you mean "email"?'),
        ({"Wer": "at", "Wann": "at"}, "", "two columns would be the at"),
        ({"Bei": "event"}, "trade_fair", "every row tells of trade_fair already"),
        ({"Email": "-", "Wann": "at"}, "trade_fair", "no column holds an e-mail address"),
    ],
)
def test_what_is_said_of_columns_and_cannot_be_is_refused(tmp_path, said, event, says):
    (tmp_path / "seen.csv").write_text(FOREIGN, "utf-8")
    with pytest.raises(Refused, match=re.escape(says)):
        event_columns(look_for_events(tmp_path / "seen.csv"), event=event, said=said)


def test_the_command_line_says_columns_of_events_too_and_refuses_what_means_nothing_there(run, agreed, tmp_path):
    (tmp_path / "seen.csv").write_text(FOREIGN, "utf-8")
    words = ("--events", "--map", "Wer=email", "--map", "Wann=at", "--map", "Bei=event")
    assert (run(*words, "--limit", "1").exit_code, ask(agreed, SIGNALS.format("trade_fair"))) == (2, 0)
    assert (run(*words).exit_code, ask(agreed, SIGNALS.format("trade_fair"))) == (0, 1)
