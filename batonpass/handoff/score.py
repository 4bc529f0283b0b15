"""How well do they fit, and what did they do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from .bursts import done_by_people
from .facts import Part, Scored
from .features import of_others
from .lead import Activity, Lead
from .playbook import Model, Playbook, Signal
from .words import plain

ZERO = Decimal(0)
NOTHING: Mapping[str, Decimal] = {}
CENT = Decimal("0.01")
"""Points that have decayed are kept to a hundredth, so that a score is an exact decimal (B01)."""


def score(lead: Lead, playbook: Playbook, seen: Mapping[str, object], *, at: datetime) -> Scored:
    """Fit and behaviour as of that instant under the first model whose condition holds.

    `seen` are the condition facts of the lead. The parts add up to the total, always.
    """
    model = choose(playbook.models, seen)
    fit, unknown = _fit(model, seen)
    done, machines = done_by_people(playbook.bursts, lead.activities, at) if playbook.bursts else (lead.activities, ())
    acts = tuple(behaviour(model, done, at))
    points_fit = sum((p.points for p in fit), ZERO)
    points_behaviour = sum((p.points for p in acts), ZERO)
    total = points_fit + points_behaviour
    return Scored(
        at=at,
        fit=points_fit,
        behaviour=points_behaviour,
        total=total,
        model=model.name,
        parts=fit + acts + machines,
        unknown=unknown,
        others=of_others(playbook.features, seen) if playbook.features else NOTHING,
        because=f"{plain(total)} points by the {model.name} model: "
        f"fit {plain(points_fit)}, behaviour {plain(points_behaviour)}",
    )


def choose(models: Iterable[Model], seen: Mapping[str, object]) -> Model:
    """The first model that holds; one whose condition is unknown does not (the region may become known later, B07)."""
    return next(m for m in models if m.when is None or m.when.holds(seen) is True)


def _fit(model: Model, seen: Mapping[str, object]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    parts: list[Part] = []
    unknown: list[str] = []
    for rule in model.fit:
        holds = rule.when.holds(seen)
        if holds:
            parts.append(Part(rule=rule.name, says=rule.says, points=rule.points, kind="fit"))
        elif holds is None:
            unknown.append(rule.name)
    return tuple(parts), tuple(unknown)


def behaviour(model: Model, activities: tuple[Activity, ...], at: datetime) -> Iterable[Part]:
    """One part a signal, in the order the playbook lists them; the order of arrival changes nothing."""
    when_of: dict[str, list[datetime]] = {}
    for done in activities:
        if done.signal in model.signals and done.at <= at:
            when_of.setdefault(done.signal, []).append(done.at)
    for name, times in when_of.items() if len(when_of) < 2 else sorted(when_of.items()):  # noqa: PLR2004 - nothing to sort
        signal = model.signals[name]
        counted = counting(signal, times)
        points = sum((worth(signal, when, at) for when in counted), ZERO)
        often = f" ({len(counted)} times)" if len(counted) > 1 else ""
        yield Part(rule=name, says=signal.says + often, points=points, kind="behaviour")


def counting(signal: Signal, times: list[datetime]) -> list[datetime]:
    """The occurrences that count: the latest ones, at most `times` of them in any window of `within`."""
    if signal.times is None or len(times) <= signal.times:
        return times
    latest = sorted(times, reverse=True)
    if signal.within is None:
        return latest[: signal.times]
    counted: list[datetime] = []
    for when in latest:
        near = sum(1 for other in counted if other - when < signal.within)
        if near < signal.times:
            counted.append(when)
    return counted


def worth(signal: Signal, when: datetime, at: datetime) -> Decimal:
    """The points of one occurrence at an instant: halved every half-life, to a hundredth."""
    if signal.half_life is None:
        return signal.points
    halvings = (at - when) / signal.half_life
    return (signal.points * Decimal(repr(0.5**halvings))).quantize(CENT)
