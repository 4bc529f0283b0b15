"""Will so many reps keep our promises at this volume, and what would mend it cheapest?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from batonpass.learn.office import (
    NEEDS,
    WEEKS,
    Stated,
    Verdict,
    assumed,
    measured,
    office_from,
    stated_from,
    verdict_of,
)
from batonpass.store import computations
from batonpass.store.computations import Computation
from batonpass.store.round_days import Columns, read_columns
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral, percent
from batonpass.web.parts import words
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader, zone_of
from batonpass.web.parts.reported import Chart, Kind, Series, Tile, Unit, in_words
from batonpass.web.parts.rights import must_try_changes
from batonpass.web.parts.worked import before, found, show_worked
from batonpass.web.session import Form, Here
from batonpass.written.refused import Refused

routes = APIRouter(include_in_schema=False)
WHAT = "simulation"


@routes.get("/capacity")
async def page(request: Request, reader: Here) -> Response:
    """The form, filled in with what the last weeks measured."""
    return await _show(request, reader, None)


@routes.get("/capacity/{name}")
async def one(request: Request, reader: Here, name: str) -> Response:
    """One result, or how it stands."""
    must_try_changes(reader)
    return await _show(request, reader, await found(request, WHAT, name))


@routes.post("/capacity")
async def ask(request: Request, reader: Here, form: Form) -> Response:
    """Let leads come at random in an office as stated."""
    must_try_changes(reader)
    usual, _ = await usual_office(request, reader)
    try:
        stated = stated_from(form, usual)
        office_from(stated)
    except Refused as refused:
        return await _show(request, reader, None, trouble=str(refused), said=form)
    name = await computations.ask(house(request).pool, WHAT, asdict(stated), by=reader.user.email)
    return RedirectResponse(f"/capacity/{name}", 303)


async def usual_office(request: Request, reader: Reader) -> tuple[Stated, tuple[str, ...]]:
    """What the last weeks say of volume, mix, reps and minutes, and which of these they hold too little to say."""
    since = reader.now - timedelta(weeks=WEEKS)
    rounds = await read_columns(house(request).pool, since, reader.now, NEEDS)
    # In a thread, so that no other page waits for it.
    return await asyncio.to_thread(_usual, rounds, reader)


def _usual(rounds: Columns, reader: Reader) -> tuple[Stated, tuple[str, ...]]:
    """By the hours of the default queue, as command and API: not by those of whoever looks."""
    zone = zone_of(None, reader.agreed)
    return measured(rounds, reader.agreed.playbook.tiers, zone, reader.now), assumed(rounds, reader.now)


async def _show(
    request: Request,
    reader: Reader,
    one: Computation | None,
    *,
    trouble: str = "",
    said: Mapping[str, str] | None = None,
) -> Response:
    must_try_changes(reader)
    usual, guessed = await usual_office(request, reader)
    stated = asdict(usual) | dict(one.asked if one else {}) | dict(said or {})
    tiers = stated["tiers"]
    view: dict[str, Any] = {
        "stated": stated | {"tiers": tiers if isinstance(tiers, str) else "\n".join(tiers)},
        "trouble": trouble,
        "weeks": WEEKS,
        "measured": one is None and not said,
        "assumed": guessed if one is None and not said else (),
        "earlier_ones": await before(request, reader, WHAT, "hours"),
        **(_result(one.result) if one and one.result else {"tiles": [], "charts": [], "verdict": ""}),
    }
    return await show_worked(request, reader, "capacity/page.html", one, here="capacity", title=say("Capacity"), **view)


def _result(result: Mapping[str, Any]) -> dict[str, Any]:
    found_one, allowed = result["simulated"], result["stated"]["allowed"] / 100
    verdict = verdict_of(found_one["broken"]["low"], found_one["broken"]["high"], allowed)
    return {
        "tiles": _tiles(found_one),
        "charts": [_tiers(found_one), _queue(found_one)],
        "verdict": _said(verdict, result, allowed),
        "holds": verdict is Verdict.HOLDS,
        "keeps": keeps_words(result.get("keepable")),
    }


def _said(verdict: Verdict, result: Mapping[str, Any], allowed: float) -> str:
    change = result["change"]
    if verdict is Verdict.HOLDS:
        return say("The promise holds: no more than {allowed} of first touches come late.", allowed=percent(allowed))
    unsure = verdict is Verdict.UNSURE
    if not change and unsure:
        leads = numeral(f"{result['simulated']['leads']:,}")
        return say("It is not sure to hold: {leads} leads are too few to tell. Simulate more weeks.", leads=leads)
    if not change:
        return say(
            "It does not hold, and neither thrice the reps nor longer hours mend it: promise less, or be faster."
        )
    fails = say("It is not sure to hold.") if unsure else say("It does not hold.")
    cheapest = say(
        "Cheapest: {change} ({hours} rep hours a week); then {range} come late.",
        change=heard(change["says"]),
        hours=numeral(f"{change['hours']:,g}"),
        range=_range(change["broken"]),
    )
    return f"{fails} {cheapest}"


def keeps_words(tiers: Sequence[Mapping[str, Any]] | None) -> str:
    """What this office could promise as it is."""
    if not tiers:
        return ""
    said = ", ".join(
        say("{one} within {length}", one=words.plain(one["name"]), length=words.length(60 * one["budget"]))
        for one in tiers
    )
    return say("As it is, this office keeps in working time: {said}.", said=said)


def _tiles(found_one: Mapping[str, Any]) -> list[Tile]:
    broken = found_one["broken"]
    return [
        Tile(
            name=say("First touches that come late"), value=in_words(broken["value"], Unit.SHARE), says=_range(broken)
        ),
        Tile(
            name=say("Reps are busy"), value=in_words(found_one["busy"], Unit.SHARE), says=say("of their working time")
        ),
        Tile(
            name=say("Leads let come"), value=numeral(f"{found_one['leads']:,}"), says=say("at random, in twenty runs")
        ),
    ]


def _tiers(found_one: Mapping[str, Any]) -> Chart:
    tiers = found_one["tiers"]
    return Chart(
        kind=Kind.RANGES,
        title=say("Late by tier"),
        says=say("share of first touches that come late, with 95 % interval"),
        labels=[words.plain(one) for one in tiers],
        series=[
            Series(
                name=say("Late"),
                values=[one["value"] for one in tiers.values()],
                low=[one["low"] for one in tiers.values()],
                high=[one["high"] for one in tiers.values()],
            )
        ],
        unit=Unit.SHARE,
        label_says=say("Tier"),
    )


def _queue(found_one: Mapping[str, Any]) -> Chart:
    waiting = [(hour, count) for hour, count in enumerate(found_one["waiting"]) if count]
    return Chart(
        kind=Kind.BARS,
        title=say("Waiting by hour"),
        says=say("leads that wait at the middle of each working hour, on average"),
        labels=[f"{hour}:30" for hour, _ in waiting],
        series=[Series(name=say("Waiting"), values=[round(count, 2) for _, count in waiting])],
        unit=Unit.NUMBER,
        label_says=say("Hour"),
    )


def _range(share: Mapping[str, float]) -> str:
    return say(
        "{in_words} to {in_words2}",
        in_words=in_words(share["low"], Unit.SHARE),
        in_words2=in_words(share["high"], Unit.SHARE),
    )
