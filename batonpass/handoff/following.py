"""What becomes of the follow-up of a lead when something happens: does it begin, go on, go along or end?

One place looks at all that one decision made true, so that no verb needs to know of it. It costs a playbook without
cadences one look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from . import cadence
from . import facts as f
from .facts.cadence import FollowUpEnded, FollowUpLate, Replied, StepDone, StepSkipped
from .facts.second import HandedOver
from .facts.touch import TouchBounced
from .fold.second import second_of
from .follow_up import ANSWER, FINISHED, FOLLOW_UP, HANDED_OVER, MEETING, OUTCOME, REBOOK, FollowUp
from .hours import due, local_days_later, next_open
from .lead import Lead
from .notify import ACTIONS, manager_of_queue, tell
from .playbook import Stage
from .seen import seen_now
from .setting import Setting
from .stages import OPEN
from .standing import here_after_all, stand_still, woke
from .touch import AHEAD_MOST
from .walk import Walk

MEETING_DAYS = 14
"""So long after a meeting was booked somebody says what became of the lead: meetings lie ahead when they are booked."""
CALLED_OFF = frozenset({"meeting_cancelled", "meeting_missed"})
"""Signals of a meeting that does not take place."""
HAPPENED = attrgetter("at")
BEGINS = (Stage.MQL, Stage.SAL)
"""The stages in which a plan begins."""


def follow(walk: Walk) -> None:
    """Keep the follow-up in step with all that this decision made true."""
    if not walk.setting.playbook.cadences and walk.lead.follow_up is None:
        return
    for fact in tuple(walk.facts):
        step = FOLLOWS.get(type(fact))
        if step:
            step(walk, fact)
    _leave_out(walk)
    _out_of_hands(walk)
    stand_still(walk)


def came_due(walk: Walk) -> None:
    """Planned touches that are late are told once, all together; so is an answer or an outcome that is waited for."""
    lead, at = walk.lead, walk.setting.at
    running = lead.follow_up
    if running is None or not running.live:
        return
    if running.still:
        woke(walk)
        return
    late = cadence.overdue(running, at)
    waited = running.waits_until is not None and running.waits_until < at and not running.reminded
    if not late and not waited:
        return
    names = ", ".join(running.steps[n - 1].name for n in late) or running.next_words
    because = f"late in the follow-up plan: {names}"
    walk.keep(FollowUpLate(at=at, steps=late, because=because))
    who = lead.owner or manager_of_queue(lead.queue, walk.setting)
    walk.ask(tell("follow_up", who, walk.lead, walk.setting, why=because, actions=ACTIONS[2:]))


def relay(walk: Walk, why: str) -> None:
    """The hours of a plan have changed (T8)."""
    running = walk.lead.follow_up
    if running and running.running and not running.still:
        walk.keep(cadence.lay_again(walk.lead, running, walk.setting, why=why))


def _routed(walk: Walk, _: f.Routed) -> None:
    """A lead that somebody has is followed up; the plan of this round goes along when it is handed on.

    Account executives get no plan, for they have promises of their own; a lead they give back goes on with what it had.
    """
    lead, setting = walk.lead, walk.setting
    running = lead.follow_up
    if running and running.cycle == lead.cycle:
        if running.running and not running.still:
            walk.keep(cadence.hand_on(lead, running, setting))
        elif running.ended == HANDED_OVER and lead.stage is Stage.SAL and not second_of(lead).waiting:
            walk.keep(cadence.go_on(lead, running, setting))
        elif running.live:
            walk.keep(cadence.in_hours_of(lead, setting))
        return
    if lead.owner is None or lead.stage not in BEGINS or second_of(lead).waiting:
        return
    chosen = cadence.choose(setting.playbook.cadences, lead.tier, _seen(lead, setting))
    if chosen:
        walk.keep(cadence.plan(lead, chosen, setting))
        _known_already(walk)


def _seen(lead: Lead, setting: Setting) -> Mapping[str, object]:
    """What the conditions of the cadences see; nothing need be looked at where there are none."""
    return seen_now(lead, setting) if any(one.when for one in setting.playbook.cadences) else {}


def _known_already(walk: Walk) -> None:
    """Whoever called before the lead had an owner has called, and who booked a meeting to begin with waits for that."""
    lead, plan = walk.lead, walk.lead.follow_up
    for made in lead.made:
        _touched(walk, made)
    if plan is None or lead.cycle_since is None:
        return
    now = {one.at for one in walk.facts if isinstance(one, f.Captured | f.Observed)}
    done = [one for one in lead.activities if one.arrived_at >= lead.cycle_since or one.at in now]
    last = max((one for one in done if one.signal in CALLED_OFF.union(plan.meetings)), key=HAPPENED, default=None)
    if last and last.signal in plan.meetings:
        _end(walk, MEETING, because=f"they did: {last.signal}", waits_for=OUTCOME)


def _taken_back(walk: Walk, _: f.Undone) -> None:
    """A touch between a decision and its undoing counts whatever becomes of the decision (T13)."""
    plan = walk.lead.follow_up
    for made in walk.lead.made if plan else ():
        if plan and (plan.touched_at is None or made.at > plan.touched_at):
            _touched(walk, made)


def _bounced(walk: Walk, fact: TouchBounced) -> None:
    """Whose answer came back has not been answered; another that did arrive stands in for it."""
    running = walk.lead.follow_up
    if running is None or running.waits_for != OUTCOME or running.heard_at is None or running.meets:
        return
    heard = running.touched_at is not None and running.touched_at >= running.heard_at
    if fact.touched_at >= running.heard_at and not heard:
        _end(walk, "reply", because=fact.because, waits_for=ANSWER, heard_at=running.heard_at)


def _touched(walk: Walk, fact: f.Touched) -> None:
    running = walk.lead.follow_up
    if running is None or fact.earlier:
        return
    hours = walk.setting.hours(running.calendars)
    number = cadence.does(running, fact, hours) if running.running else None
    if number:
        step = running.steps[number - 1]
        in_time = fact.at <= step.due_at
        because = f"{step.name}: {fact.because}" + ("" if in_time else "; late")
        done = StepDone(at=fact.at, step=number, by=fact.by, kind=fact.kind, in_time=in_time, because=because)
        walk.keep(done)
        if step.reminded:
            walk.withdraw(FOLLOW_UP)
    if fact.kind == MEETING:
        _end(walk, MEETING, because=f"a meeting is booked: {fact.because}", waits_for=OUTCOME)
    elif (
        running.waits_for in (ANSWER, REBOOK) and running.ended_at and fact.at >= (running.heard_at or running.ended_at)
    ):
        _heard_back(walk)
    _finish(walk)


def _replied(walk: Walk, fact: Replied) -> None:
    _answered(walk, fact, because=fact.because)


def _heard_back(walk: Walk) -> None:
    _end(walk, "reply", because="they heard from us since", waits_for=OUTCOME)


def _arrived(walk: Walk, fact: f.Captured | f.Observed) -> None:
    """Some signals are an answer by themselves: a reply the mail system saw, a meeting booked in our calendar."""
    running = walk.lead.follow_up
    if running is None or fact.historic:
        return
    signals = fact.signals if isinstance(fact, f.Captured) else (fact.signal,)
    booked = [signal for signal in signals if signal in running.meetings]
    answered = [signal for signal in signals if signal in running.replies]
    if running.meets and CALLED_OFF.intersection(signals):
        _end(walk, MEETING, because="the meeting was called off", waits_for=REBOOK, heard_at=fact.at)
    elif booked:
        _end(walk, MEETING, because=f"they did: {booked[0]}", waits_for=OUTCOME)
    elif answered:
        _answered(walk, fact, because=f"they did: {answered[0]}")
    elif isinstance(fact, f.Captured) or fact.signal in walk.setting.playbook.definition.hand_raisers:
        here_after_all(walk)


def _answered(walk: Walk, fact: f.Fact, *, because: str) -> None:
    """What they say is to be answered; what is told late may have been by then, or was said before this round."""
    since = walk.lead.cycle_since
    if since and fact.at < since - AHEAD_MOST:
        return
    _end(walk, "reply", because=because, waits_for=ANSWER, heard_at=fact.at)
    running = walk.lead.follow_up
    if running and running.waits_for and running.touched_at and running.touched_at > fact.at:
        _heard_back(walk)


def _closed(walk: Walk, fact: f.Rejected | f.Disposed) -> None:
    _end(walk, "rejection" if isinstance(fact, f.Rejected) else "outcome", because=fact.because)


def _passed_on(walk: Walk, fact: HandedOver) -> None:
    """While an account executive decides, nobody makes the touches of who qualified the lead."""
    _end(walk, HANDED_OVER, because=fact.because)


def _skipped(walk: Walk, _: StepSkipped) -> None:
    _finish(walk)


def _finish(walk: Walk) -> None:
    """After the last planned touch somebody says what became of the lead."""
    running = walk.lead.follow_up
    if running and running.running and not running.open:
        _end(walk, FINISHED, because="no planned touch is left", waits_for=OUTCOME)


def _leave_out(walk: Walk) -> None:
    """What the lead does not want to get is left out of the plan, and says so; what they allow again is not."""
    running = walk.lead.follow_up
    if running is None or not walk.lead.consent:
        return
    if again := cadence.wanted_again(running, walk.lead, walk.setting):
        walk.keep(again)
        walk.withdraw(FOLLOW_UP)
    for number, step, name in cadence.left_out(running, walk.lead):
        because = f"{step.name} left out: the lead refuses {name}"
        walk.keep(StepSkipped(at=walk.setting.at, step=number, by="consent", left_out=True, because=because))
    _finish(walk)


def _out_of_hands(walk: Walk) -> None:
    """A lead that is no longer in sales' hands is followed up no more, whatever took it out of them."""
    lead, running = walk.lead, walk.lead.follow_up
    if running and running.live and (lead.stage not in OPEN or running.cycle != lead.cycle):
        _end(walk, "stage", because=f"the lead is {lead.stage.value} now")


