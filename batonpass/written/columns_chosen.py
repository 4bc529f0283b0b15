"""What are the columns of this list taken for, once a person has said what they know better?"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from batonpass.written.csv_file import CsvFile, rows
from batonpass.written.csv_moments import day_comes_first
from batonpass.written.csv_records import Row
from batonpass.written.mapping import ColumnMap, Hints, Suggestion, decide, suggest
from batonpass.written.schema.mapping import MappingFile

SAMPLE: Final = 1_000
Cells = Sequence[tuple[str, ...]]


def sample_of(file: CsvFile) -> list[tuple[str, ...]]:
    """The first sound rows, to judge columns by."""
    return sound(islice(rows(file), SAMPLE))


def sound(begins: Iterable[Row]) -> list[tuple[str, ...]]:
    """The cells of those rows that can be read."""
    return [row.cells for row in begins if not row.wrong]


def suggested(
    file: CsvFile, sample: Cells, *, said: Mapping[str, str], declared: Mapping[str, str | None]
) -> tuple[Suggestion, ...]:
    """What each column is taken for; `said` wins, `declared` are the playbook's own fields with their labels."""
    return suggest(file.columns, sample, Hints(declared=dict(declared), said=dict(said)))


def decided(suggestions: Iterable[Suggestion], sample: Cells, said: MappingFile) -> ColumnMap:
    """The suggestions as decided, with dates read as the file writes them unless somebody said how."""
    listed = tuple(suggestions)
    first = _day_first(listed, sample, said)
    return decide(listed, empty=said.empty, day_first=first, zone=said.zone, form=said.form or "")


def read_back(text: str) -> ColumnMap:
    """The decisions as `ColumnMap.as_text` wrote them down."""
    told = json.loads(text)
    return ColumnMap(
        columns=tuple(told["columns"].items()),
        empty=tuple(told["empty"]),
        day_first=told["day_first"],
        zone=told["zone"],
        form=told["form"],
    )


def _day_first(suggestions: Sequence[Suggestion], sample: Cells, said: MappingFile) -> bool:
    if said.dates:
        return said.dates == "day-first"
    place = next((n for n, one in enumerate(suggestions) if one.field == "occurred_at"), None)
    found = None if place is None else day_comes_first(row[place] for row in sample)
    return found is not False
