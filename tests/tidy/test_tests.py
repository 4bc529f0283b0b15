"""Do the tests claim one thing each, without sleeping, mocking or patching time?"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.house import calls, files, imports, nodes, short, tree

FALSE_FRIENDS = {"mock", "freezegun", "time_machine", "pytest_mock", "respx"}
PATCHES = {"setattr", "setitem", "patch"}
WORDS_LEAST = 3


def waits(code: ast.Module) -> Iterator[str]:
    return (f"line {line} calls {name}" for name, line in calls(code) if name.rpartition(".")[2] == "sleep")


def pretends(code: ast.Module) -> Iterator[str]:
    """Mocks, travelling in time by force, and parts of the program replaced behind its back."""
    for imported, line in imports(code):
        if {*imported.split(".")} & FALSE_FRIENDS:
            yield f"line {line} imports {imported}"
    for name, line in calls(code):
        whose, _, what = name.rpartition(".")
        if whose in ("monkeypatch", "mocker") and what in PATCHES:
            yield f"line {line} calls {name}"


def mumbles(code: ast.Module) -> Iterator[str]:
    """Tests whose name is no sentence."""
    for node in nodes(code):
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        if named and len(node.name.split("_")) <= WORDS_LEAST:
            yield f"line {node.lineno} {node.name}"


@pytest.mark.parametrize("rule", [waits, pretends, mumbles])
def test_the_tests_are_plain(rule):
    assert [f"{short(path)} {what}" for path in files(".py", under="tests") for what in rule(tree(path))] == []


@pytest.mark.parametrize("bad", ["time.sleep(1)", "async def f():\n await asyncio.sleep(0.1)", "sleep(1)"])
def test_the_rule_sees_a_test_that_waits(bad):
    assert list(waits(ast.parse(bad)))


@pytest.mark.parametrize(
    "bad", ["from unittest.mock import Mock", "import time_machine", "monkeypatch.setattr(a, 'b', 1)"]
)
def test_the_rule_sees_a_test_that_pretends(bad):
    assert list(pretends(ast.parse(bad)))


def test_the_rule_lets_a_test_set_the_environment():
    assert not list(pretends(ast.parse("monkeypatch.setenv('TZ', 'UTC')")))


def test_the_rule_sees_a_test_that_mumbles():
    assert list(mumbles(ast.parse("def test_route_1(): ...")))
