"""What does each fact change about a lead's clocks?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from batonpass.handoff import facts as f
from batonpass.handoff.facts.clock import ClockPaused, ClockResumed
from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.lead import ACCEPT, DISPOSE, FIRST_TOUCH, Clock, ClockState, Lead, Stood, Stretch
from batonpass.handoff.record import replace
from batonpass.handoff.rungs import WHOLE

Clocks = tuple[Clock, ...]


def booked(lead: Lead, at: datetime) -> Clocks:
    """A promise that is broken when the lead moves on stays with who held it then, even if nobody has rung yet."""
    if not any(_breaks_unbooked(clock, at) for clock in lead.clocks):
        return lead.clocks
    held_by = lead.owner or lead.queue
    return tuple(replace(c, breached_owner=held_by) if _breaks_unbooked(c, at) else c for c in lead.clocks)


def not_accepted(clocks: Clocks, was: Stood) -> Clocks:
    """The promises once an acceptance is taken back: the one it kept runs again, the one it began was never made."""
    before = {(clock.promise, clock.started_at): clock for clock in was.clocks}
    return tuple(
        before[key] if clock.promise == ACCEPT else clock
        for clock in clocks
        if (key := (clock.promise, clock.started_at)) in before or clock.promise != DISPOSE
    )


def _breaks_unbooked(clock: Clock, at: datetime) -> bool:
    running = clock.state is ClockState.RUNNING and clock.paused_at is None
    return running and clock.due_at < at and clock.breached_owner is None and clock.promise != FOLLOW_UP


def _started(lead: Lead, fact: f.ClockStarted, playbook: str) -> Clocks:
    clock = Clock(
        promise=fact.promise,
        tier=fact.tier,
        cycle=fact.cycle,
        state=ClockState.RUNNING,
        started_at=fact.at,
        laid_at=fact.at,
        due_at=fact.due_at,
        budget_seconds=fact.budget_seconds,
        calendars=fact.calendars,
        steps=fact.steps,
        call_not_before=fact.call_not_before,
        playbook=playbook,
        held=fact.held,
        days=fact.days,
        team=fact.team,
    )
    return (*lead.clocks, clock)


def _moved(lead: Lead, fact: f.ClockMoved, _: str) -> Clocks:
    worked, by = fact.worked_seconds, fact.calendars
    return _on_clock(
        lead,
        fact.promise,
        tier=fact.tier,
        laid_at=fact.at,
        due_at=fact.due_at,
        budget_seconds=fact.budget_seconds,
        used_seconds=fact.used_seconds,
        calendars=fact.calendars,
        steps=fact.steps,
        call_not_before=fact.call_not_before,
        days=fact.days,
        no_later=fact.no_later,
        team=fact.team,
        stretches=_ran_on(lead, fact, calendars=by, worked=worked),
    )


def _ran_on(
    lead: Lead, fact: f.ClockMoved | ClockPaused | ClockResumed, *, calendars: tuple[str, ...], worked: float | None
) -> tuple[Stretch, ...]:
    """How the promise ran until this fact, and that from now on it runs by these hours, or by none."""
    clock = _latest(lead, fact.promise)
    if clock is None:
        return ()
    ran = clock.ran
    goes_on = ran[-1].worked_seconds + fact.used_seconds - clock.used_seconds
    return (*ran, Stretch(since=fact.at, worked_seconds=goes_on if worked is None else worked, calendars=calendars))


def _escalated(lead: Lead, fact: f.Escalated, _: str) -> Clocks:
    clock = lead.running(fact.promise)
    if clock is None or clock.breached_at is not None or fact.percent < WHOLE:
        return _on_clock(lead, fact.promise, steps=fact.next_steps, steps_from=fact.steps_from)
    whose = clock.breached_owner or lead.owner or lead.queue
    broken = {"breached_at": clock.due_at, "breached_owner": whose, "excuse": fact.excuse}
    return _on_clock(lead, fact.promise, steps=fact.next_steps, steps_from=fact.steps_from, **broken)


def _stopped(lead: Lead, fact: f.ClockStopped, _: str) -> Clocks:
    broken = fact.state == ClockState.BREACHED
    clock = _latest(lead, fact.promise)
    whose = (clock.breached_owner if clock else None) or lead.owner or lead.queue
    return _on_clock(
        lead,
        fact.promise,
        state=ClockState(fact.state),
        ended_at=fact.at,
        response_seconds=fact.response_seconds,
        steps=(),
        paused_at=None,
        held_steps=_to_come(clock),
        breached_owner=whose if broken else None,
        excuse=clock.excuse if clock and broken else "",
    )


def _to_come(clock: Clock | None) -> tuple[f.RungAt, ...]:
    """The steps not carried out when a promise ends: they wait, in case what ended it never arrived."""
    if clock is None or clock.promise != FIRST_TOUCH:
        return ()
    running = clock.state is ClockState.RUNNING and clock.paused_at is None
    return clock.steps if running else clock.held_steps


def _paused(lead: Lead, fact: ClockPaused, _: str) -> Clocks:
    clock = lead.running(fact.promise)
    return _on_clock(
        lead,
        fact.promise,
        paused_at=fact.at,
        used_seconds=fact.used_seconds,
        laid_at=fact.at,
        held_steps=clock.steps if clock else (),
        steps=fact.steps,
        stretches=_ran_on(lead, fact, calendars=(), worked=None),
    )


def _resumed(lead: Lead, fact: ClockResumed, _: str) -> Clocks:
    clock = lead.running(fact.promise)
    wall = int((fact.at - clock.paused_at).total_seconds()) if clock and clock.paused_at else 0
    return _on_clock(
        lead,
        fact.promise,
        paused_at=None,
        paused_seconds=fact.paused_seconds,
        paused_wall_seconds=wall + (clock.paused_wall_seconds if clock else 0),
        used_seconds=fact.used_seconds,
        laid_at=fact.at,
        due_at=fact.due_at,
        days=fact.days,
        no_later=fact.no_later,
        held_steps=(),
        steps=fact.steps,
        stretches=_ran_on(lead, fact, calendars=clock.calendars if clock else (), worked=None),
    )


def _latest(lead: Lead, promise: str) -> Clock | None:
    return next((clock for clock in reversed(lead.clocks) if clock.promise == promise), None)


def _on_clock(lead: Lead, promise: str, **change: Any) -> Clocks:  # noqa: ANN401 - the fields of Clock, checked there
    """The latest clock of that promise changed; older ones are history."""
    clocks = list(lead.clocks)
    for n in range(len(clocks) - 1, -1, -1):
        if clocks[n].promise == promise:
            clocks[n] = replace(clocks[n], **change)
            break
    return tuple(clocks)


CLOCKS: Mapping[type[f.Fact], Callable[[Lead, Any, str], Clocks]] = {
    f.ClockStarted: _started,
    f.ClockMoved: _moved,
    f.Escalated: _escalated,
    f.ClockStopped: _stopped,
    ClockPaused: _paused,
    ClockResumed: _resumed,
}
