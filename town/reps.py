"""How do the people of the town work: how fast do they answer, whom do they send back, and what do they find?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from random import Random
from zoneinfo import ZoneInfo

from batonpass.handoff.follow_up import PlannedStep
from batonpass.handoff.hours import Hours, due, elapsed
from batonpass.handoff.requests import Accept, Dispose, Reassign, Reject, Touch

from .acts import Act
from .company import territory_of
from .executives import hands_over
from .truth import PACE, PACE_OF, SLOW_SEAM, Nature, chance
from .visitors import Visitor

TOUCHES = (("call", 6), ("email", 4), ("voicemail", 1), ("video", 1))
TURNED_DOWN = {
    Nature.BUYER: (0.07, (("bad_timing", 4), ("wrong_person", 3), ("no_budget", 2), ("duplicate", 1))),
    Nature.CURIOUS: (0.6, (("no_budget", 4), ("poor_fit", 5), ("bad_timing", 2))),
    Nature.STUDENT: (0.95, (("student", 1),)),
    Nature.VENDOR: (0.95, (("vendor", 1),)),
    Nature.BOT: (1.0, (("spam", 1),)),
}
"""How often a rep gives such a lead back, and with which reasons."""

PLAINLY_NOTHING = (Nature.BOT, Nature.VENDOR)
"""Nobody calls a robot back: these are given back without a touch."""

NOT_CONVERTED = (
    ("no_response", "", 5), ("recycled", "timing", 3), ("recycled", "budget", 2), ("disqualified", "no_need", 3),
    ("disqualified", "chose_other", 2), ("disqualified", "too_small", 1),
)  # fmt: skip
ON_PLAN = 0.88
"""How often a planned touch is made in its time."""
ENOUGH = 6
"""Touches before a lead may be called silent, as the playbook has it."""
DISPATCHER = "ines"
"""Looks through the queue of what lacks data, and hands each lead to whom it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a rep has before them: a running clock, as far as their habits depend on it."""

    owner: str
    started_at: datetime
    budget: timedelta
    hours: Hours
    cycle: int


def works(seed: object, who: Visitor, promise: Promise, desk: Hours) -> tuple[Act, ...]:
    """Give all that one owner will do with a lead, from the first touch to its end, in the order of time.

    `desk` is when the owner works; every owner and cycle has luck of its own.
    """
    draw = chance("works", seed, who.number, promise.owner, promise.cycle)
    owner, looked_at = promise.owner, first_look(draw, who, promise)
    touched, decided_at = (
        _touch(draw, looked_at, owner),
        due(looked_at, timedelta(minutes=draw.randrange(2, 150)), desk),
    )
    share, reasons = TURNED_DOWN[who.nature]
    if draw.random() >= share:
        accepted = Act(at=decided_at, request=Accept(by=owner))
        return (touched, accepted, *_ending(draw, who, owner=owner, since=decided_at, desk=desk))
    reject = Reject(by=owner, reason=_pick(draw, reasons))
    if who.nature in PLAINLY_NOTHING:
        return (Act(at=looked_at, request=reject),)
    return (touched, Act(at=decided_at, request=reject))


def first_look(draw: Random, who: Visitor, promise: Promise) -> datetime:
    """When the owner gets to it: their pace, and for one pool the Friday afternoon on which nobody looks."""
    pace = PACE_OF.get(promise.owner, PACE)
    share = draw.lognormvariate(log(pace.middle), pace.spread)
    at = due(promise.started_at, promise.budget * max(0.02, share), promise.hours)
    return max(at, _after_the_seam(draw, who, promise))


def _after_the_seam(draw: Random, who: Visitor, promise: Promise) -> datetime:
    local = promise.started_at.astimezone(ZoneInfo(SLOW_SEAM.zone))
    ours = territory_of(who.firm.country)
    slow = ours is not None and ours.pool == SLOW_SEAM.pool and promise.owner in ours.small
    if not slow or local.weekday() != SLOW_SEAM.weekday or local.hour < SLOW_SEAM.from_hour:
        return promise.started_at
    evening = local.replace(hour=20, minute=0, second=0, microsecond=0)
    return due(evening, timedelta(minutes=draw.randrange(20, 200)), promise.hours)


def _ending(draw: Random, who: Visitor, *, owner: str, since: datetime, desk: Hours) -> tuple[Act, ...]:
    """More calls, then what came of it; who converts goes on to an account executive."""
    acts: list[Act] = []
    at = since
    for _ in range(draw.choices((0, 1, 2), (6, 3, 1))[0]):
        at = due(at, timedelta(hours=draw.randrange(5, 30)), desk)
        acts.append(_touch(draw, at, owner))
    at = due(at, timedelta(hours=draw.randrange(4, 60)), desk)
    if not who.converts:
        outcome, reason = _fruitless(draw)
        if outcome == "no_response":
            at = _tried(who, acts, owner=owner, at=at, desk=desk)
        return (*acts, Act(at=at, request=Dispose(by=owner, outcome=outcome, reason=reason)))
    return (*acts, *hands_over(who, owner=owner, at=at, desk=desk))


def _tried(who: Visitor, acts: list[Act], *, owner: str, at: datetime, desk: Hours) -> datetime:
    """Nobody calls it silence before so many touches as the playbook asks for; the first was made before these."""
    draw = chance("tries", who.number, owner, len(acts))
    while len(acts) + 1 < ENOUGH:
        at = due(at, timedelta(hours=draw.randrange(6, 16)), desk)
        acts.append(_touch(draw, at, owner))
    return due(at, timedelta(hours=draw.randrange(4, 12)), desk)


def planned_touch(seed: object, who: Visitor, step: PlannedStep, *, owner: str, now: datetime, desk: Hours) -> Act:
    """Give when the next planned touch is made: as a rule in its time, and now and then hours late."""
    draw = chance("plan", seed, who.number, owner, step.name)
    opens = max(step.opens_at, now)
    if draw.random() < ON_PLAN and step.due_at > opens:
        at = due(opens, elapsed(opens, step.due_at, desk) * draw.uniform(0.1, 0.9), desk)
    else:
        at = due(max(step.due_at, now), timedelta(minutes=draw.randrange(60, 700)), desk)
    return Act(at=at, request=Touch(by=owner, kind=step.kind, at=at))


def answers(seed: object, who: Visitor, *, owner: str, since: datetime, by: datetime, desk: Hours) -> Act:
    """Whoever raises a hand while an owner works them hears from that owner, as soon as a new one would."""
    draw, pace = chance("answers", seed, who.number, owner, since), PACE_OF.get(owner, PACE)
    share = max(0.02, draw.lognormvariate(log(pace.middle), pace.spread))
    return _touch(draw, due(since, elapsed(since, by, desk) * share, desk), owner)


def hands_out(seed: object, who: Visitor, *, queued_at: datetime, desk: Hours) -> Act:
    """What lacks a country waits until somebody finds out where it belongs."""
    draw = chance("hands out", seed, who.number)
    territory = territory_of(who.firm.country)
    to = draw.choice(territory.small) if territory else "oliver"
    at = due(queued_at, timedelta(minutes=draw.randrange(10, 120)), desk)
    return Act(at=at, request=Reassign(by=DISPATCHER, to=to))


def _touch(draw: Random, at: datetime, by: str) -> Act:
    return Act(at=at, request=Touch(by=by, kind=_pick(draw, TOUCHES), at=at))


def _fruitless(draw: Random) -> tuple[str, str]:
    outcome, reason, _ = draw.choices(NOT_CONVERTED, [weight for *_, weight in NOT_CONVERTED])[0]
    return outcome, reason


def _pick(draw: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return draw.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]
