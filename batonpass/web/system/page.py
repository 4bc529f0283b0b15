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
    must(reader.tends, "your manager or an administrator")
    home = house(request)
    found = await count_findings(home.pool)
    view = {
        "title": "System",
        "tiles": _tiles(await gauges(home.pool)),
        "checks": [(says, found.get(name, 0)) for name, says in SAYS.items()],
        "well": not found,
        "hold": await held(home.pool),
        "runs": await _runs(home, reader.agreed.playbook.version),
    }
    return await show(request, reader, "system/page.html", here="system", **view)


def _tiles(read: Mapping[str, float]) -> tuple[Tile, ...]:
    steps, messages, watch = (read[f"{name}_lag_seconds"] for name in ("clocks_due", "outbox", "watch"))
    return (
        _lag("Steps of clocks", steps, "behind the instant they were promised for", most=LATE_SECONDS),
        _lag("Messages", messages, "the oldest has waited past its time", most=LATE_SECONDS),
        _lag("The auditor", watch, "since it looked last", most=WATCH_SECONDS),
        Tile(name="Promises that run", value=f"{read['clocks_running']:,.0f}", says="clocks"),
        Tile(name="Messages on their way", value=f"{read['outbox_waiting']:,.0f}", opens="/outbox?state=waiting"),
        _count("Given up", read["outbox_dead"], "messages that need a person", "/outbox?state=dead"),
        _count("Set aside", read["inbox_needs_a_person"], "arrivals that need a person", "/attention"),
    )


def _lag(name: str, seconds: float, says: str, *, most: float) -> Tile:
    well = seconds <= most
    change, tone = ("on time", "ok") if well else ("late", "late")
    return Tile(name=name, value=words.length(seconds), says=says, change=change, tone=tone)


def _count(name: str, number: float, says: str, opens: str) -> Tile:
    return Tile(name=name, value=f"{number:,.0f}", says=says, opens=opens, change="look" if number else "", tone="warn")


async def _runs(home: House, version: str) -> tuple[tuple[str, str], ...]:
    under = await ground(home.pool)
    return (
        ("Batonpass", __version__),
        ("Database", f"{under.database}, {under.size}"),
        ("Leads and facts", f"about {under.leads:,} and {under.facts:,}"),
        ("Schema", f"{under.migrations} steps"),
        ("Playbook", version),
        ("Zone data", f"{tzdata.IANA_VERSION}, its own"),
        ("Reached at", home.base_url or "an address that was not set: links in mails name this machine"),
    )
