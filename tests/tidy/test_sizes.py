"""Is every file and function small enough to be read in one go?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from statistics import median

from tests.tidy.house import files, nodes, short, tree

FILE_LINES = 300
LONGEST = 60
LONG = 30
MEDIAN = 12
NESTING = 3
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(code: ast.AST) -> Iterator[Function]:
    return (node for node in nodes(code) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the last, without the docstring: explaining is never punished."""
    said = function.body[0] if ast.get_docstring(function) else None
    return _lines(function) - (_lines(said) if said else 0)


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def depth(node: ast.AST) -> int:
    """How many blocks stand inside each other; `elif` goes on rather than in."""
    inner = 0
    for child in ast.iter_child_nodes(node):
        goes_on = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        inner = max(inner, depth(child) + (isinstance(child, BLOCKS) and not goes_on))
    return inner


@cache
def lengths() -> dict[str, int]:
    return {
        f"{short(path)}:{function.lineno} {function.name}": length(function)
        for path in (*files(".py", under="batonpass"), *files(".py", under="town"))
        for function in functions(tree(path))
    }


def share_of_long(each: list[int]) -> float:
    return sum(lines >= LONG for lines in each) / len(each)


def too_long(text: str) -> bool:
    return len(text.splitlines()) >= FILE_LINES


def test_files_are_short():
    assert [short(path) for path in files(".py", ".sql") if too_long(path.read_text("utf-8"))] == []


def test_no_function_is_over_long():
    assert {name: lines for name, lines in lengths().items() if lines > LONGEST} == {}


def test_nine_functions_in_ten_are_short():
    each = list(lengths().values())
    assert not each or share_of_long(each) <= 1 / 10


def test_most_functions_are_very_short():
    each = list(lengths().values())
    assert not each or median(each) <= MEDIAN


def test_blocks_are_not_nested_deeply():
    deep = [
        f"{short(path)}:{function.lineno} {function.name}"
        for path in (*files(".py", under="batonpass"), *files(".py", under="town"))
        for function in functions(tree(path))
        if depth(function) > NESTING
    ]
    assert deep == []


def test_the_rule_sees_a_long_file():
    assert too_long("x = 1\n" * FILE_LINES)


def test_the_rule_sees_a_long_function():
    (function,) = functions(ast.parse("def f():\n    '''Said.'''\n" + "    x = 1\n" * LONGEST))
    assert length(function) == LONGEST + 1


def test_the_rule_sees_too_many_long_functions():
    assert share_of_long([LONG, 1, 1]) > 1 / 10


def test_the_rule_sees_deep_nesting():
    code = "def f():\n if a:\n  for b in c:\n   while d:\n    with e:\n     pass\n"
    assert depth(ast.parse(code)) > NESTING


def test_the_rule_takes_elif_as_one_step():
    assert depth(ast.parse("if a:\n pass\nelif b:\n pass\nelif c:\n pass\n")) == 1
