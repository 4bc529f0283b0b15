"""How many points has a lead, is it ready for sales by the definition, and how soon must it be touched?"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bench.orm_whole.settings import Playbook, ScoringModel, Signal, Tier

OPERATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">=": operator.ge,
    "is": operator.eq,
    "in": lambda held, listed: held in listed,
}
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    fit: Decimal
    behaviour: Decimal
    model: str
    parts: list[dict[str, Any]]
    unknown: list[str]

    @property
    def total(self) -> Decimal:
        return self.fit + self.behaviour

    @property
    def because(self) -> str:
        halves = f"fit {plain(self.fit)}, behaviour {plain(self.behaviour)}"
        return f"{plain(self.total)} points by the {self.model} model: {halves}"

    def told(self) -> dict[str, Any]:
        return {
            "because": self.because,
            "fit": plain(self.fit),
            "behaviour": plain(self.behaviour),
            "total": plain(self.total),
            "model": self.model,
            "parts": [{**part, "points": plain(part["points"])} for part in self.parts],
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    stage: str
    band: str
    tier: Tier | None
    rule: str
    because: str


def holds(when: Sequence[Sequence[Any]], seen: Mapping[str, Any]) -> bool | None:
    """Do all clauses hold? None if that cannot be told for what we do not know."""
    unknown = False
    for name, operation, value in when:
        if seen.get(name) is None:
            unknown = True
        elif not OPERATIONS[operation](seen[name], value):
            return False
    return None if unknown else True


def score(playbook: Playbook, seen: Mapping[str, Any], activities: list[dict[str, Any]], now: datetime) -> Score:
    model = next(one for one in playbook.models if holds(one.when, seen))
    fit, unknown = _fit(model, seen)
    done = [part for signal in playbook.signals for part in _behaviour(signal, activities, now)]
    return Score(
        fit=sum((part["points"] for part in fit), Decimal(0)),
        behaviour=sum((part["points"] for part in done), Decimal(0)),
        model=model.name,
        parts=fit + done,
        unknown=unknown,
    )


def _fit(model: ScoringModel, seen: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    verdicts = [(rule, holds(rule.when, seen)) for rule in model.rules]
    parts = [
        {"rule": rule.name, "says": rule.says, "points": rule.points, "kind": "fit"} for rule, held in verdicts if held
    ]
    return parts, [rule.name for rule, held in verdicts if held is None]


def _behaviour(signal: Signal, activities: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """One part a signal: its latest occurrences up to the cap, each halved every half-life."""
    times = sorted((datetime.fromisoformat(a["at"]) for a in activities if a["signal"] == signal.name), reverse=True)
    counted: list[datetime] = []
    for when in times:
        near = sum(1 for one in counted if signal.within is None or one - when < signal.within)
        if signal.most is None or near < signal.most:
            counted.append(when)
    if not counted:
        return []
    often = f" ({len(counted)} times)" if len(counted) > 1 else ""
    points = sum((_worth(signal, when, now) for when in counted), Decimal(0))
    return [{"rule": signal.name, "says": signal.says + often, "points": points, "kind": "behaviour"}]


def _worth(signal: Signal, when: datetime, now: datetime) -> Decimal:
    if signal.half_life is None:
        return signal.points
    return (signal.points * Decimal(0.5 ** ((now - when) / signal.half_life))).quantize(CENT)


def qualify(playbook: Playbook, scored: Score, seen: Mapping[str, Any], *, band: str, asked: str) -> Verdict:
    """The stage, the band (left only below its exit) and the tier; `asked` is what they asked for, if they did."""
    total = scored.total
    stays = band == "hot" and total >= playbook.hot_exit_below
    reached = "hot" if total >= playbook.hot_from or stays else "mql" if total >= playbook.mql_from else "nurture"
    if not asked and total < playbook.mql_from:
        because = f"score {plain(total)} is below {plain(playbook.mql_from)}"
        return Verdict(stage="Nurture", band=reached, tier=None, rule="mql_from", because=because)
    known = {**seen, "score.total": total, "lead.hand_raised": bool(asked)}
    tier = next(one for one in playbook.tiers if holds(one.when, known))
    if asked:
        return Verdict(stage="MQL", band=reached, tier=tier, rule="hand_raisers", because=f"hand raised: {asked}")
    because = f"score {plain(total)} reaches {plain(playbook.mql_from)}"
    return Verdict(stage="MQL", band=reached, tier=tier, rule="mql_from", because=because)


def plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
