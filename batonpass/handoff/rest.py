"""When is a lead looked at again that became ready while sales wanted it left alone?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from . import clock as promises
from .facts import AskedAgain, ClockStarted, Qualified, RungAt
from .lead import REST
from .qualify import RESTING, Weighing, ready_from
from .walk import Walk

LOOK = "look"
"""The one step of such a clock."""
PROMPT = timedelta(minutes=1)
"""A clock that rings so soon after its instant was not kept from it."""


def rests(walk: Walk, case: Weighing, verdict: Qualified | AskedAgain | None) -> None:
    """Points that come during the rest are not forgotten: at its end the lead is judged by what it has then."""
    lead, until = walk.lead, ready_from(case)
    moves = isinstance(verdict, Qualified) and verdict.stage not in RESTING
    if until is None or moves or lead.running(REST):
        return
    walk.keep(
        ClockStarted(
            at=walk.setting.at,
            promise=REST,
            tier="",
            cycle=lead.cycle,
            due_at=until,
            budget_seconds=int((until - walk.setting.at).total_seconds()),
            calendars=(),
            steps=(RungAt(at=until, percent=100, kind=LOOK, who="definition"),),
            because="ready by its points, and looked at again when it has rested",
        )
    )


def rested(walk: Walk) -> bool:
    """The rest is over; False when nobody rests any more.

    A clock rings just after an instant (T4), and what is due at an instant begins with it (T3): all that follows is of
    the end of the rest itself. Where we come much later, for we were down, it is of now: no promise is born broken.
    """
    clock, setting = walk.lead.running(REST), walk.setting
    if clock is None or clock.due_at >= setting.at:
        return False
    if setting.at - clock.due_at < PROMPT:
        walk.setting = setting = replace(setting, at=clock.due_at)
    walk.keep(promises.stop(clock, setting, at=setting.at, because="it has rested", closed=True))
    return True


def rests_no_more(walk: Walk) -> None:
    """Whoever came back to sales, or is out for good, is not looked at again for having rested."""
    clock = walk.lead.running(REST)
    if clock and walk.lead.stage not in RESTING:
        because = f"the lead is {walk.lead.stage.value} now"
        walk.keep(promises.stop(clock, walk.setting, at=walk.setting.at, because=because, closed=True))
