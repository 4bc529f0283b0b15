"""How do both teams look at the same figures, and open each down to its leads?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass.learn.asked import Asked, AskedWrong
from batonpass.learn.reports import REPORTS, WHEN, WHY_NOT
from batonpass.learn.rounds import BY, called
from batonpass.learn.table import Table
from batonpass.store import computations
from batonpass.store.named import named, owned
from batonpass.store.start import is_empty
from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.api.reports import as_file
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused, not_here
from batonpass.web.parts.reported import Chart, Filter, address
from batonpass.web.parts.rights import steers
from batonpass.web.parts.tabled import Tabled, noted_once, tabled
from batonpass.web.parts.words_asked import passing
from batonpass.web.session import Here

from . import drawn, listed
from .headed import lost, promised, waited
from .made import Behind, Made, leads_behind, make_reports
from .tiled import tiled

routes = APIRouter(include_in_schema=False)
LEADS = "/leads"
LISTED = 200
COUNTED_NOW = timedelta(seconds=1)
TOLD = frozenset({"table", "did"})
MADE = {**REPORTS, **{one.name: one for one in (WHEN, WHY_NOT)}}
CALIBRATION = "calibration"
NO_CODES = ("seam", "promise", "commitment", "part")
"""Columns for machines, which people read in the next one."""


@routes.get("/dashboard")
async def dashboard(request: Request, reader: Here) -> Response:
    """The four figures, both sides week by week, why sales said no, what is left lying, and where the minutes hide."""
    made, month, hours, back = await _every(request, ("headline", "commitments", WHEN.name, WHY_NOT.name))
    volume = month.table("volume")
    headline, weeks, when = made.tables[0], made.tables[1], hours.tables[0]
    agreed = reader.agreed.playbook.commitments
    # Too few leads leave a grid bare; the pages behind say so, the first page is for what there is.
    more = [drawn.why_not(back.tables[0]), drawn.heat(when), *await _meaning(request, reader)]
    charts = [drawn.weekly(weeks, agreed), drawn.loose(weeks), *(one for one in more if not one.empty)]
    shown = [headline, weeks, *([volume] if volume else [])]
    tiles = tiled(headline, weeks, volume)
    return await _show(request, reader, made, here="dashboard", charts=charts, tables=shown, tiles=tiles)


async def _meaning(request: Request, reader: Reader) -> list[Chart]:
    """Whether scores mean what they say, as was last worked out, for whoever may open that."""
    done = await computations.last_done(house(request).pool, CALIBRATION) if reader.tends else None
    found = done.result["reliability"] if done and done.result else None
    return [drawn.reliability(say("Does the score mean what it says"), found)] if found else []


@routes.get("/seams")
async def seams_page(request: Request, reader: Here) -> Response:
    """The seam map with the worst seam of the week and its leads."""
    made = await report_of(request, "seams")
    charts = [
        *(drawn.medians(_table(made, "seams"), side) for side in ("system", "human")),
        drawn.heat(_table(made, "when")),
    ]
    seen = [one for one in made.tables if one.name not in ("when", "worst_leads")]
    seen.sort(key=lambda one: one.name != "worst")
    tables, nothing = (
        [one for one in seen if one.rows],
        [heard(note) for one in seen if not one.rows for note in one.notes],
    )
    found = made.table("worst_leads")
    longest = await _longest(request, reader, found) if found else ()
    return await _show(
        request, reader, made, here="seams", charts=charts, tables=tables, longest=longest, nothing=nothing,
        tiles=waited(_table(made, "sides")),
    )  # fmt: skip


@routes.get("/sla")
async def sla_page(request: Request, reader: Here) -> Response:
    """Both sides by equal rules, the month's commitments, and where a change of conversion lies."""
    made, month, found = await _every(request, ("sla", "commitments", "diagnosis"))
    sla, league = _table(made, "sla"), _table(made, "league")
    charts = [drawn.kept(sla), *([drawn.league(league)] if league.rows else [])]
    tables = [made.tables[0], *month.tables, *made.tables[1:], *found.tables]
    shown = [one for one in tables if one.rows]
    return await _show(request, reader, made, here="sla", charts=charts, tables=shown, tiles=promised(sla))


