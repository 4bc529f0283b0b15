"""Which promises run beside the first touch: to accept, to say what became of it, to complete the brief?

Each has its own clock, window and steps, and never touches another's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from . import record
from .clock import calendars_of, owners_hours, tier_of
from .facts import ClockStarted, RungAt
from .hours import Days, due, elapsed, local_days_later
from .ladder import lay
from .lead import ACCEPT, ASKED, DISPOSE, FIRST_TOUCH, OPEN, Lead
from .off_shift import Held
from .playbook import LadderStep, StepKind
from .rungs import WHOLE
from .setting import Setting
from .words import length

BRIEF, HOLD = "brief", "hold"
ONWARD = ("ae_accept", "opportunity", "win")
"""The promises of the second half: an answer of the account executive, an opportunity, an end."""
OF_SALES = (FIRST_TOUCH, ACCEPT, DISPOSE, ASKED, *ONWARD)
"""The promises of whoever owns the lead; a hand-over takes them along. The brief is marketing's."""
RELEASE = "release"
"""The one step of a held lead's clock."""
ACCEPT_STEPS = (
    LadderStep(percent=50, kind=StepKind.REMIND, who="owner"),
    LadderStep(percent=WHOLE, kind=StepKind.NOTIFY, who="manager"),
)
DISPOSE_STEPS = (LadderStep(percent=WHOLE, kind=StepKind.NOTIFY, who="manager"),)
"""After so many days the owner is reminded, and their manager told in the same breath."""
OWNER_TOO = (DISPOSE, *ONWARD[1:])


def at_hand_over(lead: Lead, setting: Setting) -> list[ClockStarted]:
    """What is promised besides the first touch when sales gets a lead: acceptance, and a complete brief."""
    tier = tier_of(lead.tier, setting)
    started: list[ClockStarted] = []
    if tier.accept:
        calendars = calendars_of(lead, tier, setting)
        until = due(setting.at, tier.accept, setting.hours(calendars))
        says = f"accepted or given back within {length(tier.accept)} of working time"
        of_team = bool(tier.team)
        started.append(begun(ACCEPT, lead, setting, due_at=until, calendars=calendars, says=says, team=of_team))
    by = setting.directory.reps.get(setting.playbook.brief_by or "")
    within = setting.playbook.brief_within
    if by and within and lead.brief_missing:
        until = due(setting.at, within, setting.hours((by.calendar,)))
        says = f"brief completed within {length(within)} of working time; missing: {', '.join(lead.brief_missing)}"
        started.append(begun(BRIEF, lead, setting, due_at=until, calendars=(by.calendar,), says=says))
    return started


def on_acceptance(lead: Lead, setting: Setting) -> ClockStarted | None:
    """Whoever accepts a lead says within so many of their own days what became of it (T11)."""
    tier = tier_of(lead.tier, setting)
    if tier.dispose is None:
        return None
    days = Days(since=setting.at, count=tier.dispose.days)
    says = f"what became of it is said within {days.count} days"
    return in_days(DISPOSE, lead, setting, days, calendars=owners_hours(lead, setting), says=says)


def on_asking(lead: Lead, tier_name: str, setting: Setting) -> ClockStarted | None:
    """Whoever raises a hand while sales works them hears from us as fast as somebody new would.

    None where that is promised already: they wait for a first touch, or asked before and had no answer yet.
    """
    if lead.stage not in OPEN or lead.running(FIRST_TOUCH) or lead.running(ASKED):
        return None
    tier = tier_of(tier_name, setting)
    calendars = calendars_of(lead, tier, setting)
    until = due(setting.at, tier.first_touch, setting.hours(calendars))
    says = f"answered within {length(tier.first_touch)} of working time: they asked for us again"
    return begun(ASKED, lead, setting, due_at=until, calendars=calendars, says=says, team=bool(tier.team))


def in_days(
    promise: str, lead: Lead, setting: Setting, days: Days, *, calendars: tuple[str, ...], says: str
) -> ClockStarted:
    """A promise of so many local calendar days, then of the next opening (T11)."""
    until = max(setting.at, local_days_later(days.since, days.count, setting.hours(calendars)))
    fresh = begun(promise, lead, setting, due_at=until, calendars=calendars, says=says, ladder=DISPOSE_STEPS)
    return record.replace(fresh, days=days)


def hold(lead: Lead, held: Held, setting: Setting) -> ClockStarted:
    """A lead that waits for somebody to open is released at that instant, by a clock of its own."""
    queue = setting.directory.queues.get(lead.queue or "")
    return ClockStarted(
        at=setting.at,
        promise=HOLD,
        tier=lead.tier or "",
        cycle=lead.cycle,
        due_at=held.until,
        budget_seconds=int((held.until - setting.at).total_seconds()),
        calendars=(queue.calendar,) if queue else (),
        steps=(RungAt(at=held.until, percent=WHOLE, kind=RELEASE, who="pool"),),
        held=held,
        because=f"held for {' or '.join(held.pools)}",
    )


def begun(
    promise: str,
    lead: Lead,
    setting: Setting,
    *,
    due_at: datetime,
    calendars: tuple[str, ...],
    says: str,
    ladder: tuple[LadderStep, ...] | None = None,
    team: bool = False,
) -> ClockStarted:
    """A promise that begins now and is due then, with the steps of its own ladder; `team` as in Clock."""
    hours = setting.hours(calendars)
    seconds = int(elapsed(setting.at, due_at, hours) / timedelta(seconds=1))
    return ClockStarted(
        at=setting.at,
        promise=promise,
        tier=lead.tier or "",
        cycle=lead.cycle,
        due_at=due_at,
        budget_seconds=seconds,
        calendars=calendars,
        team=team,
        steps=lay(ladder or _steps(promise, setting), setting.at, due_at, budget=seconds, used=0, hours=hours),
        because=says,
    )


def _steps(promise: str, setting: Setting) -> tuple[LadderStep, ...]:
    if promise == BRIEF:
        who = setting.playbook.brief_by or ""
        return tuple(replace(step, who=who) for step in ACCEPT_STEPS)
    return ACCEPT_STEPS if promise in (ACCEPT, ASKED) else DISPOSE_STEPS
