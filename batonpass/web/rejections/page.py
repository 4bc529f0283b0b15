"""Which kinds of leads does sales give back too often, what was proposed because of it, and what came of that?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.handoff.reasons import reasons_said
from batonpass.learn.table import Table
from batonpass.store import entries, proposals
from batonpass.store.named import named
from batonpass.store.proposals import Proposal
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import percent
from batonpass.web.funnel.page import span_filters
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import house
from batonpass.web.parts.numbers import whole
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.reported import Chart, Kind, Series, Unit, address
from batonpass.web.parts.rights import must_tend
from batonpass.web.parts.tabled import tabled
from batonpass.web.reports.drawn import kind_said, why_not
from batonpass.web.reports.headed import given_back
from batonpass.web.reports.page import LEADS, as_of, before_any, report_of
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

routes = APIRouter(include_in_schema=False)
WHO = later("Managers, marketing and administrators answer proposals.")
CHARTED = 10
NUMBER_MOST = 2**31 - 1
ABOUT = (proposals.REJECTIONS, "calibration", "mix")
TONES = {"open": "warn", "answered": "full", "closed": ""}
DONE = {
    "answer": later("Answered. When the draft is in force, those whose rejections it took are told."),
    "close": later("Closed."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A proposal in words."""

    id: int
    state: str
    tone: str
    says: str
    when: str
    under: str
    leads: tuple[tuple[str, str], ...]
    version: str
    came: str


@routes.get("/rejections")
async def page(request: Request, reader: Here) -> Response:
    """The figures against the wire, and the proposals."""
    return await _show(request, reader)


@routes.post("/proposals/{number}")
async def answer(request: Request, reader: Here, form: Form, number: str) -> Response:
    """Answer with a draft, or say why nothing changes."""
    must_tend(reader, WHO)
    version = form.get("version") or None
    place = whole(number, NUMBER_MOST) or 0
    try:
        says = form.get("note", "")
        await proposals.answer(house(request).pool, place, by=reader.user.email, says=says, version=version)
    except Refused as refused:
        return await _show(request, reader, trouble=str(refused), status=409)
    return RedirectResponse(f"/rejections?did={'answer' if version else 'close'}", 303)


async def _show(request: Request, reader: Reader, *, trouble: str = "", status: int = 200) -> Response:
    pool, made = house(request).pool, await report_of(request, "rejections")
    asked, table = made.asked, made.tables[0]
    query = {"from": f"{asked.first}", "to": f"{asked.last}"}
    view = {
        "says": as_of(
            say(
                "Of what sales answered, how much it gave back. Agreed: no more than {wire_of} of a kind.",
                wire_of=percent(wire_of(reader)),
            ),
            made,
            reader,
        ),
        "filters": span_filters(asked),
        "csv": address("/reports/rejections.csv", {**query, **asked.only}),
        "only": asked.only,
        "all": address("/rejections", query),
        "tiles": given_back(table, wire_of(reader)),
        "charts": [_chart(table, wire_of(reader)), *(one for one in [why_not(made.tables[1])] if not one.empty)],
        "table": tabled(table, leads=LEADS),
        "cards": [await _card(request, reader, one) for one in await proposals.proposals(pool, ABOUT, 30)],
        "drafts": [one.version for one in await entries.versions(pool) if one.state in ("draft", "shadow", "active")],
        "done": DONE.get(request.query_params.get("did", ""), "") if not trouble else "",
        "trouble": trouble,
    }
    view |= await before_any(request, reader, view["charts"])
    view |= {"begins": view["steers"], "steers": reader.tends}
    return await show(
        request, reader, "rejections/page.html", here="rejections", title=say("Rejections"), status=status, **view
    )


def wire_of(reader: Reader) -> float:
    """The share of rejections that was agreed on."""
    return reader.agreed.playbook.trip_wire / 100


def _chart(table: Table, wire: float) -> Chart:
    """The segments that are given back most often, with their intervals, against the wire."""
    rows = [row for row in table.rows if getattr(row.cells[3], "rate", None) is not None][: 1 + CHARTED]
    rates = [row.cells[3] for row in rows]
    return Chart(
        kind=Kind.RANGES,
        title=say("Given back"),
        says=say("share of answered leads, with 95 % interval"),
        labels=[kind_said(str(row.cells[0]), str(row.cells[1])) for row in rows],
        series=[
            Series(
                name=say("Rejected"),
                values=[getattr(rate, "rate", None) for rate in rates],
                low=[getattr(rate, "low", None) for rate in rates],
                high=[getattr(rate, "high", None) for rate in rates],
            )
        ],
        unit=Unit.SHARE,
        mark=(wire, say("agreed {wire}", wire=percent(wire))),
        label_says=say("Segment"),
        across=True,
    )


async def _card(request: Request, reader: Reader, one: Proposal) -> Card:
    found = one.found
    leads = await named(house(request).pool, [each.lead for each in found.leads][:30])
    why = reasons_said(reader.agreed.playbook)
    reasons = ", ".join(f"{why.get(code, code)} {count}" for code, count in found.reasons)
    range_ = say(
        "{hits} of {of}, {low} to {high}",
        hits=found.hits,
        of=found.of,
        low=percent(found.low),
        high=percent(found.high),
    )
    came = one.closed_because or (f"{one.answer} ({one.answered_by})" if one.answered_at else "")
    return Card(
        id=one.id,
        state=one.state,
        tone=TONES[one.state],
        says=words.sentence(found.says),
        when=words.moment(one.opened_at, zone=reader.zone, now=reader.now),
        under=f"{range_}. {reasons}" if reasons else range_,
        leads=tuple((lead.id, lead.name) for lead in leads),
        version=one.version or "",
        came=came,
    )
