"""What does each rule and signal of a playbook count for each of many leads, apart from its points?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from batonpass.handoff.playbook import Model, Playbook

from .intervals import Floats
from .many import Many, Small, Truth
from .many.behaviour import behaviour
from .many.score import asked_of, choose_models

HUNDRED = Decimal(100)
PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A fit rule or a signal; `reads` are the fields its condition reads."""

    kind: str
    name: str
    says: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """A row a lead, a column an input: whether a rule holds (0 or 1), how often a signal counts once faded.

    `today` has the points of each input by model, the last model being the base, and `present` whether it has it at
    all; `model` is each lead's.
    """

    inputs: tuple[Input, ...]
    models: tuple[str, ...]
    today: Floats
    present: Truth
    rows: Floats
    model: Small

    @property
    def totals(self) -> Floats:
        """The points of each lead as the playbook gives them, short of rounding faded points."""
        return (self.rows * self.today[self.model]).sum(axis=1)

    def of(self, leads: Truth) -> Inputs:
        """Those leads only."""
        return replace(self, rows=self.rows[leads], model=self.model[leads])


def inputs_of(many: Many, playbook: Playbook) -> Inputs:
    """Work out every input of every lead as of its instant. NotInColumns for what columns cannot answer."""
    asked = asked_of(many, playbook)
    chosen = choose_models(asked, playbook)
    frame = frame_of(playbook)
    rows = np.zeros((len(many), len(frame.inputs)), dtype=np.float64)
    for n, one in enumerate(frame.inputs):
        if one.kind == "signals":
            rows[:, n] = _counts(many, playbook, one.name, chosen)
            continue
        for place, model in enumerate(playbook.models):
            rule = next((rule for rule in model.fit if rule.name == one.name), None)
            if rule:
                rows[:, n] += asked.holds(rule.when) & (chosen == place)
    return replace(frame, rows=rows, model=chosen)


def frame_of(playbook: Playbook) -> Inputs:
    """The inputs of a playbook and their points, with no lead yet."""
    named = _named(playbook)
    return Inputs(
        inputs=named,
        models=tuple(model.name for model in playbook.models),
        today=np.array([list(_points(model, named)) for model in playbook.models], dtype=np.float64),
        present=np.array([[_has(model, one) for one in named] for model in playbook.models], dtype=np.bool_),
        rows=np.zeros((0, len(named))),
        model=np.zeros(0, dtype=np.int32),
    )


def _named(playbook: Playbook) -> tuple[Input, ...]:
    """Every rule and signal of any model, the base's first."""
    found: dict[tuple[str, str], Input] = {}
    for model in reversed(playbook.models):
        for rule in model.fit:
            one = Input(kind="fit", name=rule.name, says=rule.says, reads=tuple(sorted(rule.when.fields)))
            found.setdefault(("fit", rule.name), one)
        for signal in model.signals.values():
            found.setdefault(("signals", signal.name), Input(kind="signals", name=signal.name, says=signal.says))
    return tuple(found.values())


def _has(model: Model, one: Input) -> bool:
    return one.name in model.signals if one.kind == "signals" else any(rule.name == one.name for rule in model.fit)


def _points(model: Model, named: tuple[Input, ...]) -> Iterator[float]:
    fit = {rule.name: rule.points for rule in model.fit}
    for one in named:
        if one.kind == "fit":
            yield float(fit.get(one.name, 0))
        else:
            yield float(model.signals[one.name].points) if one.name in model.signals else 0.0


def _counts(many: Many, playbook: Playbook, name: str, chosen: Small) -> Floats:
    """How often a signal counts for each lead: as the points it would earn at a hundred each, in hundreds."""
    models = [
        replace(model, signals={name: replace(model.signals[name], points=HUNDRED)} if name in model.signals else {})
        for model in playbook.models
    ]
    return behaviour(many, models, chosen, places=PLACES) / (float(HUNDRED) * 10**PLACES)
