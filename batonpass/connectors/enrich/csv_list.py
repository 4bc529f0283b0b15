"""What does a list of your own say about a person or a company?"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from batonpass.handoff.playbook.enrichment import Provider
from batonpass.written.mapping_words import FIELD_OF, plain, word

from .provider import Said, Subject, Unavailable

BY = {"domain": ("domain", "company_domain", "website"), "email": ("email",)}
Rows = dict[str, dict[str, str]]


@dataclass(slots=True, kw_only=True)
class CsvList:
    """Reads files of one folder; a file that has changed is read anew."""

    folder: Path
    read: dict[str, tuple[int, Rows]] = field(default_factory=dict[str, tuple[int, Rows]])

    async def ask(self, provider: Provider, subject: Subject) -> Said:
        """The row of this subject, by our names."""
        path = self.folder / provider.file
        try:
            changed = path.stat().st_mtime_ns
            held = self.read.get(provider.file)
            if held is None or held[0] != changed:
                held = self.read[provider.file] = (changed, _rows(path, provider))
        except (OSError, ValueError) as error:
            return Unavailable(why=f"the list {provider.file} cannot be read ({type(error).__name__})")
        return held[1].get(subject.by(provider).lower(), {})

    async def close(self) -> None:
        """Nothing is held open."""


def _rows(path: Path, provider: Provider) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names = {column: _name(column, provider, n) for n, column in enumerate(rows.fieldnames or ())}
        found: Rows = {}
        for row in rows:
            said = {names[column]: value.strip() for column, value in row.items() if column in names and value}
            known_by = next((said[name] for name in BY[provider.by] if said.get(name)), "")
            found.setdefault(_bare(known_by), {name: value for name, value in said.items() if value})
    return found


def _name(column: str, provider: Provider, place: int) -> str:
    """Our field for a column: as the playbook says, as plain words say, or its own name."""
    ours = next((ours for ours, theirs in provider.fields.items() if theirs == column), "")
    return ours or FIELD_OF.get(plain(column), "") or word(column, place + 1)


def _bare(known_by: str) -> str:
    """`https://www.firm.example/` is firm.example."""
    return known_by.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
