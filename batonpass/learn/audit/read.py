"""How do the bytes of an export become a table of texts, fast where it is well written?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from batonpass.written.csv_file import CsvFile
from batonpass.written.csv_records import Row

ROW: Final = "\N{SECTION SIGN}row"
"""Our own column: the how-manieth row below the header this is, from 1. No export has a column of this name."""
FOOTER_MOST, FOOTER_COLUMNS = 20, 3
"""So many lines at the end with a first cell alone are what a report writes below its rows; more are rows."""
MET: Final = "\N{SECTION SIGN}met"
"""Our own column: whether the row found its other half in a joined export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An export as texts, null where a cell is empty; `broken` are rows that could not be read, with why the first.

    `footer` is how many lines stood below the rows.
    """

    rows: pl.DataFrame
    broken: int = 0
    broken_such_as: str = ""
    footer: int = 0


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
    return _numbered(rows)


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
    return _numbered(empty_is_null, broken=broken, broken_such_as=such_as)


def _numbered(rows: pl.DataFrame, *, broken: int = 0, broken_such_as: str = "") -> Table:
    """Rows without a single cell are none, nor is what stands below them; the others get their number."""
    held = rows.filter(~pl.all_horizontal(pl.all().is_null())) if rows.width else rows
    footer = _footer(held)
    kept = held.head(held.height - footer).with_row_index(ROW, offset=1)
    return Table(rows=kept, broken=broken, broken_such_as=broken_such_as, footer=footer)


def _footer(rows: pl.DataFrame) -> int:
    """How many lines at the end are no rows but what a report writes below them: who made it, whose it is."""
    if rows.width < FOOTER_COLUMNS:
        return 0
    others = pl.all_horizontal(pl.col(name).is_null() for name in rows.columns[1:])
    last = rows.tail(FOOTER_MOST + 1).select(others).to_series().to_list()
    bare = next((n for n, alone in enumerate(reversed(last)) if not alone), len(last))
    return bare if bare < len(last) else 0


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of the export itself."""
    return tuple(name for name in table.rows.columns if name not in (ROW, MET))
