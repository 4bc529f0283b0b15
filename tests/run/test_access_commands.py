"""Can an operator let people and programs in at the command line, see who is in, and shut them out again?"""

from __future__ import annotations

import getpass
import json

import pytest
from typer.testing import CliRunner

from batonpass.run.cli import app
from batonpass.store.keys import find_key
from batonpass.store.open import open_pool
from tests.database import wait_for
from tests.store.office import furnish


@pytest.fixture
def run(database, monkeypatch):
    """Type a command line and read its answer, against a database with Ana and Bruno in it."""

    async def built():
        pool = await open_pool(database, connections=1)
        await furnish(pool)
        await pool.close()

    wait_for(built())
    monkeypatch.setenv("BATONPASS_DATABASE_URL", database)
    monkeypatch.setenv("BATONPASS_NEW_PASSWORD", "a long pass phrase")

    def typed(*words: str, expect: int = 0):
        result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        assert result.exit_code == expect, result.output
        return json.loads(result.stdout)

    return typed


@pytest.fixture
def asked(database):
    """Ask the database one thing."""

    async def rows(query: str):
        pool = await open_pool(database, connections=1)
        try:
            return [dict(row) for row in await pool.fetch(query)]
        finally:
            await pool.close()

    return lambda query: wait_for(rows(query))


def test_who_is_let_in_and_shut_out_is_listed_and_noted_with_who_did_it(run, asked):
    run("user", "add", " Root@Firm.example", "--name", "Root", "--role", "admin")
    run("user", "add", "ana@firm.example", "--name", "Ana", "--rep", "ana")
    run("user", "revoke", "ANA@firm.example")
    listed = [(one["email"], one["rep"], one["active"]) for one in run("user", "list")]
    assert listed == [("root@firm.example", None, True), ("ana@firm.example", "ana", False)]
    noted = asked("select name, by, after ->> 'active' as active from app.changes where kind = 'user' order by id")
    assert [tuple(one.values()) for one in noted] == [
        ("root@firm.example", getpass.getuser(), "true"),
        ("ana@firm.example", getpass.getuser(), "true"),
        ("ana@firm.example", getpass.getuser(), "false"),
    ]


def test_the_last_administrator_is_neither_shut_out_nor_made_less(run):
    run("user", "add", "root@firm.example", "--name", "Root", "--role", "admin")
    for words in (("user", "revoke", "root@firm.example"), ("user", "add", "root@firm.example", "--name", "Root")):
        assert "last administrator" in run(*words, expect=1)["problems"][0]["says"]
    assert run("user", "list")[0]["role"] == "admin"


def test_where_nobody_can_be_asked_the_password_is_said_to_be_missing(monkeypatch):
    monkeypatch.delenv("BATONPASS_NEW_PASSWORD", raising=False)
    result = CliRunner().invoke(app, ["user", "add", "ana@firm.example", "--name", "Ana"], input="")
    assert (result.exit_code, "BATONPASS_NEW_PASSWORD" in result.output, "Aborted" in result.output) == (2, True, False)


def test_what_is_no_address_cannot_sign_in(run):
    assert "address" in run("user", "add", "root", "--name", "Root", expect=1)["problems"][0]["says"]


def test_a_rep_that_nobody_has_set_is_taken_with_a_word_about_it(run):
    assert run("user", "add", "ana@firm.example", "--name", "Ana", "--rep", "ana")["notes"] == []
    assert "ann" in run("user", "add", "a@firm.example", "--name", "Ana", "--rep", "ann")["notes"][0]
    assert "ann" in run("key", "create", "phone", "--scope", "act", "--rep", "ann")["notes"][0]


def test_a_key_opens_until_its_days_are_over_or_it_is_revoked(run, asked, database):
    short = run("key", "create", "audit", "--scope", "read", "--days", "30")["key"]
    (key,) = run("key", "list")
    assert (key["label"], key["expired"], "hash" in key) == ("audit", False, False)
    asked("update app.api_keys set expires_at = app.now() - interval '1 second'")
    assert run("key", "list")[0]["expired"] is True
    lasting = run("key", "create", "form", "--scope", "intake")["key"]
    id_of = next(one["id"] for one in run("key", "list") if one["label"] == "form")

    async def open_still():
        pool = await open_pool(database, connections=1)
        found = [await find_key(pool, token) is not None for token in (short, lasting)]
        await pool.close()
        return found

    assert wait_for(open_still()) == [False, True]
    run("key", "revoke", id_of)
    assert wait_for(open_still()) == [False, False]
    assert id_of in run("key", "revoke", id_of, expect=1)["problems"][0]["says"]
    noted = asked("select name, before ->> 'valid' as was, by from app.changes where kind = 'key' order by id")
    assert [tuple(one.values()) for one in noted] == [
        ("audit", None, getpass.getuser()),
        ("form", None, getpass.getuser()),
        ("form", "true", getpass.getuser()),
    ]
