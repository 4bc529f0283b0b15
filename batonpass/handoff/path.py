"""The handoff on one page: what follows from each arrival, and what it asks of the world.

Nothing here waits, looks at a clock or touches the world. An arrival comes in; the facts that follow from it and
the effects they ask for come out. What people and clocks ask of a lead that is handed over stands in answer.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import clock as promises
from . import facts as f
from .brief import brief
from .brief_anew import completed
from .following import follow
from .identify import identify
from .lead import Clock, ClockState, Lead
from .look_up import look_up
from .notify import acknowledge, announce, of_acknowledgement, of_route, tell
from .objecting import objected
from .other_hours import follow_hours
from .playbook import Stage
from .pledges import at_hand_over, hold, on_asking
from .qualify import Weighing, asks_again, asks_for_us, qualify, tier_by
from .record import replace
from .rest import rests, rests_no_more
from .resumed import waited_for
from .review import heard_more, looked_at_first
from .route import of_customer, route
from .route_again import route_on
from .score import score
from .seen import seen_now
from .setting import Setting, add_score
from .walk import Advanced, Walk

Arrival = f.Captured | f.Observed | f.Learned


def advance(lead: Lead, fact: Arrival, setting: Setting) -> Advanced:
    """Take one arrival in and walk the lead as far as it can go without the world."""
    walk = Walk(lead, setting)
    for _ in steps(walk, fact):
        pass  # whoever has the tallies at hand need not stop before the turns are asked
    return walk.done()


def steps(walk: Walk, fact: Arrival) -> Iterator[None]:
    """The same, with one halt: where the lead is about to be given to whose turn it is.

    Up to there nothing depends on what other decisions take from the pools, so that much of many leads may be worked
    out side by side before anybody holds the tallies. A lead that is handed to nobody does not halt.
    """
    lead, setting = walk.lead, walk.setting
    walk.keep(fact)
    walk.keep(identify(walk.lead, setting.directory, at=setting.at))
    waited_for(walk, fact)
    if lead.clock and walk.lead.value("country") != lead.value("country"):
        follow_hours(walk, f"by the hours that count for a lead in {walk.lead.value('country')}")
    yield from judging(walk, fact)
    if walk.lead.review:
        heard_more(walk, fact)
    completed(walk)
    route_on(walk)
    if setting.playbook.enrichment and not isinstance(fact, f.Learned) and not fact.historic:
        walk.ask([*look_up(walk.lead, setting)])
    heard = (walk.lead.consent, walk.lead.consented_at) != (lead.consent, lead.consented_at)
    if heard:
        objected(walk)
    if isinstance(fact, f.Captured) and not fact.historic and walk.lead.stage is not Stage.DISQUALIFIED:
        _answer_lead(walk, fact)
    rests_no_more(walk)
    follow(walk)


def judge(walk: Walk, arrived: Arrival | None) -> None:
    """Score, qualify, and follow what the verdict asks; without an arrival by what is known already."""
    for _ in judging(walk, arrived):
        pass


def judging(walk: Walk, arrived: Arrival | None) -> Iterator[None]:
    """The same, with a halt between the brief and the turn."""
    setting, playbook = walk.setting, walk.setting.playbook
    seen = seen_now(walk.lead, setting, arrived)
    before, scored = walk.lead.score, score(walk.lead, playbook, seen, at=setting.at)
    walk.keep(scored)
    add_score(seen, scored)
    at, hours = setting.at, setting.hours
    case = Weighing(lead=walk.lead, arrived=arrived, playbook=playbook, seen=seen, at=at, hours=hours, before=before)
    verdict = qualify(case)
    rests(walk, case, verdict)
    if verdict is not None and (playbook.definition.review or walk.lead.review):
        verdict = looked_at_first(walk, verdict, seen)
    if verdict is None:
        return
    walk.keep(verdict)
    running = walk.lead.clock
    match verdict:
        case f.AskedAgain():
            _told_again(walk, verdict)
            _asked_in_work(walk, arrived, seen)
        case f.Qualified(starts_cycle=True):
            walk.keep(brief(walk.lead, setting))
            yield
            give(walk, seen)
        case f.Qualified(stage=Stage.MQL):
            again = asks_again(replace(case, lead=walk.lead))
            if not _tightened(walk, running) and again:
                walk.keep(again)
                _told_again(walk, again)
                _asked_in_work(walk, arrived, seen)
        case f.Qualified(stage=Stage.DISQUALIFIED) if running:
            for clock in [c for c in walk.lead.clocks if c.state is ClockState.RUNNING]:
                walk.keep(promises.stop(clock, setting, at=setting.at, because=verdict.because, closed=True))
        case _:
            pass


def hand_over(walk: Walk, seen: dict[str, object], *, first: f.Routed | None = None) -> None:
    """From marketing to sales: the brief, the owner (the first, if it is known), the promise, the message."""
    walk.keep(brief(walk.lead, walk.setting))
    give(walk, seen, first=first)


def give(walk: Walk, seen: dict[str, object], *, first: f.Routed | None = None) -> None:
    """A lead with its brief finds its owner; the promise to them begins, and they are told."""
    setting = walk.setting
    routed = of_customer(walk.lead, setting) or first or route(walk.lead, setting, seen)
    walk.keep(routed)
    walk.keep(promises.start(walk.lead, setting))
    for pledge in at_hand_over(walk.lead, setting):
        walk.keep(pledge)
    if routed.held:
        walk.keep(hold(walk.lead, routed.held, setting))
    walk.ask(of_route(walk.lead, routed, setting))
    walk.ask(announce("assigned" if routed.owner else "queued", walk.lead, setting, because=routed.because))


def _tightened(walk: Walk, running: Clock | None) -> bool:
    """Tighten a promise that runs, and tell its owner, if the new tier makes it sooner."""
    if running is None or running.paused_at:
        return False
    moved = promises.tighten(walk.lead, running, walk.setting)
    if moved is None:
        return False
    walk.keep(brief(walk.lead, walk.setting))
    walk.keep(moved)
    walk.ask(tell("asked_again", walk.lead.owner, walk.lead, walk.setting, why=moved.because))
    return True


def _told_again(walk: Walk, fact: f.AskedAgain) -> None:
    """The owner hears at most once an hour that the same person came back."""
    hour = f"{walk.setting.at:%Y%m%dT%H}"
    for effect in tell("asked_again", walk.lead.owner, walk.lead, walk.setting, why=fact.because):
        walk.ask([replace(effect, key=f"{walk.lead.id}/again/{hour}/{getattr(effect, 'channel', '')}")])


def _asked_in_work(walk: Walk, arrived: Arrival | None, seen: dict[str, object]) -> None:
    """A hand that somebody raises whom we reached before is promised an answer, like anybody's."""
    playbook = walk.setting.playbook
    if asks_for_us(arrived, playbook.definition) and (
        pledge := on_asking(walk.lead, tier_by(seen, playbook), walk.setting)
    ):
        walk.keep(pledge)


def _answer_lead(walk: Walk, fact: f.Captured) -> None:
    owed = acknowledge(walk.lead, fact.signals, walk.setting)
    if owed:
        walk.keep(owed)
        walk.ask(of_acknowledgement(walk.lead, owed, walk.setting))
