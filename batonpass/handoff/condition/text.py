"""How is the text of a condition cut into words, and how is a mistake in it shown?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LENGTH_MOST = 4_000
"""Characters in one condition; a longer list belongs into a field of its own."""

_DIGITS_MOST = 40
_WINDOW = 100
_LAST_LETTER = 0x10FFFF
_WORD = re.compile(
    r"""
      (?P<space> [ \t\r\n\f]+ )
    | (?P<number> \d+ (?: \.\d+ )? (?! [\w.] ) )
    | (?P<text> "(?: [^"\\\r\n] | \\[^\r\n] )*" | '(?: [^'\\\r\n] | \\[^\r\n] )*' )
    | (?P<name> [A-Za-z_]\w* (?: \.[A-Za-z_]\w* )* )
    | (?P<mark> && | \|\| | == | != | >= | <= | [!<>\[\](),.-] )
    """,
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPED = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t", "r": "\r"}
_SLIPS = {
    "=": "write == to compare",
    "&": "write && for and",
    "|": "write || for or",
    '"': "this text is never closed; end it with the same quote mark on the same line",
    "'": "this text is never closed; end it with the same quote mark on the same line",
    "`": 'write text in straight quotes, such as "DE"',
    **dict.fromkeys("“”„«»‘’‚", 'write text in straight quotes, such as "DE"'),  # noqa: RUF001
    "%": "a percentage is written as a plain number, such as 20",
    "{": "write a list in square brackets, such as [1, 2]",
    "\u00a0": "this is a no-break space; write an ordinary space",
    **dict.fromkeys("+*", "a condition does not calculate; compute the number as a field of its own"),
    # CEL has notes after //. YAML may fold lines into one, and then a note would swallow the clauses behind it.
    "/": "a condition does not calculate and holds no notes; write notes behind # in the playbook",
    "#": "a condition holds no notes; write them behind # outside of it",
    **dict.fromkeys("0123456789", "write a number as 10, 0.5 or -3, without separators or units"),
    "≥": "write >=",
    "≤": "write <=",
    "≠": "write !=",
    "?": "there is no `a ? b : c`; write two conditions",
}


class ConditionError(ValueError):
    """A condition that cannot be used: what is wrong, and at which character, counted from 0, of the source."""

    def __init__(self, message: str, position: int, source: str) -> None:
        self.message = message
        self.position = position
        self.source = source
        super().__init__(message, position, source)

    @property
    def line_and_column(self) -> tuple[int, int]:
        """Give line and column, both from 1, inside the condition."""
        before = self.source[: self.position]
        return before.count("\n") + 1, self.position - before.rfind("\n")

    def __str__(self) -> str:
        _, column = self.line_and_column
        start = self.position - column + 1
        line = self.source[start:].partition("\n")[0]
        cut = max(0, column - 1 - _WINDOW // 2)
        shown = "".join(letter if letter.isprintable() else " " for letter in line[cut : cut + _WINDOW])
        shown = f"…{shown[1:]}" if cut else shown
        return f"{self.message}\n  | {shown}\n  | {' ' * (column - 1 - cut)}^"


Sort = Literal["number", "text", "name", "mark", "end"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the source; `text` is as written, of a quoted text the meaning."""

    sort: Sort
    text: str
    at: int

    def __str__(self) -> str:
        return "the end" if self.sort == "end" else f"{self.text!r}"


def words_of(source: str, most: int = LENGTH_MOST) -> tuple[Word, ...]:
    """Cut a condition into words, the last of them "end"; raise ConditionError at the first that is none."""
    if len(source) > most:
        says = f"a condition has at most {most:,} characters, this has {len(source):,}; give a long list a field"
        raise ConditionError(says, most, source)
    return (*_words(source), Word("end", "", len(source.rstrip())))


def _words(source: str) -> Iterator[Word]:
    at = 0
    while at < len(source):
        found = _WORD.match(source, at)
        if not found:
            raise _unreadable(source, at)
        sort, at = found.lastgroup, found.end()
        if sort == "number":
            yield Word("number", _number(found, source), found.start())
        elif sort == "text":
            yield Word("text", _unescaped(found, source), found.start())
        elif sort == "name":
            yield Word("name", found.group(), found.start())
        elif sort == "mark":
            yield Word("mark", found.group(), found.start())


def _number(found: re.Match[str], source: str) -> str:
    if len(found.group()) > _DIGITS_MOST:
        raise ConditionError(f"a number has at most {_DIGITS_MOST} digits", found.start(), source)
    return found.group()


def _unescaped(found: re.Match[str], source: str) -> str:
    def meant(escape: re.Match[str]) -> str:
        code = int(escape[1] or escape[2] or "0", 16)
        if escape[3] in _ESCAPED:
            return _ESCAPED[escape[3]]
        if escape[3] or not _is_letter(code):
            says = r"this escape means nothing; there are \\ \" \' \n \t \r \u0041 and \U0001F600"
            raise ConditionError(says, found.start() + 1 + escape.start(), source)
        return chr(code)

    return _ESCAPE.sub(meant, found.group()[1:-1])


def _is_letter(code: int) -> bool:
    return code <= _LAST_LETTER and unicodedata.category(chr(code)) != "Cs"


def _unreadable(source: str, at: int) -> ConditionError:
    letter = source[at]
    shown = letter if letter.isprintable() else f"U+{ord(letter):04X}"
    return ConditionError(_SLIPS.get(letter, f"{shown} has no meaning here"), at, source)
