"""How does a report give its figures, so that page, API, command line, CSV and Parquet show the same ones?"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Final, TypeAlias

from batonpass.learn.intervals import Quantile, Rate
from batonpass.written.csv_safe import harmless


class Type(StrEnum):
    """What a column holds. Shares are `Rate`; numbers, seconds and money may be `Quantile`: a figure with interval.

    A chance is a float from 0 to 1 without an interval; people read it as per cent.
    """

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    CHANCE = "chance"
    SECONDS = "seconds"
    MONEY = "money"
    INSTANT = "instant"


Cell: TypeAlias = str | int | float | Decimal | datetime | Rate | Quantile | None
Flat: TypeAlias = str | int | float | datetime | None
NONE_OPEN: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A named column: `name` for machines, `says` for people; `interval` when its figures are `Quantile`s."""

    name: str
    says: str
    type: Type
    interval: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line, a cell a column; None is what nobody can say. `opens`: by column, the query that lists its leads."""

    cells: tuple[Cell, ...]
    opens: Mapping[str, str] = field(default_factory=lambda: NONE_OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures with names and types, and the notes without which they would say too much."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that has not a cell for each column."""
        for n, row in enumerate(self.rows):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.name}: row {n} has {len(row.cells)} cells for {len(self.columns)} columns")

    def column(self, name: str) -> tuple[Cell, ...]:
        """All cells of a column; KeyError when there is none of that name."""
        at = {column.name: n for n, column in enumerate(self.columns)}[name]
        return tuple(row.cells[at] for row in self.rows)

    def as_data(self) -> dict[str, object]:
        """For JSON: columns described once, rows by name, shares and intervals as objects."""
        return {
            "name": self.name,
            "title": self.title,
            "columns": [{"name": one.name, "says": one.says, "type": one.type.value} for one in self.columns],
            "rows": [self._row_data(row) for row in self.rows],
            "notes": list(self.notes),
        }

    def as_json(self) -> str:
        """The same as text."""
        return json.dumps(self.as_data(), ensure_ascii=False)

    def as_csv(self) -> str:
        """Comma separated, with a line of names; a share has five columns: itself, low, high, hits and of."""
        out = StringIO()
        write = csv.writer(out, lineterminator="\r\n")
        write.writerow(name for name, _ in self._flat_names())
        for row in self.rows:
            write.writerow(_written(cell) for cell in self._flat(row))
        return out.getvalue()

    def as_parquet(self) -> bytes:
        """The columns of the CSV with their types, instants in UTC."""
        import polars as pl  # noqa: PLC0415 - what gives no Parquet need not wait for it

        kept_as: dict[Type, pl.DataType] = {
            Type.TEXT: pl.String(),
            Type.COUNT: pl.Int64(),
            Type.INSTANT: pl.Datetime("us", "UTC"),
        }
        schema = {name: kept_as.get(kind, pl.Float64()) for name, kind in self._flat_names()}
        frame = pl.DataFrame([list(self._flat(row)) for row in self.rows], schema=schema, orient="row")
        out = BytesIO()
        frame.write_parquet(out)
        return out.getvalue()

    def _row_data(self, row: Row) -> dict[str, object]:
        told: dict[str, object] = {c.name: _data(cell) for c, cell in zip(self.columns, row.cells, strict=True)}
        return told | ({"opens": dict(row.opens)} if row.opens else {})

    def _flat_names(self) -> Iterator[tuple[str, Type]]:
        for column in self.columns:
            yield column.name, column.type
            if column.interval or column.type is Type.SHARE:
                yield f"{column.name}_low", Type.NUMBER
                yield f"{column.name}_high", Type.NUMBER
            if column.type is Type.SHARE:
                yield f"{column.name}_hits", Type.COUNT
            if column.interval or column.type is Type.SHARE:
                yield f"{column.name}_of", Type.COUNT

    def _flat(self, row: Row) -> Iterator[Flat]:
        for column, cell in zip(self.columns, row.cells, strict=True):
            if column.type is Type.SHARE:
                yield from _flat_rate(cell)
            elif column.interval:
                yield from _flat_quantile(cell)
            else:
                yield _plain(cell)


def tables_data(tables: Sequence[Table]) -> dict[str, object]:
    """Several tables of one report for JSON, each under its name."""
    return {table.name: table.as_data() for table in tables}


def _data(cell: Cell) -> object:
    match cell:
        case Rate():
            return {"share": cell.rate, "low": cell.low, "high": cell.high, "hits": cell.hits, "of": cell.of}
        case Quantile():
            return {"value": cell.value, "low": cell.low, "high": cell.high, "of": cell.of}
        case datetime():
            return _instant(cell)
        case Decimal():
            return float(cell)
        case _:
            return cell


def _flat_rate(cell: Cell) -> tuple[Flat, ...]:
    if isinstance(cell, Rate):
        return cell.rate, cell.low, cell.high, cell.hits, cell.of
    return (None,) * 5


def _flat_quantile(cell: Cell) -> tuple[Flat, ...]:
    if isinstance(cell, Quantile):
        return cell.value, cell.low, cell.high, cell.of
    return (None,) * 4


def _plain(cell: Cell) -> Flat:
    match cell:
        case Decimal():
            return float(cell)
        case Rate() | Quantile():
            raise TypeError("a figure with its interval stands in a column without one")
        case _:
            return cell


def _written(cell: Flat) -> Flat:
    """A cell as CSV, in which no text is a formula."""
    if isinstance(cell, datetime):
        return _instant(cell)
    return harmless(cell) if isinstance(cell, str) else cell


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
