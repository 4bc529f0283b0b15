"""Do scores mean what they say, which points would the outcomes speak for, and how does that become a draft?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.learn.calibrate import APPLIES_LEAST
from batonpass.learn.reliability import Whole, regions_told
from batonpass.store import computations, playbooks
from batonpass.store.computations import Computation
from batonpass.store.playbooks import Why
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.tongue.written_out import numeral, percent
from batonpass.web.parts import words
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.reported import Chart
from batonpass.web.parts.rights import must_try_changes
from batonpass.web.parts.rules import rules_said
from batonpass.web.parts.tabled import Shown, Tabled
from batonpass.web.parts.worked import before, found, show_worked
from batonpass.web.reports.drawn import reliability
from batonpass.web.session import Form, Here
from batonpass.written.refused import Problem, Refused

routes = APIRouter(include_in_schema=False)
WHAT = "calibration"
REGIONS_SHOWN = 6
HUNDRED = 100
CERTAIN = 0.995
BARS = {
    "mql_from": later("MQL from"),
    "hot_from": later("Hot from"),
    "hot_exit_below": later("Hot until it falls below"),
}


@routes.get("/calibration")
async def page(request: Request, reader: Here) -> Response:
    """The latest result, or how it stands."""
    latest = await computations.latest(house(request).pool, WHAT, 1)
    if latest and latest[0].state == "done":
        return await _show(request, reader, await computations.last_done(house(request).pool, WHAT))
    return await _show(request, reader, latest[0] if latest else None)


@routes.get("/calibration/{name}")
async def one_of_them(request: Request, reader: Here, name: str) -> Response:
    """A result of before."""
    must_try_changes(reader)
    return await _show(request, reader, await found(request, WHAT, name))


@routes.post("/calibration")
async def ask(request: Request, reader: Here, form: Form) -> Response:
    """Ask for the points to be weighed."""
    must_try_changes(reader)
    try:
        asked = asked_calibration(form)
    except Refused as refused:
        return await _show(request, reader, None, trouble=str(refused))
    await computations.ask(house(request).pool, WHAT, asked, by=reader.user.email)
    return RedirectResponse("/calibration", 303)


@routes.post("/calibration/{name}/draft")
async def make_draft(request: Request, reader: Here, form: Form, name: str) -> Response:
    """Keep the proposed points as a draft; nothing is in force until both sides sign it."""
    must_try_changes(reader)
    one = await found(request, WHAT, name)
    text, note = (one.result or {}).get("text", ""), form.get("note", "")
    try:
        why = Why(by=reader.user.email, note=note or "points weighed by what became of past leads")
        version = await playbooks.draft(house(request).pool, text, where="calibration", why=why)
    except Refused as refused:
        return await _show(request, reader, one, trouble=str(refused))
    return RedirectResponse(f"/playbook/{version}?did=draft", 303)


def asked_calibration(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked of a calibration; Refused for a share that is none."""
    wanted = {
        bar: _percent(name, said[name])
        for bar, name in (("mql_from", "acceptance"), ("hot_from", "hot_acceptance"))
        if said.get(name) not in (None, "")
    }
    free = {"predictive": True} if said.get("predictive") else {}
    return {**({"wanted": wanted} if wanted else {}), **free}


def _percent(name: str, value: object) -> float:
    try:
        share = float(str(value)) / HUNDRED
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise Refused(
            [
                Problem(
                    where=name,
                    says=say("{value} is no share", value=value),
                    instead=say("Write per cent, between 1 and 99"),
                )
            ]
        )
    return share


async def _show(request: Request, reader: Reader, one: Computation | None, *, trouble: str = "") -> Response:
    must_try_changes(reader)
    result = one.result if one else None
    view: dict[str, Any] = {
        "trouble": trouble,
        "result": result,
        "points": _points(result, rules_said(reader.agreed.playbook)) if result else None,
        "bars": _bars(result) if result else None,
        "charts": _charts(result) if result else [],
        "moves": sum(point["moves"] for point in result["points"]) if result else 0,
        "drafted": await _is_drafted(request, result),
        "earlier_ones": await before(request, reader, WHAT, "by"),
    }
    return await show_worked(
        request, reader, "calibration/page.html", one, here="calibration", title=say("Calibration"), **view
    )


