"""What does `batonpass import` do?"""

from __future__ import annotations

import asyncio
import getpass
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, NoReturn

import asyncpg
import msgspec
import typer
from rich.console import Console

from batonpass.run import import_run, import_told
from batonpass.run.import_events import import_events
from batonpass.run.import_run import Job
from batonpass.run.named_files import bytes_of
from batonpass.run.printed import AsJson
from batonpass.run.settings import read_settings
from batonpass.store import imported, imports
from batonpass.store.imports import HISTORIC, LIVE, Planned
from batonpass.store.open import open_store, with_retry
from batonpass.store.world import Watched, World, read_world
from batonpass.written.columns_chosen import decided, sample_of, suggested
from batonpass.written.csv_file import CsvFile, look
from batonpass.written.mapping import ColumnMap, check_said, check_who
from batonpass.written.schema.mapping import MappingFile, read_mapping

MODES = (HISTORIC, LIVE)
SOME_REFUSED = 3
"""The exit code when all is done, but for rows that could not be taken in."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_command)


@dataclass(slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    path: Path
    said: dict[str, str]
    file: MappingFile
    encoding: str
    mode: str
    yes: bool
    dry_run: bool
    again: bool
    as_json: bool
    limit: int | None
    console: Console
    refused: int = 0
    answer: dict[str, Any] = field(default_factory=dict[str, Any])


def import_command(  # noqa: PLR0913 - each is an option of the command line
    path: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Any CSV file.", exists=True, dir_okay=False)],
    *,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is; `-` leaves it out. May be given again."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A YAML file that says what the columns are.", exists=True, dir_okay=False)
    ] = None,
    mode: Annotated[str, typer.Option(help="historic pages nobody; live hands leads over.")] = HISTORIC,
    form: Annotated[str, typer.Option(help="The form whose signals each row gives, such as webinar.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; take the suggested columns.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and stop.")] = False,
    as_json: AsJson = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Take at most so many rows in this run.")] = None,
    encoding: Annotated[str, typer.Option(help="The file's encoding, if it is guessed wrong.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Import a file anew that was imported otherwise.")] = False,
    events: Annotated[bool, typer.Option("--events", help="Rows of who did what when: email, event, at.")] = False,
    event: Annotated[str, typer.Option(help="With --events: the event that every row tells of.")] = "",
    allow_refused: Annotated[
        bool, typer.Option("--allow-refused", help="Exit code 0, not 3, when rows could not be taken in.")
    ] = False,
) -> None:
    """Import a CSV file: show what the columns are and what would happen, then take its rows in, each exactly once."""
    if mode not in MODES:
        raise typer.BadParameter(f"{mode} is no mode; choose {HISTORIC} or {LIVE}")
    said = read_mapping(bytes_of(mapping, "--mapping"), str(mapping)) if mapping else MappingFile()
    if events or event:
        _must_mean_events(form=form, limit=limit, again=again)
        said = said.model_copy(update={"columns": {**said.columns, **_pairs(maps or [])}})
        wrong = import_events(
            path, event=event, mode=mode, dry_run=dry_run, as_json=as_json, encoding=encoding, said=said
        )
        _exit(wrong, allowed=allow_refused)
    said = said.model_copy(update={"form": form}) if form else said
    asked = Asked(
        path=path,
        said=_pairs(maps or []),
        file=said,
        encoding=encoding,
        mode=mode,
        yes=yes,
        dry_run=dry_run,
        again=again,
        as_json=as_json,
        limit=limit,
        console=Console(quiet=as_json, width=None if sys.stdout.isatty() else 120),
    )
    finished = asyncio.run(_import(asked))
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(asked.answer), indent=2).decode())
    if not finished:
        raise typer.Exit(1)
    _exit(asked.refused, allowed=allow_refused)


def _must_mean_events(*, form: str, limit: int | None, again: bool) -> None:
    """Refuse what would go unheard: an option of lists of leads means nothing to a list of events."""
    for given, option in ((form, "--form"), (limit, "--limit"), (again, "--again")):
        if given:
            says = "it means nothing for events: all rows are taken in, each once however often it comes. Leave it out."
            raise typer.BadParameter(says, param_hint=option)


def _exit(refused: int, *, allowed: bool) -> NoReturn:
    raise typer.Exit(SOME_REFUSED if refused and not allowed else 0)


async def _import(asked: Asked) -> bool:
    """Do it all; give whether what was asked for is done."""
    file = look(asked.path, encoding=asked.encoding)
    import_told.tell_file(asked.console, file)
    async with open_store(read_settings().where, connections=3) as pool:
        watched = Watched()
        world = await _world(pool, watched)
        mapped = _decided(asked, file, world)
        planned = Planned(
            file_name=file.path.name, file_hash=file.digest, mapped=mapped, mode=asked.mode, by=getpass.getuser()
        )
        job = Job(pool=pool, watched=watched, file=file, planned=planned, console=asked.console, limit=asked.limit)
        return await _run(asked, job)


async def _run(asked: Asked, job: Job) -> bool:
    before = await imports.read_progress(job.pool, job.planned)
    asked.answer |= {"file": job.file.path.name, "import": job.planned.id, "mode": job.planned.mode}
    if before and before.done:
        asked.refused = before.failed
        refused = f", {before.failed:,} not" if before.failed else ""
        words = f"This file was imported already, all of it: {before.taken:,} rows taken in{refused}. Nothing to do."
        _say(asked, words)
        asked.answer |= {"state": "already done", "imported": msgspec.to_builtins(before)}
        return True
    if not await _first_time(asked, job):
        return False
    since = before.line_next if before else 0
    if since:
        _say(
            asked,
            f"Going on where this import stopped, at line {since:,}; {before.taken if before else 0:,} rows are in.",
        )
    found = import_run.survey(job, since)
    counts = (await import_run.rehearse(job, found, since)).as_dict()
    counts["approximate"] = import_run.approximate(found)
    asked.answer |= {"state": "dry run", "dry_run": counts}
    asked.refused = counts["errors"]
    import_told.tell_dry_run(asked.console, counts, job.planned.mode)
    if asked.dry_run:
        return True
    if not _agreed(asked, f"Import these {found.rows:,} rows?"):
        _say(asked, "Nothing was imported. Say yes, or give --yes.")
        return False
    await _take(asked, job, found, since)
    return True


async def _take(asked: Asked, job: Job, found: import_run.Survey, since: int) -> None:
    await imports.begin(job.pool, job.planned)
    seconds = await import_run.take(job, found, since)
    whole = asked.limit is None or found.rows < asked.limit
    if whole:
        await imports.finish(job.pool, job.planned)
    stages = await with_retry(lambda: imported.stages(job.pool, job.planned.id))
    progress = await imports.read_progress(job.pool, job.planned)
    assert progress is not None  # noqa: S101 - it was begun above
    asked.refused = progress.failed
    errors = await _errors_file(asked, job) if progress.failed else None
    asked.answer |= {
        "state": "done" if whole else "stopped at the limit",
        "imported": {**msgspec.to_builtins(progress), "stages": stages, "seconds": round(seconds, 2)},
        "errors_file": errors.name if errors else None,
    }
    for line in import_told.summary(progress, stages, mode=job.planned.mode, seconds=seconds, rows=found.rows):
        _say(asked, line)
    if errors:
        _say(asked, f"The rows that were not taken in are in {errors}: mend them there and import that file.")
    if not whole:
        _say(asked, "The same command without --limit goes on with the rest.")


async def _errors_file(asked: Asked, job: Job) -> Path | None:
    """Write the file of errors; where it cannot be written, say so, for the rows are in and the errors are kept."""
    try:
        return await import_run.write_errors(job)
    except OSError as error:
        place = import_run.errors_path(job.file.path)
        _say(asked, f"{place} cannot be written ({error.strerror}).")
        _say(asked, "The rows with errors are kept in the table app.import_errors.")
        return None


async def _first_time(asked: Asked, job: Job) -> bool:
    """Whether no row of this file came in otherwise before; if one did, a person must say so, lest rows come twice."""
    for row in await imports.imported_otherwise(job.pool, job.planned):
        words = (
            f"{row['taken']:,} rows of this very file were imported on {row['started_at']:%d %b %Y} as {row['mode']}, "
            "with other columns or another mode. To import them again adds each row once more to its lead."
        )
        _say(asked, words)
        if not asked.again and not asked.dry_run and (asked.yes or not _agreed(asked, "Import them again?")):
            _say(asked, "Nothing was imported. Give --again if you mean it.")
            asked.answer |= {"state": "imported otherwise before", "earlier": row["id"]}
            return False
    return True


async def _world(pool: asyncpg.Pool, watched: Watched) -> World:
    """The agreement in force; without one, the starter playbook is put in force, as `serve` does."""
    from batonpass.run.house import begin

    await begin(pool)
    async with pool.acquire() as connection:
        watched.world = await read_world(connection)
        return watched.world


def _decided(asked: Asked, file: CsvFile, world: World) -> ColumnMap:
    """The mapping, as suggested and confirmed, or as the command line says."""
    sample = sample_of(file)
    declared = {name: one.label for name, one in world.written.file.fields.items()}
    said = check_said({**asked.file.columns, **asked.said}, file.columns, file.path.name)
    suggestions = suggested(file, sample, said=said, declared=declared)
    import_told.tell_mapping(asked.console, suggestions)
    while not asked.yes and _may_ask(asked):
        changed = typer.prompt("Enter if this is right, or COLUMN=FIELD to change it", default="", show_default=False)
        if not changed.strip():
            break
        said |= check_said(_pairs([changed]), file.columns, file.path.name)
        suggestions = suggested(file, sample, said=said, declared=declared)
        import_told.tell_mapping(asked.console, suggestions)
    mapped = decided(suggestions, sample, asked.file)
    asked.answer["columns"] = [msgspec.to_builtins(one) for one in suggestions]
    check_who(mapped, file.path.name, sample)
    _warn_of_form(asked, world)
    return mapped


def _warn_of_form(asked: Asked, world: World) -> None:
    form, known = asked.file.form, world.playbook.signals_of_forms
    if form and form not in known:
        _say(asked, f"The form {form} gives no signal in the playbook in force; known are {', '.join(sorted(known))}.")


def _pairs(written: list[str]) -> dict[str, str]:
    """COLUMN=FIELD as a mapping; the last = divides, for a column may have one in its name."""
    pairs: dict[str, str] = {}
    for one in written:
        column, divided, to = one.rpartition("=")
        if not divided:
            raise typer.BadParameter(
                f'"{one}" says no field. Write COLUMN=FIELD, such as "Mail=email".', param_hint="--map"
            )
        pairs[column] = to
    return pairs


def _may_ask(asked: Asked) -> bool:
    return sys.stdin.isatty() and not asked.as_json


def _agreed(asked: Asked, question: str) -> bool:
    return asked.yes or (_may_ask(asked) and typer.confirm(question))


def _say(asked: Asked, words: str) -> None:
    asked.console.print(words, markup=False, highlight=False)
