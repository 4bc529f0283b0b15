"""Does every file and folder say in the words of the field what it is for?"""

from __future__ import annotations

import re
from pathlib import PurePath

import pytest

from tests.tidy.house import files, short

MUTE = {"common", "core", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
CODE = {".py", ".sql", ".html", ".js", ".css", ".sh"}


def mute_words(path: str) -> set[str]:
    """Words in the path that name a habit of programmers instead of a thing."""
    return {word for part in PurePath(path).parts for word in re.split(r"[^a-z]+", part.lower())} & MUTE


def test_names_speak_of_the_handoff():
    assert [short(path) for path in files(*CODE) if mute_words(short(path))] == []


@pytest.mark.parametrize("bad", ["batonpass/utils.py", "batonpass/core/lead.py", "batonpass/web/lead_service.py"])
def test_the_rule_sees_a_mute_name(bad):
    assert mute_words(bad)


def test_the_rule_does_not_read_inside_words():
    assert not mute_words("batonpass/store/encore.py")
