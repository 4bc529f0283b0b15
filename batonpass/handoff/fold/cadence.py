"""What does each fact change about the follow-up of a lead, and about the clock that goes with it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts import RungAt
from batonpass.handoff.facts.cadence import (
    FollowUpEnded,
    FollowUpLate,
    FollowUpPaused,
    FollowUpRelaid,
    FollowUpResumed,
    FollowUpStarted,
    Replied,
    StepDone,
    StepSkipped,
    StepsWanted,
    Window,
)
from batonpass.handoff.follow_up import AWAY, FOLLOW_UP, MEETING, REBOOK, FollowUp, StepState
from batonpass.handoff.lead import Clock, ClockState, Lead
from batonpass.handoff.record import replace
from batonpass.handoff.rungs import WHOLE

Clocks = tuple[Clock, ...]


def followed(lead: Lead, fact: Any, playbook: str) -> Mapping[str, Any]:  # noqa: ANN401 - one of the facts below
    """The follow-up after one more fact, with its clock beside it; a fact about none changes nothing."""
    plan = lead.follow_up
    if isinstance(fact, FollowUpStarted):
        plan = replace(fact.plan, playbook=playbook, touches_before=lead.touches - len(lead.made))
    elif plan is not None:
        plan = CHANGES[type(fact)](plan, fact)
    if plan is None:
        return {"changed_at": fact.at}
    return {"follow_up": plan, "clocks": with_clock(lead.clocks, plan), "changed_at": fact.at}


def with_clock(clocks: Clocks, plan: FollowUp | None) -> Clocks:
    """The clocks with that of the follow-up as the plan has it: it is due with the first touch to come.

    Its one step is the next touch whose owner has not heard yet that it is late.
    """
    if plan is None:
        return clocks
    others = tuple(c for c in clocks if (c.promise, c.cycle) != (FOLLOW_UP, plan.cycle))
    before = next((c for c in clocks if (c.promise, c.cycle) == (FOLLOW_UP, plan.cycle)), None)
    return (*others, _clock(plan, before))


def _clock(plan: FollowUp, before: Clock | None) -> Clock:
    first = plan.open[0] if plan.open else None
    due_at = first.due_at if first else plan.waits_until or (before.due_at if before else plan.started_at)
    if plan.running and plan.still_until:
        due_at = plan.still_until
    return Clock(
        promise=FOLLOW_UP,
        tier=plan.tier,
        cycle=plan.cycle,
        state=ClockState.RUNNING if plan.live else ClockState.CLOSED,
        started_at=plan.started_at,
        laid_at=plan.started_at,
        due_at=due_at,
        budget_seconds=first.seconds if first else plan.answer_seconds,
        calendars=plan.calendars,
        steps=_reminders(plan),
        ended_at=None if plan.live else plan.ended_at,
        playbook=plan.playbook,
    )


def _reminders(plan: FollowUp) -> tuple[RungAt, ...]:
    if plan.running and plan.still:
        return _wakes(plan)
    at = next((step.due_at for step in plan.open if not step.reminded), None)
    if plan.waits_until and plan.waits_for and not plan.reminded:
        at = plan.waits_until
    return (RungAt(at=at, percent=WHOLE, kind="remind", who="owner"),) if at else ()


def _wakes(plan: FollowUp) -> tuple[RungAt, ...]:
    """A plan goes on by itself when they are back; with a promise it goes on when that does."""
    if plan.still != AWAY or plan.still_until is None:
        return ()
    return (RungAt(at=plan.still_until, percent=0, kind="resume", who="owner"),)


def _done(plan: FollowUp, fact: StepDone) -> FollowUp:
    return _on_step(plan, fact.step, state=StepState.DONE, at=fact.at, by=fact.by, because=fact.because)


def _skipped(plan: FollowUp, fact: StepSkipped) -> FollowUp:
    state = StepState.LEFT_OUT if fact.left_out else StepState.SKIPPED
    return _on_step(plan, fact.step, state=state, at=fact.at, by=fact.by, because=fact.because)


def _late(plan: FollowUp, fact: FollowUpLate) -> FollowUp:
    if not fact.steps:
        return replace(plan, reminded=True)
    late = fact.steps
    return replace(plan, steps=tuple(replace(s, reminded=True) if n in late else s for n, s in plan.numbered))


def _relaid(plan: FollowUp, fact: FollowUpRelaid | FollowUpResumed) -> FollowUp:
    return _laid(replace(plan, calendars=fact.calendars), fact.windows)


def _laid(plan: FollowUp, windows: tuple[Window, ...]) -> FollowUp:
    for window in windows:
        laid = {"opens_at": window.opens_at, "due_at": window.due_at, "seconds": window.seconds}
        plan = _on_step(plan, window.step, **laid)
    return plan


def _wanted(plan: FollowUp, fact: StepsWanted) -> FollowUp:
    """What was left out is to be made again; a plan that had ended for want of touches goes on with them."""
    for window in fact.windows:
        plan = _on_step(plan, window.step, state=StepState.OPEN, at=None, by="", because="")
    plan = replace(plan, ended="", ended_at=None, waits_for="", waits_until=None, reminded=False)
    return _laid(plan, fact.windows)


def _paused(plan: FollowUp, fact: FollowUpPaused) -> FollowUp:
    return replace(plan, still=fact.why, still_since=plan.still_since or fact.at, still_until=fact.until)


def _resumed(plan: FollowUp, fact: FollowUpResumed) -> FollowUp:
    plan = replace(plan, ended="", ended_at=None, reminded=False, away_seconds=fact.away_seconds)
    return _relaid(_moving(plan), fact)


def _moving(plan: FollowUp) -> FollowUp:
    return replace(plan, still="", still_since=None, still_until=None) if plan.still else plan


def _ended(plan: FollowUp, fact: FollowUpEnded) -> FollowUp:
    """The first end is the end; what the lead waits for after it may change."""
    meets = fact.waits_for != REBOOK if fact.ended == MEETING else plan.meets
    heard_at = fact.heard_at or plan.heard_at
    if plan.still_since and plan.running:
        stood = int((fact.at - plan.still_since).total_seconds())
        plan = _moving(replace(plan, away_seconds=plan.away_seconds + stood))
    plan = replace(
        plan, waits_for=fact.waits_for, waits_until=fact.waits_until, reminded=False, meets=meets, heard_at=heard_at
    )
    return plan if plan.ended_at else replace(plan, ended=fact.ended, ended_at=fact.at)


def _same(plan: FollowUp, _: Replied) -> FollowUp:
    return plan


def _on_step(plan: FollowUp, number: int, **change: Any) -> FollowUp:  # noqa: ANN401 - the fields of PlannedStep
    return replace(plan, steps=tuple(replace(s, **change) if n == number else s for n, s in plan.numbered))


CHANGES: Mapping[type, Callable[[FollowUp, Any], FollowUp]] = {
    Replied: _same,
    StepDone: _done,
    StepSkipped: _skipped,
    StepsWanted: _wanted,
    FollowUpLate: _late,
    FollowUpRelaid: _relaid,
    FollowUpPaused: _paused,
    FollowUpResumed: _resumed,
    FollowUpEnded: _ended,
}
FOLLOWED = (FollowUpStarted, *CHANGES)
