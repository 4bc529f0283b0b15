"""What is said of a fact about the follow-up of a lead: planned, made, skipped, late, answered, ended?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts.cadence import (
    FollowUpEnded,
    FollowUpLate,
    FollowUpPaused,
    FollowUpRelaid,
    FollowUpResumed,
    FollowUpStarted,
    Replied,
    StepDone,
    StepSkipped,
    StepsWanted,
)
from batonpass.handoff.facts.touch import TouchBounced
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

from .story_who import Said

WAITS = {
    "answer": later("their reply wants an answer"),
    "outcome": later("somebody says what became of it"),
    "rebook": later("they want another time"),
}


def _started(fact: FollowUpStarted, _: Reader) -> Said:
    return say("Follow-up planned: {n} touches", n=len(fact.plan.steps)), heard(fact.because), ""


def _done(fact: StepDone, _: Reader) -> Said:
    return (
        say("Planned touch {step} made", step=fact.step)
        if fact.in_time
        else say("Planned touch {step} made, late", step=fact.step),
        heard(fact.because),
        "good",
    )


def _skipped(fact: StepSkipped, _: Reader) -> Said:
    return (
        say("Planned touch {step} left out", step=fact.step)
        if fact.left_out
        else say("Planned touch {step} skipped", step=fact.step),
        heard(fact.because),
        "",
    )


def _wanted(fact: StepsWanted, _: Reader) -> Said:
    return say("Touches planned again"), heard(fact.because), ""


def _late(fact: FollowUpLate, _: Reader) -> Said:
    return words.sentence(heard(fact.because)), "", "bad"


def _relaid(fact: FollowUpRelaid, _: Reader) -> Said:
    return say("Follow-up laid out again"), heard(fact.because), ""


def _paused(fact: FollowUpPaused, _: Reader) -> Said:
    return say("Follow-up stands still"), heard(fact.because), ""


def _resumed(fact: FollowUpResumed, _: Reader) -> Said:
    return say("Follow-up goes on"), heard(fact.because), ""


def _ended(fact: FollowUpEnded, reader: Reader) -> Said:
    until = (
        say(" by {moment}", moment=words.moment(fact.waits_until, zone=reader.zone, now=reader.now))
        if fact.waits_until
        else ""
    )
    waits = (
        say("; now {get}{until}", get=WAITS.get(fact.waits_for, fact.waits_for), until=until) if fact.waits_for else ""
    )
    return say("Nothing more is planned"), heard(fact.because) + waits, ""


def _replied(fact: Replied, _: Reader) -> Said:
    return say("They replied"), heard(fact.because), "key"


def _came_back(fact: TouchBounced, _: Reader) -> Said:
    runs = say("; the promise runs again") if fact.reopens and fact.next_at is None else ""
    return say("A touch never reached them"), heard(fact.because) + runs, "bad"


PLANNED: Mapping[type, Callable[[Any, Reader], Said]] = {
    Replied: _replied,
    TouchBounced: _came_back,
    FollowUpStarted: _started,
    StepDone: _done,
    StepSkipped: _skipped,
    StepsWanted: _wanted,
    FollowUpLate: _late,
    FollowUpRelaid: _relaid,
    FollowUpPaused: _paused,
    FollowUpResumed: _resumed,
    FollowUpEnded: _ended,
}
