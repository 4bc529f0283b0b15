"""How does a lead move on to another owner or queue, and what becomes of its promises then?"""

from __future__ import annotations

from dataclasses import replace

from . import clock as promises
from . import facts as f
from .available import leave_of, until
from .brief import brief
from .brief_anew import brief_anew
from .checklist import with_answers
from .lead import Clock, ClockState, Lead
from .may import leader_of
from .notify import announce, of_route, tell
from .people import Directory, Rep
from .playbook import WORKED, Stage
from .pledges import DISPOSE, HOLD, OF_SALES, hold
from .refusal import conflict, forbidden, invalid
from .requests import Claim, Reassign, Resume
from .resumed import go_on
from .route import route, route_to
from .seen import seen_now
from .setting import Setting
from .take_back import handed_by, is_executives, must_not_claim, must_not_take_back
from .walk import Walk

NOBODY: frozenset[str] = frozenset()
NOBODY_WAIVES = "nobody leads whoever has this lead; an administrator may let its promise move later"
WHOSE_IT_WAS = ("snoozed", "assigned", "reassigned", "reminder", "queued")
"""News that says whose a lead is, or is meant for them: what has not left when it moves on is no news any more."""


def claimed(walk: Walk, request: Claim) -> None:
    """The first who claims a waiting lead owns it (C15)."""
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
    move(walk, route_to(rep.id, walk.setting, rung="claim", because=f"claimed by {rep.name} from {lead.queue}"))


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
    found = route_to(request.to, walk.setting, rung="reassign", because=because)
    move(walk, found, tell_old=True, waive=_waived(lead, request, people))


def _waived(lead: Lead, request: Reassign, people: Directory) -> str:
    """Why the promise may move later, with who allows it; refused of everybody whose own promise it might be."""
    why = request.waive.strip()
    if not why:
        return ""
    queue = people.queues.get(lead.queue or "")
    leads = leader_of(lead, people) if lead.owner else queue and queue.manager
    if request.by in people.reps and request.by != leads:
        raise forbidden(f"only {people.name_of(leads)} may let this promise move later" if leads else NOBODY_WAIVES)
    return f"{why} ({people.name_of(request.by)})"


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
    seen = seen_now(lead, setting)
    onward = setting.playbook.second
    if onward is None or not is_executives(lead):
        return route(lead, setting, seen, avoid=avoid)
    second = replace(setting.playbook, routing=onward.routing, default_queue=onward.default_queue)
    return route(lead, replace(setting, playbook=second), with_answers(seen, lead), avoid=avoid | not_for(lead))


def not_for(lead: Lead) -> frozenset[str]:
    """Who handed the lead on to account executives is none of those who are asked."""
    sdr = handed_by(lead)
    return frozenset({sdr}) if sdr else NOBODY


def move(walk: Walk, found: f.Routed, *, tell_old: bool = False, news: str = "reassigned", waive: str = "") -> None:
    """Another owner or queue; the running promises go along and buy no time (T7), unless that is waived for a reason.

    `news` is what the new one hears.
    """
    old, setting = walk.lead.owner, walk.setting
    walk.keep(found)
    for clock in [c for c in walk.lead.clocks if c.state is ClockState.RUNNING]:
        _along(walk, clock, waive)
    if found.held:
        walk.keep(hold(walk.lead, found.held, setting))
    walk.withdraw(*WHOSE_IT_WAS)
    fresh = brief(walk.lead, setting) if walk.lead.brief else None
    if fresh and fresh.lines != walk.lead.brief:
        brief_anew(walk, fresh)
    if found.rung != "claim":
        walk.ask(of_route(walk.lead, found, setting, kind=news))
    if tell_old:
        walk.ask(tell("taken_away", old, walk.lead, setting, why=found.because))
    walk.ask(announce(news, walk.lead, setting, because=found.because))


def _along(walk: Walk, clock: Clock, waive: str) -> None:
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
            walk.keep(promises.hand_on(walk.lead, running, setting, waive=waive))
