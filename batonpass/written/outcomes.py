"""Which past leads does this CSV file hold, and what became of each?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from batonpass.handoff.lead import Lead
from batonpass.handoff.person import normal_email
from batonpass.handoff.refusal import Refusal
from batonpass.written.cases import SOMEBODY
from batonpass.written.check import world_of
from batonpass.written.csv_file import CsvFile, rows, still_the_same
from batonpass.written.csv_sent import Sender
from batonpass.written.load import Written
from batonpass.written.mapping import DROPPED, EXTERNAL_ID, ColumnMap, Hints, check_said, decide, id_column, suggest
from batonpass.written.nearest import did_you_mean
from batonpass.written.outcome_doubles import Names, Once, once
from batonpass.written.refused import Problem, Refused, quoted
from batonpass.written.story import Story, tell

SAMPLE: Final = 1_000
CALLED: Final = (
    "converted", "outcome", "won", "is_won", "iswon", "is_converted", "isconverted", "result", "deal_stage", "stage",
    "status", "lead_status",
)  # fmt: skip
YES: Final = frozenset({"1", "1.0", "yes", "true", "won", "converted", "closed won", "sql", "opportunity", "customer"})
NEVER: Final = frozenset({"", "unworked", "never worked", "unknown", "open", "new", "not contacted"})
"""What stands for a lead that nobody worked: it did not fail, nobody knows what it would have become."""
DECIMAL_COMMA: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}")
DOTTED: Final = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}")
"""Two dots cannot both be the decimal point, so each parts thousands."""
SHORTENED: Final = re.compile(r"[^\W\d_/]+[./]*\.")
"""A currency with the dot of its abbreviation, as in `Fr.` and `kr.`; that dot is no decimal point."""
NO_CENTS: Final = re.compile(r"(?<=[.,])-+$")
"""A dash for no cents, as in `1200.-` and `1.200,-`."""
WORD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person says of the file: `outcome` is COLUMN or COLUMN=VALUE,…; `worth` the column of revenue."""

    outcome: str = ""
    worth: str = ""
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A lead as it came, and what became of it: True it converted, False it did not, None nobody worked it."""

    lead: Lead
    converted: bool | None
    worth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLeads:
    """The leads of a file, each once, its cells by column (None: empty), and which one tells the outcome.

    `left_out` is how many rows could not be read, `once` which were doubles, `told_apart` whether any column could say.
    `instead` is one that is called an id, where none was taken for one.
    """

    past: tuple[Past, ...]
    columns: Mapping[str, Sequence[str | None]]
    fields: Mapping[str, str]
    outcome: str
    left_out: int
    once: Once
    told_apart: bool
    instead: str


def read_outcomes(file: CsvFile, written: Written, asked: Asked, *, at: datetime) -> PastLeads:
    """Read a file of leads with their outcomes, each walked through the path as if it came at `at`.

    A lead whose rows stand there twice counts once. Raises Refused when no column tells the outcome, a named one is not
    there, or no row can be read.
    """
    column, converted = _outcome(file, asked)
    worth = _column(file, asked.worth) if asked.worth else None
    mapped = _mapped(file, written, asked, without={column, *([worth] if worth else [])})
    sender, world = Sender(mapped), world_of(written)
    place = {name: n for n, name in enumerate(file.columns)}
    past: list[Past] = []
    cells: list[tuple[str, ...]] = []
    names: list[Names] = []
    left_out = 0
    for row in rows(file):
        read = sender.read(row)
        try:
            lead = tell(_story(read.sent or {}), world, at) if read.sent is not None else None
        except Refusal:
            lead = None
        if lead is None:
            left_out += 1
            continue
        value = _number(row.cells[place[worth]]) if worth else None
        past.append(Past(lead=lead, converted=converted(row.cells[place[column]]), worth=value))
        cells.append(row.cells)
        names.append(_names(read.sent or {}, mapped))
    still_the_same(file, file.path.stat().st_size)
    _some(file, past, left_out)
    used = once(names, [one.converted for one in past])
    return PastLeads(
        past=tuple(past[n] for n in used.places),
        columns=_by_column(file, [cells[n] for n in used.places], mapped.empty, without=column),
        fields=dict(mapped.columns),
        outcome=column,
        left_out=left_out,
        once=used,
        told_apart=any(names),
        instead="" if any(names) else id_column(file.columns, cells),
    )


def _names(sent: Mapping[str, object], mapped: ColumnMap) -> Names:
    """What the lead of a row is known by: its number elsewhere and its e-mail address, each under its column."""
    number, email = (str(sent.get(name) or "") for name in (EXTERNAL_ID, "email"))
    known = {mapped.column_of(EXTERNAL_ID): number, mapped.column_of("email"): email and normal_email(email)}
    return {column: name for column, name in known.items() if name}


def _some(file: CsvFile, past: Sequence[Past], left_out: int) -> None:
    """Refuse a file that holds no lead."""
    if past:
        return
    says = f"none of its {left_out:,} rows can be read" if left_out else "there is no row below the header"
    instead = "batonpass import tells what is wrong with each" if left_out else "Export it again, with the leads in it"
    raise Refused([Problem(where=file.path.name, says=says, instead=instead)])


def _story(sent: Mapping[str, object]) -> Story:
    known = {name: value for name, value in sent.items() if name != "external_id"}
    return Story(sent=known if known.get("email") or known.get("phone") else {**known, "email": SOMEBODY})


def _mapped(file: CsvFile, written: Written, asked: Asked, *, without: set[str]) -> ColumnMap:
    declared = {name: one.label for name, one in written.file.fields.items()}
    said = {**check_said(asked.said, file.columns, file.path.name), **dict.fromkeys(without, DROPPED)}
    sample = [row.cells for row in islice(rows(file), SAMPLE) if not row.wrong]
    return decide(suggest(file.columns, sample, Hints(declared=declared, said=said)), empty=asked.empty)


def _outcome(file: CsvFile, asked: Asked) -> tuple[str, Callable[[str], bool | None]]:
    """Which column tells the outcome, and how its values are read."""
    name, _, values = asked.outcome.partition("=")
    wanted = frozenset(value.strip().casefold() for value in values.split(",") if value.strip()) or YES
    column = _column(file, name.strip()) if name else _found(file)

    def converted(text: str) -> bool | None:
        value = text.strip().casefold()
        return None if value in NEVER and value not in wanted else value in wanted

    return column, converted


def _column(file: CsvFile, name: str) -> str:
    found = next((column for column in file.columns if column.casefold() == name.casefold()), None)
    if found is None:
        says = f"the file has no column {quoted(name)}"
        raise Refused([Problem(where=file.path.name, says=says, instead=did_you_mean(name, file.columns))])
    return found


def _found(file: CsvFile) -> str:
    words = {WORD.sub("_", column.casefold()).strip("_"): column for column in file.columns}
    column = next((words[name] for name in CALLED if name in words), None)
    if column is None:
        says = "no column says what became of the leads"
        instead = 'Name it: --outcome "COLUMN=VALUE,VALUE" with the values that mean converted'
        raise Refused([Problem(where=file.path.name, says=says, instead=instead)])
    return column


def _by_column(
    file: CsvFile, cells: Sequence[tuple[str, ...]], empty: Sequence[str], *, without: str
) -> dict[str, list[str | None]]:
    nothing = {"", *(value.casefold() for value in empty)}
    return {
        name: [None if row[n].strip().casefold() in nothing else row[n] for row in cells]
        for n, name in enumerate(file.columns)
        if name != without
    }


def _number(text: str) -> float | None:
    """An amount with whatever currency beside it; 1.234,50 and 1,234.50 are the same. None where it is none."""
    bare = NO_CENTS.sub("00", re.sub(r"[^\d.,-]", "", SHORTENED.sub("", text)))
    if DECIMAL_COMMA.fullmatch(bare) or DOTTED.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    try:
        return float(bare.replace(",", ""))
    except ValueError:
        return None
