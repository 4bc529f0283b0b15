"""How far along its window is a promise, and who hears when?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from batonpass.handoff.facts import ClockStarted, Escalated, Routed
from batonpass.handoff.lead import Clock
from batonpass.handoff.pauses import RESUME
from batonpass.handoff.playbook import StepKind
from batonpass.handoff.record import replace
from batonpass.store.read import Kept
from batonpass.tongue.spoken import later, say
from batonpass.web.parts import words
from batonpass.web.parts.clocks import used_percent
from batonpass.web.parts.reader import Reader

STAYED = "stayed"
MOVES = {StepKind.REASSIGN: later("reassigned"), STAYED: later("not reassigned")}
WHOLE = 100
LATE_MOST = 200
"""So far the bar of a late promise grows: what is over its window shows, though no step comes after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the ladder: done at that time, or coming."""

    says: str
    at: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The bar: how much has run (up to the due instant, and over it) and where the marks are, in percent of the bar."""

    run: float
    over: float
    marks: tuple[float, ...]
    steps: tuple[Step, ...]


def ladder(clock: Clock, kept: Iterable[Kept], reader: Reader, owner: str | None) -> Ladder:
    """The bar of a running promise, as long as its furthest step or as it is late; steps taken and steps to come."""
    taken, ahead = _taken(kept), [one for one in clock.steps if one.kind != RESUME]
    percents = [*(step.percent for step in taken), *(step.percent for step in ahead)]
    passed = used_percent(clock, reader)
    scale = max([WHOLE, *percents, min(passed, LATE_MOST)])
    used = max(0.0, min(passed, scale))
    done = tuple(_step(one.kind, one.who, at=one.step_at, reader=reader, owner=owner, done=True) for one in taken)
    coming = tuple(_step(one.kind, one.who, at=one.at, reader=reader, owner=owner, done=False) for one in ahead)
    return Ladder(
        run=round(100 * min(used, WHOLE) / scale, 2),
        over=round(100 * max(0.0, used - WHOLE) / scale, 2),
        marks=tuple(round(100 * percent / scale, 2) for percent in sorted({*percents, WHOLE}) if percent < scale),
        steps=(*done, *coming),
    )


def _taken(kept: Iterable[Kept]) -> tuple[Escalated, ...]:
    """The steps carried out since the promise last began; one that found nobody to give the lead to as STAYED."""
    taken: list[Escalated] = []
    for one in kept:
        if isinstance(one.fact, ClockStarted):
            taken = []
        elif isinstance(one.fact, Escalated):
            stays = one.fact.kind == StepKind.REASSIGN
            taken.append(replace(one.fact, kind=STAYED) if stays else one.fact)
        elif isinstance(one.fact, Routed) and one.fact.rung == "escalation" and taken and taken[-1].kind == STAYED:
            taken[-1] = replace(taken[-1], kind=StepKind.REASSIGN)
    return tuple(taken)


def _step(kind: str, who: str, *, at: datetime, reader: Reader, owner: str | None, done: bool) -> Step:
    people = reader.agreed.directory
    boss = people.reps.get(owner or "")
    named = {"owner": people.name_of(owner), "manager": people.name_of(boss.manager if boss else None)}
    whom = named.get(who) or (people.name_of(who) if who in people.reps else "")
    told = say("{who} reminded", who=whom) if kind == StepKind.REMIND else say("{who} told", who=whom)
    return Step(
        says=say(MOVES[kind]) if kind in MOVES else told.strip(),
        at=words.moment(at, zone=reader.zone, now=reader.now),
        done=done and kind != STAYED,
    )
