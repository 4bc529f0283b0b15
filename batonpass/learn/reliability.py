"""When points say seven in ten, do seven in ten convert?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from batonpass.learn.intervals import RATE_LEAST, Floats, Rate, rate_of

BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Leads of whom about the same was said: the mean of what was said, and what came of it."""

    since: float
    until: float
    said: float
    came: Rate

    @property
    def off(self) -> bool:
        """Whether what was said lies outside the interval of what came; False where there are too few to say."""
        return self.came.low is not None and self.came.high is not None and not (
            self.came.low <= self.said <= self.came.high
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """The table, the mean distance between said and come (ECE: weighted by leads), and the squared one (Brier)."""

    bins: tuple[Bin, ...]
    ece: float
    brier: float
    of: int


def reliability(chances: Floats, won: Floats, *, bins: int = BINS, least: int = RATE_LEAST) -> Reliability:
    """Lay what was said beside what came, in `bins` equally wide steps from 0 to 1; empty steps are left out.

    Raises ValueError without leads.
    """
    if not len(chances):
        raise ValueError("there is no lead to compare")
    place = np.minimum((chances * bins).astype(np.int64), bins - 1)
    count = np.bincount(place, minlength=bins)
    said, hits = np.bincount(place, chances, minlength=bins), np.bincount(place, won, minlength=bins)
    table = tuple(
        Bin(
            since=n / bins,
            until=(n + 1) / bins,
            said=float(said[n] / count[n]),
            came=rate_of(int(hits[n]), int(count[n]), least=least),
        )
        for n in range(bins)
        if count[n]
    )
    ece = float(np.abs(said - hits).sum() / len(chances))
    return Reliability(bins=table, ece=ece, brier=float(((chances - won) ** 2).mean()), of=len(chances))