def _end(walk: Walk, ended: str, *, because: str, waits_for: str = "", heard_at: datetime | None = None) -> None:
    """The plan ends, and no reminder of it leaves any more; an open lead goes on waiting for something dated."""
    running, at = walk.lead.follow_up, walk.setting.at
    if running is None or not running.live:
        return
    until = _until(running, walk.setting, ended=ended, waits_for=waits_for) if waits_for else None
    if until and running.waits_for == waits_for and running.waits_until:
        until = min(until, running.waits_until)
    walk.keep(
        FollowUpEnded(at=at, ended=ended, waits_for=waits_for, waits_until=until, heard_at=heard_at, because=because)
    )
    walk.withdraw(FOLLOW_UP)


def _until(running: FollowUp, setting: Setting, *, ended: str, waits_for: str) -> datetime:
    """While a meeting is booked, nobody need say what became of the lead before it can have been held."""
    hours = setting.hours(running.calendars)
    if waits_for in (ANSWER, REBOOK):
        return due(next_open(setting.at, hours), timedelta(seconds=running.answer_seconds), hours)
    days = MEETING_DAYS if ended == MEETING or running.meets else running.decide_days
    return local_days_later(setting.at, days, hours)


FOLLOWS: Mapping[type, Callable[[Walk, Any], None]] = {
    f.Routed: _routed,
    f.Touched: _touched,
    f.Captured: _arrived,
    f.Observed: _arrived,
    f.Rejected: _closed,
    f.Disposed: _closed,
    HandedOver: _passed_on,
    Replied: _replied,
    StepSkipped: _skipped,
    f.Undone: _taken_back,
    TouchBounced: _bounced,
}
