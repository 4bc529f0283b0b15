"""Which cells stand in each row of a CSV text, and where is it broken?"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import TextIOBase
from typing import Final

LINE_MOST: Final = 1_000_000
"""Characters in one line; a longer one is broken, or no CSV."""
OPEN_LINES_MOST, OPEN_MOST = 500, 200_000
"""Lines and characters for which a quote may stay open before we take it for a slip."""
_UNREADABLE: Final = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: the line it begins on (from 1), its cells, and what is wrong with it if it cannot be read."""

    line: int
    cells: tuple[str, ...]
    wrong: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """How the cells are written: what stands between them, and whether spaces follow it."""

    separator: str
    spaced: bool = False

    @cached_property
    def closed(self) -> re.Pattern[str]:
        """A line in which each quote that opens is closed. Possessive, so that no text makes it slow."""
        return re.compile(self._field + self._more)

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """A line that begins inside quotes, closes them and leaves none open."""
        return re.compile(r'[^"]*+(?:""[^"]*+)*+"' + f"[^{self._between}]*+" + self._more)

    @property
    def _between(self) -> str:
        return re.escape(self.separator)

    @property
    def _field(self) -> str:
        space = " *+" if self.spaced else ""
        quoted = r'"[^"]*+(?:""[^"]*+)*+"'
        return f'{space}(?:{quoted}[^{self._between}]*+|(?!")[^{self._between}]*+)'

    @property
    def _more(self) -> str:
        return f"(?:{self._between}{self._field})*+"


def lines_of(file: TextIOBase) -> Iterator[str]:
    """The physical lines without their ends; of one that is far too long only the beginning, one character too long."""
    while line := file.readline(LINE_MOST + 1):
        long = len(line) > LINE_MOST
        while long and line[-1:] not in ("\n", "\r"):
            more = file.readline(LINE_MOST)
            if not more or more[-1:] in ("\n", "\r"):
                break
        yield line[: LINE_MOST + 1] if long else line.rstrip("\r\n")


def rows_of(lines: Iterable[str], form: Form, *, first: int = 1, filled: bool = False) -> Iterator[Row]:
    """The rows of the text, empty lines left out; what is broken comes as a Row that says so, and the rest goes on.

    With `filled`, lines that hold nothing but separators are left out too: there may be millions of them.
    """
    source = _Lines(lines, first)
    while (taken := source.take()) is not None:
        number, line = taken
        if not line.strip(" \t") or (filled and not line.strip(form.separator)):
            continue
        if '"' not in line:
            yield _checked(number, line, line.split(form.separator))
        elif form.closed.fullmatch(line):
            yield _parsed(number, line, form)
        else:
            yield _opened(number, line, form, source)


class _Lines:
    """Numbered lines that can be put back, for when a quote that never closes has swallowed them."""

    def __init__(self, lines: Iterable[str], first: int) -> None:
        self._numbered = enumerate(lines, first)
        self._back: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        return self._back.popleft() if self._back else next(self._numbered, None)

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))


def _opened(number: int, line: str, form: Form, source: _Lines) -> Row:
    """A row whose quotes go on over the next lines; if they never close, only its first line is lost."""
    taken: list[tuple[int, str]] = []
    size = len(line)
    while len(taken) < OPEN_LINES_MOST and size < OPEN_MOST and (more := source.take()) is not None:
        taken.append(more)
        size += len(more[1]) + 1
        if '"' in more[1] and form.closing.fullmatch(more[1]):
            return _parsed(number, "\n".join([line, *(text for _, text in taken)]), form)
    source.put_back(taken)
    wrong = 'a quote (") opens in this row and is never closed; close it, or write it twice if it belongs to the text'
    return Row(line=number, cells=tuple(line.split(form.separator)), wrong=wrong)


def _parsed(number: int, text: str, form: Form) -> Row:
    try:
        (cells,) = csv.reader([text], delimiter=form.separator, skipinitialspace=form.spaced)
    except (csv.Error, ValueError) as error:
        return Row(line=number, cells=(text[:LINE_MOST],), wrong=f"the row cannot be read: {error}")
    return _checked(number, text, cells)


def _checked(number: int, text: str, cells: list[str]) -> Row:
    wrong = ""
    if len(text) > LINE_MOST:
        return Row(line=number, cells=(text[:200],), wrong=f"the line has more than {LINE_MOST} characters")
    if "\0" in text:
        wrong = "a NUL character stands in this row; it is taken out in the file of errors"
        cells = [cell.replace("\0", "") for cell in cells]
    elif not text.isascii() and _UNREADABLE.search(text):
        wrong = "bytes in this row are no letters in the file's encoding; write the text marked with \ufffd anew"
        cells = [_UNREADABLE.sub("\ufffd", cell) for cell in cells]
    return Row(line=number, cells=tuple(cells), wrong=wrong)
