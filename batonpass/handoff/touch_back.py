"""What follows when a touch turns out never to have reached the lead?"""

from __future__ import annotations

from datetime import datetime

from . import clock as promises
from .facts import RungAt
from .facts.touch import TouchBounced
from .ladder import lay
from .lead import FIRST_TOUCH, Clock, ClockState, Lead
from .notify import ACTIONS, tell
from .rang import now_running, ring_again
from .requests import TouchBack
from .setting import Setting
from .stages import OPEN
from .walk import Walk


def touch_back(walk: Walk, request: TouchBack) -> None:
    """A bounced mail keeps no promise (T13): the clock it stopped runs on to its old due instant, or is late already.

    Another touch of the round that did arrive stands in for it. Its owner hears that the address does not work.
    """
    lead, setting, ran = walk.lead, walk.setting, now_running(walk.lead)
    kept = _kept_by(lead, request.touched_at)
    next_at = min((at for at in request.others if kept and at >= kept.started_at), default=None)
    because = f"a mail by {setting.directory.name_of(request.by)} came back: {request.why}"
    walk.keep(
        TouchBounced(
            at=setting.at,
            by=request.by,
            touched_at=request.touched_at,
            told_at=request.told_at,
            counted=request.counted,
            reopens=kept is not None,
            steps=_to_come(kept, request.told_at or request.touched_at, setting) if kept else (),
            next_at=next_at,
            because=because,
        )
    )
    if walk.lead.clock and next_at:
        walk.keep(promises.stop(walk.lead.clock, setting, at=next_at, because="another touch did arrive"))
    ring_again(walk, ran)
    walk.ask(tell("notice", lead.owner, walk.lead, setting, why=because, actions=ACTIONS[2:]))


def _kept_by(lead: Lead, at: datetime) -> Clock | None:
    """The first-touch promise of this round that this touch ended; None where another did, or nobody works it."""
    if lead.stage not in OPEN or lead.clock:
        return None
    ended = (c for c in lead.clocks if (c.promise, c.cycle, c.ended_at) == (FIRST_TOUCH, lead.cycle, at))
    return next((c for c in ended if c.state in (ClockState.MET, ClockState.BREACHED)), None)


def _to_come(clock: Clock, told_at: datetime, setting: Setting) -> tuple[RungAt, ...]:
    """The steps of its own ladder (T9) that had not been carried out; an older record does not say which they were."""
    if clock.held_steps:
        return clock.held_steps
    hours = setting.hours(clock.calendars)
    used, budget = clock.used_seconds, clock.budget_seconds
    ladder, over = setting.playbook.ladder, max(0.0, used - budget)
    steps = lay(ladder, clock.laid_at, clock.due_at, budget=budget, used=used, over=over, hours=hours)
    return tuple(step for step in steps if step.at >= told_at)
