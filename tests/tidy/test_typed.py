"""Is what the documents tell people to type, or to write into a file, there to be typed?"""

from __future__ import annotations

import configparser
import re

import pytest

from tests.tidy.house import ROOT
from tests.tidy.test_docs import all_settings, commands, documents, settings, told

BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"(?:^|[\s\"'`/(])batonpass ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
INLINE = re.compile(r"`(batonpass [^`]+)`")


def strange(text: str, known: list[str]) -> list[str]:
    """Commands in a text that the program does not have."""
    groups = {words.split()[1] for words in known if len(words.split()) > 2}
    first = {words.split()[1] for words in known}
    found = []
    for one, two in TYPED.findall(text):
        if one not in first or (one in groups and two and f"batonpass {one} {two}" not in known):
            found.append(f"{one} {two}".strip())
    return found


def typed(text: str) -> str:
    """What stands in the blocks and between the backticks of a document."""
    return "\n".join([*BLOCK.findall(text), *INLINE.findall(text)])


def unit() -> configparser.ConfigParser:
    (text,) = [one for one in BLOCK.findall((ROOT / "docs/install.md").read_text("utf-8")) if "[Service]" in one]
    parsed = configparser.ConfigParser(strict=True)
    parsed.optionxform = str  # type: ignore[assignment] - systemd minds capitals
    parsed.read_string(text)
    return parsed


def test_every_command_that_a_document_lets_one_type_is_there():
    known = commands()
    found = {path.name: strange(typed(path.read_text("utf-8")), known) for path in documents()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_setting_that_a_document_names_is_read():
    assert settings(told()) - all_settings() == set()


def test_every_make_target_that_a_document_names_is_there():
    there = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^|&& )(?:sudo )?make ([a-z]+)", told(), re.MULTILINE))
    assert (named - there, named >= {"demo", "test", "install"}) == (set(), True)


def test_the_service_is_started_by_a_command_of_ours_and_stopped_as_the_database_needs():
    service = unit()["Service"]
    assert strange(service["ExecStart"], commands()) == []
    assert (service["KillMode"], service["User"], service["Restart"]) == ("mixed", "batonpass", "always")


@pytest.mark.parametrize(("text", "wrong"), [("$ batonpass serv", ["serv"]), ("batonpass key make", ["key make"])])
def test_the_rule_sees_a_command_that_is_not_there(text, wrong):
    assert strange(text, ["batonpass serve", "batonpass key create"]) == wrong
