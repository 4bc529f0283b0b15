"""Which question does each file answer? Brings the maps of the files up to date: `python tools/file_map.py`.

The order and the families in the maps are written by hand and stay. The questions come from the files themselves,
what is gone goes, and what is new comes in behind the file whose name is most like its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "batonpass"
MAPS = {ROOT / "docs/map.md": ("handoff", "store"), ROOT / "docs/map-around.md": ("written", "learn", "run")}
COMMANDS = "run/commands/"
"""They are told in docs/commands.md, one by one."""
LINE = re.compile(r"- \[`(?P<file>[\w/]+\.py)`\]\(.*")


def questions(rooms: Sequence[str]) -> dict[str, str]:
    """The first line of each file of these rooms, by its path in the package."""
    paths = [path for room in rooms for path in sorted((HOUSE / room).rglob("*.py"))]
    named = {
        path.relative_to(HOUSE).as_posix(): path
        for path in paths
        if path.parent.parent != HOUSE or path.stem != "__init__"
    }
    return {name: _question(path) for name, path in named.items() if not name.startswith(COMMANDS)}


def _question(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.partition("\n")[0].strip()


def brought_up_to_date(text: str, rooms: Sequence[str]) -> str:
    """The map of these rooms with each file that is there, once, and its question."""
    asked = questions(rooms)
    lines = [line for line in text.splitlines() if not (one := _file(line)) or one in asked]
    for one in sorted(asked.keys() - set(map(_file, lines))):
        lines.insert(_place(one, lines), _line(one, ""))
    return "\n".join(_line(one, asked[one]) if (one := _file(line)) else line for line in lines) + "\n"


def _file(line: str) -> str:
    found = LINE.fullmatch(line)
    return found["file"] if found else ""


def _place(one: str, lines: list[str]) -> int:
    def alike(n: int) -> tuple[int, int]:
        begin = takewhile(lambda pair: pair[0] == pair[1], zip(_file(lines[n]), one, strict=False))
        return len(list(begin)), n

    return max(range(len(lines)), key=alike) + 1


def _line(one: str, question: str) -> str:
    return f"- [`{one}`](../batonpass/{one}): {question}"


if __name__ == "__main__":
    for drawn, shown in MAPS.items():
        drawn.write_text(brought_up_to_date(drawn.read_text("utf-8"), shown), "utf-8")
