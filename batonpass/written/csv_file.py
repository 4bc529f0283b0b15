"""What does this CSV file hold, whoever wrote it and however?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from batonpass.written.csv_encoding import look_at_bytes
from batonpass.written.csv_records import Form, Row, lines_of, rows_of
from batonpass.written.refused import Problem, Refused, quoted

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE: Final = 200
COLUMNS_MOST: Final = 500
_SAYS_SEPARATOR: Final = re.compile(r"sep=(.)", re.IGNORECASE)
_SOMEBODY: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}|\+?[\d ()/-]{9,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFile:
    """A file we can read: its columns by names that are all different, and how its bytes and cells are written.

    `first` is the line after the header. `says` is a sentence about the encoding. `digest` is the SHA-256 of its bytes.
    """

    path: Path
    columns: tuple[str, ...]
    header: tuple[str, ...]
    first: int
    form: Form
    encoding: str
    says: str
    digest: bytes
    size: int

    @property
    def separator(self) -> str:
        """What stands between the cells, in a word."""
        return SEPARATORS.get(self.form.separator, self.form.separator)


def look(path: Path, *, encoding: str = "", begins: int = 1) -> CsvFile:
    """Read a file's form and header; raise Refused, saying what to do, for what is no CSV file with names on top.

    `begins` is the line on which the header may begin; what stands above it is passed over.
    """
    seen = look_at_bytes(path, encoding=encoding)
    with path.open(encoding=seen.encoding, errors=errors_of(seen.encoding), newline="") as file:
        lines = list(islice(lines_of(file), begins - 1, begins - 1 + SAMPLE))
    start, form = _form(lines)
    header = next(rows_of(lines[start - 1 :], form, first=start + begins - 1), None)
    if header is None:
        raise _refused(path, "the file holds empty lines only", "Export it again", None)
    _check_header(path, header)
    next_row = header.line + sum(cell.count("\n") for cell in header.cells) + 1
    return CsvFile(
        path=path,
        columns=_different(header.cells),
        header=header.cells,
        first=next_row,
        form=form,
        encoding=seen.encoding,
        says=seen.says,
        digest=seen.digest,
        size=seen.size,
    )


def rows(file: CsvFile, *, since: int = 0) -> Iterator[Row]:
    """The rows below the header, one after the other in bounded memory; those before line `since` are passed over.

    A row shorter than the header is filled up with empty cells; one that is longer says what is wrong.
    """
    width = len(file.columns)
    with file.path.open(encoding=file.encoding, errors=errors_of(file.encoding), newline="") as opened:
        below = islice(lines_of(opened), file.first - 1, None)
        for row in rows_of(below, file.form, first=file.first, filled=True):
            if row.line >= since and any(row.cells):
                yield row if len(row.cells) == width else _of_width(row, width)


def still_the_same(file: CsvFile, size: int) -> None:
    """Refuse a file that grew or shrank since we looked at it: whoever writes it is not done."""
    if size != file.size:
        says = "it changed while it was read, so whoever writes it is not done"
        raise _refused(file.path, says, "Wait until it is whole, and begin again", None)


def _of_width(row: Row, width: int) -> Row:
    if row.wrong:
        return row
    if len(row.cells) < width:
        return Row(line=row.line, cells=row.cells + ("",) * (width - len(row.cells)))
    if not any(row.cells[width:]):
        return Row(line=row.line, cells=row.cells[:width])
    says = f"the row has {len(row.cells)} cells and the header {width}; put a cell that holds a separator in quotes"
    return Row(line=row.line, cells=row.cells, wrong=says)


def errors_of(encoding: str) -> str:
    """Bytes that are no letters become marks we find again, row by row; UTF-16 and UTF-32 know no such marks."""
    return "replace" if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")) else "surrogateescape"


def _form(lines: list[str]) -> tuple[int, Form]:
    """The line on which the header may begin, and the separator under which most rows are as wide as the header."""
    start = next((n for n, line in enumerate(lines, 1) if line.strip(" \t\ufeff")), 1)
    told = _SAYS_SEPARATOR.fullmatch(lines[start - 1].strip()) if lines else None
    if told:
        return start + 1, _spaced(told[1], lines)
    return start, _spaced(max(SEPARATORS, key=lambda sep: _fits(lines[start - 1 :], sep)), lines)


def _spaced(separator: str, lines: Iterable[str]) -> Form:
    return Form(separator=separator, spaced=any(f'{separator} "' in line for line in lines))


def _fits(lines: list[str], separator: str) -> tuple[float, int]:
    """How many of the first rows have the header's width, roughly, and how wide that is."""
    widths = [len(row.cells) for row in rows_of(lines, Form(separator=separator))]
    width = widths[0] if widths else 0
    return (round(widths.count(width) / len(widths), 1), width) if width > 1 else (0.0, 0)


def _check_header(path: Path, header: Row) -> None:
    cells = [cell.strip() for cell in header.cells]
    if header.wrong:
        raise _refused(path, f"the line with the names of the columns: {header.wrong}", "Mend it", header.line)
    if len(cells) > COLUMNS_MOST:
        says = f"the file has {len(cells)} columns; at most {COLUMNS_MOST} can be read"
        raise _refused(path, says, "Leave out those you do not need", header.line)
    somebody = next((cell for cell in cells if _SOMEBODY.fullmatch(cell)), None)
    if somebody:
        says = f"the first line holds {quoted(somebody)}, which is no name of a column"
        raise _refused(path, says, "Write the names of the columns into the first line, such as email,company", 1)


def _different(cells: Iterable[str]) -> tuple[str, ...]:
    """A name for each column: what the header says, numbered when it says it twice or nothing."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        plain = " ".join(cell.replace("\ufeff", "").split()) or f"column {place}"
        name, copy = plain, 2
        while name in names:
            name, copy = f"{plain} ({copy})", copy + 1
        names.append(name)
    return tuple(names)


def _refused(path: Path, says: str, instead: str, line: int | None) -> Refused:
    return Refused([Problem(where=path.name, says=says, instead=instead, line=line)])
