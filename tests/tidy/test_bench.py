"""Does the bench still find in the product what it measures?

It is run by hand, and what it needs beside the product is not always installed: its imports are read, not carried out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.tidy.house import files, short, tree


def not_there(parsed: ast.Module) -> Iterator[str]:
    """What is imported from the product and is not in it."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "batonpass":
            module = import_module(node.module)
            for one in node.names:
                inside = hasattr(module, "__path__") and find_spec(f"{node.module}.{one.name}")
                if not (hasattr(module, one.name) or inside):
                    yield f"{node.module} has no {one.name}"


@pytest.mark.parametrize("path", files(".py", under="bench"), ids=short)
def test_the_bench_imports_what_is_there(path):
    assert list(not_there(tree(path))) == []


def test_the_rule_sees_a_name_that_has_gone():
    assert list(not_there(ast.parse("from batonpass.store.take import take, gone")))
