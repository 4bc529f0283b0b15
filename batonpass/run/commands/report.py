"""What does `batonpass report` answer: the same tables that pages and programs get?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from batonpass.run.printed import AsJson
from batonpass.run.report_told import in_words
from batonpass.run.settings import read_settings
from batonpass.store.open import open_store
from batonpass.written.refused import Problem, Refused

if TYPE_CHECKING:
    import asyncpg

    from batonpass.learn.asked import Asked
    from batonpass.learn.table import Table

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="headline, seams, sla, commitments, diagnosis, funnel, campaigns, rejections, leaks; or leads: those "
        "behind a figure, by what it opens.",
    ),
]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, such as 2027-03-01.")]
To = Annotated[str, typer.Option("--to", metavar="DAY", help="The last day. Default: today.")]
By = Annotated[str, typer.Option("--by", metavar="WHAT", help="Cut it by source, team, owner, hour and others.")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="WHAT=VALUE", help="Only such leads; repeat it.")]
Which = Annotated[str, typer.Option("--table", help="One table of the report, for --csv and --parquet.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer with a table as CSV.")]
Parquet = Annotated[
    Path | None, typer.Option("--parquet", metavar="FILE", help="Write a table into this Parquet file.")
]
Rebuild = Annotated[bool, typer.Option("--rebuild", help="Work all rounds out anew from the facts before.")]


LEADS = "leads"
"""What is asked for in a report's place where the leads behind a figure are wanted."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("report")(report_command)


def report_command(
    name: Name,
    *,
    first: From = "",
    last: To = "",
    by: By = "",
    only: Only = None,
    table: Which = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: Parquet = None,
    rebuild: Rebuild = False,
) -> None:
    """Tell where the minutes hide and who kept what was promised, with an interval beside every share."""
    from batonpass.learn.reports import REPORTS

    if name not in (*REPORTS, LEADS):
        says, instead = f"there is no report named {name}", f"Name one of {', '.join((*REPORTS, LEADS))}"
        raise Refused([Problem(where="NAME", says=says, instead=instead)])
    given = {"from": first, "to": last, "by": by, **_pairs(only)}
    asked = {key: value for key, value in given.items() if value}
    made = asyncio.run(_made(name, asked, rebuild=rebuild))
    if parquet:
        parquet.write_bytes(made.table(table).as_parquet())
    typer.echo("\n".join(_told(made, table, as_json=as_json, as_csv=as_csv)), nl=not as_csv)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked for, to be told in words, as JSON, or a table of it as a file."""

    name: str
    title: str
    about: Asked
    tables: tuple[Table, ...]
    data: Mapping[str, object]

    def table(self, name: str) -> Table:
        """One of its tables, the first without a name. Refused where there is none."""
        for one in self.tables:
            if name in ("", one.name):
                return one
        there = ", ".join(one.name for one in self.tables)
        raise Refused([Problem(where="--table", says=f"there is no table {name}", instead=f"Name one of {there}")])


def _told(made: Answer, table: str, *, as_json: bool, as_csv: bool) -> Iterator[str]:
    if as_json:
        import msgspec

        yield msgspec.json.format(msgspec.json.encode(made.data), indent=2).decode()
    elif as_csv:
        yield made.table(table).as_csv()
    else:
        yield from in_words(made.title, made.about, made.tables)


def _pairs(only: list[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in only or ()]
    if any(not (what and equals) for what, equals, _ in pairs):
        raise typer.BadParameter("write WHAT=VALUE, such as tier=urgent", param_hint="--only")
    return {what: value for what, _, value in pairs}


async def _made(name: str, given: dict[str, str], *, rebuild: bool) -> Answer:
    from batonpass.learn.asked import AskedWrong
    from batonpass.store.rounds import keep_rounds, rebuild_rounds

    async with open_store(read_settings().where, connections=2) as pool:
        if rebuild:
            await rebuild_rounds(pool)
        while await keep_rounds(pool):
            pass
        try:
            return await (_leads(pool, given) if name == LEADS else _report(pool, name, given))
        except AskedWrong as wrong:
            raise Refused([Problem(where=name, says=str(wrong))]) from None


async def _report(pool: asyncpg.Pool, name: str, given: Mapping[str, str]) -> Answer:
    from batonpass.store.world import Watched
    from batonpass.web.api.reports import as_data
    from batonpass.web.reports.made import make_report

    made = await make_report(pool, Watched(), name, given)
    about = made.report.about(made.asked, made.now)
    return Answer(name=name, title=made.report.title, about=about, tables=made.tables, data=as_data(made))


async def _leads(pool: asyncpg.Pool, given: Mapping[str, str]) -> Answer:
    """The leads behind a figure, the latest first."""
    from batonpass.store.world import Watched
    from batonpass.web.reports import listed
    from batonpass.web.reports.made import leads_behind

    watched = Watched()
    found = await leads_behind(pool, watched, given)
    table = await listed.read(pool, watched, found.leads)
    data = {"leads": found.leads, "count": len(found.leads), "rounds": found.rounds}
    title = f"{len(found.leads):,} leads in {found.rounds:,} rounds"
    return Answer(name=LEADS, title=title, about=found.asked, tables=(table,), data=data)
