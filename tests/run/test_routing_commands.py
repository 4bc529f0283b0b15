"""What does `batonpass route` print?"""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from tests.written.sound import SOUND

AT = "--at 2027-03-02T10:00:00Z"
LEAD = {"form": "demo", "email": "eva@firm.example", "country": "DE", "employees": 120}


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Type a command line in a folder that holds a sound playbook and a lead."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(SOUND)
    (tmp_path / "bad.yaml").write_text(SOUND.replace("overflow: next_rung", "overflow: nowhere"))
    (tmp_path / "lead.json").write_text(json.dumps(LEAD))
    return lambda line: CliRunner().invoke(app, line.split())


def test_every_rung_is_told_the_deciding_one_marked_and_every_candidate_who_lost(ask):
    said = ask(f"route good.yaml lead.json {AT}").stdout
    assert "> territory       bruno: Bruno Reis's turn in large (territory DACH)" in said
    assert "    not: not the turn of Ana Duarte" in said
    assert "  account_owner   no account" in said
    assert "  pool            ana: Ana Duarte's turn in emea (pool)" in said


def test_the_same_answer_comes_as_json(ask):
    told = json.loads(ask(f"route good.yaml lead.json --json {AT}").stdout)
    assert (told["owner"], [rung["taken"] for rung in told["rungs"]]) == ("bruno", [False, False, True, False, False])


def test_a_playbook_that_does_not_load_is_refused(ask):
    answer = ask(f"route bad.yaml lead.json {AT}")
    assert (answer.exit_code, "overflow" in answer.stderr) == (1, True)


def test_the_same_question_gives_the_same_answer(ask):
    assert len({ask(f"route good.yaml lead.json --json {AT}").stdout for _ in range(3)}) == 1
