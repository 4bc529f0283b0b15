"""Does each file say what question it answers, and each public function what it means?"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.house import files, short, tree

EXPLAINED = ("handoff", "written", "store")
ENDS = (".", "?", "!")
Explained = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def opens_badly(code: ast.Module) -> str:
    """Why the opening does not do, or nothing."""
    said = ast.get_docstring(code)
    if not said:
        return "has no opening sentence"
    first = said.partition("\n\n")[0].rstrip()
    return "" if first.endswith(ENDS) else "opens with less than a sentence"


def unexplained(body: list[ast.stmt]) -> Iterator[str]:
    """Public functions, and public methods of public classes, without a docstring; a contract is explained once."""
    for node in body:
        if not isinstance(node, Explained) or node.name.startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in unexplained(node.body))
        elif not ast.get_docstring(node) and not fulfils_contract(node):
            yield node.name


def fulfils_contract(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id in ("override", "overload") for mark in node.decorator_list)


def test_every_file_opens_with_a_sentence():
    found = [f"{short(path)} {why}" for path in files(".py") if (why := opens_badly(tree(path)))]
    assert found == []


@pytest.mark.parametrize("room", EXPLAINED)
def test_every_public_function_says_what_it_means(room):
    found = [
        f"{short(path)}: {name}"
        for path in files(".py", under=f"batonpass/{room}")
        for name in unexplained(tree(path).body)
    ]
    assert found == []


@pytest.mark.parametrize("bad", ["x = 1", '"""lead things"""'])
def test_the_rule_sees_a_file_that_does_not_introduce_itself(bad):
    assert opens_badly(ast.parse(bad))


@pytest.mark.parametrize("bad", ["def route(): ...", "class Lead:\n def every(self): ...", "async def take(): ..."])
def test_the_rule_sees_a_public_function_without_a_word(bad):
    assert list(unexplained(ast.parse(bad).body))


def test_the_rule_leaves_private_functions_alone():
    assert not list(unexplained(ast.parse("def _turn(): ...\nclass _Own:\n def f(self): ...").body))
