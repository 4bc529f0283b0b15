"""How do attendances and other doings in a CSV file become events, each once?"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import asyncpg
import msgspec
import typer

from batonpass.handoff.capture import NAMES
from batonpass.handoff.zones import zone
from batonpass.run.settings import read_settings
from batonpass.store.arrival import IMPORT, Arrival, Kind, Outcome, State
from batonpass.store.imports import HISTORIC
from batonpass.store.open import open_store
from batonpass.store.take import take
from batonpass.store.world import Watched
from batonpass.written.csv_attendance import look_for_events
from batonpass.written.csv_events import EventRow, event_columns, event_rows
from batonpass.written.csv_file import rows
from batonpass.written.csv_moments import day_comes_first
from batonpass.written.schema.mapping import MappingFile

BATCH = 500
SAMPLE = 1_000
ERRORS_SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Told:
    """What became of the rows."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    passed: Counter[str] = field(default_factory=Counter[str])
    errors: list[str] = field(default_factory=list[str])


def import_events(
    path: Path,
    *,
    event: str,
    mode: str,
    dry_run: bool,
    as_json: bool,
    encoding: str = "",
    said: MappingFile | None = None,
) -> int:
    """Take the events of a file in, each once however often it is imported; print what became of them.

    `said` tells what the columns hold, how dates are written and in which zone. Gives how many rows were not taken in.
    """
    file, known = look_for_events(path, encoding=encoding), said or MappingFile()
    columns = event_columns(file, event=event, said=known.columns)
    cells = [row.cells[columns.when] for row in islice(rows(file), SAMPLE) if not row.wrong]
    first = known.dates == "day-first" if known.dates else day_comes_first(cells) is not False
    found = event_rows(file, columns, event=event, zone=zone(known.zone), day_first=first)
    told = _rehearsed(found) if dry_run else asyncio.run(_import(found, historic=mode == HISTORIC))
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(_as_dict(told, dry_run=dry_run)), indent=2).decode())
    else:
        typer.echo("\n".join(_in_words(told, mode, dry_run=dry_run)))
    return len(told.errors)


def _rehearsed(found: Iterable[EventRow]) -> Told:
    told = Told()
    for row in found:
        _count(told, row, None)
    return told


async def _import(found: Iterator[EventRow], *, historic: bool) -> Told:
    told, watched = Told(), Watched()
    async with open_store(read_settings().where, connections=2) as pool:
        while batch := list(islice(found, BATCH)):
            await _take(pool, watched, batch, told, historic=historic)
    return told


async def _take(pool: asyncpg.Pool, watched: Watched, batch: list[EventRow], told: Told, *, historic: bool) -> None:
    sound = [row for row in batch if row.sent is not None]
    outcomes = iter(await take(pool, watched, [_arrival(row, historic=historic) for row in sound]) if sound else [])
    for row in batch:
        _count(told, row, next(outcomes) if row.sent is not None else None)


def _count(told: Told, row: EventRow, outcome: Outcome | None) -> None:
    told.rows += 1
    if row.passed:
        told.passed[row.passed] += 1
        return
    wrong = row.wrong
    if outcome and outcome.refusal:
        wrong = outcome.refusal.says
    elif outcome and outcome.state not in (State.TAKEN, State.REPLAYED):
        wrong = outcome.error or outcome.state.value
    if wrong:
        told.errors.append(f"line {row.line}: {wrong}")
    elif outcome and outcome.state is State.REPLAYED:
        told.known += 1
    else:
        told.taken += 1


def _arrival(row: EventRow, *, historic: bool) -> Arrival:
    sent = row.sent or {}
    raw = msgspec.json.encode(sent, order="sorted")
    # However another list names them, it tells of the same event.
    event = msgspec.json.encode({name: what for name, what in sent.items() if name not in NAMES}, order="sorted")
    return Arrival(
        door=IMPORT,
        kind=Kind.EVENT,
        sent=sent,
        raw=raw.decode(),
        body_hash=hashlib.sha256(event).digest(),
        caller="import/events",
        idem_key=row.key,
        historic=historic,
    )


def _in_words(told: Told, mode: str, *, dry_run: bool) -> Iterator[str]:
    would = "would be" if dry_run else "were"
    yield f"{told.rows:,} rows; {told.taken:,} {would} taken in as {mode}, {told.known:,} were known already."
    yield from (f"{many:,} {why}: nothing is counted for them." for why, many in told.passed.items())
    yield from told.errors[:ERRORS_SHOWN]
    if len(told.errors) > ERRORS_SHOWN:
        yield f"and {len(told.errors) - ERRORS_SHOWN:,} more rows that cannot be read"


def _as_dict(told: Told, *, dry_run: bool) -> dict[str, object]:
    state = "dry run" if dry_run else "done"
    passed = dict(told.passed)
    counts = {"rows": told.rows, "taken": told.taken, "known": told.known, "passed": passed}
    return {"state": state, **counts, "errors": told.errors}
