"""What follows when a clock rings: a step of its ladder, the end of a pause, the end of a wait for a pool?"""

from __future__ import annotations

from . import clock as promises
from . import facts as f
from .escalate import of_step
from .follow_up import FOLLOW_UP
from .following import came_due
from .lead import FIRST_TOUCH, Clock, ClockState, Lead
from .moves import move, not_for
from .notify import announce, answers_for, tell
from .off_shift import OffShift
from .other_hours import follow_hours
from .pauses import RESUME
from .people import Pool
from .playbook import Rung, Stage, StepKind, Target
from .pledges import HOLD, OWNER_TOO
from .pools import EVERYBODY, Answer, take_turn
from .record import replace
from .requests import Resume, Ring
from .resumed import THEIR_HOURS, go_on
from .route import routed
from .rungs import WHOLE
from .walk import Walk


def rang(walk: Walk, request: Ring) -> None:
    """A promise nobody kept climbs its own ladder, one step, once."""
    if request.promise == FOLLOW_UP:
        came_due(walk)
        return
    running = walk.lead.running(request.promise)
    if running and running.promise == HOLD:
        _released(walk, running)
        return
    if running and running.paused_at is not None:
        _awoke(walk, running)
        return
    step = promises.ring(running, walk.setting, excuse=request.excuse) if running else None
    if step is None:
        return
    walk.keep(step)
    if step.percent >= WHOLE and running and running.breached_at is None and running.promise == FIRST_TOUCH:
        walk.ask(announce("breached", walk.lead, walk.setting, because=step.because))
    late = walk.lead.owner
    if step.kind == StepKind.REASSIGN:
        stays = _given_on(walk)
        if not stays:
            _missed_by_outage(walk, late, running, step)
            return
        step = replace(step, because=f"{step.because}; {stays}")
    if step.promise in OWNER_TOO:
        walk.ask(tell("reminder", walk.lead.owner, walk.lead, walk.setting, why=step.because))
    walk.ask(of_step(walk.lead, step, walk.setting))


def now_running(lead: Lead) -> frozenset[str]:
    """The promises that run now."""
    return frozenset(clock.promise for clock in lead.clocks if clock.state is ClockState.RUNNING)


def ring_again(walk: Walk, ran: frozenset[str]) -> None:
    """What runs again and should have rung by now rings in the same breath: no outage of ours made it late (F05)."""
    for promise in sorted(now_running(walk.lead) - ran - {FOLLOW_UP, HOLD}):
        rang(walk, Ring(by="clock", promise=promise))


def _missed_by_outage(walk: Walk, late: str | None, clock: Clock | None, step: f.Escalated) -> None:
    """Whoever a step meant that an outage skipped hears of it with the step that was carried out, once (T12).

    Without it the late owner's manager would not learn that a promise broke while nothing ran.
    """
    missed = [s for s in (clock.steps if clock else ()) if s.percent in step.skipped and s.kind == StepKind.NOTIFY]
    if missed:
        now = walk.setting.directory.name_of(walk.lead.owner)
        told = replace(step, kind=missed[-1].kind, who=missed[-1].who, because=f"{step.because}; {now} has it now")
        walk.ask(of_step(replace(walk.lead, owner=late), told, walk.setting, holds="had"))


def _awoke(walk: Walk, clock: Clock) -> None:
    """A pause has lasted as long as it may."""
    over = clock.steps[0] if clock.steps and clock.steps[0].kind == RESUME else None
    if over and over.at < walk.setting.at:
        fact = go_on(walk, clock, Resume(by="", why="for it may not stand still longer"), since=over.at)
        follow_hours(walk, THEIR_HOURS)
        walk.ask(tell("reminder", walk.lead.owner, walk.lead, walk.setting, why=f"the promise {fact.because}"))


def _released(walk: Walk, clock: Clock) -> None:
    """The wait of a held lead is over: who of its pools is at work has it, else the second pools, else we say so."""
    setting, lead, held = walk.setting, walk.lead, clock.held
    if held is None or clock.due_at >= setting.at:
        return
    walk.keep(promises.stop(clock, setting, at=setting.at, because="the wait is over", closed=True))
    pools = setting.directory.pools
    first = [pools[name] for name in held.pools if name in pools]
    later = [pools[name] for name in held.then if name in pools]
    at_work = Target(off_shift=OffShift.NEXT_RUNG)
    avoid = not_for(lead)
    answer = take_turn(first, setting, avoid, why="held until now", by=at_work) if first else Answer(because="no pool")
    if answer.owner is None and later:
        answer = take_turn(later, setting, avoid, why="nobody opened in time")
    if answer.owner is None:
        why = f"it was held, and now {answer.because}"
        walk.ask(tell("queued", answers_for(lead.queue, setting), walk.lead, setting, why=why))
        return
    move(walk, routed("hold", answer, setting, tried=[], missing=[]))


def _given_on(walk: Walk) -> str:
    """The next in turn of the late owner's own pools has it; else why it stays, and then a manager hears instead.

    What somebody has accepted is not taken away by a machine (B03).
    """
    setting, late, second = walk.setting, walk.lead.owner, walk.lead.second
    asked = second is not None and second.waiting
    if late is None:
        return "nobody has claimed it"
    name = setting.directory.name_of(late)
    if walk.lead.stage is not Stage.MQL and not asked:
        return f"it stays with {name}, who accepted it"
    avoid = frozenset({late}) | not_for(walk.lead)
    pools = _shared_with(late, walk, asked=asked)
    found = take_turn(pools, setting, avoid, why="the owner did not touch it") if pools else None
    if found is None or found.owner is None or found.uncovered:
        return f"it stays with {name}, for nobody else could take it"
    move(walk, routed("escalation", found, setting, tried=[], missing=[]), tell_old=True)
    return ""


def _shared_with(late: str, walk: Walk, *, asked: bool) -> list[Pool]:
    """The pools in which the late owner takes turns, first the one that brought the lead.

    A lead of one team is no other's: everybody's pool counts only where this half's ladder sends leads there, and what
    is a pool of the other half alone never does.
    """
    playbook = walk.setting.playbook
    first, second = _sent_to(playbook.routing), _sent_to(playbook.second.routing if playbook.second else ())
    here, beyond = (second, first) if asked else (first, second)
    closed = (beyond | {EVERYBODY}) - here
    pools = [pool for pool in walk.setting.directory.pools.values() if any(m.rep == late for m in pool.members)]
    return sorted((p for p in pools if p.name not in closed), key=lambda pool: pool.name != walk.lead.pool)


def _sent_to(ladder: tuple[Rung, ...]) -> frozenset[str]:
    """The pools to which a routing ladder sends leads."""
    targets = [t for rung in ladder for t in (rung.target, *(case.target for case in rung.cases)) if t]
    return frozenset(name for t in targets for name in (*t.pools, *(t.hold.then if t.hold else ())))
