"""What did we promise, when is it due, and who hears when it breaks?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .facts import ClockMoved, ClockStarted, ClockStopped, Escalated, RungAt
from .hours import Hours, due, ever_open, is_open, local_days_later, next_open
from .ladder import lay, put_off
from .lead import FIRST_TOUCH, Clock, ClockState, Lead
from .playbook import Tier
from .record import replace
from .rungs import WHOLE
from .setting import Setting
from .words import length
from .worked import beyond, rest_due, used_by, worked_seconds

LATE = timedelta(minutes=1)
"""A step carried out so long after its instant was held up by an outage; a busy minute is none (R13)."""
WITHOUT = {
    "accept": "without being accepted or given back",
    "dispose": "and nobody has said what became of it",
    "brief": "and the brief is still incomplete",
    "review": "without anybody of marketing looking",
    "ae_accept": "without being taken over or given back",
    "opportunity": "and there is neither an opportunity nor an end",
    "win": "and it is neither won nor lost",
}
"""What is missing when a promise other than the first touch runs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A running promise on other hours: when it is due by them, what it has used, what had passed since it was due."""

    calendars: tuple[str, ...]
    due_at: datetime
    no_later: datetime | None
    used: float
    over: float


def start(lead: Lead, setting: Setting) -> ClockStarted:
    """The first-touch promise of the lead's tier begins at this instant, never in the past (T10)."""
    tier = tier_of(lead.tier, setting)
    calendars = calendars_of(lead, tier, setting)
    due_at, steps, says = _laid(tier, calendars, setting)
    return ClockStarted(
        at=setting.at,
        promise=FIRST_TOUCH,
        tier=tier.name,
        cycle=lead.cycle,
        due_at=due_at,
        budget_seconds=int(tier.first_touch.total_seconds()),
        calendars=calendars,
        steps=steps,
        call_not_before=call_not_before(lead, setting),
        team=bool(tier.team),
        because=says,
    )


def _laid(tier: Tier, calendars: tuple[str, ...], setting: Setting) -> tuple[datetime, tuple[RungAt, ...], str]:
    """When a first touch of this tier is due that begins now, its ladder, and in words; reckoned once an instant."""
    key = ("laid", setting.at, tier.name, calendars)
    known: tuple[datetime, tuple[RungAt, ...], str] | None = setting.reckoned.get(key)
    if known is None:
        hours = setting.hours(calendars)
        due_at = due(setting.at, tier.first_touch, hours)
        seconds = int(tier.first_touch.total_seconds())
        steps = lay(setting.playbook.ladder, setting.at, due_at, budget=seconds, used=0, hours=hours)
        known = due_at, steps, f"first touch within {length(tier.first_touch)} of working time ({tier.name})"
        setting.reckon(key, known)
    return known


def tighten(lead: Lead, clock: Clock, setting: Setting) -> ClockMoved | None:
    """A stricter tier runs from now, and only ever pulls the due instant forward (A05).

    What a hand-over kept before is kept still, whatever becomes of the hours (T7).
    """
    tier = tier_of(lead.tier, setting)
    calendars = calendars_of(lead, tier, setting)
    hours = setting.hours(calendars)
    due_at = due(setting.at, tier.first_touch, hours)
    if due_at >= clock.due_at:
        return None
    seconds = int(tier.first_touch.total_seconds())
    return ClockMoved(
        at=setting.at,
        promise=clock.promise,
        tier=tier.name,
        due_at=due_at,
        budget_seconds=seconds,
        used_seconds=0.0,
        worked_seconds=worked_seconds(clock, setting.at, setting),
        calendars=calendars,
        steps=lay(setting.playbook.ladder, setting.at, due_at, budget=seconds, used=0, hours=hours),
        call_not_before=call_not_before(lead, setting),
        team=bool(tier.team),
        no_later=clock.no_later,
        because=f"tightened to {tier.name}: {length(tier.first_touch)} of working time from now",
    )


