"""The cadence of the core's tests, and a lead of Ana's that is followed up by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from batonpass.handoff.follow_up import FOLLOW_UP
from batonpass.handoff.playbook import Outcome, Stage
from batonpass.handoff.playbook.cadence import Cadence, CadenceStep, Span
from batonpass.handoff.requests import Ring
from tests.handoff.cast import PLAYBOOK, submission, walk

STEPS = (
    CadenceStep(name="first call", kind="call", within=Span(working=timedelta(hours=4)), counts=("voicemail",)),
    CadenceStep(name="video", kind="video", within=Span(days=1)),
    CadenceStep(name="first mail", kind="email", after=Span(days=2)),
    CadenceStep(name="second call", kind="call", after=Span(days=6)),
)
STANDARD = Cadence(
    name="standard",
    steps=STEPS,
    least=3,
    least_for=frozenset({"no_response"}),
    replies=frozenset({"whitepaper"}),
    meetings=frozenset({"pricing"}),
)
OUTCOMES = {**PLAYBOOK.outcomes, "no_response": Outcome(name="no_response", then=Stage.NURTURE)}
PLANNED = replace(PLAYBOOK, cadences=(STANDARD,), outcomes=OUTCOMES)


def followed(*steps, first=None, playbook=PLANNED, **more):
    """A lead that asks for a demo on Tuesday at ten, and what happens to it then."""
    return walk(first or submission(), *steps, playbook=playbook, **more)


def plan_of(done):
    assert done.lead.follow_up is not None
    return done.lead.follow_up


def states(done):
    return [step.state.value for step in plan_of(done).steps]


def kinds(done):
    return [type(fact).__name__ for fact in done.facts]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def run(first, *steps, **more):
    return followed(*steps, first=first, **more)


def dated(done):
    return [(f"{s.opens_at:%m-%d %H:%M}", f"{s.due_at:%m-%d %H:%M}") for s in plan_of(done).steps]


RING = Ring(by="clock", promise=FOLLOW_UP)
TUESDAY = submission(at=at("2027-03-02T10:00"))
