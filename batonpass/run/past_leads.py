"""Which past leads does a command learn from: those of a CSV file, or those of the database?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from batonpass.run.settings import read_settings
from batonpass.written.refused import Problem, Refused, quoted

if TYPE_CHECKING:
    from batonpass.learn.past import Gathered
    from batonpass.written.load import Written
    from batonpass.written.outcomes import PastLeads

DATABASE = "database"
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAsked:
    """What the command line says of a file."""

    outcome: str = ""
    worth: str = ""
    said: Mapping[str, str]
    empty: tuple[str, ...] = ()


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
    if not path.exists():
        says = f"there is no file {quoted(outcomes)}"
        raise Refused([Problem(where="--outcomes", says=says, instead=f"Name a CSV file, or {DATABASE}")])
    return _from_file(path, written, asked)


def promised_by_rep(outcomes: str) -> dict[str, tuple[int, int]]:
    """Of each rep, the first touches promised in a year and how many of them broke; a file tells nothing of them."""
    return asyncio.run(_promised()) if outcomes == DATABASE else {}


def in_force() -> Written:
    """The playbook in force in the database. Refused when there is none."""
    from batonpass.written.load import load

    text, version = asyncio.run(_active())
    return load(text, f"version {version}, which is in force", kept=True)


async def _active() -> tuple[str, str]:
    from batonpass.store.open import open_store
    from batonpass.store.playbooks import find

    async with open_store(read_settings().where, connections=2) as pool:
        found = await find(pool, "active")
        return found.text, found.version


def _from_file(path: Path, written: Written, asked: FileAsked) -> Gathered:
    import numpy as np

    from batonpass.learn.leakage import Column
    from batonpass.learn.outcome import code_of
    from batonpass.learn.past import Gathered
    from batonpass.written.csv_file import look
    from batonpass.written.outcomes import Asked, read_outcomes

    told = Asked(outcome=asked.outcome, worth=asked.worth, said=asked.said, empty=asked.empty)
    read = read_outcomes(look(path), written, told, at=datetime.now(UTC))
    says = [f"{len(read.past):,} leads in {path.name}; {quoted(read.outcome)} says what became of them"]
    if read.left_out:
        says.append(f"{read.left_out:,} rows could not be read and are left out; batonpass import tells why")
    says += _doubles(read)
    worth = [np.nan if one.worth is None else one.worth for one in read.past]
    return Gathered(
        leads=[one.lead for one in read.past],
        outcome=np.array([code_of(one.converted) for one in read.past], dtype=np.int8),
        worth=np.array(worth, dtype=np.float64),
        columns=tuple(Column(name=name, values=values) for name, values in read.columns.items()),
        field_of=read.fields,
        handed_at=None,
        says=tuple(says),
    )


def _doubles(read: PastLeads) -> Iterator[str]:
    """How many rows were of a lead that stood there already, and which column says so."""
    by = " and ".join(f"{many:,} by {quoted(column)}" for column, many in read.once.by.items())
    if by:
        yield f"{read.once.doubled:,} rows are of a lead that another row tells of too ({by}): each lead counts once"
    if read.once.differ:
        won = "one that converted in any row did, one that was worked in any row was worked"
        yield f"the rows of {read.once.differ:,} of them do not agree on what became of it: {won}"
    if not read.told_apart:
        instead = f'name the one that does with --map "{read.instead or "COLUMN"}=external_id"'
        yield f"no column is known to tell leads apart, so one that stands there twice counts twice; {instead}"


async def _from_database() -> Gathered:
    from batonpass.learn.past import gathered_from
    from batonpass.store.open import open_store
    from batonpass.store.past_rounds import past_rounds

    async with open_store(read_settings().where, connections=2) as pool:
        now = await pool.fetchval("select app.now()")
        return gathered_from(await past_rounds(pool, now - YEAR))


async def _promised() -> dict[str, tuple[int, int]]:
    from batonpass.store.open import open_store
    from batonpass.store.past_rounds import broken_by_rep

    async with open_store(read_settings().where, connections=2) as pool:
        now = await pool.fetchval("select app.now()")
        return {rep: (one.promised, one.broken) for rep, one in (await broken_by_rep(pool, now - YEAR)).items()}
