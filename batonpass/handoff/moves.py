"""How does a lead move on: claimed, handed over, released, escalated; and what becomes of its promises then?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from . import clock as promises
from . import facts as f
from .available import leave_of, until
from .brief import brief
from .brief_second import second_brief
from .checklist import with_answers
from .escalate import of_step
from .facts.clock import ClockResumed
from .follow_up import FOLLOW_UP
from .following import came_due
from .lead import FIRST_TOUCH, Clock, ClockState, Lead
from .notify import announce, answers_for, of_route, tell
from .off_shift import OffShift
from .other_hours import follow_hours
from .pauses import RESUME, resume
from .people import Rep
from .playbook import WORKED, Stage, StepKind, Target
from .pledges import BRIEF, DISPOSE, HOLD, OF_SALES, OWNER_TOO, hold
from .pools import Answer, take_turn
from .qualify import raised_hand
from .refusal import conflict, invalid
from .requests import Claim, Reassign, Resume, Ring
from .route import hand_over, route, routed
from .rungs import WHOLE
from .setting import Setting, condition_facts
from .take_back import handed_by, is_executives, must_not_claim, must_not_take_back
from .walk import Walk

NOBODY: frozenset[str] = frozenset()
WHOSE_IT_WAS = ("snoozed", "assigned", "reassigned", "reminder", "queued")
"""News that says whose a lead is, or is meant for them: what has not left when it moves on is no news any more."""
THEIR_HOURS = "by the hours that count now that it goes on"


def claimed(walk: Walk, request: Claim) -> None:
    """The first who claims a waiting lead owns it (scenario C15)."""
    lead, people = walk.lead, walk.setting.directory
    rep = people.reps.get(request.by)
    if rep is None or not rep.active:
        raise invalid(f"{request.by!r} is not one of our active people", field="by")
    if lead.owner == rep.id:
        return
    if lead.queue is None:
        raise conflict(
            f"already claimed: this lead belongs to {people.name_of(lead.owner)}"
            if lead.owner
            else "this lead waits in no queue"
        )
    must_not_claim(lead, rep.id, people)
    move(walk, hand_over(rep.id, walk.setting, rung="claim", because=f"claimed by {rep.name} from {lead.queue}"))


def reassigned(walk: Walk, request: Reassign) -> None:
    """A person decides who has it from now; nobody who is away."""
    lead, people = walk.lead, walk.setting.directory
    rep = people.reps.get(request.to)
    if rep is None and request.to not in people.queues:
        raise invalid(
            f"{request.to!r} is neither one of our people nor a queue", field="to", allowed=tuple(people.queues)
        )
    if rep:
        must_be_there(rep, walk.setting)
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        raise conflict(f"only a lead in sales' hands can be reassigned; this one is {lead.stage.value}")
    if request.to in (lead.owner, lead.queue):
        return
    must_not_take_back(lead, request, people)
    because = f"reassigned by {people.name_of(request.by)}"
    move(walk, hand_over(request.to, walk.setting, rung="reassign", because=because), tell_old=True)


def must_be_there(rep: Rep, setting: Setting) -> None:
    """Refuse to give a lead by hand to who left or is away."""
    if not rep.active:
        raise conflict(f"{rep.name} is no longer active; choose somebody else")
    if leave := leave_of(rep, setting):
        raise conflict(f"{rep.name} is away until {until(leave, rep, setting)}; choose somebody else")


def by_the_ladder(walk: Walk, *, avoid: frozenset[str] = NOBODY) -> f.Routed:
    """Whom the ladder names now for a lead that was handed over before; a hand raised for it is raised still.

    What an account executive has, or was asked to take, goes by the ladder of the second handoff, never to its SDR.
    """
    lead, setting = walk.lead, walk.setting
    hand = raised_hand(lead, None, setting.playbook.definition)
    seen = condition_facts(lead, setting.playbook, hand_raised=hand, at=setting.at, others=setting.others)
    onward = setting.playbook.second
    if onward is None or not is_executives(lead):
        return route(lead, setting, seen, avoid=avoid)
    second = replace(setting.playbook, routing=onward.routing, default_queue=onward.default_queue)
    return route(lead, replace(setting, playbook=second), with_answers(seen, lead), avoid=avoid | _not_for(lead))


def _not_for(lead: Lead) -> frozenset[str]:
    """Who handed the lead on to account executives is none of those who are asked."""
    sdr = handed_by(lead)
    return frozenset({sdr}) if sdr else NOBODY


def move(walk: Walk, found: f.Routed, *, tell_old: bool = False, news: str = "reassigned") -> None:
    """Another owner or queue; the running promises go along and buy no time (T7). `news` is what the new one hears."""
    old, setting = walk.lead.owner, walk.setting
    walk.keep(found)
    for clock in [c for c in walk.lead.clocks if c.state is ClockState.RUNNING]:
        _along(walk, clock)
    if found.held:
        walk.keep(hold(walk.lead, found.held, setting))
    walk.withdraw(*WHOSE_IT_WAS)
    if walk.lead.brief and brief(walk.lead, setting).lines != walk.lead.brief:
        brief_anew(walk)
    if found.rung != "claim":
        walk.ask(of_route(walk.lead, found, setting, kind=news))
    if tell_old:
        walk.ask(tell("taken_away", old, walk.lead, setting, why=found.because))
    walk.ask(announce(news, walk.lead, setting, because=found.because))


def _along(walk: Walk, clock: Clock) -> None:
    """A promise of sales goes along; a new owner begins it running; what was held waits no more.

    What stands still for the SDR while account executives decide goes on only when the lead comes back.
    """
    setting = walk.setting
    if clock.promise == HOLD:
        walk.keep(promises.stop(clock, setting, at=setting.at, because="somebody has it", closed=True))
    elif clock.promise in OF_SALES and not (clock.promise == DISPOSE and clock.paused_at is not None):
        if clock.paused_at is not None:
            go_on(walk, clock, Resume(by="", why="because the lead has another owner"))
        running = walk.lead.running(clock.promise)
        if running:
            walk.keep(promises.hand_on(walk.lead, running, setting))


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
    if step.kind == StepKind.REASSIGN and _given_on(walk):
        _missed_by_outage(walk, late, running, step)
        return
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


def go_on(walk: Walk, clock: Clock | None, request: Resume, *, since: datetime | None = None) -> ClockResumed:
    """A promise that stood still goes on; what became urgent meanwhile is promised from now, not from before."""
    fact = resume(clock, request, walk.setting, since=since)
    walk.keep(fact)
    running = walk.lead.clock
    if running and running.tier != walk.lead.tier and (moved := promises.tighten(walk.lead, running, walk.setting)):
        walk.keep(moved)
    return fact


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
    avoid = _not_for(lead)
    answer = take_turn(first, setting, avoid, why="held until now", by=at_work) if first else Answer(because="no pool")
    if answer.owner is None and later:
        answer = take_turn(later, setting, avoid, why="nobody opened in time")
    if answer.owner is None:
        why = f"it was held, and now {answer.because}"
        walk.ask(tell("queued", answers_for(lead.queue, setting), lead, setting, why=why))
        return
    move(walk, routed("hold", answer, setting, tried=[], missing=[]))


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


def completed(walk: Walk) -> None:
    """Marketing's promise of a complete brief is kept when nothing is missing any more."""
    clock = walk.lead.running(BRIEF)
    if clock is None:
        return
    fresh = brief(walk.lead, walk.setting)
    if fresh.missing != walk.lead.brief_missing:
        brief_anew(walk)
    if not fresh.missing:
        walk.keep(promises.stop(clock, walk.setting, at=walk.setting.at, because="the brief is complete"))


def brief_anew(walk: Walk) -> None:
    """What its owner reads, from what is known now; an account executive reads what was found out as well."""
    walk.keep(brief(walk.lead, walk.setting))
    if _not_for(walk.lead):
        walk.keep(second_brief(walk.lead, walk.setting))


def _given_on(walk: Walk) -> bool:
    """The next in turn who is not the late owner; False when there is nobody, and then a manager hears instead.

    What somebody has accepted is not taken away by a machine (scenario B03).
    """
    setting, late, second = walk.setting, walk.lead.owner, walk.lead.second
    asked = second is not None and second.waiting
    if late is None or (walk.lead.stage is not Stage.MQL and not asked):
        return False
    avoid = frozenset({late}) | _not_for(walk.lead)
    pools = [pool for pool in setting.directory.pools.values() if any(m.rep == late for m in pool.members)]
    found = take_turn(pools, setting, avoid, why="the owner did not touch it") if pools else None
    if found is None or found.owner is None or found.uncovered:
        return False
    move(walk, routed("escalation", found, setting, tried=[], missing=[]), tell_old=True)
    return True
