"""How does a file go through the dry run and then, row by row, into the database?"""

from __future__ import annotations

import csv
import hashlib
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from batonpass.run.import_tally import Tally, twice
from batonpass.store import imports
from batonpass.store.imported import all_refused
from batonpass.store.imports import HISTORIC, LIVE, Planned, arrival_of, failed_row, person_of_row
from batonpass.store.rehearsal import CARRIED_MOST, Rehearsal, Rehearsed
from batonpass.store.world import Watched
from batonpass.written.csv_file import CsvFile, rows
from batonpass.written.csv_safe import harmless
from batonpass.written.csv_sent import FileRow, Sender
from batonpass.written.mapping import OUR_COLUMNS

BATCH = 500
"""Rows in one transaction: a live form never waits longer behind it than a fifth of a second."""
PLAIN_EVERY = 10.0
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One import at work: the file, what is planned, and how far it may go in this run (None: to the end)."""

    pool: asyncpg.Pool
    watched: Watched
    file: CsvFile
    planned: Planned
    console: Console
    limit: int | None = None

    def read(self, since: int) -> Iterator[FileRow]:
        """The rows from a line on, each as what it sends or with what is wrong."""
        sender = Sender(self.planned.mapped)
        return islice((sender.read(row) for row in rows(self.file, since=since)), self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """How many rows there are, and the people who come more than once."""

    rows: int
    again: frozenset[str]


def survey(job: Job, since: int) -> Survey:
    """Go through the file once without deciding anything: eight bytes a row are kept, so that memory stays small."""
    marks = array("Q")
    count = 0
    for row in job.read(since):
        count += 1
        if row.sent is not None:
            marks.append(_mark(person_of_row(row)))
    repeated = twice(array("Q", sorted(marks)))
    if not repeated:
        return Survey(rows=count, again=frozenset())
    sent = (row for row in job.read(since) if row.sent is not None)
    people = (person_of_row(row) for row in sent)
    return Survey(rows=count, again=frozenset(person for person in people if person and _mark(person) in repeated))


async def rehearse(job: Job, found: Survey, since: int) -> Tally:
    """Decide every row on paper, in the mode that is planned; as history, also whom it would go to if it were live."""
    tally = Tally(again=found.again)
    modes = (job.planned.mode,) if job.planned.mode == LIVE else (HISTORIC, LIVE)
    tracks = {mode: Rehearsal(job.pool, job.watched, again=found.again) for mode in modes}
    with bar(job.console, "deciding", found.rows) as advance:
        for batch in batches(job.read(since)):
            await _rehearse(job.planned, tracks, batch, tally)
            advance(len(batch))
    return tally


async def take(job: Job, found: Survey, since: int) -> float:
    """Take the rows in, batch by batch; give the seconds it took."""
    begun = time.monotonic()
    with bar(job.console, "importing", found.rows) as advance:
        for batch in batches(job.read(since)):
            await imports.take_rows(job.pool, job.watched, job.planned, batch)
            advance(len(batch))
    return time.monotonic() - begun


async def write_errors(job: Job) -> Path | None:
    """Write the rows that were not taken in beside the file, with the reasons, to be mended and imported again."""
    path = errors_path(job.file.path)
    waiting = path.with_name(path.name + ".part")
    count = 0
    with waiting.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=job.file.form.separator)
        out.writerow([*OUR_COLUMNS, *map(harmless, job.file.columns)])
        async for row in all_refused(job.pool, job.planned.id):
            out.writerow([row.line, *map(harmless, (row.column_name, row.says, *row.cells))])
            count += 1
    if not count:
        waiting.unlink()
        return None
    waiting.replace(path)
    return path


def errors_path(path: Path) -> Path:
    """Where the rows with errors of a file go: FILE.errors.csv."""
    return path.with_name(f"{path.name.removesuffix('.csv')}.errors.csv")


def approximate(found: Survey) -> bool:
    """Do more people come again than a dry run keeps in mind?"""
    return len(found.again) > CARRIED_MOST


def batches(each: Iterable[FileRow]) -> Iterator[list[FileRow]]:
    """The rows in batches of one transaction each."""
    rest = iter(each)
    while batch := list(islice(rest, BATCH)):
        yield batch


async def _rehearse(planned: Planned, tracks: dict[str, Rehearsal], batch: Sequence[FileRow], tally: Tally) -> None:
    sound = [row for row in batch if row.sent is not None]
    tally.failed(row for row in batch if row.sent is None)
    people = [person_of_row(row) for row in sound]
    done: list[Rehearsed] = []
    for mode, track in tracks.items():
        done = await track.decide(people, [arrival_of(planned, row, historic=mode == HISTORIC) for row in sound])
        if mode == planned.mode:
            for row, one in zip(sound, done, strict=True):
                failed = failed_row(planned, row, one.outcome)
                tally.failed([failed]) if failed else tally.stands(one)
    for one in done:
        tally.routed(one)


def _mark(person: str) -> int:
    return int.from_bytes(hashlib.blake2b(person.encode(), digest_size=8).digest())


class bar:  # noqa: N801 - used as a word: with bar(…)
    """A progress bar on a terminal, a line now and then elsewhere; gives a function that counts rows."""

    def __init__(self, console: Console, doing: str, total: int) -> None:
        self.console, self.doing, self.total = console, doing, total
        self.done, self.begun, self.told = 0, time.monotonic(), time.monotonic()
        speed = TextColumn("{task.fields[speed]} rows/s")
        columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn())
        self.progress = Progress(*columns, console=console, transient=True) if console.is_terminal else None

    def __enter__(self) -> Advance:
        if self.progress:
            self.progress.start()
            self.task = self.progress.add_task(self.doing, total=self.total, speed="0")
        return self._advance

    def __exit__(self, *_: object) -> None:
        if self.progress:
            self.progress.stop()

    def _advance(self, rows_done: int) -> None:
        self.done += rows_done
        now = time.monotonic()
        speed = f"{self.done / max(now - self.begun, 0.001):,.0f}"
        if self.progress:
            self.progress.update(self.task, completed=self.done, speed=speed)
        elif now - self.told > PLAIN_EVERY:
            self.told = now
            self.console.print(f"{self.doing}: {self.done:,} of {self.total:,} rows, {speed} rows/s", highlight=False)
