"""What does `batonpass audit` print, write and refuse?"""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.audit import register
from batonpass.written.refused import Refused
from tests.learn.audit.exports import leads
from tests.learn.audit.test_page import TOUCHES

HOURS = '{tz: Europe/Lisbon, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "18:00"]}'


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Type a command line in a folder that holds an export."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leads.csv").write_text(leads(TOUCHES), "utf-8")
    (tmp_path / "hours.yaml").write_text(HOURS, "utf-8")
    app = typer.Typer()
    register(app)
    app.command("nothing")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["audit", *words], catch_exceptions=False)


def test_the_summary_begins_with_what_to_fix(run):
    words = run("leads.csv").stdout
    assert words.index("Fix first") < words.index("Figures") < words.index("What this export cannot tell")


def test_the_columns_taken_are_told_so_that_they_can_be_put_right(run):
    assert "created=created, touched=first touch" in run("leads.csv").stdout


def test_what_is_being_done_is_said_apart_from_the_answer(run):
    result = run("leads.csv", "--json")
    assert (json.loads(result.stdout)["leads"], "Measuring" in run("leads.csv").stderr) == (80, True)


def test_the_report_is_written_where_it_was_asked_for(run, tmp_path):
    said = run("leads.csv", "--html", "report.html").stdout
    assert "report.html" in said
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_place_that_cannot_be_written_is_refused(run):
    with pytest.raises(Refused, match="cannot be written"):
        run("leads.csv", "--html", "gone/report.html")


def test_working_time_is_measured_by_the_calendar_that_was_given(run):
    assert json.loads(run("leads.csv", "--calendar", "hours.yaml", "--json").stdout)["zone"] == "Europe/Lisbon"


def test_the_report_is_made_as_of_an_instant(run):
    told = json.loads(run("leads.csv", "--json", "--at", "2026-03-04T00:00:00Z").stdout)
    assert any(one["kind"] == "dates ahead" for one in told["findings"])


def test_a_zone_that_is_none_is_refused_as_a_slip(run):
    result = run("leads.csv", "--zone", "Lisbon")
    assert (result.exit_code, "is not the time zone of a place" in result.output) == (2, True)


def test_a_file_without_rows_is_refused(run, tmp_path):
    (tmp_path / "empty.csv").write_text("id,created\n", "utf-8")
    with pytest.raises(Refused, match="no row below the header"):
        run("empty.csv")


def test_a_workbook_is_refused_with_what_to_do(run, tmp_path):
    (tmp_path / "leads.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 60)
    with pytest.raises(Refused, match="Save As"):
        run("leads.xlsx")
