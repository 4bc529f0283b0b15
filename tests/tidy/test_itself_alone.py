"""Does the tree speak of itself alone: no package host, no path of somebody's machine, nothing unfinished?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tidy.house import files, short

# A letter in brackets keeps a pattern from finding itself in this file.
HOSTS = re.compile(
    r"[p]ypi\.(?:org|python)|[p]ythonhosted\.org|registry\.[n]pmjs|(?:deb|security|archive)\.(?:[d]ebian|[u]buntu)\."
    r"|--(?:extra-)?[i]ndex-url|--[f]ind-links|--[t]rusted-host"
)
MACHINES = re.compile(r"(?<![\w./-])/(?:work|root|home)/\w|/[U]sers/\w|[A-Z]:\\[U]sers")
UNFINISHED = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX)\b|raise [N]otImplementedError")
CODE = {".py", ".sql", ".sh", ".html", ".yaml", ".toml"}
WRITES_NONE = re.compile(r"--no-emit-[i]ndex-url")


def said(text: str, pattern: re.Pattern[str]) -> list[str]:
    """What the pattern finds in the text, with its line."""
    lines = WRITES_NONE.sub("", text).splitlines()
    return [f"line {n} says {hit.group()}" for n, line in enumerate(lines, 1) if (hit := pattern.search(line))]


def text_of(path: Path) -> str:
    """The file's text, or nothing when it is a picture, a font or the like."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("pattern", [HOSTS, MACHINES], ids=["package hosts", "machines"])
def test_the_tree_names_no_place_but_its_own(pattern):
    assert [f"{short(path)} {what}" for path in files() for what in said(text_of(path), pattern)] == []


def test_nothing_is_left_unfinished():
    assert [f"{short(path)} {what}" for path in files(*CODE) for what in said(text_of(path), UNFINISHED)] == []


@pytest.mark.parametrize(
    ("bad", "pattern"),
    [
        ("see https://py" + "pi.org/simple", HOSTS),
        ("--extra-index" + "-url x", HOSTS),
        ("open('/wo" + "rk/main')", MACHINES),
        ("cd /ho" + "me/ana", MACHINES),
        ("# TO" + "DO later", UNFINISHED),
    ],
)
def test_the_rule_sees_what_is_not_ours(bad, pattern):
    assert said(bad, pattern)


def test_the_rule_lets_web_addresses_have_a_path():
    assert not said("https://firm.example/wo" + "rk/with-us", MACHINES)


def test_pictures_are_passed_over(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    assert text_of(tmp_path / "logo.png") == ""
