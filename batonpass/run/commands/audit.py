"""What does `batonpass audit` do?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from batonpass.handoff.zones import UnknownZone, zone
from batonpass.run.commands.time import hours_named, read_instant
from batonpass.run.printed import AsJson
from batonpass.written.refused import Problem, Refused

if TYPE_CHECKING:
    from batonpass.learn.audit.read import Table
    from batonpass.learn.audit.report import Report

DATES = ("day-first", "month-first")
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What to read, and what to write."""

    path: Path
    more: Path | None
    encoding: str
    html: Path | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit")(audit_command)


def audit_command(  # noqa: PLR0913  each option has its name
    path: Annotated[Path, typer.Argument(metavar="EXPORT.csv", help="Any export.", exists=True, dir_okay=False)],
    *,
    join: Annotated[
        Path | None, typer.Option(help="A second export, such as deals, to put beside it.", exists=True, dir_okay=False)
    ] = None,
    on: Annotated[str, typer.Option(metavar="COLUMN", help="Where they meet: COLUMN, or OURS=THEIRS.")] = "",
    maps: Annotated[
        list[str] | None, typer.Option("--map", metavar="ROLE=COLUMN", help="What a column is; `-` for none.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report as one HTML file.")] = None,
    as_json: AsJson = False,
    calendar: Annotated[str, typer.Option(metavar="FILE", help="Your hours: a file, or PLAYBOOK#name.")] = "",
    team_zone: Annotated[str, typer.Option("--zone", help="Whose days and hours to tell, such as Europe/Lisbon.")] = "",
    times_in: Annotated[str, typer.Option(help="The zone of times that name none.")] = "UTC",
    dates: Annotated[str, typer.Option(help="day-first or month-first, if it is read wrong.")] = "",
    deal_value: Annotated[float | None, typer.Option(min=0, max=1e12, help="What a won lead is worth.")] = None,
    currency: Annotated[str, typer.Option(help="In what, such as EUR.")] = "",
    encoding: Annotated[str, typer.Option(help="The file's encoding, if it is guessed wrong.")] = "",
    at: Annotated[
        datetime | None, typer.Option(parser=read_instant, metavar="INSTANT", help="Made as of this instant.")
    ] = None,
) -> None:
    """Say where leads leak and wait, from an export you already have: no set-up, no database, nothing sent anywhere."""
    if dates and dates not in DATES:
        raise typer.BadParameter(f"{dates} is no order; choose {DATES[0]} or {DATES[1]}")
    files = Files(path=path, more=join, encoding=encoding, html=html)
    hours = hours_named(calendar) if calendar else None
    from batonpass.learn.audit.dates import Order
    from batonpass.learn.audit.leads import Clocks
    from batonpass.learn.audit.report import Asked, audit

    clocks = Clocks(
        at=at or datetime.now(UTC),
        zone=_zone(team_zone) if team_zone else (str(hours.zone) if hours else "UTC"),
        written_in=_zone(times_in),
        order=Order(dates) if dates else None,
    )
    with _progress(quiet=as_json) as step:
        table, more = _tables(files, step)
        asked = Asked(
            file=path.name, clocks=clocks, said=maps or [], hours=hours,
            calendar=Path(calendar).name if calendar else "", deal_value=deal_value, currency=currency,
            more=more, more_file=join.name if join else "", on=on, step=step,
        )  # fmt: skip
        report = audit(table, asked)
        if html:
            step("Drawing the report")
            _write(html, report)
    _tell(report, files, as_json=as_json)


def _tell(report: Report, files: Files, *, as_json: bool) -> None:
    if as_json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
        return
    from rich.console import Console

    from batonpass.run.audit_told import tell

    tell(report, Console(width=None if sys.stdout.isatty() else 110))
    if files.html:
        typer.echo(f"The whole report, with charts and every table: {files.html}")
    else:
        typer.echo("For charts and every table, add --html report.html")


def _tables(files: Files, step: Step) -> tuple[Table, Table | None]:
    step(f"Reading {files.path.name}")
    table = _table(files.path, files.encoding)
    step(f"{table.rows.height:,} rows in {files.path.name}")
    if files.more is None:
        return table, None
    step(f"Reading {files.more.name}")
    return table, _table(files.more, files.encoding)


def _table(path: Path, encoding: str) -> Table:
    from batonpass.learn.audit.read import read_table
    from batonpass.written.csv_file import look, rows, still_the_same

    file = look(path, encoding=encoding)
    whole = path.read_bytes()
    still_the_same(file, len(whole))
    table = read_table(whole, file, rows(file))
    if not table.rows.height:
        raise Refused([Problem(where=path.name, says="there is no row below the header", instead="Export it again")])
    return table


def _write(path: Path, report: Report) -> None:
    from batonpass.learn.audit.page import page

    try:
        path.write_text(page(report), "utf-8")
    except OSError as error:
        says = f"the report cannot be written: {error.strerror}"
        raise Refused([Problem(where=str(path), says=says, instead="Choose another place with --html")]) from None


def _zone(name: str) -> str:
    try:
        return str(zone(name))
    except UnknownZone as unknown:
        raise typer.BadParameter(f'"{name}" is not the time zone of a place. {unknown.instead}.') from None


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Step]:
    """Say on the error stream what is being done: a moving line in a terminal, a line a step elsewhere."""
    from rich.console import Console

    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield lambda said: console.print(f"{said} …", highlight=False)
        return
    with console.status("Starting") as status:
        yield lambda said: status.update(f"{said} …")
