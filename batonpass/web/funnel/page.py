"""How does somebody see the funnel and campaigns, and open every figure down to its leads?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.learn.asked import Asked
from batonpass.learn.columns_of import KINDS
from batonpass.learn.funnel import Step
from batonpass.learn.intervals import Rate
from batonpass.learn.rounds import UNKNOWN
from batonpass.learn.table import Row, Table
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.reported import Chart, Filter, Kind, Series, Unit, address
from batonpass.web.parts.tabled import tabled
from batonpass.web.reports.page import LEADS, as_of, before_any, only_filters, report_of
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
CHARTED = 8
TITLES = {
    "funnel": (
        later("Funnel"),
        later("How far leads get, how soon they are touched, and what becomes of those of each month."),
    ),
    "campaigns": (
        later("Campaigns"),
        later("What each campaign brings, from first form to won. Leads without one are unknown."),
    ),
}


@routes.get("/funnel")
async def funnel_page(request: Request, reader: Here) -> Response:
    """The funnel by one kind of leads, and the months of entry."""
    return await _show(request, reader, "funnel")


@routes.get("/campaigns")
async def campaigns_page(request: Request, reader: Here) -> Response:
    """The funnel by campaign."""
    return await _show(request, reader, "campaigns")


async def _show(request: Request, reader: Reader, name: str) -> Response:
    made = await report_of(request, name)
    tables, asked = made.tables, made.asked
    title, says = TITLES[name]
    kind = asked.by or "source"
    by = Filter(
        name="by",
        says=say("By"),
        value=kind,
        options=tuple((kind, words.named(kind)) for kind in KINDS),
    )
    other = "campaigns" if name == "funnel" else "funnel"
    query = {"from": f"{asked.first}", "to": f"{asked.last}", **({"by": asked.by} if name == "funnel" else {})}
    view = {
        "says": as_of(says, made, reader),
        "filters": (*((by,) if name == "funnel" else ()), *span_filters(asked)),
        "csv": address(f"/reports/{name}.csv", {**query, **asked.only}),
        "charts": [_chart(tables[0]), *([_months(tables[1])] if len(tables) > 1 else [])],
        "tables": [tabled(one, leads=LEADS, soft=_too_young) for one in tables],
        "other": (TITLES[other][0], address(f"/{other}", {"from": query["from"], "to": query["to"], **asked.only})),
        "only": asked.only,
        "all": address(f"/{name}", query),
    }
    view |= await before_any(request, reader, view["charts"])
    return await show(request, reader, "funnel/page.html", here=name, title=title, **view)


def span_filters(asked: Asked) -> tuple[Filter, ...]:
    """From which day to which, and of which leads alone."""
    return (
        Filter(name="from", says=say("Arrived from"), value=f"{asked.first}", kind="date"),
        Filter(name="to", says=say("Until"), value=f"{asked.last}", kind="date"),
        *only_filters(asked),
    )


def _too_young(row: Row, column: str) -> bool:
    """Whether this share of a month is still to grow: its table names the steps that are."""
    young = str(row.cells[-1]).split(", ")
    return column in {step.value for step in Step if step.word in young}


def _chart(table: Table) -> Chart:
    """Of the largest groups, how many reach each step."""
    rows = table.rows[:CHARTED]
    places = {column.name: n for n, column in enumerate(table.columns)}
    series = [Series(name=heard(step.word), values=_hits(rows, places[step.value])) for step in Step]
    return Chart(
        kind=Kind.BARS,
        title=say("How far they get"),
        says=say("leads that reached each step, of the largest groups"),
        labels=[
            heard_term(cell)
            if (cell := str(row.cells[0])) == UNKNOWN
            else words.of_kind(table.columns[0].says.lower(), cell)
            for row in rows
        ],
        series=series,
        label_says=heard(table.columns[0].says),
    )


def _months(table: Table) -> Chart:
    """The share of each month that became MQL, SAL and SQL; months that are too young for SQL are greyed."""
    rows = table.rows[-12:]
    greyed = sum("SQL" in str(row.cells[-1]).split(", ") for row in rows)
    steps = [n for n, column in enumerate(table.columns) if column.name in (Step.MQL, Step.SAL, Step.SQL)]
    return Chart(
        kind=Kind.LINES,
        title=say("Months of entry"),
        says=say("share that got so far; the last months are still on their way"),
        labels=[words.month(str(row.cells[0])) for row in rows],
        series=[_shares(heard(table.columns[n].says), rows, n) for n in steps],
        unit=Unit.SHARE,
        greyed=greyed if greyed < len(rows) else 0,
        label_says=say("Came in"),
    )


def _shares(name: str, rows: tuple[Row, ...], n: int) -> Series:
    cells = [cell if isinstance(cell := row.cells[n], Rate) else Rate(hits=0, of=0) for row in rows]
    return Series(name=name, values=[c.rate for c in cells], low=[c.low for c in cells], high=[c.high for c in cells])


def _hits(rows: tuple[Row, ...], n: int) -> list[int]:
    return [cell.hits if isinstance(cell := row.cells[n], Rate) else 0 for row in rows]
