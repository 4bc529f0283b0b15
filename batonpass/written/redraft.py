"""How does a playbook read with other numbers in the same places, and nothing else changed?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import unified_diff

from batonpass.handoff.words import plain
from batonpass.written.yaml12 import Parsed, Place, parse

Path = tuple[str, ...]
NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?=\s*(?:[,}\]#\n]|$))")
MARK = "\ufeff"
"""What some editors write before a text; places are counted without it."""
SCALAR = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s,}\]#][^\n,}\]#]*?)(?=\s*(?:[,}\]#\n]|$))""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrafted:
    """The text with its new version, the difference line by line, and what has to be written by hand, with why."""

    text: str
    version: str
    diff: str
    by_hand: tuple[str, ...]


def redraft(text: str, where: str, numbers: Mapping[Path, Decimal], *, version: str) -> Redrafted:
    """Put numbers at these places, comments and all else untouched; the version becomes another.

    A rule that a model does not write yet is written above the others of the model.
    """
    text = text.removeprefix(MARK)
    parsed = parse(text, where)
    lines = text.splitlines(keepends=True)
    by_hand: list[str] = []
    changes = sorted(((path, plain(number)) for path, number in numbers.items()), key=lambda one: _at(parsed, one[0]))
    for path, number in reversed(changes):
        if not (_replace(lines, parsed, path, number) or _insert(lines, parsed, path, number)):
            by_hand.append(f"{'.'.join(path)}: {number}")
    _version(lines, parsed, version)
    new = "".join(lines)
    diff = "".join(
        unified_diff(text.splitlines(keepends=True), new.splitlines(keepends=True), where, f"{where} (draft)")
    )
    return Redrafted(text=new, version=version, diff=diff, by_hand=tuple(reversed(by_hand)))


def with_version(text: str, where: str, version: str) -> str:
    """The text under another version."""
    text = text.removeprefix(MARK)
    lines = text.splitlines(keepends=True)
    _version(lines, parse(text, where), version)
    return "".join(lines)


def with_values(text: str, where: str, values: Mapping[Path, str], *, version: str) -> str:
    """The text with other single values at these places, comments and all else untouched, under another version.

    Raises KeyError naming the place where no single value stands.
    """
    text = text.removeprefix(MARK)
    parsed, lines = parse(text, where), text.splitlines(keepends=True)
    for path, value in sorted(values.items(), key=lambda one: _at(parsed, one[0]), reverse=True):
        place = _place(parsed, path)
        line, column = place.at if place else (0, 0)
        found = SCALAR.match(lines[line - 1], column - 1) if place and not place.inside else None
        if found is None:
            raise KeyError(".".join(path))
        lines[line - 1] = f"{lines[line - 1][: column - 1]}{value}{lines[line - 1][found.end() :]}"
    _version(lines, parsed, version)
    return "".join(lines)


def _place(parsed: Parsed, path: Sequence[str]) -> Place | None:
    place = parsed.root
    for step in path:
        if step not in place.inside:
            return None
        place = place.inside[step]
    return place


def _at(parsed: Parsed, path: Path) -> tuple[int, int]:
    return parsed.position(path)


def _replace(lines: list[str], parsed: Parsed, path: Path, number: str) -> bool:
    place = _place(parsed, path)
    if place is None or place.inside:
        return False
    line, column = place.at
    text = lines[line - 1]
    found = NUMBER.match(text, column - 1)
    if not found:
        return False
    lines[line - 1] = text[: column - 1] + number + text[found.end() :]
    return True


def _insert(lines: list[str], parsed: Parsed, path: Path, number: str) -> bool:
    """Write `rule: {points: n}` as the first of a model's own rules or signals, if each stands on its own line."""
    if path[0] != "models" or _place(parsed, path[:-1]) is not None:
        return False
    group = _place(parsed, path[:-2])
    firsts = [one for one in group.inside.values() if one.key_at] if group else []
    if not group or not group.key_at or not firsts or firsts[0].key_at is None:
        return False
    line, column = firsts[0].key_at
    if line <= group.key_at[0]:
        return False
    lines.insert(line - 1, f"{' ' * (column - 1)}{path[-2]}: {{points: {number}}}\n")
    return True


def _version(lines: list[str], parsed: Parsed, version: str) -> None:
    place = _place(parsed, ("version",))
    if place is None:
        return
    line, column = place.at
    text = lines[line - 1]
    found = SCALAR.match(text, column - 1)
    end = found.end() if found else len(text.rstrip("\n"))
    lines[line - 1] = f'{text[: column - 1]}"{version}"{text[end:]}'
