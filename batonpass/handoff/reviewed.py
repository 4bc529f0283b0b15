"""What follows when marketing has looked at a lead, wants to know more, takes its answer back, or never looked?"""

from __future__ import annotations

from datetime import timedelta

from . import clock as promises
from .bands import band
from .facts import Qualified, Undone
from .facts.review import Approved, MoreAsked, PassedOn, SentBack
from .lead import Clock, ClockState, Lead
from .notify import ANSWERS, announce, manager_of_queue, tell
from .objecting import objected
from .path import hand_over
from .playbook import Stage, StepKind
from .playbook.review import REVIEW, USUAL_REASONS, Waiting
from .qualify import hand_by_now, stricter, tier_by
from .record import replace
from .refusal import conflict, invalid
from .requests import Approve, AskMore, SendBack
from .review import LATE, again, present, round_of, stop_review
from .rungs import WHOLE
from .score import score
from .seen import seen_now
from .setting import Setting, add_score
from .turn_back import turn_back
from .walk import Walk
from .wishes import objects
from .words import length

SAYS_MOST = 500


def reviewed(walk: Walk, request: Approve | SendBack | AskMore) -> None:
    """Marketing answers, or asks for more before it does."""
    match request:
        case Approve():
            _approved(walk, request)
        case SendBack():
            _sent_back(walk, request)
        case AskMore():
            _more_asked(walk, request)


def _approved(walk: Walk, request: Approve) -> None:
    """Marketing says yes: an MQL as of now, routed as of now; the first touch is promised from here, not before."""
    waiting, name = _must_wait(walk, request.by), walk.setting.directory.name_of(request.by)
    note = f": {request.note.strip()}" if request.note.strip() else ""
    fact = Approved(at=walk.setting.at, by=request.by, note=request.note, because=f"approved by {name}{note}")
    walk.keep(fact)
    stop_review(walk, fact.because)
    _to_sales(walk, waiting, f"approved by {name}")


def _sent_back(walk: Walk, request: SendBack) -> None:
    """Marketing says no, and why; until the cool-down ends only a raised hand brings the lead in again."""
    _must_wait(walk, request.by)
    policy = walk.setting.playbook.definition.review
    reasons = policy.reasons if policy else USUAL_REASONS
    reason = reasons.get(request.reason)
    if reason is None:
        says = f"{request.reason!r} is not a reason" if request.reason else "sending back needs its reason"
        raise invalid(f"{says}; choose one of: {', '.join(reasons)}", field="reason", allowed=tuple(reasons))
    if reason.needs_note and not request.note.strip():
        raise invalid(f"{reason.code} needs a note that says more", field="note")
    then = Stage.DISQUALIFIED if reason.for_good else Stage.NURTURE
    because = f"sent back by {walk.setting.directory.name_of(request.by)}: {reason.says}; goes to {then.value}"
    walk.keep(
        SentBack(at=walk.setting.at, by=request.by, reason=reason.code, note=request.note, then=then, because=because)
    )
    stop_review(walk, because)


def _more_asked(walk: Walk, request: AskMore) -> None:
    """Somebody is asked for what a reviewer misses; the promise runs on, for the lead is not the one to wait."""
    waiting, setting, says = _must_wait(walk, request.by), walk.setting, request.says.strip()[:SAYS_MOST]
    people = setting.directory.reps
    if not says:
        raise invalid("say what you want to know", field="says")
    if request.of and request.of not in people:
        raise invalid(f"{request.of!r} is not one of our people", field="of", allowed=tuple(people))
    named = (request.of,) if request.of else (setting.playbook.brief_by,) if setting.playbook.brief_by else ()
    others = present(tuple(one for one in waiting.people if one != request.by), setting)
    asked = next((one for one in (*named, *others) if one), None)
    name = setting.directory.name_of(request.by)
    to = f" of {setting.directory.name_of(asked)}" if asked else ""
    fact = MoreAsked(at=setting.at, by=request.by, says=says, of=asked, because=f"{name} asked{to}: {says}")
    walk.keep(fact)
    walk.ask(tell(REVIEW, asked, walk.lead, setting, why=f"{name} wants to know before deciding: {says}"))


