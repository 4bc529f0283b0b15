"""Does the command line plan, draft, sign, apply, shadow and roll back, and leave with the right code?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from batonpass.run.commands import change as change_commands
from batonpass.run.commands import plan as plan_commands
from batonpass.run.commands import shadow as shadow_commands
from batonpass.store import users
from batonpass.store.open import open_pool
from batonpass.written.refused import Refused
from tests.database import database, postgres, wait_for
from tests.store.office import furnish, send, submission

__all__ = ["database", "postgres"]
STARTER = (Path(__file__).parents[2] / "playbooks" / "starter.yaml").read_text("utf-8")
SECOND = STARTER.replace('version: "1"', 'version: "2"').replace("first_touch: 4h", "first_touch: 2h")


@pytest.fixture
def ask(database, tmp_path, monkeypatch):
    """Type a command line in a folder with a changed playbook; in the database are a lead and people of both sides."""
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.setenv("BATONPASS_TEST_CLOCK", "1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "second.yaml").write_text(SECOND, "utf-8")
    wait_for(staffed(database))
    app = typer.Typer()
    for commands in (change_commands, plan_commands, shadow_commands):
        commands.register(app)
    return lambda line: CliRunner().invoke(app, line.split())


async def staffed(database):
    pool = await open_pool(database, connections=2)
    await send(pool, await furnish(pool), submission())
    for name, role in (("mara", "manager"), ("maya", "marketing")):
        await users.put_user(pool, email=f"{name}@x.example", name=name, role=role, rep=None, password_hash="")
    await pool.close()


def refusal(answer) -> str:
    assert isinstance(answer.exception, Refused)
    return str(answer.exception)


def test_from_draft_to_rollback(ask):
    assert "lacks the signature of sales and marketing" in ask("draft second.yaml --note shorter").stdout
    assert "lacks the signature" in refusal(ask("apply 2"))
    assert "marketing has still to sign" in ask("sign 2 --as mara@x.example").stdout
    assert "nothing is missing" in ask("sign 2 --as maya@x.example").stdout
    assert ask("apply 2").stdout == "Version 2 is in force. Running clocks keep the version they started with.\n"
    assert ask("rollback --note again").stdout.startswith("Version 1 is in force again; 2 stepped down.")
    assert [one["what"] for one in json.loads(ask("history --json").stdout)][:2] == ["rolled_back", "applied"]


def test_a_file_is_applied_from_ci_with_the_signatures_of_its_review(ask):
    line = "apply --file second.yaml --note review --signed-by mara@x.example --signed-by maya@x.example --json"
    assert json.loads(ask(line).stdout) == {"version": "2", "active": True}
    assert json.loads(ask(line).stdout) == {"version": "2", "active": True}
    assert [one["what"] for one in json.loads(ask("history --json").stdout)].count("applied") == 2


def test_a_version_that_stepped_down_is_applied_again_by_the_same_line(ask):
    line = "apply --file second.yaml --note review --signed-by mara@x.example --signed-by maya@x.example"
    ask(line)
    ask("rollback --note again")
    assert ask(line).stdout.startswith("Version 2 is in force.")


def test_who_signed_on_the_page_is_no_hindrance_for_the_review(ask):
    ask("draft second.yaml --note shorter")
    ask("sign 2 --as mara@x.example")
    line = "apply --file second.yaml --note review --signed-by mara@x.example --signed-by maya@x.example"
    assert ask(line).stdout.startswith("Version 2 is in force.")


def test_a_file_that_nobody_signed_is_kept_as_a_draft_and_not_applied(ask):
    assert "lacks the signature" in refusal(ask("apply second.yaml --note review"))
    assert "drafted" in ask("history").stdout


def test_a_plan_is_told_in_words_and_as_json(ask):
    assert "If 2 took the place of 1 now" in ask("plan second.yaml").stdout
    told = json.loads(ask("plan second.yaml --json").stdout)
    assert (told["leads"], told["changed"], told["method"]) == (1, 0, {"one_by_one": None, "checked": 1})


def test_a_shadow_begins_reports_and_stops(ask):
    assert ask("shadow").stdout == "No draft is in shadow. Begin with: batonpass shadow VERSION\n"
    ask("draft second.yaml --note shorter")
    assert "judges every arrival from now on" in ask("shadow 2").stdout
    assert json.loads(ask("shadow --json").stdout)["seen"] == 0
    ask("shadow --stop")
    assert json.loads(ask("shadow --json").stdout) == {"version": None}


def test_the_active_playbook_is_exported_word_for_word(ask):
    assert ask("export").stdout == STARTER
    assert json.loads(ask("export --json").stdout)["text"] == STARTER
    ask("export active --to kept.yaml")
    assert Path("kept.yaml").read_text("utf-8") == STARTER


def test_a_draft_that_is_put_away_cannot_be_applied_unsigned(ask):
    ask("draft second.yaml --note shorter")
    assert "is put away" in ask("discard 2 --note no").stdout
    assert "lacks the signature" in refusal(ask("apply 2"))


def test_what_is_to_be_applied_has_to_be_named(ask):
    assert ask("apply").exit_code == 2
