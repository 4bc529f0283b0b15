"""What follows from what a person or a clock asks of a lead?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import clock as promises
from . import facts as f
from .answer_second import of_second, second_answer
from .answered import answered
from .dispose import dispose
from .follow_asked import skip
from .follow_up import FOLLOW_UP
from .following import follow
from .lead import ASKED, FIRST_TOUCH, REST, Clock, ClockState, Lead
from .moves import claimed, reassigned
from .notify import ACTIONS, announce, manager_of_queue, tell
from .objecting import objected
from .other_hours import follow_hours, relaid
from .owner_lost import owner_lost
from .path import judge
from .pauses import pause
from .playbook import Stage
from .playbook.review import REVIEW
from .pledges import ACCEPT, DISPOSE, OF_SALES, on_acceptance
from .rang import now_running, rang, ring_again
from .record import replace
from .records import record_gone, record_moved
from .refusal import conflict, invalid
from .requests import (
    Accept,
    Approve,
    AskMore,
    Away,
    Claim,
    Dispose,
    LoseOwner,
    LoseRecord,
    MoveRecord,
    Pause,
    Reassign,
    Reject,
    Relay,
    Reply,
    Request,
    Resume,
    Ring,
    RouteAgain,
    SendBack,
    SkipStep,
    Snooze,
    Touch,
    TouchBack,
    Undo,
)
from .requests_second import SecondRequest
from .rest import rested, rests_no_more
from .resumed import THEIR_HOURS, go_on
from .review import asked_back, not_asked_back, present
from .reviewed import review_rang, reviewed, take_back
from .route_again import routed_again
from .setting import Setting
from .snooze import snooze
from .stages import OPEN
from .standing import away
from .touch import accept, reject, touch, undo
from .touch_back import touch_back
from .turn_back import turn_back
from .walk import Advanced, Walk
from .wishes import objects

KNOWN_BY_NOW = ("assigned", "reassigned")
"""Whose a lead is need not be told to who has taken it on or reached out, when word of it could not leave sooner."""


def answer(lead: Lead, request: Request, setting: Setting) -> Advanced:
    """Do what a person or a clock asks, or raise Refusal and change nothing."""
    _must_live(lead)
    walk = Walk(lead, setting)
    asked = of_second(lead, request) or request
    if isinstance(asked, SecondRequest):
        second_answer(walk, asked)
    elif do := ANSWERS.get(type(asked)):
        do(walk, asked)
    else:
        raise invalid(f"{type(asked).__name__} is not something a lead can be asked")
    rests_no_more(walk)
    follow(walk)
    return walk.done()


def _rang(walk: Walk, request: Ring) -> None:
    if request.promise == REVIEW:
        review_rang(walk)
    elif request.promise == REST:
        if rested(walk):
            judge(walk, None)
    else:
        rang(walk, request)


def _rejected(walk: Walk, request: Reject) -> None:
    """Sales gives the lead back; a turn taken for nothing comes back to who took it."""
    before = walk.before
    _ended(walk, reject(before, request, walk.setting), "rejected")
    reason = walk.setting.playbook.rejections[request.reason]
    if reason.turn_back and before.pool:
        because = f"{reason.says}: the turn in {before.pool} comes back"
        walk.keep(turn_back(before, 1, walk.setting, because=because, rep=request.by))
    if reason.review:
        asked_back(walk, request.note)
    if reason.tell:
        _told_of_rejection(walk, reason.tell, request)


def _told_of_rejection(walk: Walk, who: str, request: Reject) -> None:
    """Somebody finds the right person, or takes it back to marketing; they hear once nobody takes the word back."""
    setting, note = walk.setting, request.note.strip()
    why = walk.lead.because + (f'; "{note}"' if note else "")
    after = setting.at + setting.playbook.undo_grace
    for one in present((who,), setting):
        walk.ask(tell("notice", one, walk.lead, setting, why=why, not_before=after))


def _disposed(walk: Walk, request: Dispose) -> None:
    _ended(walk, dispose(walk.lead, request, walk.setting), "disposed")


def _paused(walk: Walk, request: Pause) -> None:
    walk.keep(pause(walk.lead, walk.lead.clock, request, walk.setting))
    walk.withdraw("reminder")


def _resumed(walk: Walk, request: Resume) -> None:
    go_on(walk, walk.lead.clock, request)
    follow_hours(walk, THEIR_HOURS)


def _skipped(walk: Walk, request: SkipStep) -> None:
    walk.keep(skip(walk.lead, request, walk.setting))


def _undone(walk: Walk, request: Undo) -> None:
    """The last decision is taken back, with the turn it gave back and the messages it asked for."""
    lead, fact = walk.before, undo(walk.before, request, walk.setting)
    if lead.undo and lead.undo.review:
        take_back(walk, fact)
        return
    walk.keep(fact)
    if walk.lead.waiting:
        not_asked_back(walk, fact)
    since, clock = lead.undo.touched_at if lead.undo else None, walk.lead.clock
    if since and clock:
        walk.keep(promises.stop(clock, walk.setting, at=since, because="touched before the decision was taken back"))
    if objects(walk.lead) and walk.lead.stage is Stage.MQL:
        objected(walk)
    if lead.turn_returned and lead.pool:
        walk.keep(turn_back(lead, -1, walk.setting, because="the rejection was taken back", rep=request.by))
    walk.withdraw("rejected", "disposed", "notice")
    ring_again(walk, now_running(lead))


def _snoozed(walk: Walk, request: Snooze) -> None:
    """The owner hears again when they asked to, and of one snooze only: the last."""
    fact = snooze(walk.lead, request, walk.setting)
    walk.keep(fact)
    walk.withdraw("snoozed")
    walk.ask(
        tell("snoozed", fact.by, walk.lead, walk.setting, why=fact.because, actions=ACTIONS, not_before=fact.until)
    )


def _must_live(lead: Lead) -> None:
    if lead.merged_into:
        raise conflict(f"this lead lives on in {lead.merged_into}, which it was merged into; act there")


def _touched(walk: Walk, request: Touch) -> None:
    """A human touch stops the first-touch clock; one made in time and told late mends the verdict (D26)."""
    fact = touch(walk.lead, request, walk.setting)
    if fact is None:
        return
    walk.keep(fact)
    asked = walk.lead.running(ASKED)
    if asked and fact.at >= asked.started_at:
        walk.keep(promises.stop(asked, walk.setting, at=fact.at, because=fact.because))
        walk.withdraw("reminder", "asked_again")
    clock = None if fact.earlier else _judged_by(walk.lead, fact)
    if clock is None:
        return
    corrected = clock.breached_at is not None and fact.at <= clock.due_at
    walk.keep(promises.stop(clock, walk.setting, at=fact.at, because=fact.because))
    if clock.ended_at is None:
        known = KNOWN_BY_NOW if request.by == walk.lead.owner else ()
        walk.withdraw("reminder", "breach", "snoozed", *known)
    if corrected:
        why = f"touched in time after all: {fact.because}"
        for one in _to_correct(clock, request, walk.setting):
            walk.ask(tell("corrected", one, walk.lead, walk.setting, why=why))


def _to_correct(clock: Clock, request: Touch, setting: Setting) -> tuple[str | None, ...]:
    """Who was told that the promise was broken: nobody else has anything to forget (D26)."""
    if request.warned is not None:
        return request.warned
    late = setting.directory.reps.get(clock.breached_owner or "")
    return (late.manager if late else manager_of_queue(clock.breached_owner, setting),)


def _judged_by(lead: Lead, fact: f.Touched) -> Clock | None:
    """The clock this touch ends: the running one, or one that it shows to have been kept sooner than we knew."""
    if lead.clock:
        return lead.clock
    last = next((c for c in reversed(lead.clocks) if c.cycle == lead.cycle and c.promise == FIRST_TOUCH), None)
    if last is None or last.ended_at is None:
        return None
    return last if fact.at < last.ended_at else None


def _accepted(walk: Walk, request: Accept) -> None:
    fact = accept(walk.lead, request, walk.setting)
    if fact is None:
        return
    walk.keep(fact)
    running = walk.lead.running(ACCEPT)
    if running:
        walk.keep(promises.stop(running, walk.setting, at=fact.at, because=fact.because))
    next_one = on_acceptance(walk.lead, walk.setting)
    if next_one:
        walk.keep(next_one)
    walk.withdraw(*KNOWN_BY_NOW)
    walk.ask(announce("accepted", walk.lead, walk.setting, because=fact.because))


def _ended(walk: Walk, fact: f.Rejected | f.Disposed, event: str) -> None:
    """A decision with a reason ends the promises of sales too (T13); marketing's brief is asked for no more."""
    clocks = (clock for clock in walk.lead.clocks if clock.promise != FOLLOW_UP)
    running = [clock for clock in clocks if clock.state is ClockState.RUNNING]
    walk.keep(fact)
    for clock in running:
        if clock.promise in OF_SALES and not (clock.promise == DISPOSE and fact.then in OPEN):
            walk.keep(_verdict(walk, clock, fact))
        elif clock.promise not in OF_SALES:
            walk.keep(promises.stop(clock, walk.setting, at=fact.at, because=fact.because, closed=True))
    walk.withdraw("reminder", "breach", "snoozed", "assigned")
    walk.ask(announce(event, walk.lead, walk.setting, because=fact.because))


