"""How do the bytes of an export become a table of texts, fast where it is well written?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.written.csv_file import CsvFile
from batonpass.written.csv_records import Row

ROW: Final = "\N{SECTION SIGN}row"
"""Our own column: the how-manieth row below the header this is, from 1. No export has a column of this name."""
MET: Final = "\N{SECTION SIGN}met"
"""Our own column: whether the row found its other half in a joined export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An export as texts, null where a cell is empty; `broken` are rows that could not be read, with why the first."""

    rows: pl.DataFrame
    broken: int = 0
    broken_such_as: str = ""


def read_table(whole: bytes, file: CsvFile, rows: Iterable[Row]) -> Table:
    """The table of a file: its bytes at once where they are well written, else its rows one by one."""
    return read_fast(whole, file) or read_surely(rows, file.columns)


def read_fast(whole: bytes, file: CsvFile) -> Table | None:
    """Read a well-written file; None when it is not, and has to be read row by row."""
    if file.form.spaced or len(file.form.separator) != 1:
        return None
    utf_8 = file.encoding in ("utf-8", "utf-8-sig")
    text = whole if utf_8 else whole.decode(file.encoding, errors="replace").encode()
    try:
        rows = pl.read_csv(
            text,
            separator=file.form.separator,
            has_header=False,
            skip_lines=file.first - 1,
            schema=dict.fromkeys(file.columns, pl.String),
            infer_schema=False,
            encoding="utf8-lossy",
            extra_columns="raise",
            missing_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    if rows.width != len(file.columns):
        return None
    return Table(rows=_numbered(rows))


def read_surely(rows: Iterable[Row], columns: Sequence[str]) -> Table:
    """Make a table of rows that were read one by one; what is broken is left out and counted."""
    good: list[tuple[str, ...]] = []
    broken, such_as = 0, ""
    for row in rows:
        if row.wrong:
            broken += 1
            such_as = such_as or f"line {row.line}: {row.wrong}"
        else:
            good.append(row.cells)
    schema = dict.fromkeys(columns, pl.String)
    frame = pl.DataFrame(good, schema=schema, orient="row") if good else pl.DataFrame(schema=schema)
    empty_is_null = frame.select(pl.when(pl.all() != "").then(pl.all()).otherwise(None))
    return Table(rows=_numbered(empty_is_null), broken=broken, broken_such_as=such_as)


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without a single cell are none; the others get their number."""
    held = rows.filter(~pl.all_horizontal(pl.all().is_null())) if rows.width else rows
    return held.with_row_index(ROW, offset=1)


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of the export itself."""
    return tuple(name for name in table.rows.columns if name not in (ROW, MET))
