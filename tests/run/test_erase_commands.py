"""Is a person given what is held about them at the command line, and kept as long as a court needs them?"""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.store.open import open_pool
from tests.database import wait_for
from tests.store.office import furnish, send, submission


@pytest.fixture
def run(database, monkeypatch):
    """Type a command line, against a database in which one person is known."""

    async def known():
        pool = await open_pool(database, connections=2)
        await send(pool, await furnish(pool), submission(1))
        await pool.close()

    wait_for(known())
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    return lambda *words: CliRunner().invoke(app, [*words], catch_exceptions=False)


def test_what_is_held_goes_into_a_file_that_only_its_owner_reads(run, tmp_path):
    path = tmp_path / "eva.json"
    assert run("export-person", "p1@firm1.example", "--to", str(path)).exit_code == 0
    assert json.loads(path.read_text("utf-8"))["person"] == ["p1@firm1.example"]
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_given_about_nobody(run):
    assert run("export-person", "nobody@nowhere.example").exit_code == 1


def test_who_is_held_is_let_go_by_nothing_but_the_word_for_it(run):
    def held(*more):
        return json.loads(run("legal-hold", "p1@firm1.example", *more, "--json").stdout)

    assert held("--why", "a lawsuit")["held"] is True
    for unclear in ([], ["--why", " "], ["--why", "a lawsuit", "--lift"]):
        (problem,) = held(*unclear)["problems"]
        assert "legal-hold p1@firm1.example --why 'a lawsuit'" in problem["instead"]
    assert held("--lift")["held"] is False
