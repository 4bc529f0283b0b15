"""Who did what when, in a list of attendances, clicks or visits that some other program wrote?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from batonpass.handoff.capture import NAMES
from batonpass.written.csv_attendance import CAME, RAN_IT, ROLE, STAYED, STAYED_AWAY, WHEN, ends_table, place_of
from batonpass.written.csv_file import CsvFile, rows
from batonpass.written.csv_moments import moment
from batonpass.written.csv_records import Row
from batonpass.written.csv_sent import split_name
from batonpass.written.mapping import DROPPED
from batonpass.written.mapping_words import FIELD_OF, plain
from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused, quoted

WHAT = ("event", "event name", "event type", "signal", "activity", "action", "type", "webinar", "aktivitat")
DETAIL = ("detail", "title", "topic", "page", "url", "link", "session", "webinar title")
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")

FILLED = ("email", "event", "at", "detail")
"""What a column of such a list can be said to hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumns:
    """Where in a row it stands who, what, when and on what; None where the file does not say.

    `named` are those that hold names; `came` says whether they did, `role` whether they ran it;
    `once` is true of a report of attendance, where who came in twice came once.
    """

    who: int
    what: int | None
    when: int
    detail: int | None = None
    named: Mapping[str, int] = field(default_factory=dict[str, int])
    came: int | None = None
    role: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row: what it tells, under a key by which the same thing told again is known; or what is wrong with it.

    A row that tells of nothing, such as somebody who signed up and did not come, has neither: `passed` says why.
    """

    line: int
    sent: Mapping[str, object] | None = None
    key: str = ""
    wrong: str = ""
    passed: str = ""


def event_columns(file: CsvFile, *, event: str = "", said: Mapping[str, str] | None = None) -> EventColumns:
    """Find the columns by their names, or as `said` by name and what it holds; Refused, naming what is missing.

    With `event`, every row tells of that one.
    """
    places = _places(file, said or {}, event=event)
    names = ["" if n in places.values() else plain(column) for n, column in enumerate(file.columns)]
    who = places.get("email", next((n for n, name in enumerate(names) if FIELD_OF.get(name) == "email"), None))
    when = places.get("at", _first(names, WHEN))
    if when is None:
        when = next((n for n, name in enumerate(names) if FIELD_OF.get(name) == "occurred_at"), None)
    what = None if event else places.get("event", _first(names, WHAT))
    if who is None or when is None or (what is None and not event):
        raise Refused([_missing(file, who=who, when=when)])
    taken = {who, when, what}
    came, role = (place_of(known, file) if event else None for known in (CAME, ROLE))
    once = bool(event) and place_of(STAYED, file) is not None
    detail = places.get("detail", _first(names, DETAIL, taken))
    free = [(n, FIELD_OF.get(name, "")) for n, name in enumerate(names) if n not in (*taken, detail)]
    named = {to: n for n, to in reversed(free) if to in (*NAMES, "full_name")}
    return EventColumns(who=who, what=what, when=when, detail=detail, named=named, came=came, role=role, once=once)


def event_rows(
    file: CsvFile, columns: EventColumns, *, event: str, zone: tzinfo, day_first: bool
) -> Iterator[EventRow]:
    """Each row as an event with its exact instant: rules that know a machine by its haste need no less."""
    seen: set[str] = set()
    for row in rows(file):
        if columns.once and ends_table(row):
            return
        read = _read(row, columns, event=event, zone=zone, day_first=day_first)
        who = str(read.sent["email"]) if columns.once and read.sent else ""
        yield EventRow(line=read.line, passed="came in again") if who and who in seen else read
        seen.add(who)


def _read(row: Row, columns: EventColumns, *, event: str, zone: tzinfo, day_first: bool) -> EventRow:
    if row.wrong:
        return EventRow(line=row.line, wrong=row.wrong)
    passed = _passed(row, columns)
    if passed:
        return EventRow(line=row.line, passed=passed)
    who = row.cells[columns.who].strip().lower()
    what = event if columns.what is None else row.cells[columns.what].strip()
    if not who or not what:
        return EventRow(line=row.line, wrong="it names nobody" if not who else "it does not say what was done")
    try:
        at = moment(row.cells[columns.when].strip(), day_first=day_first, zone=zone).isoformat()
    except ValueError as error:
        return EventRow(line=row.line, wrong=str(error))
    detail = row.cells[columns.detail].strip() if columns.detail is not None else ""
    sent: dict[str, object] = {"email": who, "event": what, "timestamp": at, **_named(row, columns)}
    if detail:
        sent["properties"] = {"page": detail}
    key = hashlib.sha256(f"{who}\0{what.lower()}\0{at}\0{detail}".encode()).hexdigest()[:40]
    return EventRow(line=row.line, sent=sent, key=key)


def _named(row: Row, columns: EventColumns) -> dict[str, str]:
    """How the row names who came; a name that somebody gave themselves for the hour stands in brackets."""
    told = {name: row.cells[place].strip() for name, place in columns.named.items()}
    if "full_name" in told and not told.get("first_name") and not told.get("last_name"):
        told["first_name"], told["last_name"] = split_name(_BRACKETS.sub("", told["full_name"]))
    return {name: told[name] for name in NAMES if any(map(str.isalpha, told.get(name, "")))}


def _passed(row: Row, columns: EventColumns) -> str:
    """Why a row of a report tells of nothing: who signed up and stayed away, or one of those who ran it."""
    if columns.came is not None and plain(row.cells[columns.came]) in STAYED_AWAY:
        return "did not come"
    ran_it = columns.once and columns.role is not None and plain(row.cells[columns.role]) in RAN_IT
    return "ran it" if ran_it else ""


def _places(file: CsvFile, said: Mapping[str, str], *, event: str) -> dict[str, int]:
    """Which column holds what, by number; one that is left out holds nothing. Refused with all that cannot be."""
    own = {column.casefold(): n for n, column in enumerate(file.columns)}
    known = [one for one in FILLED if not (event and one == "event")]
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for column, to in said.items():
        n, holds = own.get(column.strip().casefold()), to.strip()
        if n is None:
            says, instead = f"the file has no column {quoted(column)}", did_you_mean(column, file.columns)
        elif event and holds == "event":
            says, instead = f"every row tells of {event} already", "Give --event, or the column of the event"
        elif holds != DROPPED and holds not in known:
            says, instead = f"{quoted(holds)} is nothing a row of events holds", did_you_mean(holds, known)
        elif holds in places:
            says, instead = f"two columns would be the {holds}", "Keep one"
        else:
            places[f"{DROPPED}{n}" if holds == DROPPED else holds] = n
            continue
        problems.append(Problem(where=file.path.name, says=says, instead=instead, path=column))
    if problems:
        raise Refused(problems)
    return places


def _first(names: Sequence[str], known: Sequence[str], taken: set[int | None] | None = None) -> int | None:
    return next((names.index(one) for one in known if one in names and names.index(one) not in (taken or ())), None)


def _missing(file: CsvFile, *, who: int | None, when: int | None) -> Problem:
    lacks = "an e-mail address" if who is None else "an instant" if when is None else "an event"
    says = f"no column holds {lacks}; the columns are {', '.join(file.columns)}"
    instead = (
        "Name the columns email, event and at, in the file or with --map COLUMN=email; "
        "or give --event NAME when every row tells of the same event"
    )
    return Problem(where=file.path.name, says=says, instead=instead)
