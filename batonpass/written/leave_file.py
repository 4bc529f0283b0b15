"""Who is away when, by a CSV file that somebody exported from where leave is kept?"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from batonpass.handoff.people import Leave
from batonpass.written.csv_file import look, rows
from batonpass.written.csv_records import Row
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.refused import Problem, Refused, quoted
from batonpass.written.rosters import leave_of
from batonpass.written.schema.people import LeaveFile
from batonpass.written.shape import shaped

NEEDED = ("rep", "first", "last")
COLUMNS = (*NEEDED, "delegate", "begins", "ends")


def read_leave(path: Path, people: Mapping[str, str]) -> Mapping[str, Sequence[Leave]]:
    """Read leave by person from columns rep, first, last and, if wanted, delegate, begins, ends.

    `people` gives ids by id and by e-mail address, both in small letters. Raises Refused with every line that is wrong,
    and then nothing is taken over.
    """
    file = look(path)
    missing = [name for name in NEEDED if name not in file.columns]
    if missing:
        says = f"there is no column {quoted(missing[0])}"
        raise Refused([Problem(where=str(path), says=says, instead=f"The columns are {', '.join(COLUMNS)}", line=1)])
    found: dict[str, list[Leave]] = {}
    problems: list[Problem] = []
    for row in rows(file):
        rep, leave = _read_row(
            row, dict(zip(file.columns, row.cells, strict=False)), people, _notes(path, row, problems)
        )
        if rep and leave:
            found.setdefault(rep, []).append(leave)
    if problems:
        raise Refused(problems)
    return found


def _notes(file: Path, row: Row, problems: list[Problem]) -> Notes:
    def point(path: Sequence[str | int], says: str, instead: str = "", *, at_key: bool = False) -> Problem:  # noqa: ARG001  a cell has no key
        return Problem(where=str(file), path=str(path[-1]) if path else "", says=says, instead=instead, line=row.line)

    return Notes(point=point, problems=problems)


def _read_row(row: Row, cells: Mapping[str, str], people: Mapping[str, str], notes: Notes) -> tuple[str, Leave | None]:
    if row.wrong:
        notes.add(row.wrong)
        return "", None
    rep, delegate = (_person(cells.get(name, ""), people, notes.under(name)) for name in ("rep", "delegate"))
    told = {name: cells[name].strip() for name in ("first", "last", "begins", "ends") if cells.get(name, "").strip()}
    leave = shaped(LeaveFile, {**told, **({"delegate": delegate} if delegate else {})}, notes)
    return rep, leave_of(leave) if leave else None


def _person(written: str, people: Mapping[str, str], here: Notes) -> str:
    name = written.strip().lower()
    if name and name not in people:
        here.add(f"{quoted(written.strip())} is not one of our people", did_you_mean(name, people))
    elif not name and here.at[-1] == "rep":
        here.add("nobody is named", "Write an id or an e-mail address")
    return people.get(name, "")