@routes.get("/leaks")
async def leaks_page(request: Request, reader: Here) -> Response:
    """Which leads nobody followed up, and where most of them are."""
    made = await report_of(request, "leaks")
    table = _table(made, "leaks")
    charts = [drawn.lost(table)]
    return await _show(request, reader, made, here="leaks", charts=charts, tables=[table], tiles=lost(table))


@routes.get("/reports/{name}.csv")
async def as_csv(request: Request, reader: Here, name: str) -> Response:
    """A table of a report, or the leads behind a figure, as CSV: the very ones that the page shows."""
    return as_file(await _wanted(request, reader, name), "csv")


@routes.get("/reports/{name}.parquet")
async def as_parquet(request: Request, reader: Here, name: str) -> Response:
    """The same as Parquet, with the types of its columns."""
    return as_file(await _wanted(request, reader, name), "parquet")


async def _wanted(request: Request, reader: Reader, name: str) -> Table:
    if name == listed.NAME:
        _, mine = await _behind(request, reader)
        return await listed.read(house(request).pool, house(request).watched, mine)
    made = await report_of(request, name)
    wanted = request.query_params.get("table", "")
    found = made.table(wanted) if wanted else made.tables[0]
    if found is None:
        raise not_here()
    return found


@routes.get("/leads")
async def leads_page(request: Request, reader: Here) -> Response:
    """The leads behind a figure, found by the rules that counted them; a rep reads those they may open."""
    found, mine = await _behind(request, reader)
    view = {
        "about": _about(found),
        "count": len(found.leads),
        "leads": await named(house(request).pool, mine[:LISTED]),
        "hidden": len(found.leads) - len(mine),
        "more": len(mine) - LISTED,
        "name_of": reader.agreed.directory.name_of,
        "csv": address(f"/reports/{listed.NAME}.csv", _given(request)),
    }
    return await show(request, reader, "reports/leads.html", here="leads", title=say("Leads"), **view)


async def _behind(request: Request, reader: Reader) -> tuple[Behind, list[str]]:
    """The leads behind the figure in the page's address, and those of them that this reader may open."""
    home = house(request)
    try:
        found = await leads_behind(home.pool, home.watched, _given(request))
    except AskedWrong as wrong:
        raise PageRefused(422, say("Nothing to list"), heard(str(wrong))) from None
    own = None if reader.owners is None else await owned(home.pool, reader.owners)
    return found, [lead for lead in found.leads if own is None or lead in own]


async def report_of(request: Request, name: str) -> Made:
    """The report of the days in the page's address."""
    if name not in REPORTS:
        raise not_here()
    (made,) = await _every(request, (name,))
    return made


async def _every(request: Request, names: tuple[str, ...]) -> tuple[Made, ...]:
    """The reports of one page, of the days in its address."""
    home, given = house(request), _given(request)
    try:
        return await make_reports(home.pool, home.watched, [(MADE[name], given) for name in names])
    except AskedWrong as wrong:
        raise PageRefused(422, say("Nothing to show"), heard(str(wrong))) from None


def _given(request: Request) -> dict[str, str]:
    """What the address asks of the report; what was put to it on its way here asks nothing."""
    return {key: value for key, value in request.query_params.items() if key not in TOLD and not passing(key)}


