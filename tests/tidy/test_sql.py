"""Does every SQL statement have one name, one sentence and one form?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.tidy.house import files, short

NAME = re.compile(r"-- name: [a-z][a-z0-9_]*")
SENTENCE = re.compile(r"-- [A-Z].*")
LOCK = re.compile(r"\b7_?233_?6\d\d\b")
APART = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|(?P<tag>\$\w*\$).*?(?P=tag)", re.DOTALL)


def bare(sql: str) -> str:
    """The statement without its comments, quoted text and names, and function bodies."""
    return APART.sub("", sql)


def ill_formed(sql: str) -> Iterator[str]:
    """What is wrong in a file of named statements, with the line."""
    lines = sql.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("-- name:")]
    if not starts or bare("\n".join(lines[: starts[0]])).strip():
        yield "line 1: begins without a named statement"
    for start, end in pairwise([*starts, len(lines)]):
        yield from (f"line {start + 1}: {why}" for why in wrong_in_statement(lines[start:end]))


def wrong_in_statement(lines: list[str]) -> Iterator[str]:
    name, sentence, statement = lines[0], " ".join(_said(lines[1:])), bare("\n".join(lines))
    if not NAME.fullmatch(name):
        yield f"`{name}` is not a name in lower case"
    if not SENTENCE.fullmatch("-- " + sentence) or not sentence.endswith((".", "?")):
        yield "no sentence says what it is for"
    if statement.count(";") != 1 or not statement.rstrip().endswith(";"):
        yield "is not one statement that ends in a semicolon"
    if statement != statement.lower():
        yield "is not in lower case"


def _said(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("--"):
            return
        yield line.removeprefix("--").strip()


def twice(sql: str) -> list[str]:
    """Names that stand over more than one statement."""
    names = NAME.findall(sql)
    return sorted({name for name in names if names.count(name) > 1})


def locks_of(code: str) -> set[int]:
    """The numbers of advisory locks that a file names, in SQL or in Python."""
    return {int(number.replace("_", "")) for number in LOCK.findall(code)}


def migrates_silently(sql: str) -> bool:
    """Whether a migration begins without the sentence that says what it changes."""
    return not SENTENCE.match(sql)


def test_every_statement_has_a_name_a_sentence_and_an_end():
    found = [
        f"{short(path)} {why}"
        for path in files(".sql", under="batonpass")
        if path.parent.name != "migrations"
        for why in ill_formed(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_two_statements_of_a_file_share_a_name():
    found = {short(path): twice(path.read_text("utf-8")) for path in files(".sql", under="batonpass")}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_lock_stands_for_one_purpose():
    """Two that share a number keep each other out, and each takes the other for another process of its own kind."""
    named = [
        (number, short(path))
        for path in files(".sql", ".py", under="batonpass/store")
        if path.parent.name != "migrations"
        for number in locks_of(path.read_text("utf-8"))
    ]
    met = Counter(number for number, _ in named)
    assert [(number, path) for number, path in named if met[number] > 1] == []


def test_every_migration_says_what_it_changes():
    found = [
        short(path)
        for path in files(".sql", under="batonpass")
        if path.parent.name == "migrations" and migrates_silently(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "select 1;",
        "-- name: get_lead\nselect 1;",
        "-- name: get_lead\n-- Gives a lead.\nselect 1",
        "-- name: get_lead\n-- Gives a lead.\nselect 1; select 2;",
        "-- name: get_lead\n-- Gives a lead.\nSELECT 1;",
        "-- name: GetLead\n-- Gives a lead.\nselect 1;",
        "-- name: get_lead\n-- gives a lead\nselect 1;",
    ],
)
def test_the_rule_sees_an_ill_formed_statement(bad):
    assert list(ill_formed(bad))


def test_the_rule_sees_a_name_used_twice():
    assert twice("-- name: claim\nselect 1;\n-- name: claim\nselect 2;") == ["-- name: claim"]


def test_the_rule_lets_quoted_text_be_as_it_is():
    assert not list(ill_formed("-- name: get_mql\n-- Gives\n-- the MQLs.\nselect 'MQL; hot' as \"Stage\"; -- Hot.\n"))


def test_the_rule_sees_the_number_of_a_lock():
    assert locks_of("KEY = 7_233_601\nselect pg_advisory_xact_lock(7233601);") == {7233601}


def test_the_rule_sees_a_silent_migration():
    assert migrates_silently("create table lead ();")
