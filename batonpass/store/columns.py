"""How do many rows travel to PostgreSQL as a few texts?

The driver looks at every element of an array by itself; a column joined into one text costs it nothing, and the
database takes it apart again with string_to_array. Each column begins with a null, so that no text is ever empty: the
statement leaves that first row out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

APART = "\x1f"
"""Stands between two values; no text of ours holds it, for control characters are refused or escaped before."""
NULL = "\x1e"
LONG = 100
"""Signs: values longer than this are each looked through at once; in short ones the signs are counted, all in one."""
HOLDS_APART = "a value holds the control character 1f, which keeps values apart"


class Unwritable(ValueError):
    """A value holds the sign that keeps values apart."""


def columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[str]:
    """The columns of so many rows, each as one text. Raises Unwritable for a value that cannot travel so."""
    if not rows:
        return [NULL] * width
    return [_joined(column) for column in zip(*rows, strict=True)]


def apart(column: str) -> list[str | None]:
    """The values of a column again, as the database sees them."""
    return [None if value == NULL else value for value in column.split(APART)[1:]]


def _joined(column: tuple[Any, ...]) -> str:
    first, rows = column[0], len(column)
    if column.count(first) == rows:
        # As often as not a page says one thing of all its rows: that nothing broke, or when it was decided.
        one = first if isinstance(first, str) else _say(first)
        return NULL + (APART + _may_travel(one)) * rows
    try:
        text = APART.join((NULL, *column))
    except TypeError:
        # Few values of a column differ from each other, such as its instants: each of those is written out once.
        said: dict[Any, str] = {value: _say(value) for value in dict.fromkeys(column) if value.__class__ is not str}
        text = APART.join((NULL, *map(said.get, column, column)))
    if len(text) > LONG * rows:
        for value in column:
            _may_travel(value or "")
    elif text.count(APART) != rows:
        raise Unwritable(HOLDS_APART)
    return text


def _may_travel(value: str) -> str:
    if APART in value:
        raise Unwritable(HOLDS_APART)
    return value


def _say(value: Any) -> str:
    """A value as PostgreSQL reads it."""
    if value is None:
        return NULL
    return value.isoformat() if isinstance(value, datetime) else str(value)
