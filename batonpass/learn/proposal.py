"""Which numbers of the playbook would change, from what the leads say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from batonpass.handoff.playbook import Definition
from batonpass.handoff.words import percent
from batonpass.learn.auc import Truth
from batonpass.learn.calibrate import Calibrated
from batonpass.learn.intervals import Floats
from batonpass.learn.trial import Threshold, holds, same_volume, threshold_for

Place = tuple[str, ...]
BARS = ("mql_from", "hot_from", "hot_exit_below", "mql_exit_below")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A threshold: where it stands, where it would stand, and why."""

    name: str
    today: Decimal
    proposed: Decimal
    because: str
    reached: Threshold | None = None


def points_of(learned: Calibrated) -> Mapping[Place, Decimal]:
    """Every input that moves, by its place in the playbook."""
    base = learned.weighed[-1].model if learned.weighed else ""
    return {
        (*(("models", one.model) if one.model != base else ()), one.input.kind, one.input.name, "points"): Decimal(
            round(one.proposed)
        )
        for one in learned.weighed
        if one.moves
    }


def bars_of(
    definition: Definition, before: Floats, after: Floats, won: Truth, *, wanted: Mapping[str, float]
) -> tuple[Bar, ...]:
    """Each threshold: by the acceptance that is wanted of it, or else so that as many leads reach it as today."""
    bars = {name: bar for name in BARS if (bar := getattr(definition, name)) is not None}
    return tuple(
        _wanted(name, today, after, won, share=wanted[name]) if name in wanted else _as_many(name, today, before, after)
        for name, today in bars.items()
    )


def _wanted(name: str, today: Decimal, after: Floats, won: Truth, *, share: float) -> Bar:
    if holds(after, won, float(today), share):
        because = f"{percent(share)} lies within what it gives today"
        return Bar(name=name, today=today, proposed=today, because=because)
    found = threshold_for(after, won, share)
    if found.points is None:
        return Bar(
            name=name, today=today, proposed=today, because=f"no leads convert at {percent(share)}", reached=found
        )
    because = f"from here on at least {percent(share)} convert"
    return Bar(name=name, today=today, proposed=Decimal(round(found.points)), because=because, reached=found)


def _as_many(name: str, today: Decimal, before: Floats, after: Floats) -> Bar:
    points = Decimal(round(same_volume(after, before, float(today))))
    return Bar(name=name, today=today, proposed=points, because="as many leads reach it as today")
