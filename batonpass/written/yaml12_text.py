"""Is this readable YAML text at all, and if the reader stumbles, what should the writer change?"""

import re
from collections.abc import Iterator

import yaml

from batonpass.written.refused import Problem, Refused, quoted
from batonpass.written.yaml12_values import Data

BYTES_MOST = 5_000_000
# Beyond what YAML forbids: line separators that no editor counts, letters of no width and turners of the writing
# direction. Each could hide a setting, or make two equal names differ.
_HIDDEN = "\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff"
UNREADABLE = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[{_HIDDEN}]")
_QUOTE_IT = 'Put the whole text in quotes, such as "{text}".'
_ADVICE = {
    "mapping values are not allowed in this context": (
        "a colon stands where no setting can begin",
        'Put a text that holds ": " in quotes, or bring the line to the same indent as its neighbours.',
    ),
    "could not find expected ':'": (
        "this line, or the one above, has no colon after its name",
        "Write it as `name: value`.",
    ),
    "did not find expected key": (
        "the indent of this line fits neither the setting above nor the one around it",
        "Indent it with as many spaces as its neighbours.",
    ),
    "did not find expected '-' indicator": (
        "this line stands among list items but does not begin with `- `",
        "Begin it with `- `, or indent it to belong to the item above.",
    ),
    "block sequence entries are not allowed in this context": (
        "a list item cannot begin on the line of its name",
        "Begin the list on the next line, or write it as `[a, b]`.",
    ),
    "did not find expected ',' or ']'": (
        "the list that begins here is not closed",
        "Close it with `]`, and put a comma between its items.",
    ),
    "did not find expected ',' or '}'": (
        "the group that begins here is not closed",
        "Close it with `}`, and put a comma between its settings.",
    ),
    "found unexpected end of stream": (
        "the quoted text that begins here never ends",
        "Close it with the same quote mark.",
    ),
    "found unknown escape character": (
        "a backslash in double quotes is followed by a letter that means nothing",
        "Write \\\\ for a backslash, or use single quotes.",
    ),
    "found undefined tag handle": ("a tag of unknown meaning", "Remove the word that begins with `!`."),
    "found incompatible YAML document": ("this asks for another version of YAML", "Remove the `%YAML` line."),
    "did not find expected alphabetic or numeric character": (
        "`&` and `*` name a part of the file, and here no name follows",
        _QUOTE_IT.format(text="* text"),
    ),
    "did not find expected <document start>": (
        "this stands behind the end of what came before it",
        "Check the quotes and the indent of the lines above.",
    ),
    "did not find expected node content": (
        "a closing bracket stands where a value should",
        "Remove it, or put the text in quotes.",
    ),
}
_BEGIN_HERE = ("did not find expected ',' or", "found unexpected end of stream")


def readable(text: str | bytes, where: str) -> str:
    """Give the file as text, without byte order mark; raise Refused if too large, not UTF-8, or with hidden letters."""
    if len(text) > BYTES_MOST:
        raise _refused(where, f"the file is larger than {BYTES_MOST // 1_000_000} MB", "Split it into several files.")
    plain = (decoded(text, where) if isinstance(text, bytes) else text).removeprefix("\ufeff")
    hidden = UNREADABLE.search(plain)
    if hidden:
        says = f"a character that cannot be seen, U+{ord(hidden.group()):04X}, stands here"
        raise _refused(where, says, "Remove it.", at=line_and_column(plain, hidden.start()))
    return plain


def unseen(data: Data, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each place whose name or text holds a letter that cannot be seen, as only an escape can write it, and which."""
    if isinstance(data, dict):
        for name, value in data.items():
            if hidden := UNREADABLE.search(name):
                yield (*at, name), hidden[0]
            yield from unseen(value, (*at, name))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from unseen(value, (*at, place))
    elif isinstance(data, str) and (hidden := UNREADABLE.search(data)):
        yield at, hidden[0]


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Count line and column, both from 1, of the character at `offset`."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def syntax_problem(error: yaml.MarkedYAMLError, text: str, where: str) -> Problem:
    """Turn the reader's complaint into what a person should change, at the place where they should look."""
    said = error.problem or "this is not YAML"
    mark = error.context_mark if said.startswith(_BEGIN_HERE) else error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    says, instead = _ADVICE.get(said) or _at_character(text, line, column) or (said, "Mend the YAML here.")
    return Problem(where=where, says=says, instead=instead, line=line + 1, column=column + 1)


def _at_character(text: str, line: int, column: int) -> tuple[str, str] | None:
    rest = text.splitlines()[line][column:] if line < len(text.splitlines()) else ""
    if rest.startswith("\t"):
        return "a tab is used for indenting", "Use spaces."
    if rest.startswith(("@", "`", "%")):
        return f"a text cannot begin with {rest[0]}", _QUOTE_IT.format(text=quoted(rest.strip(), 30)[1:-1])
    return None


def decoded(data: bytes, where: str) -> str:
    """The text of a file in UTF-8; Refused at the first byte that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        says = f"the byte 0x{data[error.start]:02x} is not UTF-8 text"
        at = line_and_column(good, len(good))
        raise _refused(where, says, "Save the file with the encoding UTF-8.", at=at) from None


def _refused(where: str, says: str, instead: str, *, at: tuple[int, int] | None = None) -> Refused:
    line, column = at or (None, None)
    return Refused([Problem(where=where, says=says, instead=instead, line=line, column=column)])
