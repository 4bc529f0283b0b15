"""What follows from what a person or a clock asks of a lead?"""

from __future__ import annotations

from . import clock as promises
from . import facts as f
from .dispose import dispose
from .effects import CancelPending
from .lead import Clock, ClockState, Lead
from .notify import announce, of_route, of_step, tell
from .playbook import WORKED, Stage, StepKind
from .pools import take_turn
from .refusal import conflict, invalid
from .requests import Accept, Claim, Dispose, LoseOwner, Reassign, Reject, Relay, Request, Ring, Touch, Undo
from .route import hand_over, route
from .setting import Setting, condition_facts
from .touch import accept, reject, touch, undo
from .turn import give_back
from .walk import Advanced, Walk


def answer(lead: Lead, request: Request, setting: Setting) -> Advanced:
    """Do what a person or a clock asks, or raise Refusal and change nothing."""
    if lead.merged_into:
        raise conflict(f"this lead lives on in {lead.merged_into}, which it was merged into; act there")
    walk = Walk(lead, setting)
    match request:
        case Touch():
            _touched(walk, request)
        case Accept():
            _accepted(walk, request)
        case Reject():
            _ended(walk, reject(lead, request, setting), "rejected")
            _turn_back(walk, lead, request)
        case Dispose():
            _ended(walk, dispose(lead, request, setting), "disposed")
        case Undo():
            walk.keep(undo(lead, request, setting))
            if lead.turn_returned and lead.pool:
                walk.keep(_turn(lead.pool, request.by, -1, setting, because="the rejection was taken back"))
            walk.ask(
                [CancelPending(key=f"{lead.id}/{walk.lead.seq}/cancel", kind="cancel", kinds=("rejected", "disposed"))]
            )
        case Claim():
            _claimed(walk, request)
        case Reassign():
            _reassigned(walk, request)
        case Relay():
            _relaid(walk, request)
        case LoseOwner():
            _owner_lost(walk, request)
        case Ring():
            _rang(walk)
        case _:
            raise invalid(f"{type(request).__name__} is not something a lead can be asked")
    return walk.done()


def _touched(walk: Walk, request: Touch) -> None:
    """A human touch stops the first-touch clock; one made in time and told late mends the verdict (scenario D26)."""
    fact = touch(request, walk.setting)
    walk.keep(fact)
    clock = _judged_by(walk.lead, fact)
    if clock is None:
        return
    corrected = clock.breached_at is not None and fact.at <= clock.due_at
    walk.keep(promises.stop(clock, walk.setting, at=fact.at, because=fact.because))
    walk.ask([CancelPending(key=f"{walk.lead.id}/{walk.lead.seq}/cancel", kind="cancel", kinds=("reminder", "breach"))])
    if corrected:
        rep = walk.setting.directory.reps.get(walk.lead.owner or "")
        why = f"touched in time after all: {fact.because}"
        walk.ask(tell("corrected", rep.manager if rep else None, walk.lead, walk.setting, why=why))


def _judged_by(lead: Lead, fact: f.Touched) -> Clock | None:
    """The clock this touch ends: the running one, or a breached one that it shows to have been met."""
    if lead.clock:
        return lead.clock
    last = next((c for c in reversed(lead.clocks) if c.cycle == lead.cycle), None)
    mends = last and last.state is ClockState.BREACHED and fact.at <= last.due_at
    return last if mends else None


def _accepted(walk: Walk, request: Accept) -> None:
    fact = accept(walk.lead, request, walk.setting)
    if fact:
        walk.keep(fact)
        walk.ask(announce("accepted", walk.lead, walk.setting, because=fact.because))


def _ended(walk: Walk, fact: f.Rejected | f.Disposed, event: str) -> None:
    """A decision with a reason ends the promise too (T13)."""
    running = walk.lead.clock
    walk.keep(fact)
    if running:
        walk.keep(promises.stop(running, walk.setting, at=fact.at, because=fact.because))
    walk.ask(
        [
            CancelPending(
                key=f"{walk.lead.id}/{walk.lead.seq}/cancel", kind="cancel", kinds=("reminder", "breach", "assigned")
            )
        ]
    )
    walk.ask(announce(event, walk.lead, walk.setting, because=fact.because))


def _turn_back(walk: Walk, before: Lead, request: Reject) -> None:
    """A turn spent on a lead that should never have been theirs comes back, if it was a turn that brought it."""
    reason = walk.setting.playbook.rejections[request.reason]
    if reason.turn_back and before.pool:
        because = f"{reason.says}: the turn in {before.pool} comes back"
        walk.keep(_turn(before.pool, request.by, 1, walk.setting, because=because))


