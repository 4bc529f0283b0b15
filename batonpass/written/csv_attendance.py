"""Where in the report of a webinar or a meeting stand those who came?

Zoom, Teams and GoToWebinar write a summary and the hosts above the table of those who came, and other tables below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from batonpass.written.csv_file import SEPARATORS, CsvFile, errors_of, look
from batonpass.written.csv_records import Row, lines_of
from batonpass.written.mapping_words import FIELD_OF, plain

WHEN: Final = (
    "at", "time", "joined at", "join time", "first join", "attended at", "event time", "timestamp", "when",
    "date time", "zeit", "beitrittszeit", "erster beitritt",
)  # fmt: skip
CAME: Final = ("attended", "attendance", "teilgenommen")
STAYED: Final = (
    "leave time", "last leave", "time in session", "time in session minutes", "in meeting duration",
    "duration minutes", "verlassen um", "letztes verlassen", "dauer der besprechungsteilnahme",
)  # fmt: skip
ROLE: Final = ("role", "rolle")
RAN_IT: Final = frozenset({"organizer", "organiser", "presenter", "host", "panelist", "organisator", "referent"})
STAYED_AWAY: Final = frozenset({"no", "nein", "false", "0", "absent"})
LOOKED_AT: Final = 1_000
_GUESTS: Final = re.compile(r"attendee|participant|teilnehm", re.IGNORECASE)


def look_for_events(path: Path, *, encoding: str = "") -> CsvFile:
    """The file with the names in its first line, or those of its table of attendees where that stands further down."""
    file = look(path, encoding=encoding)
    if _is_head(file.columns):
        return file
    with path.open(encoding=file.encoding, errors=errors_of(file.encoding), newline="") as opened:
        head = _head_among(list(islice(lines_of(opened), LOOKED_AT)))
    return look(path, encoding=encoding, begins=head) if head else file


def place_of(known: Sequence[str], file: CsvFile) -> int | None:
    """Where one of these columns stands; None where the file has none."""
    names = [plain(column) for column in file.columns]
    return next((names.index(one) for one in known if one in names), None)


def ends_table(row: Row) -> bool:
    """Is this the title of the next table of a report, alone in its row?"""
    return len(row.cells) > 1 and bool(row.cells[0]) and not any(row.cells[1:]) and "@" not in row.cells[0]


def _head_among(lines: list[str]) -> int | None:
    """The number of the line with the names of the columns: below a title that speaks of attendees, else the first."""
    heads = [n for n, line in enumerate(lines) if any(_is_head(line.split(between)) for between in SEPARATORS)]
    titled = (n for n in heads if n and _GUESTS.search(next((line for line in lines[n - 1 :: -1] if line.strip()), "")))
    first = next(titled, heads[0] if heads else None)
    return None if first is None else first + 1


def _is_head(cells: Iterable[str]) -> bool:
    names = [plain(cell) for cell in cells]
    return any(FIELD_OF.get(name) == "email" for name in names) and any(name in WHEN for name in names)
