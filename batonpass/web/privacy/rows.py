"""How does a row of what is held about a person read: in one line, and in full?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from batonpass.tongue.heard import heard, heard_term
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

AN_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
SHOWN: Final = 3
"""How many values stand in the line of a row whose kind has no line of its own."""
LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "leads": ("name", "company", "stage", "tier", "owner"),
    "sent by or about them": ("kind", "door"),
    "timeline": ("kind",),
    "promises": ("promise", "tier", "state", "owner"),
    "messages": ("kind", "recipient", "channel", "state"),
    "known as": ("key",),
    "looks": ("rep", "how"),
    "rounds": ("form", "source", "campaign", "stage"),
}
"""What of a row people recognise it by; the ids stand in its details."""
INSTANTS: Final = ("arrived_at", "at", "due_at", "created_at", "kept_at", "seen_at")
"""When it was, by the first of these that a row has."""
CODES: Final = frozenset({"kind", "promise", "state", "tier", "door", "how", "stage", "channel", "band", "effect"})
"""Columns whose values are names of ours."""
PEOPLE: Final = frozenset({"owner", "rep", "first_owner", "breached_owner"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: what it says in a line, when that was, and all of it as names and values."""

    says: str
    because: str
    when: str
    all: tuple[tuple[str, str], ...]


def line(section: str, row: Mapping[str, Any], reader: Reader) -> Line:
    """The row as a person reads it, in the reader's own time; places that are empty are left out."""
    held = {name: value for name, value in row.items() if value not in (None, "", [], {})}
    first = [name for name in LINES.get(section, ()) if name in held] or [
        name for name, value in held.items() if isinstance(value, str) and not _an_id(name) and not _instant(value)
    ][:SHOWN]
    said = [_word(name, held[name], reader) for name in first]
    body = held.get("body")
    because = body.get("because") if isinstance(body, Mapping) and section == "timeline" else ""
    when = next((_read(held[name], reader) for name in INSTANTS if name in held), "")
    return Line(
        says=words.sentence(" \N{MIDDLE DOT} ".join(said)),
        because=heard(str(because or "")),
        when=when,
        all=tuple((words.named(name), _word(name, value, reader)) for name, value in held.items()),
    )


def _an_id(name: str) -> bool:
    return name in ("id", "key") or name.endswith("_id")


def _word(name: str, value: object, reader: Reader) -> str:
    """A value of a column: names of ours as words, our people by their names, all else as it is held."""
    if isinstance(value, str) and name in PEOPLE:
        return reader.agreed.directory.name_of(value)
    if isinstance(value, str) and name in CODES:
        return heard_term(value if value.isupper() else words.plain(CAMEL.sub("_", value)).lower())
    return _read(value, reader)


def _read(value: object, reader: Reader) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if _instant(text):
        return words.second(datetime.fromisoformat(text), zone=reader.zone, now=reader.now)
    return text


def _instant(text: object) -> bool:
    return isinstance(text, str) and AN_INSTANT.fullmatch(text) is not None
