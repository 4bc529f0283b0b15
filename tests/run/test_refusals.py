"""Is what a command refuses said so that whoever asked can read it: a person a sentence, a program JSON?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.run.commands import listed
from batonpass.store.embedded import database_url
from batonpass.written.csv_file import look, still_the_same
from batonpass.written.refused import Refused
from tests.tidy.house import files

ROOT = Path(__file__).parents[2]

COMMANDS = {
    f"{one.name} {name}".strip(): real
    for one in listed()
    for name, real in getattr(one.real, "commands", {"": one.real}).items()
}
FOR_PROGRAMS = sorted(name for name, real in COMMANDS.items() if any("--json" in param.opts for param in real.params))


def typed(name: str) -> list[str]:
    """The command with every argument that it must have, none of which leads anywhere."""
    wanted = [param for param in COMMANDS[name].params if param.required]
    return [*name.split(), *(word for one in wanted for word in (*one.opts[-1:][: one.opts[-1].startswith("-")], "7"))]


def problems(*words: str) -> tuple[int, list[str], str]:
    """The exit code, what is wrong as a program reads it, and what else was printed."""
    answer = CliRunner().invoke(app, [*words, "--json"])
    told = json.loads(answer.stdout)
    assert told["ok"] is False
    return answer.exit_code, [one["says"] for one in told["problems"]], answer.stderr


@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_what_a_command_does_not_understand_is_json_for_programs(name):
    code, says, beside = problems(*name.split(), "--no-such-option")
    assert (code, "--no-such-option" in says[0], beside) == (2, True, "")


@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_what_a_command_refuses_is_json_for_programs(name, monkeypatch):
    """No argument leads anywhere, and no setting can be read."""
    monkeypatch.setenv("BATONPASS_TEST_CLOCK", "perhaps")
    code, says, beside = problems(*typed(name))
    assert (code in (1, 2), all(says), beside) == (True, True, "")


def test_a_person_reads_a_sentence(monkeypatch):
    monkeypatch.setenv("BATONPASS_TEST_CLOCK", "perhaps")
    answer = CliRunner().invoke(app, ["doctor"])
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith("BATONPASS_TEST_CLOCK")


@pytest.mark.parametrize("words", ["--version", "due --json"])
def test_a_disk_that_is_full_is_said_in_one_sentence(words):
    """Of the answer, and of a refusal that is an answer too."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "batonpass", *words.split()]
        told = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert told.stderr.startswith("The answer could not be written to its end: No space left on device.")


STARTER = str(ROOT / "playbooks" / "starter.yaml")
LEADS = {
    "audit": ["audit", "FILE"],
    "import": ["import", "FILE"],
    "calibrate": ["calibrate", STARTER, "--outcomes", "FILE"],
    "backtest": ["backtest", STARTER, "--against", STARTER, "--outcomes", "FILE"],
}
PLAYBOOKS = {
    "check": ["check", "FILE"],
    "score": ["score", STARTER, "FILE"],
    "plan": ["plan", "FILE"],
    "draft": ["draft", "FILE"],
    "calibrate": ["calibrate", "FILE", "--outcomes", "FILE"],
    "backtest": ["backtest", STARTER, "--against", "FILE"],
    "due": ["due", "--calendar", "FILE", "--start", "2027-03-02T10:00:00Z", "--budget", "4h"],
}
NAMES = b"Email,Country,Outcome\r\n"
LEAD = "Email,Country,Outcome\r\nana@firm.example,SE,won\r\n"


@pytest.fixture
def unreadable(tmp_path, monkeypatch, postgres):
    """A folder with a file of every kind that holds nothing a command could work with; no database is reached.

    The server says so at once: one that does not answer would be asked again for as long as it may take to start.
    """
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database_url(postgres.folder, "none"))
    (tmp_path / "a folder").mkdir()
    os.mkfifo(tmp_path / "a pipe")
    (tmp_path / "no byte").touch()
    (tmp_path / "a mark alone").write_bytes(b"\xef\xbb\xbf")
    (tmp_path / "names alone").write_bytes(NAMES)
    (tmp_path / "UTF-16").write_bytes(LEAD.encode("utf-16"))
    return lambda kind: kind if kind.startswith("/") else str(tmp_path / kind)


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "/dev/null", "no byte", "a mark alone", "names alone"])
@pytest.mark.parametrize("name", LEADS)
def test_a_file_without_leads_is_refused_in_a_sentence(name, kind, unreadable):
    code, says, _ = problems(*(unreadable(kind) if word == "FILE" else word for word in LEADS[name]))
    assert (code in (1, 2), all(says)) == (True, True)


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "/dev/null", "no byte", "a mark alone", "UTF-16"])
@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_file_that_is_no_text_of_ours_is_refused_in_a_sentence(name, kind, unreadable):
    code, says, _ = problems(*(unreadable(kind) if word == "FILE" else word for word in PLAYBOOKS[name]))
    assert (code in (1, 2), all(says)) == (True, True)


@pytest.mark.parametrize("words", [["explain", "ana\udcff"], ["audit", "ana\udcff"], ["erase", "--by", "ana\udcff"]])
def test_letters_that_are_none_are_refused_before_anything_is_done(words):
    code, says, _ = problems(*words)
    assert (code, says[0].partition(". ")[0]) == (2, 'Invalid value: "ana\ufffd" is not UTF-8 text')


def test_a_file_that_somebody_still_writes_is_refused(tmp_path):
    (tmp_path / "leads.csv").write_text(LEAD)
    file = look(tmp_path / "leads.csv")
    with pytest.raises(Refused, match="whoever writes it is not done"):
        still_the_same(file, file.size + 1)


def test_no_command_prints_a_refusal_by_itself():
    """But for `check`, which also counts them; what else goes there is progress."""
    aside = {path.stem for path in files(".py", under="batonpass/run") if "err=True" in path.read_text("utf-8")}
    assert aside == {"__init__", "playbook", "audit", "serve", "simulate"}