def hand_on(lead: Lead, clock: Clock, setting: Setting, *, waive: str = "") -> ClockMoved:
    """What is left of the budget, laid out on the new owner's hours; a hand-over never buys time (T7).

    But where it is waived for a reason: then a promise that holds still may run out as late as the new hours say.
    """
    calendars = as_agreed(lead, clock, setting)
    hours = setting.hours(calendars)
    before = setting.hours(clock.calendars)
    used, over = used_by(clock, setting.at, before), beyond(clock, setting.at, before)
    runs_out = _runs_out(clock, setting, used=used, hours=hours)
    later, waived = clock.due_at < runs_out, bool(waive) and clock.breached_at is None
    new = LaidOut(
        calendars=calendars,
        due_at=runs_out if waived else min(clock.due_at, runs_out),
        no_later=clock.due_at if later and not waived else None,
        used=used,
        over=over,
    )
    moved = _moved(lead, clock, setting, new, because="handed on: the time already used stays used")
    return replace(moved, waived=waive, because=f"allowed to move later: {waive}") if later and waived else moved


def lay_again(
    lead: Lead, clock: Clock, setting: Setting, *, used: float, calendars: tuple[str, ...], why: str
) -> ClockMoved:
    """The hours have changed: time used stays used, the rest is laid out on the new ones, earlier or later (T8).

    What a hand-over kept of an earlier owner's hours is not theirs to move (T7).
    """
    runs_out, over = clock.due_at, 0.0
    if clock.breached_at is None:
        runs_out = _runs_out(clock, setting, used=used, hours=setting.hours(calendars))
        runs_out = min(runs_out, clock.no_later or runs_out)
    elif clock.no_later is None:
        over = max(over, used - clock.budget_seconds)
    else:
        over = beyond(clock, setting.at, setting.hours(calendars))
    new = LaidOut(calendars=calendars, due_at=runs_out, no_later=clock.no_later, used=used, over=over)
    return _moved(lead, clock, setting, new, because=why)


def differs(clock: Clock, moved: ClockMoved, setting: Setting) -> bool:
    """Do other hours change anything for a promise: whose they are, what it has used, its steps, its end?

    One that they do not touch says nothing of them, so that each change of a promise has its cause (T8).
    """
    stands = clock.calendars, clock.due_at, clock.steps, used_by(clock, setting.at, setting.hours(clock.calendars))
    calls, called = (max(at or setting.at, setting.at) for at in (moved.call_not_before, clock.call_not_before))
    return (moved.calendars, moved.due_at, moved.steps, moved.used_seconds) != stands or calls != called


def _runs_out(clock: Clock, setting: Setting, *, used: float, hours: Hours) -> datetime:
    """When what is left of a promise runs out by these hours; days stay days, whoever works how long (T11)."""
    if clock.days:
        return max(setting.at, local_days_later(clock.days.since, clock.days.count, hours))
    return rest_due(clock, setting.at, used=used, hours=hours)


def _moved(lead: Lead, clock: Clock, setting: Setting, new: LaidOut, *, because: str) -> ClockMoved:
    budget, hours = clock.budget_seconds, setting.hours(new.calendars)
    steps = lay(clock.steps, setting.at, new.due_at, budget=budget, used=new.used, over=new.over, hours=hours)
    return ClockMoved(
        at=setting.at,
        promise=clock.promise,
        tier=clock.tier,
        due_at=new.due_at,
        budget_seconds=budget,
        used_seconds=new.used,
        calendars=new.calendars,
        steps=put_off(clock.steps_from, steps) if clock.steps_from else steps,
        call_not_before=call_not_before(lead, setting),
        days=clock.days,
        no_later=new.no_later,
        team=clock.team,
        because=because,
    )


