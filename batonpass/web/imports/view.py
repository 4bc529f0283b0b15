"""How does a list, or an import, read to whoever brought it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from batonpass.store.computations import Computation
from batonpass.store.imported import Imported
from batonpass.store.uploads import Upload
from batonpass.tongue.spoken import say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader
from batonpass.written.mapping import DROPPED, FIELDS

COLUMNS_SHOWN = 100
"""So many columns can be chosen on the page; the rest keep what they were taken for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An import in the list: `on` when somebody is working on it."""

    id: str
    file_name: str
    mode: str
    state: str
    tone: str
    by: str
    when: str
    taken: int
    merged: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """A column, the field it fills, how sure that is, and an example."""

    place: int
    column: str
    field: str
    sure: str
    example: str
    choices: tuple[tuple[str, str], ...]


def line(one: Imported, reader: Reader, *, works: bool = False) -> Line:
    """An import in the reader's own time."""
    stopped = not one.done and not works
    return Line(
        id=one.id,
        file_name=one.file_name,
        mode=one.mode,
        state="stopped" if stopped else one.state,
        tone="warn" if stopped else "ok" if one.done else "",
        by=one.started_by,
        when=words.moment(one.started_at, zone=reader.zone, now=reader.now),
        taken=one.taken,
        merged=one.merged,
        failed=one.failed,
    )


def column_lines(upload: Upload) -> tuple[ColumnLine, ...]:
    """The columns of a list with what they may be."""
    first = upload.seen.get("first") or [{"cells": []}]
    cells = first[0]["cells"]
    return tuple(
        ColumnLine(
            place=n,
            column=one["column"],
            field=one["field"],
            sure=", ".join(part for part in (one["sure"], one["because"]) if part),
            example=cells[n] if n < len(cells) else "",
            choices=_choices(one["field"]),
        )
        for n, one in enumerate(upload.seen["columns"][:COLUMNS_SHOWN])
    )


def chosen_columns(upload: Upload, form: Mapping[str, str]) -> dict[str, str]:
    """What the form says of columns, where that differs from what they were taken for, beside what was said before."""
    said = dict(upload.choice.columns)
    for n, one in enumerate(upload.seen["columns"]):
        now = form.get(f"column_{n}", "")
        if now and now != one["field"]:
            said[one["column"]] = now
    return said


def share(one: Imported, rows: int) -> int | None:
    """How many per cent of the rows are gone through; None when nobody counted them."""
    return min(100, 100 * (one.taken + one.failed) // rows) if rows else None


def tallies(rehearsal: Computation | None) -> Mapping[str, Any] | None:
    """What a dry run counted."""
    return rehearsal.result["counts"] if rehearsal and rehearsal.result else None


def _choices(field: str) -> tuple[tuple[str, str], ...]:
    own = () if field in FIELDS or field == DROPPED else ((field, say("{field} (kept by this name)", field=field)),)
    return (*own, *((name, name.replace("_", " ")) for name in FIELDS), (DROPPED, say("leave it out")))
