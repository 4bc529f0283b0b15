"""Is every case that code, tests or documents name by its letter and number explained, and played by a test?"""

from __future__ import annotations

import re

import pytest

from tests.tidy.house import ROOT, files
from tests.tidy.test_faults import there

CASES = (ROOT / "docs" / "cases.md").read_text("utf-8")
LINE = re.compile(r"^\| ([A-H]\d\d) \| [^|]+ \| `([^`|]+)` \|$", re.MULTILINE)
EXPLAINED = {
    r"\b[A-H]\d\d\b": set(dict(LINE.findall(CASES))),
    r"\bT\d\d?\b": set(re.findall(r"^\*\*(T\d+)\.", (ROOT / "docs" / "time.md").read_text("utf-8"), re.MULTILINE)),
    r"\b[RS]\d\d?b?\b": set(
        re.findall(r"^\| ([RS]\d+b?) \|", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE)
    ),
}
IN_TESTS = re.compile(r"Scenarios?\b[^.:]*|def test_[a-h]\d\d_")
"""In tests a letter and a number may be a postal code or a deal; in these places they are a case."""


def unexplained(text: str) -> list[str]:
    """The cases, rules of time and promises that a text names and no document explains."""
    return sorted(
        one for pattern, known in EXPLAINED.items() for one in set(re.findall(pattern, text)) if one not in known
    )


def named_in_tests(text: str) -> str:
    return " ".join(IN_TESTS.findall(text)).replace("def test_", "").replace("_", " ").upper()


def test_every_case_that_is_named_is_explained():
    ours = [*files(".py", ".sql", ".html", under="batonpass"), *files(".md", under="docs")]
    told = "\n".join(path.read_text("utf-8") for path in ours)
    tests = "\n".join(named_in_tests(path.read_text("utf-8")) for path in files(".py", under="tests"))
    assert unexplained(told) == []
    assert unexplained(tests) == []


@pytest.mark.parametrize(("case", "test"), LINE.findall(CASES))
def test_the_test_that_plays_it_is_there(case, test):
    assert there(f"tests/{test}"), case


def test_no_case_stands_there_twice():
    numbers = [number for number, _ in LINE.findall(CASES)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == CASES.count("| `")


def test_the_rule_sees_a_case_that_is_not_explained():
    assert unexplained("in time (T4), as agreed (A05, T44)") == ["T44"]
    assert unexplained(named_in_tests("def " + "test_h99_nobody" + "\n# Scen" + "ario C98, D01.")) == ["C98", "H99"]
