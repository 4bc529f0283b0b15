"""How does somebody try a draft on past leads, and see who flips and what they became?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.store import computations, entries
from batonpass.store.computations import Computation
from batonpass.store.named import named
from batonpass.store.playbooks import find
from batonpass.tongue.spoken import say
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.reported import Chart, Kind, Series
from batonpass.web.parts.rights import must_try_changes
from batonpass.web.parts.worked import before, found, show_worked
from batonpass.web.session import Form, Here
from batonpass.written.refused import Problem, Refused, quoted

from .told import comparison, flips, loads_table

routes = APIRouter(include_in_schema=False)
WHAT = "backtest"


@routes.get("/backtests")
async def page(request: Request, reader: Here) -> Response:
    """Choose a version, or a result of before."""
    return await _show(request, reader, None)


@routes.get("/backtests/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One result, or how it stands."""
    must_try_changes(reader)
    return await _show(request, reader, await found(request, WHAT, name))


@routes.post("/backtests")
async def ask(request: Request, reader: Here, form: Form) -> Response:
    """Ask for a backtest of a version."""
    must_try_changes(reader)
    pool = house(request).pool
    try:
        asked = await asked_backtest(request, form.get("version", ""), form, reader)
    except Refused as refused:
        return await _show(request, reader, None, trouble=str(refused))
    name = await computations.ask(pool, WHAT, asked, by=reader.user.email)
    return RedirectResponse(f"/backtests/{name}", 303)


async def asked_backtest(request: Request, version: str, said: Mapping[str, str], reader: Reader) -> dict[str, str]:
    """What is asked of a backtest; Refused for a version that is none, or a day."""
    if not version:
        says = say("no version was chosen")
        raise Refused([Problem(where="version", says=says, instead=say("Draft a change on the playbook page first"))])
    await find(house(request).pool, version)
    asked = {"version": version}
    if said.get("from"):
        asked["since"] = _day(said["from"], reader).isoformat()
    return asked


def _day(text: str, reader: Reader) -> datetime:
    """The instant at which a day begins that does not lie ahead; Refused for another."""
    try:
        began = datetime.combine(date.fromisoformat(text), time(), reader.zone).astimezone(UTC)
    except ValueError:
        raise Refused(
            [
                Problem(
                    where="from", says=say("{quoted} is no day", quoted=quoted(text)), instead=say("Write 2027-03-02")
                )
            ]
        ) from None
    if began > reader.now:
        raise Refused(
            [
                Problem(
                    where="from", says=say("{text_} lies ahead", text_=text), instead=say("Choose a day that is past")
                )
            ]
        )
    return began


async def _show(request: Request, reader: Reader, one: Computation | None, *, trouble: str = "") -> Response:
    must_try_changes(reader)
    pool = house(request).pool
    known = [line for line in await entries.versions(pool) if line.state != "active"]
    drafts = sorted(known, key=lambda line: line.state == "retired")
    view: dict[str, Any] = {
        "drafts": drafts,
        "chosen": one.asked.get("version", "") if one else request.query_params.get("version", ""),
        "earlier_ones": await before(request, reader, WHAT, "version"),
        "trouble": trouble,
        "tables": [],
        "flipped": [],
        "chart": None,
        "result": None,
    }
    if one and one.result:
        view |= await _result(request, reader, one.result)
    return await show_worked(
        request, reader, "backtests/page.html", one, here="backtests", title=say("Backtests"), **view
    )


async def _result(request: Request, reader: Reader, result: Mapping[str, Any]) -> dict[str, Any]:
    leads = {lead.id: lead for lead in await named(house(request).pool, [one["lead"] for one in result["flipped"]])}
    name_of = reader.agreed.directory.name_of
    return {
        "result": result,
        "tables": [comparison(result), loads_table(result, name_of)],
        "flipped": flips(result, leads),
        "chart": _chart(result),
    }


def _chart(result: Mapping[str, Any]) -> Chart:
    """What became of those who join and those who leave."""
    backtest = result["backtest"]
    sides = [("join", backtest["joins"]), ("leave", backtest["leaves"])]
    became = ((say("Converted"), "converted"), (say("Did not"), "failed"), (say("Nobody knows"), "unknown"))
    return Chart(
        kind=Kind.STACKED,
        title=say("Who flips, and what they became"),
        says=say("leads that only one of the two versions hands over"),
        labels=[say("would {name}", name=name) for name, _ in sides],
        series=[Series(name=says, values=[side[key] for _, side in sides]) for says, key in became],
        label_says=say("Leads that"),
    )