def _verdict(walk: Walk, clock: Clock, fact: f.Rejected | f.Disposed) -> f.ClockStopped:
    """A first touch that nobody made is not kept by an outcome without a reason, which ends it without a verdict."""
    ended = promises.stop(clock, walk.setting, at=fact.at, because=fact.because)
    if clock.promise == FIRST_TOUCH and ended.state == ClockState.MET and not fact.reason:
        return replace(ended, state=ClockState.CLOSED.value)
    return ended


ANSWERS: Mapping[type[Request], Callable[[Walk, Any], None]] = {
    Touch: _touched,
    Accept: _accepted,
    Reject: _rejected,
    Dispose: _disposed,
    Undo: _undone,
    Approve: reviewed,
    SendBack: reviewed,
    AskMore: reviewed,
    Claim: claimed,
    Reassign: reassigned,
    RouteAgain: routed_again,
    Relay: relaid,
    LoseOwner: owner_lost,
    TouchBack: touch_back,
    Away: away,
    MoveRecord: record_moved,
    LoseRecord: record_gone,
    Pause: _paused,
    Resume: _resumed,
    Snooze: _snoozed,
    Ring: _rang,
    Reply: answered,
    SkipStep: _skipped,
}
"""What each request makes of a lead; what is asked in the second half stands in answer_second.py."""
