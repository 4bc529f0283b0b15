"""Do imports only fall, and does no verb know another?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.house import files, imports, module_name, tree

FALLS = {
    "handoff": set(),
    "tongue": set(),
    "written": {"handoff"},
    "learn": {"written", "handoff"},
    "store": {"written", "handoff"},
    "connectors": {"tongue", "written", "handoff"},
    "web": {"tongue", "store", "learn", "written", "handoff"},
    "town": {"store", "learn", "written", "handoff"},
    "run": {"tongue", "town", "web", "store", "connectors", "learn", "written", "handoff"},
}
VERBS = {"capture", "identify", "score", "qualify", "brief", "route", "notify", "clock", "touch", "dispose", "recycle"}


def climbs(module: str, imported: str) -> str:
    """Why `module` may not import this, or nothing."""
    here, there = room(module), room(imported)
    if not there or here == there:
        return verb_knows_verb(module, imported)
    if there == "run" and here != "run":
        return "nobody imports run"
    if here and there not in FALLS[here]:
        return f"{here} stands below or beside {there}"
    return ""


def room(module: str) -> str:
    first, _, rest = module.partition(".")
    name = first if first == "town" else rest.partition(".")[0]
    return name if first in ("batonpass", "town") and name in FALLS else ""


def verb_knows_verb(module: str, imported: str) -> str:
    mine, other = verb(module), verb(imported)
    return f"the verb {mine} knows the verb {other}" if mine and other and mine != other else ""


def verb(module: str) -> str:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["batonpass", "handoff"] and len(parts) > 2 and parts[2] in VERBS else ""


def ours() -> list[Path]:
    return files(".py", under="batonpass") + files(".py", under="town")


def complaints() -> Iterator[str]:
    for path in ours():
        module = module_name(path)
        for imported, line in imports(tree(path), module, package=path.stem == "__init__"):
            if why := climbs(module, imported):
                yield f"{module}, line {line}, imports {imported}: {why}"


def known_by() -> dict[str, set[str]]:
    """Which of our modules each of our modules imports."""
    known = {module_name(path): path for path in ours()}
    arrows: dict[str, set[str]] = {}
    for module, path in known.items():
        names = {name for name, _ in imports(tree(path), module, package=path.stem == "__init__")}
        homes = {name if name in known else name.rpartition(".")[0] for name in names}
        arrows[module] = (homes & {*known}) - {module}
    return arrows


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """One circle of modules that import each other, or nothing: what is left when all on firm ground are gone."""
    left = {module: set(known) for module, known in arrows.items()}
    while firm := {module for module, known in left.items() if not known & {*left}}:
        left = {module: known for module, known in left.items() if module not in firm}
    return sorted(left)


def test_imports_only_fall():
    assert list(complaints()) == []


def test_no_modules_import_each_other_in_a_circle():
    assert circle(known_by()) == []


def test_the_rule_sees_a_climb():
    assert climbs("batonpass.handoff.route", "batonpass.store.read")


def test_the_rule_sees_a_sideways_step():
    assert climbs("batonpass.connectors.email.send", "batonpass.store.outbox")


def test_the_rule_sees_somebody_importing_run():
    assert climbs("batonpass", "batonpass.run.cli")


def test_the_rule_sees_the_program_leaning_on_the_invented_company():
    assert climbs("batonpass.web.inbox.page", "town.company")


def test_the_rule_lets_pages_read_the_store():
    assert not climbs("batonpass.web.inbox.page", "batonpass.store.read")


def test_the_rule_sees_a_verb_that_knows_a_verb():
    assert climbs("batonpass.handoff.route", "batonpass.handoff.score.score")


def test_the_rule_lets_the_path_know_every_verb():
    assert not climbs("batonpass.handoff.path", "batonpass.handoff.score.score")


def test_the_rule_sees_an_import_inside_a_function_and_a_relative_one():
    code = ast.parse("def f():\n    from ..store import read\n")
    assert list(imports(code, "batonpass.handoff.route")) == [("batonpass.store.read", 2)]


def test_the_rule_sees_a_circle():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["a", "b", "c"]
