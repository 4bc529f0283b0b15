"""Is every command listed with what it says of itself, and does none import what only others need?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

import batonpass
from batonpass.learn.reports import REPORTS
from batonpass.run.cli import app
from batonpass.run.commands import listed, other_words
from batonpass.run.commands.report import LEADS
from tests.tidy.house import files, short

PAGES = ("batonpass.web.app", "fastapi", "uvicorn")
FIGURES = ("numpy", "polars", "scipy")
SAVED = ("asyncpg", "httpx", "jinja2")
CHECKED = ("pydantic", "yaml")


def first_words(said: str) -> str:
    """The part of a help text that a list of commands shows, on one line."""
    return " ".join(said.partition("\n\n")[0].split())


def imported(code: str) -> set[str]:
    """The modules in a new Python after this code."""
    program = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return set(subprocess.run(program, check=True, capture_output=True, text=True).stdout.split())


def test_each_command_is_listed_in_its_own_words():
    assert {one.name: first_words(one.help) for one in listed()} == {
        one.name: first_words(one.real.help) for one in listed()
    }


def test_every_command_of_each_module_is_listed():
    said = typer.Typer()
    for home in {one.home for one in listed()}:
        __import__(home, fromlist=["register"]).register(said)
    assert sorted(typer.main.get_group(said).commands) == sorted(one.name for one in listed())


def test_no_module_of_commands_is_forgotten():
    there = {short(path) for path in files(".py", under="batonpass/run/commands") if path.stem != "__init__"}
    assert there == {one.home.replace(".", "/") + ".py" for one in listed()}


def test_a_command_of_a_group_is_found_behind_the_list():
    crm = typer.main.get_command(app).commands["crm"]
    assert list(crm.real.commands) == ["drift", "unfreeze"]


def test_a_word_that_people_try_is_answered_with_a_command_that_is_there():
    ours = {one.name: one.real for one in listed()}
    words = dict(other_words())
    assert not words.keys() & ours.keys()
    for command, *rest in (one.split() for meant in words.values() for one in meant):
        if not command.startswith("--"):
            assert command in ours, command
            assert set(rest) <= {*getattr(ours[command], "commands", {}), *REPORTS, LEADS, "active"}, (command, rest)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("why L1", "No such command 'why'. Did you mean 'explain'?"),
        ("Status", "No such command 'Status'. Did you mean 'doctor' or 'verify'?"),
        ("leads --help", "No such command 'leads'. Did you mean 'report leads'?"),
        ("serv", "No such command 'serv'. Did you mean 'serve', 'user'?"),
        ("key creat", "No such command 'creat'. Did you mean 'create'?"),
        ("key add", "No such command 'key add'. Write 'key create', 'key list' or 'key revoke'."),
        ("crm show lead", "No such command 'crm show'. Write 'crm drift' or 'crm unfreeze'."),
        ("xyzzy", "No such command 'xyzzy'."),
    ],
)
def test_what_is_no_command_is_refused_with_what_may_have_been_meant(typed, says):
    asked = CliRunner().invoke(app, [*typed.split(), "--json"])
    assert (asked.exit_code, json.loads(asked.stdout)) == (2, {"ok": False, "problems": [{"says": says}]})


def test_every_command_that_ends_answers_programs_too():
    """Those that run on do not end."""
    each = {
        f"{one.name} {name}".strip(): real
        for one in listed()
        for name, real in getattr(one.real, "commands", {"": one.real}).items()
    }
    mute = {name for name, real in each.items() if not any("--json" in param.opts for param in real.params)}
    assert mute == {"serve", "worker", "demo", "mcp"}


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import batonpass.run.cli", (*PAGES, *FIGURES, *SAVED, *CHECKED)),
        ("import batonpass.run.commands.time", (*PAGES, *FIGURES, *SAVED, "pydantic")),
        ("import batonpass.run.commands.playbook, batonpass.run.commands.routing", (*PAGES, *FIGURES, *SAVED)),
        ("import batonpass.run.commands.verify, batonpass.run.commands.doctor", (*PAGES, *FIGURES, "httpx", "jinja2")),
        ("import batonpass.run.commands.import_leads, batonpass.run.commands.explain", (*PAGES, *FIGURES, "jinja2")),
        ("import batonpass.run.commands.audit, batonpass.run.commands.simulate", (*PAGES, *FIGURES, *SAVED)),
        ("import batonpass.run.work", (*PAGES, "polars", "scipy")),
    ],
    ids=["help", "due", "check", "verify", "import", "audit", "worker"],
)
def test_a_command_imports_nothing_that_only_others_need(code, heavy):
    assert imported(code).isdisjoint(heavy), sorted(imported(code) & {*heavy})


def test_the_version_is_told_however_the_program_is_called():
    told = subprocess.run([sys.executable, "-m", "batonpass", "--version"], check=True, capture_output=True, text=True)
    assert told.stdout == f"batonpass {batonpass.__version__}\n"
