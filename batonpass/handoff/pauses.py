"""When may a promise stand still, and for how long at most?"""

from __future__ import annotations

from datetime import datetime, timedelta

from .facts import RungAt
from .facts.clock import ClockPaused, ClockResumed
from .hours import Hours, due, elapsed, same_time_later
from .ladder import lay
from .lead import Clock, Lead
from .may import must_own_or_lead
from .refusal import conflict, invalid
from .requests import Pause, Resume
from .setting import Setting
from .words import span
from .worked import rest_due, used_by

RESUME = "resume"
"""The step of a paused clock at which it goes on by itself."""
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def pause(lead: Lead, clock: Clock | None, request: Pause, setting: Setting) -> ClockPaused:
    """Let the running promise of a first touch stand still, for a reason the playbook names and no longer than it says.

    What an owner has paused before counts against the same limit, so that no two pauses make one long one.
    """
    known = setting.playbook.pauses
    reason = known.get(request.reason)
    if reason is None:
        says = f"{request.reason!r} is not a reason to pause" if request.reason else "a pause needs its reason"
        raise invalid(f"{says}; choose one of: {', '.join(known) or 'none, the playbook has none'}", field="reason")
    must_own_or_lead(lead, request.by, setting)
    if clock is None or clock.paused_at is not None:
        raise conflict("no promise is running" if clock is None else "the promise stands still already")
    if setting.at > clock.due_at:
        raise conflict("the promise is broken already; a pause mends nothing")
    left = reason.at_most - timedelta(seconds=clock.paused_wall_seconds)
    if left <= timedelta(0):
        raise conflict(f"this lead has been paused for {span(reason.at_most)} already, which is the most")
    until = _at_most(left, setting, setting.hours(clock.calendars))
    name = setting.directory.name_of(request.by)
    return ClockPaused(
        at=setting.at,
        promise=clock.promise,
        by=request.by,
        reason=reason.code,
        used_seconds=used_by(clock, setting.at, setting.hours(clock.calendars)),
        until=until,
        steps=(RungAt(at=until, percent=0, kind=RESUME, who="owner"),),
        because=f"paused by {name}: {reason.says}; goes on by {until:%Y-%m-%d %H:%M} UTC at the latest",
    )


def _at_most(left: timedelta, setting: Setting, hours: Hours) -> datetime:
    """When a pause that may last so long is over: its days are local days (T11). Closed hours cost it nothing."""
    return same_time_later(setting.at, left // DAY, hours) + left % DAY


def resume(clock: Clock | None, request: Resume, setting: Setting, *, since: datetime | None = None) -> ClockResumed:
    """Go on: what is left of the working time is laid out again from now, later only by the pause (D23).

    So is the instant that a hand-over kept (T7): a pause of no working time moves neither. One that is over by itself
    ended at its last instant, `since`, whenever we got round to it.
    """
    if clock is None or clock.paused_at is None:
        raise conflict("no promise stands still")
    hours, at = setting.hours(clock.calendars), since or setting.at
    used, paused = clock.used_seconds, elapsed(clock.paused_at, at, hours)
    due_at = rest_due(clock, at, used=used, hours=hours)
    no_later = clock.no_later and due(clock.no_later, paused, hours)
    if no_later:
        due_at = max(at, min(due_at, no_later))
    return ClockResumed(
        at=at,
        promise=clock.promise,
        by=request.by,
        due_at=due_at,
        used_seconds=used,
        paused_seconds=clock.paused_seconds + int(paused / SECOND),
        steps=lay(clock.held_steps, at, due_at, budget=clock.budget_seconds, used=used, hours=hours),
        no_later=no_later,
        because=f"goes on, {request.why or 'resumed by ' + setting.directory.name_of(request.by)}",
    )
