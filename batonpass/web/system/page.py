"""Is this installation well: is it on time, are its promises kept, what does it run on?"""

from __future__ import annotations

from collections.abc import Mapping

import tzdata
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from batonpass import __version__
from batonpass.store.gauges import gauges, ground
from batonpass.store.recovery import held
from batonpass.store.watch import SAYS, count_findings
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import say
from batonpass.tongue.written_out import numeral
from batonpass.web.parts import words
from batonpass.web.parts.frame import show
from batonpass.web.parts.house import House, house
from batonpass.web.parts.reported import Tile
from batonpass.web.parts.rights import must
from batonpass.web.session import Here

routes = APIRouter(include_in_schema=False)
LATE_SECONDS = 5.0
"""Beyond this, a step or message is late: the promise of R15 and of the ways out."""
WATCH_SECONDS = 120.0


@routes.get("/system")
async def page(request: Request, reader: Here) -> Response:
    """How far behind we are, what the auditor found, and what everything stands on."""
    must(reader.tends, say("your manager or an administrator"))
    home = house(request)
    found = await count_findings(home.pool)
    view = {
        "title": say("System"),
        "tiles": _tiles(await gauges(home.pool)),
        "checks": [(heard(says), found.get(name, 0)) for name, says in SAYS.items()],
        "well": not found,
        "hold": await held(home.pool),
        "runs": await _runs(home, reader.agreed.playbook.version),
    }
    return await show(request, reader, "system/page.html", here="system", **view)


def _tiles(read: Mapping[str, float]) -> tuple[Tile, ...]:
    steps, messages, watch = (read[f"{name}_lag_seconds"] for name in ("clocks_due", "outbox", "watch"))
    return (
        _lag(say("Steps of clocks"), steps, say("behind the instant they were promised for"), most=LATE_SECONDS),
        _lag(say("Messages"), messages, say("the oldest has waited past its time"), most=LATE_SECONDS),
        _lag(say("The auditor"), watch, say("since it looked last"), most=WATCH_SECONDS),
        Tile(name=say("Promises that run"), value=numeral(f"{read['clocks_running']:,.0f}"), says=say("clocks")),
        Tile(
            name=say("Messages on their way"),
            value=numeral(f"{read['outbox_waiting']:,.0f}"),
            opens="/outbox?state=waiting",
        ),
        _count(say("Given up"), read["outbox_dead"], say("messages that need a person"), "/outbox?state=dead"),
        _count(say("Set aside"), read["inbox_needs_a_person"], say("arrivals that need a person"), "/attention"),
    )


def _lag(name: str, seconds: float, says: str, *, most: float) -> Tile:
    well = seconds <= most
    change, tone = (say("on time"), "ok") if well else ("late", "late")
    return Tile(name=name, value=words.length(seconds), says=says, change=change, tone=tone)


def _count(name: str, number: float, says: str, opens: str) -> Tile:
    return Tile(
        name=name,
        value=numeral(f"{number:,.0f}"),
        says=says,
        opens=opens,
        change=say("look") if number else "",
        tone="warn",
    )


async def _runs(home: House, version: str) -> tuple[tuple[str, str], ...]:
    under = await ground(home.pool)
    return (
        ("Batonpass", __version__),
        (say("Database"), f"{under.database}, {under.size}"),
        (
            say("Leads and facts"),
            say("about {leads} and {facts}", leads=numeral(f"{under.leads:,}"), facts=numeral(f"{under.facts:,}")),
        ),
        (say("Schema"), say("{migrations} steps", migrations=under.migrations)),
        (say("Playbook"), version),
        (say("Zone data"), say("{iana_version}, its own", iana_version=tzdata.IANA_VERSION)),
        (say("Reached at"), home.base_url or say("an address that was not set: links in mails name this machine")),
    )