def ring(clock: Clock, setting: Setting, *, excuse: str = "") -> Escalated | None:
    """The highest step that is due is carried out; lower ones missed by an outage are named and skipped (T12).

    A step is due at the first instant after its own (T4). After a collapse the next one waits the agreed gap; after one
    step that an outage made late, only those beyond the due instant do, for that a promise broke is told when it did.
    None when nothing is due. With an excuse, a breach is ours and not the rep's (E03).
    """
    ripe = [s for s in clock.steps if s.at < setting.at]
    if not ripe:
        return None
    taken, skipped, earliest = ripe[-1], tuple(s.percent for s in ripe[:-1]), None
    later = tuple(s for s in clock.steps if s.at >= setting.at)
    if skipped or setting.at - taken.at > LATE:
        earliest = due(setting.at, setting.playbook.min_step_gap, setting.hours(clock.calendars))
        later = put_off(earliest, later, beyond=0 if skipped else WHOLE)
    also = f"; skipped {', '.join(f'{p} %' for p in skipped)}" if skipped else ""
    return Escalated(
        at=setting.at,
        promise=clock.promise,
        percent=taken.percent,
        kind=taken.kind,
        who=taken.who,
        step_at=taken.at,
        skipped=skipped,
        next_steps=later,
        steps_from=earliest if skipped or taken.percent >= WHOLE else None,
        excuse=excuse if taken.percent >= WHOLE else "",
        because=f"{taken.percent} % of the window passed {WITHOUT.get(clock.promise, 'without a touch')}{also}",
    )


def stop(clock: Clock, setting: Setting, *, at: datetime, because: str, closed: bool = False) -> ClockStopped:
    """The promise ends at that instant: met if not after the due instant, to the microsecond (T4)."""
    raw = at - clock.started_at
    in_time = at <= clock.due_at or (clock.paused_at is not None and clock.paused_at <= at)
    state = ClockState.CLOSED if closed else ClockState.MET if in_time else ClockState.BREACHED
    return ClockStopped(
        at=at,
        promise=clock.promise,
        state=state.value,
        response_seconds=int(worked_seconds(clock, at, setting)),
        raw_seconds=int(raw.total_seconds()),
        because=because,
    )


def tier_of(name: str | None, setting: Setting) -> Tier:
    """The tier by name; a tier that a later playbook dropped falls back to its last, most patient one."""
    return next((t for t in setting.playbook.tiers if t.name == name), setting.playbook.tiers[-1])


def as_agreed(lead: Lead, clock: Clock, setting: Setting) -> tuple[str, ...]:
    """Whose hours count for a running promise: its holder's now, in the way agreed when it began (T6, T9)."""
    if clock.team:
        return clock.calendars
    tier = tier_of(clock.tier, setting)
    if clock.promise == FIRST_TOUCH and clock.playbook == setting.playbook.version:
        return calendars_of(lead, tier, setting)
    ours = owners_hours(lead, setting)
    agreed = (*ours, *clock.calendars[1:])
    return agreed if ever_open(setting.at, setting.hours(agreed)) else ours


def calendars_of(lead: Lead, tier: Tier, setting: Setting) -> tuple[str, ...]:
    """Whose hours count: the team's, or the owner's, with the lead's contact window if the tier says both (T6).

    A rep and a lead who are never awake together still get a promise: in the rep's hours.
    """
    if tier.team:
        return (tier.team,)
    ours, window = owners_hours(lead, setting), contact_window(lead, setting)
    if not tier.both_hours or window is None or not ever_open(setting.at, setting.hours((*ours, window))):
        return ours
    return (*ours, window)


def owners_hours(lead: Lead, setting: Setting) -> tuple[str, ...]:
    """The calendar of whoever has the lead: a person, or a queue."""
    rep = setting.directory.reps.get(lead.owner or "")
    queue = setting.directory.queues.get(lead.queue or setting.playbook.default_queue)
    return (rep.calendar if rep else queue.calendar if queue else "",)


def contact_window(lead: Lead, setting: Setting) -> str | None:
    """The calendar of hours in which this lead may be called, by country."""
    windows = setting.playbook.contact_windows
    return windows.get(lead.value("country")) or windows.get("other")


def call_not_before(lead: Lead, setting: Setting) -> datetime | None:
    """When the lead's contact window opens next; None when it is open now or none is agreed (T6)."""
    window = contact_window(lead, setting)
    if window is None:
        return None
    key = ("call not before", setting.at, window)
    if key not in setting.reckoned:
        hours = setting.hours((window,))
        setting.reckon(key, None if is_open(setting.at, hours) else next_open(setting.at, hours))
    return setting.reckoned[key]
