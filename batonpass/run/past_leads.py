"""Which past leads does a command learn from: those of a CSV file, or those of the database?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from batonpass.run.settings import read_settings
from batonpass.written.refused import Problem, Refused, quoted

if TYPE_CHECKING:
    import numpy as np

    from batonpass.handoff.lead import Lead
    from batonpass.handoff.playbook import Playbook
    from batonpass.learn.inputs import Inputs
    from batonpass.learn.leakage import Column
    from batonpass.learn.many import Many
    from batonpass.written.load import Written

DATABASE = "database"
SEED = 20_270_302
"""Chance is dealt from this number, so that the same leads give the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAsked:
    """What the command line says of a file."""

    outcome: str = ""
    worth: str = ""
    said: Mapping[str, str]
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Leads as they were when they were handed over, and what became of each (1, 0, or -1: nobody knows)."""

    leads: Sequence[Lead]
    outcome: np.ndarray[Any, np.dtype[np.int8]]
    worth: np.ndarray[Any, np.dtype[np.float64]]
    columns: tuple[Column, ...]
    field_of: Mapping[str, str]
    handed_at: np.ndarray[Any, np.dtype[np.int64]] | None
    says: tuple[str, ...]

    def inputs(self, playbook: Playbook, at: datetime) -> Inputs:
        """What each rule and signal counts, as of the handoff, or as of `at` where that is not known."""
        from batonpass.learn.inputs import inputs_of
        from batonpass.learn.inputs_apart import inputs_apart
        from batonpass.learn.many_conditions import NotInColumns

        try:
            return inputs_of(self.many([playbook], at), playbook)
        except NotInColumns:
            instants = [lead.cycle_since or at if self.handed_at is not None else at for lead in self.leads]
            return inputs_apart(self.leads, playbook, instants)

    def many(self, playbooks: Sequence[Playbook], at: datetime) -> Many:
        """As columns, each as of its handoff, or as of `at` where that is not known."""
        import numpy as np

        from batonpass.learn.many import NEVER
        from batonpass.learn.many_read import many_of

        many = many_of(self.leads, playbooks, at=at)
        if self.handed_at is None:
            return many
        return replace(many, at=np.where(self.handed_at == NEVER, many.at, self.handed_at), worked_out={})

    def as_new(self, playbook: Playbook, at: datetime) -> Many:
        """As columns, each as if it came new at its handoff, or with its latest act where none is known."""
        import numpy as np

        from batonpass.learn.many import NEVER

        new = self.many([playbook], at).as_new()
        if self.handed_at is None:
            return new
        handed = self.handed_at != NEVER
        instants = np.where(handed, self.handed_at, new.at)
        return replace(new, at=instants, hand_since=np.where(handed, self.handed_at, new.hand_since), worked_out={})

    def values(self, path: str) -> list[str]:
        """What each lead holds of a field, "unknown" where nothing is; Refused for a field that is none."""
        from batonpass.learn.many_conditions import NotInColumns
        from batonpass.learn.many_read import reader

        try:
            read = reader(path)
        except NotInColumns:
            says = f"{quoted(path)} is no field of a lead"
            raise Refused([Problem(where="--by", says=says, instead="Name one such as account.country")]) from None
        return [str(value) if (value := read(lead)) is not None else "unknown" for lead in self.leads]


def file_asked(outcome: str, worth: str, maps: list[str] | None, empty: list[str] | None) -> FileAsked:
    """What was said of the file; raise BadParameter for what is no pair."""
    pairs = [one.rpartition("=") for one in maps or ()]
    if any(not column for column, _, _ in pairs):
        raise typer.BadParameter("write COLUMN=FIELD, or COLUMN=- to leave it out", param_hint="--map")
    said = {column: to for column, _, to in pairs}
    return FileAsked(outcome=outcome, worth=worth, said=said, empty=tuple(empty or ()))


def gather(outcomes: str, written: Written, asked: FileAsked) -> Gathered:
    """Read a file, or the database when that word is given. Refused when there is neither."""
    if outcomes == DATABASE:
        return asyncio.run(_from_database())
    path = Path(outcomes)
    if not path.is_file():
        says = f"there is no file {quoted(outcomes)}"
        raise Refused([Problem(where="--outcomes", says=says, instead=f"Name a CSV file, or {DATABASE}")])
    return _from_file(path, written, asked)


def _from_file(path: Path, written: Written, asked: FileAsked) -> Gathered:
    import numpy as np

    from batonpass.learn.leakage import Column
    from batonpass.written.csv_file import look
    from batonpass.written.outcomes import Asked, read_outcomes

    told = Asked(outcome=asked.outcome, worth=asked.worth, said=asked.said, empty=asked.empty)
    read = read_outcomes(look(path), written, told, at=datetime.now(UTC))
    says = [f"{len(read.past):,} leads in {path.name}; {quoted(read.outcome)} says what became of them"]
    if read.left_out:
        says.append(f"{read.left_out:,} rows could not be read and are left out; batonpass import tells why")
    worth = [np.nan if one.worth is None else one.worth for one in read.past]
    return Gathered(
        leads=[one.lead for one in read.past],
        outcome=np.array([_code(one.converted) for one in read.past], dtype=np.int8),
        worth=np.array(worth, dtype=np.float64),
        columns=tuple(Column(name=name, values=values) for name, values in read.columns.items()),
        field_of=read.fields,
        handed_at=None,
        says=tuple(says),
    )


async def _from_database() -> Gathered:
    import numpy as np

    from batonpass.learn.leakage import Column
    from batonpass.learn.many import NEVER
    from batonpass.learn.many_read import micros
    from batonpass.learn.outcome import outcome_of
    from batonpass.store.open import open_store
    from batonpass.store.snapshot import whole_leads

    leads: list[Lead] = []
    async with open_store(read_settings().where, connections=2) as pool:
        async for some in whole_leads(pool):
            leads.extend(some)
    fields = sorted({name for lead in leads for name in lead.known})
    held = {name: [lead.known.get(name) for lead in leads] for name in fields}
    return Gathered(
        leads=leads,
        outcome=np.array([_code(outcome_of(lead)) for lead in leads], dtype=np.int8),
        worth=np.full(len(leads), np.nan),
        columns=tuple(
            Column(
                name=name,
                values=[one.value if one else None for one in known],
                written_at=np.array([micros(one.at) if one else NEVER for one in known], dtype=np.int64),
            )
            for name, known in held.items()
        ),
        field_of={name: name for name in fields},
        handed_at=np.array([micros(lead.cycle_since) if lead.cycle_since else NEVER for lead in leads], dtype=np.int64),
        says=(f"{len(leads):,} leads in the database, each as it was when it was handed over",),
    )


def _code(converted: bool | None) -> int:  # noqa: FBT001 - an outcome, not a switch
    return -1 if converted is None else int(converted)