async def _show(
    request: Request, reader: Reader, made: Made, *, here: str, tables: list[Table], **view: Any
) -> Response:
    asked = made.asked
    query = {"from": f"{asked.first}", "to": f"{asked.last}", "by": asked.by, **asked.only}
    view = {"tiles": (), "longest": (), "nothing": (), **view, **await before_any(request, reader, view["charts"])} | {
        "says": as_of(heard(made.report.says), made, reader),
        "filters": _filters(made),
        "csv": address(f"/reports/{made.report.name}.csv", query),
        "only": asked.only,
        "all": address(f"/{here}", {**query, **dict.fromkeys(asked.only, "")}),
        "tables": noted_once([_for_people(one) for one in tables]),
    }
    return await show(request, reader, "reports/page.html", here=here, title=heard(made.report.title), **view)


async def before_any(request: Request, reader: Reader, charts: Sequence[Chart]) -> dict[str, bool]:
    """Whether nobody has come in at all, in which case a report is no table of noughts; and whether to set up."""
    bare = not any(any(series.values) for one in charts for series in one.series)
    return {"unused": bare and await is_empty(house(request).pool), "steers": steers(reader)}


def as_of(told: str, made: Made, reader: Reader) -> str:
    """What a report tells of, and when it was counted where that is not now."""
    if reader.now - made.now < COUNTED_NOW:
        return told
    return say("{told} · counted at {at}", told=told, at=f"{made.now.astimezone(reader.zone):%H:%M:%S}")


def _filters(made: Made) -> tuple[Filter, ...]:
    asked = made.asked
    by = tuple((name, words.named(called(name))) for name in BY)
    return (
        Filter(name="from", says=say("From"), value=f"{asked.first}", kind="date"),
        Filter(name="to", says=say("Until"), value=f"{asked.last}", kind="date"),
        Filter(name="by", says=say("By"), value=asked.by, options=(("", say("all together")), *by)),
        *only_filters(asked),
    )


def only_filters(asked: Asked) -> tuple[Filter, ...]:
    """Which leads alone are told of, so that other days of the same ones can be asked for."""
    return tuple(
        Filter(name=name, says=words.named(called(name)), value=value, options=((value, value), ("", say("all"))))
        for name, value in asked.only.items()
    )


def _for_people(table: Table) -> Tabled:
    """Without the columns that only machines read."""
    hidden = [n for n, one in enumerate(table.columns) if one.name in NO_CODES and _has_words(table)]
    if not hidden:
        return tabled(table, leads=LEADS)
    kept = [n for n in range(len(table.columns)) if n not in hidden]
    rows = tuple(type(row)(cells=tuple(row.cells[n] for n in kept), opens=row.opens) for row in table.rows)
    slim = Table(
        name=table.name, title=table.title, columns=tuple(table.columns[n] for n in kept), rows=rows, notes=table.notes
    )
    return tabled(slim, leads=LEADS)


def _has_words(table: Table) -> bool:
    return any(one.name == "says" for one in table.columns)


async def _longest(request: Request, reader: Reader, table: Table) -> tuple[Mapping[str, str], ...]:
    """The leads that waited longest, of those this reader may open."""
    waited = dict(zip(table.column("lead"), table.column("waited"), strict=True))
    listed = await named(house(request).pool, [str(lead) for lead in waited])
    mine = [one for one in listed if reader.owners is None or one.owner in reader.owners]
    told = [
        {"id": one.id, "name": one.name, "company": one.company, "waited": words.length(float(str(waited[one.id])))}
        for one in mine
    ]
    return tuple(told[:10])


def _table(made: Made, name: str) -> Table:
    found = made.table(name)
    if found is None:
        raise not_here()
    return found


def _about(found: Behind) -> str:
    """In words: which leads these are."""
    asked = found.asked
    which = [
        f"{heard_term(words.plain(name))} {heard_term(words.plain(value))}"
        for name, value in {**asked.only, **asked.which}.items()
    ]
    told = say("Arrived {first} to {last}", first=words.day(asked.first), last=words.day(asked.last)) + (
        f": {', '.join(which)}" if which else ""
    )
    extra = say(", in {rounds} rounds", rounds=numeral(f"{found.rounds:,}")) if found.rounds != len(found.leads) else ""
    return f"{told}{extra}."
