"""The lists that the store's tests import, and how their columns are read."""

from __future__ import annotations

from pathlib import Path

from batonpass.store.imports import HISTORIC, Planned
from batonpass.written.csv_file import CsvFile, look, rows
from batonpass.written.csv_sent import FileRow, Sender
from batonpass.written.mapping import Hints, decide, suggest


def planned(file: CsvFile, mode: str = HISTORIC, **told: object) -> Planned:
    mapped = decide(suggest(file.columns, [], Hints()), **told)
    return Planned(file_name=file.path.name, file_hash=file.digest, mapped=mapped, mode=mode, by="test")


def listed(folder: Path, *lines: str, mode: str = HISTORIC, **told: object) -> tuple[Planned, list[FileRow]]:
    """A list with these lines below `email,first_name,company,notes`, and its rows."""
    path = folder / "leads.csv"
    path.write_text("\n".join(["email,first_name,company,notes", *lines]) + "\n", "utf-8")
    file = look(path)
    plan = planned(file, mode, **told)
    return plan, [Sender(plan.mapped).read(row) for row in rows(file)]
