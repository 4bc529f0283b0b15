"""Which weights make what happened most likely, given what was believed before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from batonpass.learn.intervals import Floats, Z

ROUNDS_MOST: Final = 100
HALVINGS_MOST: Final = 30
CLOSE: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What was believed of each weight before: its mean, and how firmly (1 / variance; 0 believes nothing)."""

    mean: Floats
    firmness: Floats

    @classmethod
    def none(cls, weights: int) -> Belief:
        """Believe nothing: the fit is the likeliest one. It has no answer where a rule parts the outcomes perfectly."""
        return cls(mean=np.zeros(weights), firmness=np.zeros(weights))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The weights in log-odds, how they may be off together (the normal curve at the top), and whether it was found."""

    weights: Floats
    spread: Floats
    found: bool

    @property
    def errors(self) -> Floats:
        """The standard error of each weight."""
        return np.sqrt(np.diag(self.spread))

    @property
    def low(self) -> Floats:
        """Where each 95 % interval begins."""
        return self.weights - Z * self.errors

    @property
    def high(self) -> Floats:
        """Where each 95 % interval ends."""
        return self.weights + Z * self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leads:
    rows: Floats
    won: Floats
    many: Floats
    before: Floats


def fit(
    rows: Floats, won: Floats, belief: Belief, *, counts: Floats | None = None, before: Floats | None = None
) -> Fit:
    """The most probable weights for rows of inputs (one column a weight) and outcomes between 0 and 1, by Newton steps.

    `counts` says how many leads each row stands for, `before` what log-odds it has besides. `spread` is Laplace's: the
    inverse of the curvature.
    """
    leads = _Leads(
        rows=rows,
        won=won,
        many=np.ones(len(won)) if counts is None else counts,
        before=np.zeros(len(won)) if before is None else before,
    )
    weights, worth = belief.mean.copy(), -np.inf
    bent = np.diag(belief.firmness)
    found = False
    for _ in range(ROUNDS_MOST):
        chance = chances(rows, weights, before=leads.before)
        slope = rows.T @ (leads.many * (won - chance)) - belief.firmness * (weights - belief.mean)
        bent = (rows * (leads.many * chance * (1 - chance))[:, None]).T @ rows + np.diag(belief.firmness)
        step = _solved(bent, slope)
        weights, worth = _uphill(leads, belief, start=(weights, worth), step=step)
        if np.abs(step).max(initial=0.0) < CLOSE:
            found = True
            break
    return Fit(weights=weights, spread=_solved(bent, np.eye(len(weights))), found=found)


def chances(rows: Floats, weights: Floats, *, before: Floats | float = 0.0) -> Floats:
    """The chance of each row under the weights."""
    return 1 / (1 + np.exp(-np.clip(rows @ weights + before, -700, 700)))


def _solved(bent: Floats, right: Floats) -> Floats:
    """Solve, and where two inputs say the same, take the smallest answer."""
    try:
        return np.asarray(np.linalg.solve(bent, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(bent, right, rcond=None)[0], dtype=np.float64)


def _uphill(leads: _Leads, belief: Belief, *, start: tuple[Floats, float], step: Floats) -> tuple[Floats, float]:
    """Go the step, or the half of it, and so on, until things are not worse."""
    weights, worth = start
    for _ in range(HALVINGS_MOST):
        there = weights + step
        log_odds = leads.rows @ there + leads.before
        likely = (leads.many * (leads.won * log_odds - np.logaddexp(0, log_odds))).sum()
        now = float(likely - (belief.firmness * (there - belief.mean) ** 2).sum() / 2)
        if now >= worth - CLOSE * (1 + abs(now)):
            return there, now
        step = step / 2
    return weights, worth
