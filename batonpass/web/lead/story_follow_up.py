"""What is said of a fact about the follow-up of a lead: planned, made, skipped, late, answered, ended?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from batonpass.handoff.facts_cadence import (
    FollowUpEnded,
    FollowUpLate,
    FollowUpRelaid,
    FollowUpResumed,
    FollowUpStarted,
    Replied,
    StepDone,
    StepSkipped,
)
from batonpass.handoff.facts_touch import TouchBounced
from batonpass.web.parts import words
from batonpass.web.parts.reader import Reader

from .story_who import Said

WAITS = {
    "answer": "their reply wants an answer",
    "outcome": "somebody says what became of it",
    "rebook": "they want another time",
}


def _started(fact: FollowUpStarted, _: Reader) -> Said:
    return f"Follow-up planned: {len(fact.plan.steps)} touches", fact.because, ""


def _done(fact: StepDone, _: Reader) -> Said:
    return f"Planned touch {fact.step} made{'' if fact.in_time else ', late'}", fact.because, "good"


def _skipped(fact: StepSkipped, _: Reader) -> Said:
    return f"Planned touch {fact.step} {'left out' if fact.left_out else 'skipped'}", fact.because, ""


def _late(fact: FollowUpLate, _: Reader) -> Said:
    return words.sentence(fact.because), "", "bad"


def _relaid(fact: FollowUpRelaid, _: Reader) -> Said:
    return "Follow-up laid out again", fact.because, ""


def _resumed(fact: FollowUpResumed, _: Reader) -> Said:
    return "Follow-up goes on", fact.because, ""


def _ended(fact: FollowUpEnded, reader: Reader) -> Said:
    until = f" by {words.moment(fact.waits_until, zone=reader.zone, now=reader.now)}" if fact.waits_until else ""
    waits = f"; now {WAITS.get(fact.waits_for, fact.waits_for)}{until}" if fact.waits_for else ""
    return "Nothing more is planned", fact.because + waits, ""


def _replied(fact: Replied, _: Reader) -> Said:
    return "They replied", fact.because, "key"


def _came_back(fact: TouchBounced, _: Reader) -> Said:
    runs = "; the promise runs again" if fact.reopens and fact.next_at is None else ""
    return "A touch never reached them", fact.because + runs, "bad"


PLANNED: Mapping[type, Callable[[Any, Reader], Said]] = {
    Replied: _replied,
    TouchBounced: _came_back,
    FollowUpStarted: _started,
    StepDone: _done,
    StepSkipped: _skipped,
    FollowUpLate: _late,
    FollowUpRelaid: _relaid,
    FollowUpResumed: _resumed,
    FollowUpEnded: _ended,
}
