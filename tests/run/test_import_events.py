"""Does a list of attendances come in as events, each once and at its own time?"""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.import_leads import register
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
