"""How does a test move the clock over the API, where it may?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from batonpass.store.clock import ClockRefused
from batonpass.web.api.guard import Given, scoped
from batonpass.web.api.shapes import TimeOut
from batonpass.web.api.shapes_sent import LAST_YEAR, ClockIn
from batonpass.web.problem import Problem
from batonpass.web.wiring import Travel
from batonpass.written.schema.kinds import Length

routes = scoped("admin")
_length = TypeAdapter[timedelta](Length)


@routes.post("/test-clock", response_model=TimeOut, summary="Move the test clock")
async def move_clock(sent: ClockIn, given: Given) -> Any:
    """Answers when everything that falls due on the way has been done. Only with BATONPASS_TEST_CLOCK=1."""
    if given.travel is None:
        says = "this clock is the real one; only a start with BATONPASS_TEST_CLOCK=1 lets it be moved"
        raise Problem("not-found", says)
    if (sent.now is None) == (sent.advance is None):
        raise Problem("invalid", 'send either {"now": an instant} or {"advance": "4h"}', field="now")
    try:
        return {"now": await _moved(sent, given.travel)}
    except ClockRefused as refused:
        raise Problem("conflict", str(refused), field="now") from None
    except OverflowError:
        raise Problem("invalid", f"the clock does not go beyond the year {LAST_YEAR}", field="advance") from None


async def _moved(sent: ClockIn, travel: Travel) -> Any:
    if sent.now:
        return await (travel.jump if sent.jump else travel.to)(sent.now)
    try:
        return await travel.by(_length.validate_python(sent.advance))
    except ValidationError:
        says = "advance must be a length of time such as 30s, 90m, 4h or 2d"
        raise Problem("invalid", says, field="advance") from None
