"""Is every statement of the store one that PostgreSQL understands, named and explained?"""

import re
from pathlib import Path

import pytest

from batonpass import store
from batonpass.store.statements import Statements, statements

FILES = sorted(path for path in Path(store.__path__[0]).rglob("*.sql") if path.parent.name != "migrations")
EVERY = [(file, name) for file in FILES for name in statements(file)]


@pytest.mark.parametrize(("file", "name"), EVERY, ids=[f"{file.stem}.{name}" for file, name in EVERY])
async def test_postgresql_understands_every_statement(shared_connection, file, name):
    await shared_connection.prepare(statements(file)[name])


def test_a_statement_is_read_by_its_name():
    read = Statements(
        "some.sql", "-- name: one\n-- Gives one.\nselect 1;\n\n-- name: two\n-- Gives\n-- two.\nselect 2;\n"
    )
    assert (read.one, read["two"]) == ("select 1", "select 2")


def test_a_statement_says_what_it_is_for():
    assert Statements("some.sql", "-- name: two\n-- Gives\n-- two.\nselect 2;").says["two"] == "Gives two."


def test_a_semicolon_may_stand_in_text_and_in_a_body():
    text = "-- name: one\n-- Does it.\ncreate function f() as $$ select ';'; $$; -- Done; really.\n"
    assert Statements("some.sql", text).one == "create function f() as $$ select ';'; $$"


def test_a_name_that_is_missing_is_told_with_those_that_are_there():
    with pytest.raises(AttributeError, match=r"some\.sql has no statement two; it has one\."):
        _ = Statements("some.sql", "-- name: one\n-- Gives one.\nselect 1;").two


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1;", "the first statement has no name"),
        ("-- name: one\nselect 1;", "one does not say what it is for"),
        ("-- name: one\n-- Gives one.\nselect 1", "one is not exactly one statement"),
        ("-- name: one\n-- Gives one.\nselect 1; select 2;", "one is not exactly one statement"),
        ("-- name: one\n-- Gives one.\n", "one is not exactly one statement"),
        ("-- name: 1st\n-- Gives one.\nselect 1;", "`1st` is no name"),
        ("-- name: items\n-- Gives one.\nselect 1;", "`items` is no name"),
        ("-- name: a\n-- A.\nselect 1;\n-- name: a\n-- A.\nselect 2;", "a stands there twice"),
    ],
)
def test_an_ill_formed_file_is_refused_with_the_reason(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Statements("some.sql", text)
