"""Is time given, chance given, and the world left alone where we decide and where we learn?"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.tidy.house import calls, files, imports, short, tree

PURE = ("handoff", "learn")
HANDOFF_MAY_IMPORT = {
    "__future__", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
    "functools", "graphlib", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string", "textwrap",
    "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
WORLDLY = {
    "asyncio", "asyncpg", "builtins", "ctypes", "fcntl", "ftplib", "http", "httpx", "importlib", "io", "logging",
    "mmap", "multiprocessing", "os", "pathlib", "random", "secrets", "select", "selectors", "shutil", "signal",
    "smtplib", "socket", "sqlite3", "ssl", "structlog", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "uuid", "webbrowser",
}  # fmt: skip
WORLDLY_CALLS = {"breakpoint", "compile", "eval", "exec", "input", "open", "print", "__import__"}
READS_THE_CLOCK = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
CLOCKS = {"date", "datetime", "time"}
CHANCE_GIVEN = "random.Random"
IN_MEMORY = {"io.BytesIO", "io.StringIO", "urllib.parse.urlencode", "urllib.parse.quote"}
"""Named like the world, but only text and bytes in memory."""
OURS = {"batonpass", ""}
RECORDS = "batonpass/handoff/record.py"
"""The one file of the handoff that stands on another's library: what its records are made of (decision 0041)."""


def worldly_imports(code: ast.Module) -> Iterator[str]:
    """Imports of clocks, chance, files, networks and processes; the type of a given source of chance may be named."""
    for imported, line in imports(code):
        if imported.partition(".")[0] in WORLDLY and imported not in {CHANCE_GIVEN, *IN_MEMORY}:
            yield f"line {line} imports {imported}"


def worldly_calls(code: ast.Module) -> Iterator[str]:
    for name, line in calls(code):
        whose, _, what = name.rpartition(".")
        reads_clock = what in READS_THE_CLOCK and whose.rpartition(".")[2] in CLOCKS
        own_chance = (
            name in ("Random", CHANCE_GIVEN) or what == "default_rng" or whose.endswith((".random", "np.random"))
        )
        if reads_clock or own_chance or name in WORLDLY_CALLS:
            yield f"line {line} calls {name}"


def foreign_imports(code: ast.Module) -> Iterator[str]:
    for imported, line in imports(code):
        first = imported.partition(".")[0]
        if first not in HANDOFF_MAY_IMPORT | OURS:
            yield f"line {line} imports {imported}"


@pytest.mark.parametrize("rule", [worldly_imports, worldly_calls])
@pytest.mark.parametrize("room", PURE)
def test_time_and_chance_are_given_and_the_world_left_alone(room, rule):
    found = [f"{short(path)} {what}" for path in files(".py", under=f"batonpass/{room}") for what in rule(tree(path))]
    assert found == []


def test_the_handoff_needs_only_a_few_modules_of_the_standard_library():
    found = [
        f"{short(path)} {what}"
        for path in files(".py", under="batonpass/handoff")
        for what in foreign_imports(tree(path))
        if not (short(path) == RECORDS and " imports msgspec" in what)
    ]
    assert found == []


def test_the_list_of_the_few_is_from_the_standard_library():
    assert {*sys.stdlib_module_names} >= HANDOFF_MAY_IMPORT


@pytest.mark.parametrize(
    "bad", ["import time", "from random import choice", "def f():\n    import os", "import asyncpg"]
)
def test_the_rule_sees_a_worldly_import(bad):
    assert list(worldly_imports(ast.parse(bad)))


@pytest.mark.parametrize(
    "bad",
    ["datetime.now(UTC)", "date.today()", "x = [open(p)]", "print(1)", "Random()", "np.random.default_rng(1)"],
)
def test_the_rule_sees_a_worldly_call(bad):
    assert list(worldly_calls(ast.parse(bad)))


def test_the_rule_lets_a_given_source_of_chance_be_named():
    assert not list(worldly_imports(ast.parse("from random import Random")))


def test_the_rule_sees_a_foreign_import():
    assert list(foreign_imports(ast.parse("import pydantic")))
