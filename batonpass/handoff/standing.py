"""When does the follow-up of a lead stand still, and how does it go on?

Nobody is asked for a touch of a lead whose promise they paused with a reason, nor of one who is away. The time that a
plan stands still does not count: it goes on where it stopped.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from .cadence import BOTH, Laid, ends, midnight, to_come, windows
from .clock import calendars_of
from .facts.cadence import FollowUpPaused, FollowUpResumed
from .follow_up import AWAY, FOLLOW_UP, PROMISE, FollowUp, PlannedStep
from .hours import Hours, due, elapsed, local_days_later, next_open
from .lead import Lead
from .notify import tell
from .requests import Away
from .setting import Setting
from .walk import Walk

WITH_PROMISE = "the promise stands still, and so does the plan"
GOES_ON = "the promise goes on, and so does the plan"
IS_BACK = "they are back: the plan goes on where it stopped"
WROTE = "they wrote to us: the plan goes on where it stopped"


def stand_still(walk: Walk) -> None:
    """A plan stands still with the paused promise of a first touch, and goes on when that does or is over."""
    running, clock = walk.lead.follow_up, walk.lead.clock
    if running is None or not running.running:
        return
    paused = clock is not None and clock.paused_at is not None
    if paused and not running.still and clock:
        walk.keep(FollowUpPaused(at=walk.setting.at, why=PROMISE, until=clock.waits_until, because=WITH_PROMISE))
        walk.withdraw(FOLLOW_UP)
    elif running.still == PROMISE and not paused:
        walk.keep(go_on(walk.lead, running, walk.setting, since=walk.setting.at, because=GOES_ON))


def away(walk: Walk, request: Away) -> None:
    """Nobody is asked to reach out before they are back; that is no answer, and no promise stands still for it.

    A second automatic reply that says the same changes nothing, and one about a day that is over never does.
    """
    lead, running, setting = walk.lead, walk.lead.follow_up, walk.setting
    if running is None or not running.running:
        return
    until = _opening_of(request.back_on, setting.hours(running.calendars))
    if until <= setting.at or (running.still == AWAY and running.still_until == until):
        return
    because = f"by their automatic reply, they are away: the plan goes on {request.back_on:%Y-%m-%d}"
    walk.keep(FollowUpPaused(at=setting.at, why=AWAY, until=until, because=because))
    walk.withdraw(FOLLOW_UP)
    walk.ask(tell("notice", lead.owner, walk.lead, setting, why=because))


def woke(walk: Walk) -> None:
    """The day has come on which they are back."""
    running, at = walk.lead.follow_up, walk.setting.at
    if running and running.running and running.still == AWAY and running.still_until and running.still_until < at:
        walk.keep(go_on(walk.lead, running, walk.setting, since=running.still_until, because=IS_BACK))


def here_after_all(walk: Walk) -> None:
    """Whoever writes to us is not away, whatever their mailbox says."""
    running, at = walk.lead.follow_up, walk.setting.at
    if running and running.running and running.still == AWAY:
        walk.keep(go_on(walk.lead, running, walk.setting, since=at, because=WROTE))


def _opening_of(day: date, hours: Hours) -> datetime:
    """When the hours open on that day, or next after it."""
    return next_open(datetime(day.year, day.month, day.day, tzinfo=hours.zone).astimezone(UTC), hours)


def go_on(lead: Lead, running: FollowUp, setting: Setting, *, since: datetime, because: str) -> FollowUpResumed:
    """What was left of a touch that had opened is left of it still; those to come keep the days between them (D23).

    It goes on from `since`, whenever we got round to it. No touch is late the moment it does, and a time in which
    nobody worked moves none.
    """
    stopped = running.still_since or since
    was, calendars = setting.hours(running.calendars), calendars_of(lead, BOTH, setting)
    hours = setting.hours(calendars)
    stood = elapsed(stopped, since, was)
    left = to_come(running, stopped)
    laid = [_moved(step, stopped, since, was=was, hours=hours) if stood else _same(step) for _, step in left]
    opens = next_open(setting.at, hours)
    fresh = [
        one if one[1] > setting.at else (opens, ends(step.within, opens, hours))
        for one, (_, step) in zip(laid, left, strict=True)
    ]
    return FollowUpResumed(
        at=setting.at,
        calendars=calendars,
        windows=windows([n for n, _ in left], fresh, hours),
        away_seconds=running.away_seconds + (int((since - stopped).total_seconds()) if stood else 0),
        because=because,
    )


def _same(step: PlannedStep) -> Laid:
    return step.opens_at, step.due_at


def _moved(step: PlannedStep, stopped: datetime, since: datetime, *, was: Hours, hours: Hours) -> Laid:
    days = (since.astimezone(hours.zone).date() - stopped.astimezone(hours.zone).date()).days
    within, opens_now = step.within, next_open(since, hours)
    if step.opens_at > stopped:
        if step.after.days:
            opens = max(opens_now, next_open(midnight(step.opens_at, days, hours), hours))
        else:
            opens = next_open(due(since, elapsed(stopped, step.opens_at, was), hours), hours)
        return opens, ends(within, opens, hours)
    if within is None:
        return opens_now, ends(None, opens_now, hours)
    if within.days:
        return opens_now, local_days_later(step.due_at, days, hours)
    return opens_now, due(since, elapsed(stopped, step.due_at, was), hours)
