"""How would a playbook score many leads, each at its instant?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl

from batonpass.handoff.playbook import Playbook

from . import Many, Small, Whole
from .asked import Asked
from .behaviour import behaviour
from .conditions import NotInColumns
from .numbers import Ranks
from .read import HAND

PLACES_LEAST, PLACES_MOST = 2, 6
DIGITS_MOST = 15
ONE_BY_ONE = {"bursts": "tells machines from people", "features": "counts over time"}
"""Parts of a playbook that columns do not work out, and what they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Points of many leads, times 10**places, and which of the playbook's models gave them."""

    fit: Whole
    behaviour: Whole
    total: Whole
    model: Small
    places: int

    def least(self, points: Decimal) -> int:
        """The whole number at which a score reaches these points."""
        return Ranks(known=(), places=self.places).bounds("score.total", points)[0]


def asked_of(many: Many, playbook: Playbook) -> Asked:
    """Open a playbook before many leads: whose hand is up is known from the first.

    Raises NotInColumns when the playbook has a part that columns do not work out.
    """
    for part, does in ONE_BY_ONE.items():
        if getattr(playbook, part, ()):
            raise NotInColumns(f"the playbook {does} ({part})")
    asked = Asked(many, places_of(playbook))
    asked.tell(pl.Series(HAND, many.raised(playbook.definition.hand_raisers)))
    return asked


def score_many(asked: Asked, playbook: Playbook) -> Scores:
    """Fit and behaviour of every lead, equal to `handoff.score` of each, to the last digit."""
    many, models, places = asked.many, playbook.models, asked.places
    asked.ask([*(m.when for m in models if m.when), *(rule.when for m in models for rule in m.fit)])
    chosen = choose_models(asked, playbook)
    fit = _fit(asked, playbook, chosen)
    did = behaviour(many, models, chosen, places=places)
    total = fit + did
    asked.tell(pl.Series("score.fit", fit), pl.Series("score.behaviour", did), pl.Series("score.total", total))
    return Scores(fit=fit, behaviour=did, total=total, model=chosen, places=places)


def places_of(playbook: Playbook) -> int:
    """How many decimal places points of this playbook need. NotInColumns when whole numbers could not hold them."""
    needed = [PLACES_LEAST]
    for points in _points(playbook):
        _, digits, exponent = points.normalize().as_tuple()
        needed.append(-int(exponent))
        if len(digits) > DIGITS_MOST or points.adjusted() > DIGITS_MOST - PLACES_MOST:
            raise NotInColumns(f"{points} has more digits than columns hold")
    if max(needed) > PLACES_MOST:
        raise NotInColumns(f"points with more than {PLACES_MOST} decimal places")
    return max(needed)


def _points(playbook: Playbook) -> Iterator[Decimal]:
    for model in playbook.models:
        yield from (rule.points for rule in model.fit)
        yield from (signal.points for signal in model.signals.values())
    agreed = playbook.definition
    yield from (agreed.mql_from, agreed.hot_from, agreed.hot_exit_below)
    if agreed.matrix:
        yield agreed.matrix.slack


def choose_models(asked: Asked, playbook: Playbook) -> Small:
    """The first model that holds; the last one has no condition."""
    chosen = np.full(len(asked.many), -1, dtype=np.int32)
    for n, model in enumerate(playbook.models):
        free = chosen < 0
        chosen[free if model.when is None else free & asked.holds(model.when)] = n
    return chosen


def _fit(asked: Asked, playbook: Playbook, chosen: Small) -> Whole:
    """Rule by rule: what it gives under each model, where it holds."""
    total = np.zeros(len(asked.many), dtype=np.int64)
    worth: dict[object, Whole] = {}
    for n, model in enumerate(playbook.models):
        for rule in model.fit:
            gives = worth.setdefault(rule.when, np.zeros(len(playbook.models), dtype=np.int64))
            gives[n] += int(rule.points.scaleb(asked.places))
    conditions = {rule.when: rule.when for model in playbook.models for rule in model.fit}
    for key, condition in conditions.items():
        gives = worth[key]
        same = bool((gives == gives[0]).all())
        total += asked.holds(condition) * (gives[0] if same else gives[chosen])
    return total
