"""In which lines do two texts differ, the old beside the new?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 3
LINES_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line on either side with its number; `kind` is same, changed, or apart where lines alike are left out."""

    kind: str
    was: str = ""
    now: str = ""
    was_line: int | None = None
    now_line: int | None = None


def beside(was: str, now: str) -> tuple[Row, ...]:
    """The lines that differ, each with a few around it; nothing for texts that are the same."""
    old, new = was.splitlines(), now.splitlines()
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)
    rows: list[Row] = []
    for n, group in enumerate(groups):
        if n:
            rows.append(Row(kind="apart"))
        for what, a, b, c, d in group:
            rows.extend(_rows(old, new, range(a, b), range(c, d), same=what == "equal"))
    return tuple(rows[:LINES_MOST])


def _rows(old: list[str], new: list[str], before: range, after: range, *, same: bool) -> Iterator[Row]:
    for a, b in zip_longest(before, after):
        yield Row(
            kind="same" if same else "changed",
            was=old[a] if a is not None else "",
            now=new[b] if b is not None else "",
            was_line=a + 1 if a is not None else None,
            now_line=b + 1 if b is not None else None,
        )
