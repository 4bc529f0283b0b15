"""What does `batonpass calibrate` print, propose and refuse?"""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from random import Random

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands.calibrate import calibrate_command
from batonpass.written.load import load
from batonpass.written.refused import Refused

TEXT = (Path(__file__).parents[2] / "playbooks" / "small-saas.yaml").read_text("utf-8")


def rows(count, *, leak=False):
    """Leads of which big teams convert far more often than the playbook's 5 points say."""
    chance = Random(1)
    yield "Email,Country,Size of the team,Title,Converted,Note"
    for n in range(count):
        team, title = chance.choice((5, 30)), chance.choice(("Head of Sales", "Clerk"))
        won = chance.random() < (0.7 if team == 30 else 0.15)
        note = ("wants it" if won else "wants nothing") if leak else ""
        yield f"p{n}@firm{n}.example,{chance.choice(('SE', 'DE'))},{team},{title},{int(won)},{note}"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Type a command line in a folder with a playbook and leads."""
    (tmp_path / "playbook.yaml").write_text(TEXT)
    (tmp_path / "leads.csv").write_text("\n".join(rows(800)))
    (tmp_path / "few.csv").write_text("\n".join(rows(12)))
    (tmp_path / "leak.csv").write_text("\n".join(rows(800, leak=True)))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command("calibrate")(calibrate_command)
    app.command("other")(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["calibrate", "playbook.yaml", *words], catch_exceptions=False)


def test_a_rule_that_tells_more_than_it_is_given_gets_more_points(ask):
    answer = json.loads(ask("--outcomes", "leads.csv", "--json").output)
    big = next(one for one in answer["points"] if one["name"] == "big_team" and one["model"] == "base")
    assert (big["today"], big["moves"], big["proposed"] > 10) == (5, True, True)
    assert big["low"] <= big["best"] <= big["high"]


def as_number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize(
    ("table", "found", "columns"),
    [
        ("points", "points", ("name", "today", "proposed", "leads")),
        ("thresholds", "thresholds", ("name", "today", "proposed")),
    ],
)
def test_the_csv_holds_what_the_json_does(ask, table, found, columns):
    told = json.loads(ask("--outcomes", "leads.csv", "--json").output)
    rows = list(csv.DictReader(StringIO(ask("--outcomes", "leads.csv", "--csv", "--table", table).output)))
    assert len(rows) == len(told[found])
    for row, one in zip(rows, told[found], strict=True):
        assert [as_number(row[name]) for name in columns] == [as_number(one[name]) for name in columns]


def test_the_csv_holds_whether_what_was_said_came(ask):
    told = json.loads(ask("--outcomes", "leads.csv", "--by", "account.country", "--json").output)
    asked = ask("--outcomes", "leads.csv", "--by", "account.country", "--csv", "--table", "reliability")
    rows = list(csv.DictReader(StringIO(asked.output)))
    every = {"all leads": told["reliability"], **told["reliability_by"]}
    bins = [
        (group, str(one["came"]["hits"]), str(one["came"]["of"])) for group in every for one in every[group]["bins"]
    ]
    assert ([(row["group"], row["hits"], row["of"]) for row in rows], len({row["group"] for row in rows})) == (bins, 3)


def test_a_table_that_is_none_is_refused_with_those_there_are(ask):
    with pytest.raises(Refused, match="Name one of points, thresholds, reliability"):
        ask("--outcomes", "leads.csv", "--csv", "--table", "odds")


def test_the_draft_is_a_sound_playbook_with_another_version(ask, tmp_path):
    ask("--outcomes", "leads.csv", "--draft", "draft.yaml")
    drafted = load((tmp_path / "draft.yaml").read_text(), "draft.yaml").playbook
    assert drafted.version == "2027-03-calibrated"
    assert {rule.name: rule.points for rule in drafted.models[-1].fit}["big_team"] > 10


def test_the_playbook_itself_is_never_changed(ask, tmp_path):
    ask("--outcomes", "leads.csv", "--draft", "draft.yaml")
    assert (tmp_path / "playbook.yaml").read_text() == TEXT


def test_the_words_name_the_interval_and_the_difference(ask):
    said = ask("--outcomes", "leads.csv").output
    assert "on leads they never saw" in said
    assert "-    points: 5" in said


def test_a_region_with_few_leads_says_how_much_it_borrows(ask):
    assert "of its weights is borrowed" in ask("--outcomes", "leads.csv").output


def test_a_dozen_leads_are_refused(ask):
    with pytest.raises(Refused, match="teach nothing"):
        ask("--outcomes", "few.csv")


def test_a_rule_that_reads_what_sales_wrote_is_refused(ask):
    with pytest.raises(Refused, match='"Note" leaks'):
        ask("--outcomes", "leak.csv", "--map", "Note=title", "--map", "Title=-")


def test_a_column_that_is_trusted_is_not_refused(ask):
    said = ask("--outcomes", "leak.csv", "--map", "Note=title", "--map", "Title=-", "--trust", "Note")
    assert "LEAKS  Note" in said.output


def test_a_file_without_outcomes_is_told_how_to_name_them(ask):
    with pytest.raises(Refused, match="has no column"):
        ask("--outcomes", "leads.csv", "--outcome", "Konvertiert=1")


def test_a_file_that_is_not_there_is_refused(ask):
    with pytest.raises(Refused, match="there is no file"):
        ask("--outcomes", "nowhere.csv")


def test_weights_that_do_not_beat_the_points_are_refused_with_the_reason(ask):
    with pytest.raises(Refused, match="it is not offered: on leads it never saw"):
        ask("--outcomes", "leads.csv", "--predictive")


def test_a_leak_is_refused_before_any_weights_are_tried(ask):
    with pytest.raises(Refused, match='"Note" leaks'):
        ask("--outcomes", "leak.csv", "--map", "Note=title", "--map", "Title=-", "--predictive")
