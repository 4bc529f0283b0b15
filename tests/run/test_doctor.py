"""Does the doctor see what makes an installation unfit, and nothing where all is well?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.run.commands.doctor import unfit
from batonpass.store.recovery import can_be_kept

ROOT = Path(__file__).parents[2]
SOUND = {"test_clock": False, "apart": 0.2}


def test_a_sound_installation_is_fit():
    assert unfit("2026f", **SOUND) == []


@pytest.mark.parametrize(
    ("zones", "changed", "says"),
    [
        ("2025b", {}, "zone data 2025b is older than 2026f"),
        ("2026f", {"test_clock": True}, "the test clock is on"),
        ("2026f", {"apart": 600.0}, "600 s from the database's"),
        ("2026f", {"full": "/srv/data"}, "nothing can be written to /srv/data"),
    ],
)
def test_what_makes_it_unfit_is_named(zones, changed, says):
    (why,) = unfit(zones, **{**SOUND, **changed})
    assert says in why


@pytest.mark.parametrize(("folder", "takes"), [("", True), ("none", True), ("/proc", False)])
def test_a_folder_that_takes_nothing_is_found_and_left_as_it_was(tmp_path, folder, takes):
    assert (can_be_kept(tmp_path / folder), list(tmp_path.iterdir())) == (takes, [])


def test_its_findings_have_the_names_that_the_documents_give_them(database, monkeypatch):
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    answer = CliRunner().invoke(app, ["doctor", "--json"])
    found = json.loads(answer.stdout)
    assert answer.exit_code == 1
    documented = (ROOT / "docs/operate.md").read_text("utf-8")
    assert [name for name in found if f"`{name}`" not in documented] == []
    assert found["test_hooks"].startswith("PRESENT")
    assert found["unfit"]
    assert found["waiting_messages"] == 0
