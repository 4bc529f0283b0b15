"""How does a change of people, pools or calendars read: who, when, and field by field what stood there before?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from batonpass.store.changes import Change
from batonpass.tongue.heard import heard_term
from batonpass.tongue.spoken import later, say

from . import words
from .reader import Reader

LONGEST = 160
NAMES: Mapping[str, str] = {
    "rep": later("rep"),
    "leave": later("leave"),
    "feed": later("calendar address"),
    "calendar": later("calendar"),
    "account": later("account"),
    "user": later("user"),
    "key": later("key"),
    "import": later("import"),
    "person": later("person"),
    "arrival": later("arrival"),
    "tz": later("time zone"),
    "days": later("days"),
    "hours": later("hours"),
    "holidays": later("holidays"),
    "first": later("first day"),
    "last": later("last day"),
    "begins": later("begins"),
    "ends": later("ends"),
    "delegate": later("stand-in"),
    "name": later("name"),
    "manager": later("manager"),
    "active": later("active"),
    "available": later("takes leads"),
    "members": later("members"),
    "weight": later("weight"),
    "cap": later("cap"),
}
"""What is changed, and its fields, as the pages call them elsewhere."""
OF_PEOPLE = frozenset({"rep", "leave", "feed"})
IN_ORDER = ("first", "last", "begins", "ends")
"""Of what lies in time the beginning is told first; the database keeps no order of names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One change, for reading. `about` says what was changed, such as `rep Ana Duarte`."""

    who: str
    at: str
    about: str
    lines: tuple[Line, ...]


def traces(changes: Iterable[Change], reader: Reader) -> tuple[Trace, ...]:
    """The changes in the reader's own time; who made one is named where we know them."""
    return tuple(_trace(change, reader) for change in changes)


def called(name: str) -> str:
    """A kind of what can be changed, or a field of it, in the language that is spoken."""
    return str(NAMES.get(name) or heard_term(words.plain(name)))


def _trace(change: Change, reader: Reader) -> Trace:
    return Trace(
        who=reader.agreed.directory.name_of(change.by),
        at=words.moment(change.at, zone=reader.zone, now=reader.now),
        about=f"{called(change.kind)} {_about(change, reader)}",
        lines=tuple(_lines(change)),
    )


def _about(change: Change, reader: Reader) -> str:
    """A person of ours by their name, as everywhere; what else is changed goes by its id."""
    return reader.agreed.directory.name_of(change.name) if change.kind in OF_PEOPLE else change.name


def _lines(change: Change) -> Iterator[Line]:
    before, after = (_fields(side, change.kind) for side in (change.before, change.after))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Line(name=called(name), before=_said(before.get(name)), after=_said(after.get(name)))


def _fields(side: Any, kind: str) -> Mapping[str, Any]:
    if side is None:
        return {}
    return side if isinstance(side, dict) else {kind: side}


def _said(value: Any) -> str:
    """A value on one short line; nothing is an empty text."""
    text = _read(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _read(value: Any) -> str:
    """A value as people read it, however deep: Mon, Tue, or first day 13 Nov 2026, stand-in greta."""
    match value:
        case None:
            return ""
        case bool():
            return say("yes") if value else say("no")
        case str():
            return words.dated(value)
        case list():
            parts = [_read(one) for one in value]
            return ("; " if any("," in part for part in parts) else ", ").join(parts)
        case dict():
            names = (*(name for name in IN_ORDER if name in value), *(name for name in value if name not in IN_ORDER))
            parts = [(called(str(name)), _read(value[name])) for name in names]
            return ", ".join(f"{name} {said}" for name, said in parts if said)
        case _:
            return msgspec.json.encode(value).decode()
