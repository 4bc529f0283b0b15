"""What is said of a fact about a promise: begun, moved, paused, rung, escalated, ended, or to be told again?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from batonpass.handoff import facts as f
from batonpass.handoff.facts.clock import ClockPaused, ClockResumed, Snoozed
from batonpass.handoff.rungs import WHOLE
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import called, words
from batonpass.web.parts.reader import Reader

from .story_who import Said

ENDS = {
    "met": later("Promise kept"),
    "breached": later("Promise broken"),
    "closed": later("Promise closed without a verdict"),
}
TONES = {"met": "good", "breached": "bad"}
THE = {"owner": later("the owner"), "manager": later("the manager"), "pool": later("the pool")}
STEPS = {"remind": later("Reminded"), "notify": later("Told"), "reassign": later("Should go on to")}


def _started(fact: f.ClockStarted, reader: Reader) -> Said:
    promise, moment = words.sentence(called.promise(fact.promise)), _moment(fact.due_at, reader)
    return say("{promise} promised by {moment}", promise=promise, moment=moment), heard(fact.because), ""


def _moved(fact: f.ClockMoved, reader: Reader) -> Said:
    promise, moment = words.sentence(called.promise(fact.promise)), _moment(fact.due_at, reader)
    return say("{promise} now due {moment}", promise=promise, moment=moment), heard(fact.because), ""


def _paused(fact: ClockPaused, _: Reader) -> Said:
    return say("Promise paused"), heard(fact.because), ""


def _resumed(fact: ClockResumed, reader: Reader) -> Said:
    return say("Promise goes on, due {due}", due=_moment(fact.due_at, reader)), heard(fact.because), ""


def _escalated(fact: f.Escalated, reader: Reader) -> Said:
    """Whoever is no longer known by name is told of by their id."""
    whom = say(THE[fact.who]) if fact.who in THE else reader.agreed.directory.name_of(fact.who)
    does = f"{STEPS.get(fact.kind, words.sentence(fact.kind))}: {whom}"
    return does, heard(fact.because), "bad" if fact.percent >= WHOLE else ""


def _stopped(fact: f.ClockStopped, _: Reader) -> Said:
    took = (
        ""
        if fact.response_seconds is None
        else say(" after {length} of working time", length=words.length(fact.response_seconds))
    )
    return f"{ENDS.get(fact.state, fact.state)}{took}", heard(fact.because), TONES.get(fact.state, "")


def _snoozed(fact: Snoozed, reader: Reader) -> Said:
    name, moment = reader.agreed.directory.name_of(fact.by), _moment(fact.until, reader)
    return say("{name} wants to be told again {moment}", name=name, moment=moment), "", ""


def _moment(at: datetime, reader: Reader) -> str:
    return words.moment(at, zone=reader.zone, now=reader.now)


CLOCKED: Mapping[type, Callable[[Any, Reader], Said]] = {
    f.ClockStarted: _started,
    f.ClockMoved: _moved,
    f.Escalated: _escalated,
    f.ClockStopped: _stopped,
    ClockPaused: _paused,
    ClockResumed: _resumed,
    Snoozed: _snoozed,
}
