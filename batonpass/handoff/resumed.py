"""What follows when a promise that stood still goes on?"""

from __future__ import annotations

from datetime import datetime

from . import clock as promises
from . import facts as f
from .facts.clock import ClockResumed
from .lead import Clock
from .other_hours import follow_hours
from .pauses import resume
from .requests import Resume
from .walk import Walk

THEIR_HOURS = "by the hours that count now that it goes on"


def go_on(walk: Walk, clock: Clock | None, request: Resume, *, since: datetime | None = None) -> ClockResumed:
    """A promise that stood still goes on; what became urgent meanwhile is promised from now, not from before."""
    fact = resume(clock, request, walk.setting, since=since)
    walk.keep(fact)
    running = walk.lead.clock
    if running and running.tier != walk.lead.tier and (moved := promises.tighten(walk.lead, running, walk.setting)):
        walk.keep(moved)
    return fact


def waited_for(walk: Walk, arrived: f.Fact) -> None:
    """Whoever waited for the lead waits no more once it comes back, by a form or a raised hand: the promise goes on.

    A list of what happened long ago brings nobody back.
    """
    clock = walk.lead.clock
    if clock is None or clock.paused_at is None or not isinstance(arrived, (f.Captured, f.Observed)):
        return
    raised = isinstance(arrived, f.Observed) and arrived.signal in walk.setting.playbook.definition.hand_raisers
    if not arrived.historic and (raised or isinstance(arrived, f.Captured)):
        go_on(walk, clock, Resume(by="", why="because the lead came back"))
        follow_hours(walk, THEIR_HOURS)
