"""How does a test move the clock over the API, where it may?"""

from __future__ import annotations

from typing import Any

from batonpass.store.clock import ClockRefused
from batonpass.store.in_force import in_force
from batonpass.web.api.guard import Given, scoped
from batonpass.web.api.how_far import how_far
from batonpass.web.api.shapes import TimeOut
from batonpass.web.api.shapes_sent import LAST_YEAR, ClockIn
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators, Travel

routes = scoped("admin")


@routes.get("/test-clock", response_model=TimeOut, summary="Read the test clock")
async def read_clock(given: Given) -> Any:
    """The instant by which everything is decided. Only with BATONPASS_TEST_CLOCK=1."""
    _travel(given)
    at, _ = await in_force(given.pool, given.watched)
    return {"now": at}


@routes.post("/test-clock", response_model=TimeOut, summary="Move the test clock")
async def move_clock(sent: ClockIn, given: Given) -> Any:
    """Answers when everything that falls due on the way has been done. Only with BATONPASS_TEST_CLOCK=1."""
    travel = _travel(given)
    if (sent.now is None) == (sent.advance is None):
        raise Problem("invalid", 'send either {"now": an instant} or {"advance": "4h"}', field="now")
    try:
        return {"now": await _moved(sent, travel)}
    except ClockRefused as refused:
        raise Problem("conflict", str(refused), field="now") from None
    except OverflowError:
        raise Problem("invalid", f"the clock does not go beyond the year {LAST_YEAR}", field="advance") from None


def _travel(given: Collaborators) -> Travel:
    if given.travel is None:
        says = "this clock is the real one; only a start with BATONPASS_TEST_CLOCK=1 lets it be moved"
        raise Problem("not-found", says)
    return given.travel


async def _moved(sent: ClockIn, travel: Travel) -> Any:
    if sent.now:
        return await (travel.jump if sent.jump else travel.to)(sent.now)
    try:
        far = how_far(sent.advance or "")
    except ValueError:
        says = "advance must be a length of time such as 30s, 90m, 4h, 2d or PT4H"
        raise Problem("invalid", says, field="advance") from None
    return await travel.by(far)
