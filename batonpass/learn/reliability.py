"""When points say seven in ten, do seven in ten convert?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from math import sqrt
from typing import Final

import numpy as np

from batonpass.learn.curves import normal_beyond
from batonpass.learn.intervals import (
    EXACT_MOST,
    RATE_LEAST,
    Floats,
    Rate,
    benjamini_hochberg,
    binomial_below,
    rate_of,
)

BINS: Final = 10
SURE: Final = 0.05


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Some leads taken together: how many were said to convert, how many did, and the chance of being so far off."""

    of: int
    said: float
    came: int
    p: float


def whole_of(steps: Iterable[tuple[float, int, int]]) -> Whole:
    """All steps of a table together, each told as what was said, how many came, and of how many.

    The chance is that of a sum of binomials with the chances that were said; by the normal curve where there are many.
    """
    each = [(min(1.0, max(0.0, said)), came, of) for said, came, of in steps]
    of, came = sum(one[2] for one in each), sum(one[1] for one in each)
    said, spread = (sum(n * p for p, _, n in each), sum(n * p * (1 - p) for p, _, n in each))
    if spread <= 0:
        p = float(round(said) == came)
    elif of > EXACT_MOST:
        p = normal_beyond((came - said) / sqrt(spread))
    else:
        dealt = reduce(np.convolve, [np.diff(binomial_below(n, p), prepend=0.0) for p, _, n in each if 0 < p < 1])
        sure = sum(n for p, _, n in each if p == 1)
        here = dealt[came - sure] if 0 <= came - sure < len(dealt) else 0.0
        p = min(1.0, float(dealt[dealt <= here * (1 + 1e-7)].sum()))
    return Whole(of=of, said=said, came=came, p=p)


def regions_told(tables: Mapping[str, Iterable[tuple[float, int, int]]]) -> dict[str, Whole]:
    """Each region with enough leads, the largest first; the chances are adjusted for how many are looked at."""
    found = {name: one for name, steps in tables.items() if (one := whole_of(steps)).of >= RATE_LEAST}
    adjusted = benjamini_hochberg([one.p for one in found.values()])
    told = [(name, replace(one, p=p)) for (name, one), p in zip(found.items(), adjusted, strict=True)]
    return dict(sorted(told, key=lambda pair: -pair[1].of))


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
