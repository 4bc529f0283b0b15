"""What are a lead's points worth by now, when nothing has arrived since they were reckoned?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from .bursts import done_by_people
from .facts import Part, Scored
from .lead import Lead
from .playbook import Model, Playbook
from .record import replace
from .score import behaviour

ZERO = Decimal(0)


def faded(lead: Lead, playbook: Playbook, *, at: datetime) -> Lead:
    """The lead with the points that it has at an instant: what it did fades by its half-lives, all else stays (B03).

    Nothing is decided by this, and no fact tells of it. A score that this playbook would not have given, because it is
    of an earlier one, stands as it was recorded.
    """
    scored = lead.score
    model = next((m for m in playbook.models if scored and m.name == scored.model), None)
    if scored is None or model is None or at <= scored.at:
        return lead
    recorded = tuple(part for part in scored.parts if part.kind == "behaviour")
    if not any(p.rule in model.signals and model.signals[p.rule].half_life for p in recorded):
        return lead
    if _done(lead, model, playbook, scored.at) != recorded:
        return lead
    return replace(lead, score=_as_of(scored, _done(lead, model, playbook, at), at))


def fades(playbook: Playbook) -> bool:
    """Does any of its points grow less by itself?"""
    return any(signal.half_life for model in playbook.models for signal in model.signals.values())


def _done(lead: Lead, model: Model, playbook: Playbook, at: datetime) -> tuple[Part, ...]:
    done = done_by_people(playbook.bursts, lead.activities, at)[0] if playbook.bursts else lead.activities
    return tuple(behaviour(model, done, at))


def _as_of(scored: Scored, done: tuple[Part, ...], at: datetime) -> Scored:
    points = sum((part.points for part in done), ZERO)
    others = tuple(part for part in scored.parts if part.kind != "behaviour")
    fit, rest = (tuple(p for p in others if (p.kind == "fit") is is_fit) for is_fit in (True, False))
    return replace(scored, at=at, behaviour=points, total=scored.fit + points, parts=fit + done + rest)