def take_back(walk: Walk, fact: Undone) -> None:
    """An answer is taken back as long as sales has not reached out: the lead waits for marketing again (F05)."""
    lead, owner, setting = walk.lead, walk.lead.owner, walk.setting
    if lead.undo and lead.undo.what == "approval":
        if lead.stage is not Stage.MQL or (lead.clock is None):
            raise conflict("sales has reached out already; talk to who has it")
        for clock in [c for c in lead.clocks if c.state is ClockState.RUNNING]:
            walk.keep(promises.stop(clock, setting, at=setting.at, because=fact.because, closed=True))
        if lead.pool and owner:
            walk.keep(turn_back(lead, 1, setting, because=f"{fact.because}: the turn in {lead.pool} comes back"))
    walk.keep(fact)
    walk.withdraw("assigned", "queued", "reminder", "breach", "snoozed")
    if owner:
        walk.ask(tell("taken_away", owner, walk.lead, setting, why=f"{fact.because}; marketing looks again"))
        walk.ask(announce("reassigned", walk.lead, setting, because=fact.because))
    if objects(walk.lead):
        objected(walk)


def review_rang(walk: Walk) -> None:
    """Nobody has looked yet: a reminder, then what the lead's own policy says, and never silence (T4, T9)."""
    running, waiting, setting = walk.lead.running(REVIEW), walk.lead.waiting, walk.setting
    step = promises.ring(running, setting) if running else None
    if step is None or running is None or waiting is None:
        return
    late = step.percent >= WHOLE
    if late and step.kind == StepKind.REASSIGN:
        walk.keep(step)
        _unseen(walk, waiting, running)
        return
    if late and not step.next_steps:
        step = replace(step, next_steps=(again(step, running, setting),))
    walk.keep(step)
    kind, people = (LATE, _above(waiting, setting)) if late else (REVIEW, present(waiting.people, setting))
    for one in people:
        actions = ANSWERS if one in waiting.people else ()
        walk.ask(tell(kind, one, walk.lead, setting, why=step.because, actions=actions))


def _unseen(walk: Walk, waiting: Waiting, running: Clock) -> None:
    within = length(timedelta(seconds=running.budget_seconds))
    why = f"nobody looked within {within} of working time, so it passes on"
    walk.keep(PassedOn(at=walk.setting.at, because=why))
    stop_review(walk, why)
    _to_sales(walk, waiting, why)
    for one in present(waiting.people, walk.setting):
        walk.ask(tell(LATE, one, walk.lead, walk.setting, why=f"marketing's review: {why}"))


def _above(waiting: Waiting, setting: Setting) -> tuple[str, ...]:
    """Who hears that marketing is late: those who lead the reviewers, and the reviewers; never nobody."""
    reps = setting.directory.reps
    bosses = tuple(boss for one in waiting.people if one in reps and (boss := reps[one].manager))
    queue = manager_of_queue(setting.playbook.default_queue, setting)
    above = dict.fromkeys((*(bosses or ((queue,) if queue else ())), *waiting.people))
    return present(tuple(above), setting)


def _to_sales(walk: Walk, waiting: Waiting, why: str) -> None:
    """Scored, put into its tier and handed over as of now; a tier that it had when marketing was asked is not lost."""
    setting, playbook = walk.setting, walk.setting.playbook
    seen = seen_now(walk.lead, setting)
    scored = score(walk.lead, playbook, seen, at=setting.at)
    walk.keep(scored)
    add_score(seen, scored)
    seen["lead.hand_raised"] = hand_by_now(walk.lead, waiting, playbook.definition)
    walk.keep(
        Qualified(
            at=setting.at,
            stage=Stage.MQL,
            tier=stricter(waiting.tier, tier_by(seen, playbook), playbook),
            band=band(walk.lead, scored, playbook.definition),
            cycle=round_of(walk.lead, waiting),
            starts_cycle=True,
            because=f"{waiting.because}; {why}",
            rule=waiting.rule,
        )
    )
    hand_over(walk, seen)


def _must_wait(walk: Walk, by: str) -> Waiting:
    """The wait that is to be answered. Of two who answer at once the second is told who was faster."""
    lead, setting = walk.lead, walk.setting
    if not by.strip():
        raise invalid("say who answers", field="by")
    if lead.waiting:
        return lead.waiting
    raise conflict(_why_not(lead, setting))


def _why_not(lead: Lead, setting: Setting) -> str:
    held = lead.review
    if held is None:
        return f"this lead does not wait for a review: it is {lead.stage.value}"
    who = f" by {setting.directory.name_of(held.by)}" if held.by else ""
    when = f" at {held.ended_at:%Y-%m-%d %H:%M} UTC" if held.ended_at else ""
    return f"this lead was {held.verdict}{who}{when} already; it is {lead.stage.value} now"
