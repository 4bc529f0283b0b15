"""What is promised in the second half: an answer of the account executive, then an opportunity, then an end?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from .clock import owners_hours, tier_of
from .facts import ClockMoved, ClockStarted
from .facts.clock import ClockPaused, ClockResumed
from .fold.second import second_of
from .hours import Days, Hours, due, elapsed, local_days_later, same_time_later
from .ladder import lay
from .lead import Clock, Lead
from .playbook.second import SecondHandoff
from .pledges import DISPOSE, DISPOSE_STEPS, ONWARD, begun, in_days
from .record import replace
from .setting import Setting
from .words import length
from .worked import rest_due, used_by

AE_ACCEPT, OPPORTUNITY, WIN = ONWARD
SECOND = timedelta(seconds=1)
FORTNIGHT = timedelta(days=14)


def to_accept(lead: Lead, agreed: SecondHandoff, setting: Setting) -> ClockStarted:
    """Whoever is asked to take the lead answers within so much of their own working time."""
    calendars = owners_hours(lead, setting)
    until = due(setting.at, agreed.accept, setting.hours(calendars))
    says = f"accepted by the account executive or given back within {length(agreed.accept)} of working time"
    return begun(AE_ACCEPT, lead, setting, due_at=until, calendars=calendars, says=says, ladder=agreed.ladder)


def to_decide(lead: Lead, agreed: SecondHandoff, setting: Setting) -> ClockStarted:
    """Whoever took the lead over opens an opportunity or closes it within so many of their own days (T11)."""
    return _in_days(OPPORTUNITY, lead, setting, agreed.decide, says="an opportunity, or an end, within {} days")


def to_close(lead: Lead, agreed: SecondHandoff, setting: Setting) -> ClockStarted:
    """An opportunity is won or lost by its close date, in its owner's days; without one, within so many days."""
    deal = second_of(lead).deal
    if deal is None or deal.close_on is None:
        return _in_days(WIN, lead, setting, agreed.close, says="won or lost within {} days")
    calendars = owners_hours(lead, setting)
    begins = datetime.combine(deal.close_on, time(), tzinfo=setting.hours(calendars).zone).astimezone(UTC)
    says = f"won or lost by {deal.close_on.isoformat()}"
    return in_days(WIN, lead, setting, Days(since=begins, count=1), calendars=calendars, says=says)


def stand_still(clock: Clock, setting: Setting) -> ClockPaused:
    """While an account executive has the lead, the SDR's clock stands still; it goes on only if the lead comes back."""
    return ClockPaused(
        at=setting.at,
        promise=clock.promise,
        by="",
        reason="handed_over",
        used_seconds=used_by(clock, setting.at, setting.hours(clock.calendars)),
        until=clock.due_at,
        because="an account executive has been asked",
    )


def goes_on(lead: Lead, clock: Clock, setting: Setting) -> ClockResumed:
    """What was left of the SDR's time is left still: a lead that comes back buys nobody time.

    A promise that was broken before it stood still is late since then, and does not break again. What a hand-over kept
    of an earlier owner's hours (T7) moves by what it stood still, and no further. Days stay days (T11).
    """
    hours, broken, since = setting.hours(clock.calendars), clock.breached_at is not None, clock.paused_at or setting.at
    still, days, due_at, no_later = elapsed(since, setting.at, hours), None, clock.due_at, clock.no_later
    if clock.days and not broken:
        due_at = _later_by(due_at, since, setting.at, hours)
        no_later = no_later and _later_by(no_later, since, setting.at, hours)
        days = _ending(due_at, clock.days.count, hours)
    else:
        no_later = no_later and due(no_later, still, hours)
        due_at = due_at if broken else rest_due(clock, setting.at, used=clock.used_seconds, hours=hours)
    if no_later and not broken:
        due_at = max(setting.at, min(due_at, no_later))
    budget, used = clock.budget_seconds, clock.used_seconds
    return ClockResumed(
        at=setting.at,
        promise=clock.promise,
        by="",
        due_at=due_at,
        used_seconds=used,
        paused_seconds=clock.paused_seconds + int(still / SECOND),
        no_later=no_later,
        days=days,
        steps=() if broken else lay(DISPOSE_STEPS, setting.at, due_at, budget=budget, used=used, hours=hours),
        because=f"goes on with what was left: came back ({second_of(lead).came_back.replace('_', ' ')})",
    )


def _later_by(until: datetime, since: datetime, now: datetime, hours: Hours) -> datetime:
    """An end in days, later by what it stood still: whole local days as days, the rest of it as working time."""
    whole = (now.astimezone(hours.zone).date() - since.astimezone(hours.zone).date()).days
    whole -= whole > 0 and same_time_later(since, whole, hours) > now
    rest = elapsed(same_time_later(since, whole, hours), now, hours)
    return due(local_days_later(until, whole, hours) if whole else until, rest, hours)


def _ending(until: datetime, count: int, hours: Hours) -> Days:
    """So many local days that end at that instant, whoever's hours they are laid out on later."""
    begins = until.astimezone(hours.zone) - timedelta(days=count)
    return Days(since=begins.astimezone(UTC), count=count)


def anew(lead: Lead, setting: Setting) -> ClockMoved:
    """A reason that the playbook lists gives the SDR the whole time again."""
    why = f"runs anew: {second_of(lead).came_back.replace('_', ' ')} is a reason that gives the time again"
    return replace(moved_to(of_sdr(lead, setting)), because=why)


def moved_to(fresh: ClockStarted) -> ClockMoved:
    """A running promise laid out as this new one."""
    return ClockMoved(
        at=fresh.at,
        promise=fresh.promise,
        tier=fresh.tier,
        due_at=fresh.due_at,
        budget_seconds=fresh.budget_seconds,
        used_seconds=0.0,
        calendars=fresh.calendars,
        steps=fresh.steps,
        days=fresh.days,
        because=fresh.because,
    )


def of_sdr(lead: Lead, setting: Setting) -> ClockStarted:
    """The SDR's own promise to say what became of a lead; of a fortnight where the tier names no time."""
    days = tier_of(lead.tier, setting).dispose or FORTNIGHT
    return _in_days(DISPOSE, lead, setting, days, says="what became of it is said within {} days")


def _in_days(promise: str, lead: Lead, setting: Setting, length_: timedelta, *, says: str) -> ClockStarted:
    calendars = owners_hours(lead, setting)
    days = Days(since=setting.at, count=length_.days)
    return in_days(promise, lead, setting, days, calendars=calendars, says=says.format(days.count))
