"""Which files make the house, and what stands in them? The house rules beside this file all look through it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {"__pycache__", "node_modules"}
NOT_OURS_AT_THE_ROOT = {"build", "dist", "data", "htmlcov"}
OUR_HIDDEN = {".ci", ".gitignore", ".gitattributes"}


def files(*suffixes: str, under: str = ".") -> list[Path]:
    """Every file we keep below a folder; with suffixes, only those."""
    start = ROOT / under
    found = _walk(start) if start.is_dir() else iter(())
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not _ours(path) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def _ours(path: Path) -> bool:
    if path.name.startswith("."):
        return path.name in OUR_HIDDEN
    return path.name not in NOT_OURS and (path.parent != ROOT or path.name not in NOT_OURS_AT_THE_ROOT)


def short(path: Path) -> str:
    """The path as one would type it at the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=short(path))


@cache
def nodes(code: ast.AST) -> tuple[ast.AST, ...]:
    """All that the code consists of, the outermost first: a dozen rules ask, and to walk through it takes long."""
    return tuple(ast.walk(code))


def module_name(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def calls(code: ast.AST) -> Iterator[tuple[str, int]]:
    """Each call in the code: its dotted name as written, and its line."""
    for node in nodes(code):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node.lineno


def dotted(node: ast.expr) -> str:
    """`a.b.c` as text; what is not a name shows as an empty first part."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imports(code: ast.Module, module: str = "", *, package: bool = False) -> Iterator[tuple[str, int]]:
    """Every module that the code imports, wherever the import stands, with its line; names taken follow a dot."""
    for node in nodes(code):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = _start(module, node.level, package=package)
            unknown = "." if node.level and not start else ""
            base = unknown + ".".join(part for part in (start, node.module or "") if part)
            yield from ((f"{base}.{name.name}", node.lineno) for name in node.names)


def _start(module: str, level: int, *, package: bool) -> str:
    """Where a relative import begins; without the name of the module that is unknown, and an empty name."""
    if not level or not module:
        return ""
    parts = module.split(".")
    return ".".join(parts[: len(parts) - level + package])
