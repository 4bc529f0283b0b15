"""How does a table of figures look on a page: each figure in words with its interval, open to its leads?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from batonpass.learn.intervals import Quantile, Rate
from batonpass.learn.rounds import UNKNOWN, called
from batonpass.learn.table import Cell, Column, Row, Table, Type
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import full_day, numeral

from . import words
from .reported import NOT_KNOWN, Unit, in_words

HUNDREDS = 100
"""From here on nobody reads what stands behind the point."""
LEAST_CHANCE = 0.001
OURS = frozenset(
    {
        "finding",
        "says",
        "side",
        "promise",
        "commitment",
        "part",
        "kind",
        "stands",
        "waits",
        "owner",
        "excuse",
        "weekday",
    }
)
"""Columns that hold words of ours alone; what others named stays as they named it."""
ALL = "all leads"
COUNTED = re.compile(r" (?=\d+(?:, |$))")
"""Before the number that says how often: it stands on one line with what it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure in words, its interval below it, where its leads are listed, and whether it is too young to judge.

    `words` says that it is no figure at all.
    """

    text: str
    under: str = ""
    href: str = ""
    soft: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A table in words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    notes: tuple[str, ...]


def tabled(table: Table, *, leads: str, soft: Callable[[Row, str], bool] | None = None) -> Tabled:
    """The table as a page shows it. `leads` is the page that lists leads; `soft` says which figures are greyed."""
    return Tabled(
        title=words.told(table.title),
        heads=tuple(heard(column.says) for column in table.columns),
        rows=tuple(
            tuple(
                _shown(
                    cell,
                    column,
                    href=f"{leads}?{row.opens[column.name]}" if column.name in row.opens else "",
                    soft=bool(soft and soft(row, column.name)),
                )
                for cell, column in zip(_named(row, table), table.columns, strict=True)
            )
            for row in table.rows
        ),
        notes=tuple(words.told(note) for note in table.notes),
    )


def noted_once(tables: Sequence[Tabled]) -> list[Tabled]:
    """Tables that stand one below the other, each note under the last one that it holds for."""
    said: set[str] = set()
    kept: list[Tabled] = []
    for one in reversed(tables):
        notes = tuple(note for note in one.notes if note not in said)
        said.update(notes)
        kept.append(Tabled(title=one.title, heads=one.heads, rows=one.rows, notes=notes))
    return kept[::-1]


def _named(row: Row, table: Table) -> tuple[Cell, ...]:
    """The cells, with the kind of leads that a row counts as people say it: by kind and name, or by the table's own."""
    first, *rest = row.cells
    match table.columns[0].name:
        case "kind":
            name, *figures = rest
            return (called(str(first)), words.of_kind(str(first), str(name)), *figures)
        case "group":
            return (words.of_kind(table.columns[0].says.lower(), str(first)), *rest)
        case _:
            return row.cells


def _shown(cell: Cell, column: Column, *, href: str, soft: bool) -> Shown:
    match cell:
        case Rate(rate=None):
            few = _held(say("{hits} of {of}", hits=cell.hits, of=cell.of))
            return Shown(
                text=few, under=say("too few to say") if cell.of else "", href=href if cell.of else "", soft=True
            )
        case Rate():
            under = say(
                "{hits} of {of} · {between}",
                hits=numeral(f"{cell.hits:,}"),
                of=numeral(f"{cell.of:,}"),
                between=_between(cell),
            )
            under = " · ".join(map(_held, under.split(" · ")))
            return Shown(text=in_words(cell.rate, Unit.SHARE), under=under, href=href if cell.of else "", soft=soft)
        case Quantile():
            return _quantile(cell, href)
        case float() if column.type is Type.CHANCE:
            return Shown(text=_chance(cell), soft=soft)
        case None:
            return Shown(text=NOT_KNOWN, soft=True)
        case str():
            return Shown(text=COUNTED.sub(words.NO_BREAK, _said(cell, column)), href=href, words=True)
        case datetime():
            return Shown(text=full_day(cell))
        case _:
            return Shown(text=_number(cell, column.type), href=href if cell else "", soft=soft)


def _between(cell: Rate) -> str:
    """The interval in whole percents: its ends are known no better."""
    low, high = (round(100 * (one or 0.0)) for one in (cell.low, cell.high))
    return _held(say("{low} to {high}", low=low, high=high) + " %")


def _said(cell: str, column: Column) -> str:
    """Words as people say them: no names for machines, and days as they are written."""
    if column.name == "month":
        return words.month(cell)
    if column.name == "young":
        return ", ".join(map(heard_term, cell.split(", ")))
    said = words.plain(cell) if cell.isidentifier() else cell
    if column.name in OURS:
        return words.dated(heard_term(said))
    return words.dated(heard_term(said) if said in (ALL, UNKNOWN) else heard(said) if column.name == "days" else said)


def _quantile(cell: Quantile, href: str) -> Shown:
    if cell.value is None:
        return Shown(
            text=NOT_KNOWN, under=say("{of}: too few to say", of=numeral(f"{cell.of:,}")) if cell.of else "", soft=True
        )
    low, high = (NOT_KNOWN if one is None else words.roughly(one) for one in (cell.low, cell.high))
    under = "" if cell.low is None and cell.high is None else say("{low} to {high}", low=low, high=high)
    return Shown(text=_held(words.length(cell.value)), under=under, href=href)


def _held(text: str) -> str:
    """A figure on one line: a column of figures that break is no column."""
    return text.replace(" ", words.NO_BREAK)


def _chance(cell: float) -> str:
    """A chance, or a share to be expected by chance alone, in percent; a small one is told as below a limit."""
    if 0 < cell < LEAST_CHANCE:
        return say("below {least}", least=in_words(LEAST_CHANCE, Unit.SHARE))
    return in_words(cell, Unit.SHARE)


def _number(cell: float | Decimal, kind: Type) -> str:
    if kind is Type.SECONDS:
        return _held(in_words(float(cell), Unit.SECONDS))
    if kind is Type.COUNT:
        return numeral(f"{int(cell):,}")
    if kind is Type.MONEY or abs(cell) >= HUNDREDS:
        return numeral(f"{float(cell):,.0f}")
    return numeral(f"{float(cell):,.2f}".rstrip("0").rstrip(".")).replace("-", words.MINUS)
