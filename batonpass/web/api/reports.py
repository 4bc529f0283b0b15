"""What do other programs read of the reports?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from batonpass.learn.asked import AskedWrong
from batonpass.learn.reports import REPORTS
from batonpass.learn.table import Table, tables_data
from batonpass.store.named import owned
from batonpass.web.api.guard import Given, Who, scoped
from batonpass.web.api.shapes_sent import NAME
from batonpass.web.api.whose import owners_of
from batonpass.web.api.words_asked import must_know
from batonpass.web.problem import Problem
from batonpass.web.reports import listed
from batonpass.web.reports.made import Made, leads_behind, make_report

routes = scoped("read", any_word=True)
Name = Annotated[str, Path(pattern=NAME)]
Format = Annotated[str, Query(pattern="^(json|csv|parquet)$", description="json, csv or parquet")]
WhichTable = Annotated[str, Query(pattern=NAME, description="which of its tables, for csv and parquet")]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
"""What an answer may be beside JSON, where a format is asked for."""
PAGE_MOST = 1_000
OURS = frozenset({"format", "table", "limit"})


@routes.get("/reports", summary="The reports there are")
async def list_reports(request: Request) -> dict[str, Any]:
    """Each report by name, with what it answers."""
    must_know(request.query_params, {})
    return {"reports": [{"name": one.name, "title": one.title, "says": one.says} for one in REPORTS.values()]}


@routes.get("/reports/leads", summary="The leads behind a figure", responses=FILES)
async def report_leads(
    request: Request,
    given: Given,
    who: Who,
    *,
    limit: Annotated[int, Query(ge=1, le=PAGE_MOST, description="so many, in JSON alone")] = 100,
    format: Format = "json",  # noqa: A002 - the word people write in the address
) -> Any:
    """The leads that a report counted, asked for by the address under `opens` beside the figure.

    A key that belongs to a person names the leads of that person alone; `count` stays that of all. As CSV or Parquet
    all of them come, with their names, the latest 100,000 at most.
    """
    try:
        found = await leads_behind(given.pool, given.watched, _asked(request))
    except AskedWrong as wrong:
        raise Problem("invalid", str(wrong)) from None
    owners = await owners_of(given, who)
    mine = None if owners is None else await owned(given.pool, owners)
    named = [one for one in found.leads if mine is None or one in mine]
    if format != "json":
        return as_file(await listed.read(given.pool, given.watched, named), format)
    return {"leads": named[:limit], "count": len(found.leads), "rounds": found.rounds}


@routes.get("/reports/{name}", summary="A report", responses=FILES)
async def report(
    name: Name,
    request: Request,
    given: Given,
    *,
    format: Format = "json",  # noqa: A002 - the word people write in the address
    table: WhichTable = "",
) -> Any:
    """The tables of a report; `from`, `to`, `by` and any dimension say about which leads."""
    if name not in REPORTS:
        raise Problem("not-found", f"there is no report named {name}; there are {', '.join(REPORTS)}")
    try:
        made = await make_report(given.pool, given.watched, name, _asked(request))
    except AskedWrong as wrong:
        raise Problem("invalid", str(wrong)) from None
    return as_file(_table(made, table), format) if format != "json" else as_data(made)


def as_data(made: Made) -> dict[str, Any]:
    """A report for JSON: what was asked, and each table."""
    return {
        "report": made.report.name,
        "from": f"{made.asked.first}",
        "to": f"{made.asked.last}",
        "by": made.asked.by or None,
        "as_of": made.now,
        "tables": tables_data(made.tables),
    }


def as_file(table: Table, kind: str) -> Response:
    """A table as a file to keep."""
    if kind == "csv":
        return Response(table.as_csv(), media_type="text/csv; charset=utf-8", headers=_named(f"{table.name}.csv"))
    return Response(
        table.as_parquet(), media_type="application/vnd.apache.parquet", headers=_named(f"{table.name}.parquet")
    )


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _table(made: Made, name: str) -> Table:
    found = made.table(name) if name else made.tables[0]
    if found is None:
        there = ", ".join(one.name for one in made.tables)
        raise Problem("not-found", f"the report {made.report.name} has no table {name}; it has {there}")
    return found


def _asked(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if name not in OURS}
