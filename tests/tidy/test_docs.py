"""Is all that a person can ask for in the documents, and does each document hold what it points at?"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from tests.tidy.house import ROOT, files, short, tree

SETTING = re.compile(r"\bBATONPASS_[A-Z][A-Z0-9_]*[A-Z0-9]\b")
POINTS_AT = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
HEADLINE = re.compile(r"^#+ (.*)$", re.MULTILINE)
NAMES = re.compile(r"\[`(\w+(?:\.\w+)?)`\]\(([^)#\s]+\.py)\)")
HEADING = re.compile(r"# (\d{4}) \S.*")


def documents() -> list[Path]:
    named = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
    return [*(ROOT / name for name in named), *files(".md", under="docs")]


def told() -> str:
    return "\n".join(path.read_text("utf-8") for path in documents())


def commands() -> list[str]:
    """Every command line, from the program itself."""
    if not find_spec("batonpass.run.cli"):
        return []
    return list(below(typer.main.get_command(import_module("batonpass.run.cli").app), "batonpass"))


def below(command: Any, said: str) -> Iterator[str]:
    """The command lines at and below a command, as they are typed."""
    inner = getattr(getattr(command, "real", command), "commands", {})
    for name, one in inner.items():
        if not one.hidden:
            yield from below(one, f"{said} {name}")
    if not inner:
        yield said


def settings(code: str) -> set[str]:
    """Every setting in the environment that the code names."""
    return set(SETTING.findall(code))


def all_settings() -> set[str]:
    return set().union(*(settings(path.read_text("utf-8")) for path in files(".py", under="batonpass")))


def missing(asked: set[str] | list[str], told: str) -> list[str]:
    return sorted(one for one in asked if not re.search(rf"{re.escape(one)}(?![\w-])", told))


def astray(text: str, folder: Path) -> list[str]:
    """Links to files that are not there, or to a headline that they do not have."""
    return [
        f"{link}#{part}" if part else link
        for link, part in POINTS_AT.findall(text)
        if "://" not in link and not (_has(folder / link, part) if link else part in headlines(text))
    ]


def _has(file: Path, part: str) -> bool:
    return file.exists() and (not part or part in headlines(file.read_text("utf-8")))


def headlines(text: str) -> set[str]:
    """The headlines of a document as links name them: `Any CSV will do!` is any-csv-will-do."""
    return {re.sub(r"[^\w\- ]", "", line.strip().lower()).replace(" ", "-") for line in HEADLINE.findall(text)}


def not_in_it(text: str, folder: Path) -> list[str]:
    """What a link says stands in a file of code, and does not: `[`Batch.take`](…/decide.py)`."""
    return [name for name, link in NAMES.findall(text) if not _holds(folder / link, name)]


def _holds(file: Path, name: str) -> bool:
    if name == file.name:
        return True
    whose, _, what = name.rpartition(".")
    code = tree(file)
    if whose:
        code = next(one for one in code.body if isinstance(one, ast.ClassDef) and one.name == whose)
    return any(getattr(one, "name", "") == what for one in code.body)


def unlike_a_decision(name: str, text: str) -> str:
    number = HEADING.match(text)
    if not number or not name.startswith(number[1] + "-"):
        return "does not open with its number and what to do"
    return "" if "**Because**" in text and "**Held by**" in text else "lacks why, or what holds it"


def test_every_command_is_in_the_documents():
    assert missing(commands(), told()) == []


def test_every_setting_is_in_the_documents():
    assert missing(all_settings(), told()) == []


def test_no_link_leads_astray():
    assert {short(path): gone for path in documents() if (gone := astray(path.read_text("utf-8"), path.parent))} == {}


def test_what_a_document_names_in_a_file_stands_there():
    assert {
        short(path): gone for path in documents() if (gone := not_in_it(path.read_text("utf-8"), path.parent))
    } == {}


def test_every_decision_says_what_why_and_what_holds_it():
    found = {path.name: unlike_a_decision(path.name, path.read_text("utf-8")) for path in files(under="docs/decisions")}
    assert {name: why for name, why in found.items() if why} == {}


def test_the_changelog_tells_of_this_version():
    version = import_module("batonpass").__version__
    assert re.search(rf"^## {re.escape(version)}\b.*\n\n- \S", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_make_target_is_in_the_start_page():
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    start = (ROOT / "docs/start.md").read_text("utf-8")
    assert missing([f"`make {name}`" for name in targets if name != "help"], start) == []


def test_the_rule_sees_a_command_that_is_not_told():
    program = click.Group("batonpass", commands=[click.Group("key", commands=[click.Command("new")])])
    assert missing(list(below(program, "batonpass")), "`batonpass key`, `batonpass key newest`") == [
        "batonpass key new"
    ]


def test_the_rule_sees_a_setting_that_is_not_told():
    assert missing(settings("os.environ['BATONPASS_" + "PORT']"), "BATONPASS_" + "PORTS") == ["BATONPASS_" + "PORT"]


def test_the_rule_sees_a_link_that_leads_astray(tmp_path):
    (tmp_path / "there.md").write_text("# What `it` is\n\nHere.\n", "utf-8")
    text = (
        "# Here\n[a](gone.md) [b](https://a.example#x) [c](there.md#what-it-is) [d](there.md#gone) [e](#here) [f](#no)"
    )
    assert astray(text, tmp_path) == ["gone.md", "there.md#gone", "#no"]


def test_the_rule_sees_a_name_that_is_not_in_its_file():
    text = "[`tree`](house.py) [`house.py`](house.py) [`gone`](house.py)"
    assert not_in_it(text, Path(__file__).parent) == ["gone"]


@pytest.mark.parametrize("bad", ["# Time", "# 0002 Give time", "# 0001 Give time\n\n**Because** so."])
def test_the_rule_sees_what_is_unlike_a_decision(bad):
    assert unlike_a_decision("0001-time.md", bad)


def words_told_twice(glossary: str) -> list[str]:
    """The words that have two lines; what stands in brackets behind a word tells two things of one name apart."""
    rows = (line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("| **"))
    return sorted(word for word, often in Counter(rows).items() if often > 1)


def test_no_word_stands_twice_in_the_glossary():
    assert words_told_twice((ROOT / "docs" / "glossary.md").read_text("utf-8")) == []


def test_a_word_with_two_meanings_would_be_seen():
    assert words_told_twice("| **seam** | one |\n| **seam** | other |\n| **seam** (of a coat) | third |") == [
        "**seam**"
    ]
