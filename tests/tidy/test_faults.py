"""Does every deliberate fault still find its place in the code, and the tests that are to catch it?

Whether it is caught is seen by hand (`python -m tests.faults.…`), for that takes hours; that it can be is seen here.
"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.breaking import Fault

ROOT = Path(__file__).parents[2]
LISTS = sorted(path.stem for path in (ROOT / "tests" / "faults").glob("*.py"))


def faults(module: str) -> list[Fault]:
    """All that a list holds, under whichever names."""
    named = vars(import_module(f"tests.faults.{module}")).values()
    return [one for many in named if isinstance(many, tuple) for one in many if isinstance(one, Fault)]


def has_no_place(fault: Fault) -> str:
    """Why a fault cannot be put into the code; empty when it can."""
    place = ROOT / fault.where
    if not place.is_file():
        return f"{fault.hurts}: there is no {place.name}"
    count = place.read_text("utf-8").count(fault.was)
    return "" if count == 1 else f"{fault.hurts}: {fault.was!r} stands {count} times in {place.name}"


def has_no_test(fault: Fault) -> list[str]:
    """The tests it names that are not there."""
    return [one for one in fault.suites if not there(one)]


def there(test: str) -> bool:
    """Is there such a file, folder or test? A case in brackets is the test's own matter."""
    path, _, name = test.partition("::")
    if not name:
        return (ROOT / path).exists()
    file, bare = ROOT / path, re.sub(r"\[.*", "", name)
    tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module(body=[], type_ignores=[])
    return any(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == bare for one in ast.walk(tree))


@pytest.mark.parametrize("module", LISTS)
def test_every_fault_can_be_put_in(module):
    assert [why for fault in faults(module) if (why := has_no_place(fault))] == []


@pytest.mark.parametrize("module", LISTS)
def test_the_tests_that_are_to_catch_it_are_there(module):
    assert [missing for fault in faults(module) for missing in has_no_test(fault)] == []


def test_there_are_many_and_each_list_holds_some():
    counts = {module: len(faults(module)) for module in LISTS}
    assert (min(counts.values()) > 0, sum(counts.values()) >= 40) == (True, True)


def test_the_rule_sees_a_fault_without_a_place():
    fault = Fault(verb="touch", hurts="x", was="no such words in there", becomes="")
    assert "stands 0 times" in has_no_place(fault)


def test_the_rule_sees_a_test_that_is_not_there():
    assert not there("tests/tidy/test_faults.py::test_nothing_of_the_sort")
