"""Is what a command refuses said so that whoever asked can read it: a person a sentence, a program JSON?"""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.run.commands import listed
from tests.tidy.house import files

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


def test_no_command_prints_a_refusal_by_itself():
    """But for `check`, which also counts them; what else goes there is progress."""
    aside = {path.stem for path in files(".py", under="batonpass/run") if "err=True" in path.read_text("utf-8")}
    assert aside == {"__init__", "playbook", "audit", "serve", "simulate"}
