"""Do two who label the same leads mean the same, beyond what chance would give?

Cohen's kappa sinks when nearly all leads get one label, however well both agree; Gwet's AC1 does not. Both are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from batonpass.learn.intervals import Floats, Z

LEADS_LEAST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Agreement beyond chance: 1 is perfect, 0 is chance; with a 95 % interval, or None where it cannot be said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many leads both labelled, the share labelled alike, and agreement beyond chance by two measures."""

    leads: int
    alike: float | None
    kappa: Measure
    ac1: Measure


def agreement_of(ours: Sequence[str], theirs: Sequence[str]) -> Agreement:
    """Lay the labels of both sides beside each other, lead by lead. Fewer than ten leads are given no interval."""
    if not ours:
        return Agreement(leads=0, alike=None, kappa=Measure(), ac1=Measure())
    labels = sorted({*ours, *theirs})
    place = {label: n for n, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    for one, other in zip(ours, theirs, strict=True):
        table[place[one], place[other]] += 1
    table /= len(ours)
    return Agreement(
        leads=len(ours), alike=float(np.trace(table)), kappa=_kappa(table, len(ours)), ac1=_ac1(table, len(ours))
    )


def _kappa(table: Floats, leads: int) -> Measure:
    """Cohen's, with the large-sample error of Fleiss, Cohen and Everitt."""
    rows, columns, alike = table.sum(axis=1), table.sum(axis=0), float(np.trace(table))
    by_chance = float(rows @ columns)
    if by_chance >= 1:
        return Measure()
    value = (alike - by_chance) / (1 - by_chance)
    margin = rows[None, :] + columns[:, None]
    same = (np.diag(table) * (1 - np.diag(margin) * (1 - value)) ** 2).sum()
    other = (table * margin**2).sum() - (np.diag(table) * np.diag(margin) ** 2).sum()
    spread = same + (1 - value) ** 2 * other - (value - by_chance * (1 - value)) ** 2
    return _measure(value, spread / (leads * (1 - by_chance) ** 2), leads)


def _ac1(table: Floats, leads: int) -> Measure:
    """Gwet's first-order coefficient, with his error for a sample out of many leads."""
    kinds = len(table)
    if kinds < 2:  # noqa: PLR2004 - one label alone is no choice
        return Measure()
    share, alike = (table.sum(axis=0) + table.sum(axis=1)) / 2, float(np.trace(table))
    by_chance = float((share * (1 - share)).sum()) / (kinds - 1)
    value = (alike - by_chance) / (1 - by_chance)
    weight = 1 - (share[:, None] + share[None, :]) / 2
    of_lead = (np.eye(kinds) - by_chance) / (1 - by_chance) - 2 * (1 - value) * (weight / (kinds - 1) - by_chance) / (
        1 - by_chance
    )
    spread = float((table * (of_lead - value) ** 2).sum())
    return _measure(value, spread / max(leads - 1, 1), leads)


def _measure(value: float, variance: float, leads: int) -> Measure:
    if leads < LEADS_LEAST:
        return Measure(value=value)
    reach = Z * sqrt(max(variance, 0.0))
    return Measure(value=value, low=max(-1.0, value - reach), high=min(1.0, value + reach))
