"""Which SQL statements does a file hold, by name?"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

NAME = re.compile(r"^-- name:(.*)$", re.MULTILINE)
# What a semicolon may hide in: comments, quoted text and names, bodies of functions.
APART = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|(?P<tag>\$\w*\$).*?(?P=tag)", re.DOTALL)


class Statements(Mapping[str, str]):
    """The statements of one file: `SQL.claim_due` is the text, `SQL.says["claim_due"]` what it is for."""

    __slots__ = ("_sql", "says", "source")

    def __init__(self, source: str, text: str) -> None:
        """Read the blocks of `text`; raises ValueError naming `source` and the statement that is ill-formed."""
        self.source = source
        self._sql: dict[str, str] = {}
        self.says: dict[str, str] = {}
        for name, sentence, sql in _blocks(source, text):
            if name in self._sql:
                raise ValueError(f"{source}: {name} stands there twice. Give one of them another name.")
            self._sql[name] = sql
            self.says[name] = sentence

    def __getattr__(self, name: str) -> str:
        """Give the statement of that name."""
        try:
            return self._sql[name]
        except KeyError:
            raise AttributeError(f"{self.source} has no statement {name}; it has {', '.join(self._sql)}.") from None

    def __getitem__(self, name: str) -> str:
        return self._sql[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sql)

    def __len__(self) -> int:
        return len(self._sql)


@cache
def statements(file: Path) -> Statements:
    """Read the statements of a file, most often the one beside the module: `Path(__file__).with_suffix(".sql")`."""
    return Statements(file.name, file.read_text(encoding="utf-8"))


def _blocks(source: str, text: str) -> Iterator[tuple[str, str, str]]:
    starts = list(NAME.finditer(text))
    ends = [*(start.start() for start in starts), len(text)]
    if APART.sub("", text[: ends[0]]).strip():
        raise ValueError(f"{source}: the first statement has no name. Write `-- name: what_it_does` above it.")
    for start, (_, end) in zip(starts, pairwise(ends), strict=True):
        yield _block(source, start[1].strip(), text[start.end() : end].strip())


def _block(source: str, name: str, text: str) -> tuple[str, str, str]:
    if not name.isidentifier() or hasattr(Statements, name):
        raise ValueError(
            f"{source}: `{name}` is no name for a statement. Use words in lower case, such as `claim_due`."
        )
    lines = text.splitlines()
    said = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    sentence = " ".join(line.removeprefix("--").strip() for line in lines[:said])
    sql = "\n".join(lines[said:]).strip()
    if not sentence:
        raise ValueError(
            f"{source}: {name} does not say what it is for. Write one sentence between name and statement."
        )
    bare = APART.sub(lambda apart: " " * len(apart[0]), sql).rstrip()
    if bare.count(";") != 1 or not bare.endswith(";"):
        raise ValueError(f"{source}: {name} is not exactly one statement that ends with a semicolon.")
    return name, sentence, sql[: len(bare) - 1]
