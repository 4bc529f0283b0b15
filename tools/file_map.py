"""Which question does each file answer? Brings the map of the files up to date: `python tools/file_map.py`.

The order and the families in `docs/map.md` are written by hand and stay. The questions come from the files themselves,
what is gone goes, and what is new comes in behind the file whose name is most like its own.
"""

from __future__ import annotations

import ast
import re
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAP = ROOT / "docs/map.md"
ROOMS = ("handoff", "store")
LINE = re.compile(r"- \[`(?P<room>\w+)/(?P<name>\w+)\.py`\]\(.*")


def questions() -> dict[tuple[str, str], str]:
    """The first line of each file of the mapped rooms."""
    paths = (path for room in ROOMS for path in sorted((ROOT / "batonpass" / room).glob("*.py")))
    return {(path.parent.name, path.stem): _question(path) for path in paths if path.stem != "__init__"}


def _question(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.partition("\n")[0].strip()


def brought_up_to_date(text: str) -> str:
    """The map with each file that is there, once, and its question."""
    asked = questions()
    lines = [line for line in text.splitlines() if (one := _file(line)) is None or one in asked]
    for one in sorted(asked.keys() - set(map(_file, lines))):
        lines.insert(_place(one, lines), _line(one, ""))
    return "\n".join(_line(one, asked[one]) if (one := _file(line)) else line for line in lines) + "\n"


def _file(line: str) -> tuple[str, str] | None:
    found = LINE.fullmatch(line)
    return (found["room"], found["name"]) if found else None


def _place(one: tuple[str, str], lines: list[str]) -> int:
    def alike(n: int) -> tuple[int, int]:
        room, name = _file(lines[n]) or ("", "")
        begin = takewhile(lambda pair: pair[0] == pair[1], zip(name, one[1], strict=False))
        return (len(list(begin)) if room == one[0] else -1), n

    return max(range(len(lines)), key=alike) + 1


def _line(one: tuple[str, str], question: str) -> str:
    room, name = one
    return f"- [`{room}/{name}.py`](../batonpass/{room}/{name}.py): {question}"


if __name__ == "__main__":
    MAP.write_text(brought_up_to_date(MAP.read_text("utf-8")), "utf-8")
