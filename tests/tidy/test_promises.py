"""Is every promise in the list of promises held by a test that is there, or does it say why not?"""

from __future__ import annotations

import re

import pytest

from tests.tidy.test_faults import ROOT, there

LIST = (ROOT / "docs" / "promises.md").read_text("utf-8")
LINE = re.compile(r"^\| (R\d+b?|S\d\d) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PROMISES = {number: (says, held) for number, says, held in LINE.findall(LIST)}
NUMBERS = [*(f"R{n}" for n in range(1, 44)), "R1b", *(f"S{n:02}" for n in range(1, 81))]


def test_no_number_is_missing_or_there_twice():
    assert sorted(PROMISES) == sorted(NUMBERS)
    assert len(LINE.findall(LIST)) == len(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_tests_that_hold_it_are_there(number):
    tests = re.findall(r"`([^`]+\.py[^`]*)`", PROMISES[number][1])
    assert [test for test in tests if not there(f"tests/{test}")] == []
    assert tests


def test_who_finds_a_hole_is_told_where_to_say_so():
    assert "in private" in (ROOT / "SECURITY.md").read_text("utf-8")
