"""Is who starts a process without a database that it can use told so in a sentence, and not in a traceback?"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.run.house import open_house
from batonpass.run.settings import read_settings
from batonpass.store.refused import DatabaseRefused
from tests.database import address, command, database, postgres

__all__ = ["database", "postgres"]
SECRET = "not-to-be-told"


@pytest.fixture
async def weak(database):
    """Somebody who may sign in, and nothing else."""
    await command("drop role if exists weak")
    await command(f"create role weak login password '{SECRET}'")
    where = urlsplit(database)
    yield where._replace(netloc=f"weak:{SECRET}@{where.netloc.rpartition('@')[2]}").geturl()
    await command("drop role weak")


async def refused(url: str) -> str:
    with pytest.raises(DatabaseRefused) as told:
        async with open_house(read_settings({"BATONPASS_DATABASE_URL": url}), work=False):
            pass
    return str(told.value)


async def test_a_database_that_is_not_there_is_named(database):
    says = await refused(address("nowhere_at_all"))
    assert ('"nowhere_at_all" does not exist' in says, "Look at BATONPASS_DATABASE_URL" in says) == (True, True)


@pytest.mark.parametrize("typed", [["verify"], ["backup", "{folder}/copy"], ["export", "--to", "{folder}/text"]])
def test_a_command_says_so_too(postgres, monkeypatch, tmp_path, typed):
    monkeypatch.setenv("BATONPASS_DATABASE_URL", address("nowhere_at_all"))
    ended = CliRunner().invoke(app, [word.format(folder=tmp_path) for word in typed], catch_exceptions=False)
    assert (ended.exit_code, "Look at BATONPASS_DATABASE_URL" in ended.output) == (1, True)


@pytest.mark.parametrize("typed", [["verify"], ["key", "list"], ["report", "funnel"], ["explain", "7"], ["apply", "x"]])
def test_in_a_folder_without_one_a_command_says_where_it_looked_and_begins_none(monkeypatch, tmp_path, typed):
    monkeypatch.setenv("BATONPASS_DATA", str(tmp_path / "kept"))
    ended = CliRunner().invoke(app, typed, catch_exceptions=False)
    assert (ended.exit_code, f"no database of Batonpass in {tmp_path / 'kept'}" in ended.output) == (1, True)
    assert not [*tmp_path.iterdir()]


def test_a_command_that_looks_into_a_database_without_anything_of_ours_says_so(postgres, monkeypatch):
    monkeypatch.setenv("BATONPASS_DATABASE_URL", address("postgres"))
    ended = CliRunner().invoke(app, ["verify"], catch_exceptions=False)
    assert (ended.exit_code, "nothing of ours in this database yet" in ended.output) == (1, True)


async def test_who_may_not_use_it_is_told_so_without_the_password(weak):
    says = await refused(weak)
    assert ("permission denied" in says, SECRET in says) == (True, False)