async def _is_drafted(request: Request, result: Mapping[str, Any] | None) -> str:
    """The version that holds these points already, if one does."""
    if not result:
        return ""
    try:
        found_one = await playbooks.find(house(request).pool, result["draft"]["version"])
    except Refused:
        return ""
    return found_one.version


def _points(result: Mapping[str, Any], rules: Mapping[str, str]) -> Tabled:
    regions = {one["model"] for one in result["regions"]}
    shown = [one for one in result["points"] if one["model"] not in regions or one["moves"]]
    rows = tuple(_point(one, regions, rules) for one in sorted(shown, key=lambda one: not one["moves"]))
    heads = (say("Rule or signal"), say("Today"), say("The leads say"), say("Proposed"), say("Leads"), say("Borrowed"))
    notes = (
        say("Today's points are believed until outcomes say otherwise; where the 95 % range holds them, they stay."),
        say("Borrowed: how much of a region's points comes from all other leads. Nobody's points move on few leads."),
    )
    if not any(one["model"] in regions for one in shown):
        # Where no region has points of its own to show, nothing is borrowed.
        rows, heads, notes = tuple(row[:-1] for row in rows), heads[:-1], notes[:1]
    return Tabled(title=say("Points"), heads=heads, rows=rows, notes=notes)


def _point(one: Mapping[str, Any], regions: set[str], rules: Mapping[str, str]) -> tuple[Shown, ...]:
    region = one["model"] in regions
    borrowed = say("all") if one["borrowed"] > CERTAIN else percent(one["borrowed"])
    return (
        Shown(text=rules.get(one["name"], words.plain(one["name"])), under=one["model"] if region else ""),
        Shown(text=_points_of(one["today"])),
        _learned(one),
        Shown(text=_points_of(one["proposed"]) if one["moves"] else say("stays"), soft=not one["moves"]),
        Shown(text=numeral(f"{one['leads']:,}")),
        Shown(text=borrowed if region else "", soft=True),
    )


def _learned(one: Mapping[str, Any]) -> Shown:
    """What the leads say, with its range; of a rule that hardly a lead has they say nothing."""
    if one["leads"] < APPLIES_LEAST:
        return Shown(text=say("too few to say"), soft=True)
    return Shown(
        text=_points_of(round(one["best"])),
        under=say("{one} to {one2}", one=_points_of(round(one["low"])), one2=_points_of(round(one["high"]))),
    )


def _points_of(value: float) -> str:
    """Points as they are written, with a minus of the figures' own width."""
    return numeral(f"{value:g}").replace("-", words.MINUS)


def _bars(result: Mapping[str, Any]) -> Tabled:
    rows = tuple(
        (
            Shown(text=BARS[bar["name"]]),
            Shown(text=numeral(f"{float(bar['today']):g}")),
            Shown(text=numeral(f"{float(bar['proposed']):g}") if bar["proposed"] != bar["today"] else say("stays")),
            Shown(text=heard(bar["because"]), words=True),
        )
        for bar in result["thresholds"]
    )
    return Tabled(
        title=say("Thresholds"),
        heads=(say("Threshold"), say("Today"), say("Proposed"), say("Because")),
        rows=rows,
        notes=(),
    )


def _charts(result: Mapping[str, Any]) -> list[Chart]:
    """Said beside come, of all leads and of the largest regions, each region also taken together."""
    by = result["reliability_by"]
    told = regions_told(
        {name: [(b["said"], b["came"]["hits"], b["came"]["of"]) for b in by[name]["bins"]] for name in by}
    )
    every = [_chart(say("all leads"), result["reliability"])] if result["reliability"] else []
    return every + [_chart(words.country(name), by[name], told[name]) for name in [*told][:REGIONS_SHOWN]]


def _chart(name: str, one: Mapping[str, Any], whole: Whole | None = None) -> Chart:
    return reliability(say("Said and come: {name}", name=name), one, whole)
