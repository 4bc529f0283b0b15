"""Is the program alive, can it keep what comes in, and how far behind is it?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from batonpass.store.gauges import gauges, has_room, is_ready
from batonpass.store.open import OF_DATABASE
from batonpass.store.watch import SAYS, count_findings
from batonpass.web.api.guard import Counted, Given
from batonpass.web.problem import KINDS, Problem, unavailable
from batonpass.web.still import soon

PATIENCE_SECONDS = 2.0
MEANS = {
    "clocks_due_lag_seconds": "How late the earliest step of a clock is that should have been carried out",
    "outbox_lag_seconds": "How long the earliest message that may leave has waited",
    "clocks_running": "Promises that run",
    "outbox_waiting": "Messages that have not left",
    "outbox_dead": "Messages that were given up and need a person",
    "inbox_needs_a_person": "Arrivals that were set aside or quarantined",
    "watch_lag_seconds": "How long ago the auditor looked last, by the clock on the wall",
}
routes = APIRouter()


@routes.get("/livez", summary="Is the process alive?")
async def alive() -> dict[str, bool]:
    """It answers, so it is."""
    return {"ok": True}


@routes.get("/healthz", summary="Is every promise of ours kept?")
async def healthy(given: Given, counted: Counted) -> Response:
    """What the auditor has found against a promise, by kind and number, or that leads are refused: 503; else 200."""
    try:
        found = await soon(count_findings(given.pool), within=PATIENCE_SECONDS)
        found |= {"leads_refused": 1} if await _refuses(given, counted) else {}
    except (*OF_DATABASE, TimeoutError):
        found = {"database_away": 1}
    body = {"ok": not found, "findings": found} if found else {"ok": True}
    return JSONResponse(body, status_code=503 if found else 200)


@routes.get("/readyz", summary="Can leads be taken in?")
async def ready(given: Given, counted: Counted) -> dict[str, bool]:
    """The database can be written and a playbook is in force; else 503."""
    try:
        ours = await soon(is_ready(given.pool), within=PATIENCE_SECONDS)
        if ours and not await _refuses(given, counted):
            return {"ok": True}
    except (*OF_DATABASE, TimeoutError):
        raise unavailable("the database does not answer") from None
    raise unavailable("the database cannot be written, or no playbook is in force")


async def _refuses(given: Given, counted: Counted) -> bool:
    """Whether those who came last could not be kept, and nobody could be still: its disk may be full."""
    if counted.refusing:
        counted.refusing = not await soon(has_room(given.pool), within=PATIENCE_SECONDS)
    return counted.refusing


@routes.get("/metrics", response_class=PlainTextResponse, summary="Numbers for Prometheus")
async def metrics(given: Given, counted: Counted) -> Response:
    """What came through this process, and how far behind the installation is; without the latter when it is down."""
    try:
        read = await soon(gauges(given.pool), within=PATIENCE_SECONDS)
        found = await soon(count_findings(given.pool), within=PATIENCE_SECONDS)
    except (*OF_DATABASE, TimeoutError):
        read, found = {}, {}
    told = {f"batonpass_{name}": (MEANS[name], value) for name, value in read.items()}
    told |= {f"batonpass_found_{name}": (f"Found by the auditor: {SAYS[name]}", found.get(name, 0)) for name in SAYS}
    return Response(counted.told(told), media_type=CONTENT_TYPE_LATEST)


@routes.get("/problems/{kind}", response_class=PlainTextResponse, summary="What a problem means")
async def explained(kind: Annotated[str, Path(max_length=60)]) -> Response:
    """The address in a problem's `type` leads here."""
    known = KINDS.get(kind)
    if known is None:
        raise Problem("not-found", "there is no problem of this name", allowed=KINDS)
    return PlainTextResponse(f"{known.status} {known.title}\n\n{known.advice}\n")