def _turn(pool: str, rep: str, turns: int, setting: Setting, *, because: str) -> f.TurnReturned:
    tally = give_back(rep, setting.turns.get(pool, {}), turns)
    return f.TurnReturned(at=setting.at, pool=pool, rep=rep, turns=turns, turn=tally, because=because)


def _claimed(walk: Walk, request: Claim) -> None:
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
    routed = hand_over(rep.id, walk.setting, rung="claim", because=f"claimed by {rep.name} from {lead.queue}")
    _move(walk, routed)


def _reassigned(walk: Walk, request: Reassign) -> None:
    lead, people = walk.lead, walk.setting.directory
    rep = people.reps.get(request.to)
    if rep is None and request.to not in people.queues:
        raise invalid(
            f"{request.to!r} is neither one of our people nor a queue", field="to", allowed=tuple(people.queues)
        )
    if rep and not rep.active:
        raise conflict(f"{rep.name} is no longer active; choose somebody else")
    if lead.stage is not Stage.MQL and lead.stage not in WORKED:
        raise conflict(f"only a lead in sales' hands can be reassigned; this one is {lead.stage.value}")
    if request.to in (lead.owner, lead.queue):
        return
    because = f"reassigned by {people.name_of(request.by)}"
    _move(walk, hand_over(request.to, walk.setting, rung="reassign", because=because), tell_old=True)


def _relaid(walk: Walk, request: Relay) -> None:
    running = walk.lead.clock
    if running:
        used = request.used_seconds
        walk.keep(promises.lay_again(walk.lead, running, walk.setting, used=used, why=request.why))


def _owner_lost(walk: Walk, request: LoseOwner) -> None:
    """An owner who left hands on at once: by the ladder, never to nobody (scenario C03)."""
    if walk.lead.owner != request.owner:
        return
    setting = walk.setting
    walk.keep(
        f.OwnerLost(at=setting.at, owner=request.owner, because=f"{setting.directory.name_of(request.owner)} left")
    )
    seen = condition_facts(walk.lead, setting.playbook, at=setting.at, others=setting.others)
    _move(walk, route(walk.lead, setting, seen, avoid=frozenset({request.owner})))


def _move(walk: Walk, routed: f.Routed, *, tell_old: bool = False) -> None:
    """Another owner or queue; the running promise goes along and buys no time (T7)."""
    old, setting = walk.lead.owner, walk.setting
    walk.keep(routed)
    running = walk.lead.clock
    if running:
        walk.keep(promises.hand_on(walk.lead, running, setting))
    if routed.rung != "claim":
        walk.ask(of_route(walk.lead, routed, setting, kind="reassigned"))
    if tell_old:
        walk.ask(tell("taken_away", old, walk.lead, setting, why=routed.because))
    walk.ask(announce("reassigned", walk.lead, setting, because=routed.because))


def _rang(walk: Walk) -> None:
    """A promise nobody kept climbs its own ladder, one step, once."""
    running = walk.lead.clock
    step = promises.ring(running, walk.setting) if running else None
    if step is None:
        return
    walk.keep(step)
    if step.percent >= promises.WHOLE and running and running.breached_at is None:
        walk.ask(announce("breached", walk.lead, walk.setting, because=step.because))
    if step.kind == StepKind.REASSIGN and _given_on(walk):
        return
    walk.ask(of_step(walk.lead, step, walk.setting))


def _given_on(walk: Walk) -> bool:
    """The next in turn who is not the late owner; False when there is nobody, and then a manager hears instead.

    What somebody has accepted is not taken away by a machine (scenario B03).
    """
    setting, late = walk.setting, walk.lead.owner
    if late is None or walk.lead.stage is not Stage.MQL:
        return False
    pools = [pool for pool in setting.directory.pools.values() if any(m.rep == late for m in pool.members)]
    found = take_turn(pools, setting, frozenset({late}), why="the owner did not touch it") if pools else None
    if found is None or found.owner is None or found.uncovered:
        return False
    routed = f.Routed(
        at=setting.at, owner=found.owner, queue=None, rung="escalation", because=found.because, pool=found.pool,
        turn=found.turn or {}, passed=found.passed,
    )  # fmt: skip
    _move(walk, routed, tell_old=True)
    return True
