"""How does a lead go from the SDR to an account executive: when, to whom, with which brief and promise?"""

from __future__ import annotations

from dataclasses import replace

from . import clock as promises
from . import facts as f
from .available import absent
from .brief_second import second_brief
from .checklist import unmet, with_answers
from .facts.second import HandedOver
from .fold.second import second_of
from .lead import Clock, ClockState, Lead
from .may import must_be_ours, must_own_or_lead
from .notify import announce, of_route
from .playbook import Stage
from .playbook.second import SecondHandoff
from .pledges import BRIEF, DISPOSE, HOLD, OF_SALES, hold
from .pledges_second import stand_still, to_accept
from .refusal import conflict, invalid
from .requests_second import HandOver
from .route import route, route_to
from .seen import seen_now
from .setting import Setting
from .walk import Walk

PROMISES = frozenset({*OF_SALES, BRIEF, HOLD})


def handed_over(walk: Walk, request: HandOver) -> None:
    """From the SDR to an account executive: the definition, the ladder, the brief, the promise, the message."""
    setting, lead = walk.setting, walk.lead
    agreed, sdr = agreed_on(setting), lead.owner
    _must_be_sdrs(lead, request, setting)
    seen = with_answers(seen_now(lead, setting), lead)
    lacks = unmet(lead, setting.playbook, seen)
    if lacks:
        says = f"not ready for an account executive: {'; '.join(says for _, says in lacks)}"
        raise invalid(says, field="answers", allowed=tuple(name for name, _ in lacks))
    routed = _second_owner(walk, request, seen, agreed)
    name = setting.directory.name_of(request.by)
    walk.keep(
        HandedOver(
            at=setting.at,
            by=request.by,
            sdr=sdr,
            round=second_of(lead).rounds + 1,
            key=request.key,
            asked=request.asked,
            because=f"handed over by {name}",
        )
    )
    walk.keep(routed)
    for clock in running(walk.lead):
        if clock.promise == DISPOSE:
            walk.keep(stand_still(clock, setting))
        elif clock.promise in OF_SALES:
            walk.keep(promises.hand_on(walk.lead, clock, setting))
    walk.keep(second_brief(walk.lead, setting))
    walk.keep(to_accept(walk.lead, agreed, setting))
    if routed.held:
        walk.keep(hold(walk.lead, routed.held, setting))
    withdraw(walk)
    walk.ask(of_route(walk.lead, routed, setting, kind="handed_over"))
    walk.ask(announce("handed_over", walk.lead, setting, because=routed.because))


def _must_be_sdrs(lead: Lead, request: HandOver, setting: Setting) -> None:
    must_be_ours(request.by, setting)
    if second_of(lead).waiting:
        raise conflict(f"handed over already: {setting.directory.name_of(lead.owner or lead.queue)} has been asked")
    must_own_or_lead(lead, request.by, setting)
    if lead.stage is not Stage.SAL:
        first = "; accept it first" if lead.stage is Stage.MQL else ""
        raise conflict(f"only an accepted lead (SAL) is handed over; this one is {lead.stage.value}{first}")


def _second_owner(walk: Walk, request: HandOver, seen: dict[str, object], agreed: SecondHandoff) -> f.Routed:
    """Whom the SDR names, else the ladder of the second handoff; never the SDR again."""
    setting, people = walk.setting, walk.setting.directory
    if not request.to:
        avoid = frozenset({walk.lead.owner} if walk.lead.owner else ())
        second = replace(setting.playbook, routing=agreed.routing, default_queue=agreed.default_queue)
        return route(walk.lead, replace(setting, playbook=second), seen, avoid=avoid)
    rep = people.reps.get(request.to)
    if rep is None and request.to not in people.queues:
        says = f"{request.to!r} is neither one of our people nor a queue"
        raise invalid(says, field="to", allowed=tuple(people.queues))
    if request.to == walk.lead.owner:
        raise conflict("a lead is handed over to somebody else; close it or open the opportunity by yourself")
    if rep and (why := absent(rep.id, setting)):
        raise conflict(f"{why}; choose somebody else")
    because = f"chosen by {people.name_of(request.by)}"
    return route_to(request.to, setting, rung="named", because=because)


def agreed_on(setting: Setting) -> SecondHandoff:
    """What the playbook says about the second handoff; a conflict where it says nothing."""
    agreed = setting.playbook.second
    if agreed is None:
        raise conflict("the playbook has no second_handoff: whoever accepts a lead works it to its end")
    return agreed


def running(lead: Lead) -> list[Clock]:
    """The promises of the handoff that run now; a follow-up keeps its own."""
    return [one for one in lead.clocks if one.state is ClockState.RUNNING and one.promise in PROMISES]


def stop(walk: Walk, promise: str, because: str, *, closed: bool = False) -> None:
    """End this promise if it runs: met or broken, or closed without a verdict."""
    clock = walk.lead.running(promise)
    if clock:
        walk.keep(promises.stop(clock, walk.setting, at=walk.setting.at, because=because, closed=closed))


def withdraw(walk: Walk) -> None:
    """What was still to be told about the lead as it stood before is told no more."""
    walk.withdraw("reminder", "breach", "snoozed", "handed_over", "assigned")
