"""How does a report read in a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from batonpass.handoff.words import percent
from batonpass.learn.intervals import Quantile, Rate

if TYPE_CHECKING:
    from batonpass.learn.asked import Asked
    from batonpass.learn.table import Cell, Table

UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
ROWS_MOST = 60
LEAST_CHANCE = 0.001
WIDE = 120
"""So many letters stand in a line where no terminal says how many."""


def in_words(title: str, asked: Asked, tables: Sequence[Table]) -> Iterator[str]:
    """The tables as lines, each under its title, with its notes."""
    yield f"{title}: {asked.first} to {asked.last}"
    for table in tables:
        yield ""
        yield table.title
        yield from _lines(table)
        yield from (f"  {note}" for note in table.notes)


def _lines(table: Table) -> Iterator[str]:
    """The table, its columns side by side as far as they fit, the others below under the same first column."""
    if not table.rows:
        return
    shown = [[one.says for one in table.columns]]
    types = [one.type.value for one in table.columns]
    shown += [
        [_cell(cell, kind) for cell, kind in zip(row.cells, types, strict=True)] for row in table.rows[:ROWS_MOST]
    ]
    widths = [max(len(line[n]) for line in shown) for n in range(len(types))]
    for n, places in enumerate(_side_by_side(widths, get_terminal_size((WIDE, 0)).columns)):
        if n:
            yield ""
        for line in shown:
            yield "  " + "  ".join(line[place].ljust(widths[place]) for place in places).rstrip()
    if len(table.rows) > ROWS_MOST:
        yield f"  and {len(table.rows) - ROWS_MOST:,} more; --csv has all of them"


def _side_by_side(widths: Sequence[int], wide: int) -> Iterator[tuple[int, ...]]:
    """Which columns stand side by side; the first stands before each part of the others."""
    part, used = [0], 2 + widths[0]
    for place, width in enumerate(widths[1:], 1):
        if len(part) > 1 and used + 2 + width > wide:
            yield tuple(part)
            part, used = [0], 2 + widths[0]
        part.append(place)
        used += 2 + width
    yield tuple(part)


def _cell(cell: Cell, kind: str) -> str:
    match cell:
        case None:
            return "-"
        case Rate(rate=None):
            return f"{cell.hits} of {cell.of}"
        case Rate():
            rate, low, high = (percent(one or 0.0, places=1) for one in (cell.rate, cell.low, cell.high))
            return f"{rate} ({low} to {high}) of {cell.of:,}"
        case Quantile(value=None):
            return "-"
        case Quantile(low=None, high=None):
            return length(cell.value)
        case Quantile():
            return f"{length(cell.value)} ({_end(cell.low)} to {_end(cell.high)})"
        case datetime():
            return f"{cell.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case Decimal() | float() | int():
            return _number(cell, kind)
        case _:
            return str(cell)


def _number(cell: Decimal | float, kind: str) -> str:
    match kind:
        case "seconds":
            return length(float(cell))
        case "chance":
            few = 0 < cell < LEAST_CHANCE
            return f"below {percent(LEAST_CHANCE, places=1)}" if few else percent(cell, places=1)
        case "money":
            return f"{round(cell):,}"
        case _:
            return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.3g}"


def _end(value: float | None) -> str:
    return "?" if value is None else length(value)


def length(seconds: float | None) -> str:
    """A length of time in its two largest units: 1 d 4 h, 7 min 20 s, 0.4 s."""
    if seconds is None:
        return "-"
    if seconds < 0:
        return f"-{length(-seconds)}"
    if not seconds:
        return "0 s"
    if seconds < 10:  # noqa: PLR2004 - below, a whole second says too little
        return f"{seconds:.1f} s"
    left, told = round(seconds), list[str]()
    for size, unit in UNITS:
        if left >= size and len(told) < 2:  # noqa: PLR2004 - two units
            told.append(f"{left // size} {unit}")
            left %= size
        elif told:
            break
    return " ".join(told)
