"""Has a share left the range it was said to keep, looked at as often as anybody likes?

A bet is placed on every case against the range. While the share keeps it, nobody can expect to win, and the chance of
ever having `1 / risk` times the stake is `risk` at most (Ville's inequality). So an alarm at that mark is false for one
in `1 / risk` watched for ever, whether one looks hourly or once a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from batonpass.learn.auc import Truth
from batonpass.learn.intervals import Floats

RISK: Final = 0.02
"""One installation in fifty, at most, ever hears a false alarm of one kind."""
BOLDNESS: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Shares of the stake that are bet at once, side by side: the timid see small drifts, the bold see large ones soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wager:
    """The best the bets above and below the range ever stood at, and after how many cases an alarm was due.

    `alarm_at` counts cases from 1; None where there is no alarm.
    """

    above: float
    below: float
    cases: int
    alarm_at: int | None

    @property
    def alarmed(self) -> bool:
        """Whether the share left its range."""
        return self.alarm_at is not None


def wager(came: Truth, low: float | Floats, high: float | Floats, *, risk: float = RISK) -> Wager:
    """Bet on cases in their order that the share lies above `high` or below `low`; each end may differ by case.

    Half the risk is spent on either side. ValueError where an end is no share or low lies above high.
    """
    lows, highs = (np.broadcast_to(np.asarray(end, float), came.shape) for end in (low, high))
    if ((lows < 0) | (highs > 1) | (lows > highs)).any():
        raise ValueError("a range goes from a share to one no smaller")
    over, under = _stands(came, highs), _stands(~came, 1 - lows)
    mark = 2 / risk
    reached = np.flatnonzero((over >= mark) | (under >= mark))
    return Wager(
        above=float(over.max(initial=1.0)),
        below=float(under.max(initial=1.0)),
        cases=len(came),
        alarm_at=int(reached[0]) + 1 if len(reached) else None,
    )


def _stands(came: Truth, most: Floats) -> Floats:
    """What a stake of one stands at after each case, bet that more come than `most` of them.

    A bet of the share b wins b (1 - p) / p of the stake when the case comes, and loses b when it does not: fair at p.
    """
    chance = np.clip(most, 1e-9, 1.0)
    logs = [np.cumsum(np.where(came, np.log1p(bold * (1 - chance) / chance), np.log1p(-bold))) for bold in BOLDNESS]
    return np.exp(np.minimum(np.array(logs), 500.0)).mean(axis=0) if len(came) else np.ones(0)
