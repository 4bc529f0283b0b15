"""How often was each kind of leads given back, counted in columns?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from batonpass.handoff.instants import NEVER
from batonpass.learn.auc import Truth
from batonpass.learn.columns_of import Columns, decided_among
from batonpass.learn.intervals import RATE_LEAST, Rate, rate_of
from batonpass.learn.rejections import UNKNOWN, Segment, in_order

Places = npt.NDArray[np.int64]


def segments_in(
    rounds: Columns, kinds: Sequence[str], here: Truth, *, least: int = RATE_LEAST, leads_over: float = 1.0
) -> tuple[Segment, ...]:
    """The rounds chosen as `rejections.segments_of` counts them, without a look at each.

    Leads are named of those segments alone whose share lies above `leads_over`.
    """
    places = np.flatnonzero(decided_among(rounds, here))
    back = rounds.arrays["rejected_at"][places] != NEVER
    whole = _Kind("all", ("all leads",), np.zeros(len(places), np.int64))
    each = (whole, *(_kind(rounds, kind, places) for kind in kinds))
    reasons = _kind(rounds, "reject_reason", places[back])
    found: list[tuple[int, Segment]] = []
    for kind in each:
        told = _reasons(kind.codes[back], reasons, len(kind.names))
        of, hits = (np.bincount(codes, minlength=len(kind.names)) for codes in (kind.codes, kind.codes[back]))
        for first, code in kind.first():
            rate = rate_of(int(hits[code]), int(of[code]), least=least)
            named = _leads(rounds, places[back & (kind.codes == code)]) if _above(rate, leads_over) else ()
            one = Segment(kind=kind.kind, name=kind.names[code], rate=rate, reasons=told[code], leads=named)
            found.append((first, one))
    return in_order(one for _, one in sorted(found, key=lambda pair: pair[0]))


class _Kind:
    """One way of telling leads apart: the names, and which each lead has."""

    def __init__(self, kind: str, names: Sequence[str], codes: Places) -> None:
        self.kind, self.names, self.codes = kind, names, codes

    def first(self) -> Iterator[tuple[int, int]]:
        """For each name that occurs: where it occurs first."""
        return ((place, code) for code, place in enumerate(_firsts(self.codes, len(self.names))) if place >= 0)


def _kind(rounds: Columns, kind: str, places: Places) -> _Kind:
    """A column; who has no word there is unknown, as is who has that very word."""
    names = [word or UNKNOWN for word in rounds.words[kind]]
    same = np.array([names.index(name) for name in names], np.int64)
    return _Kind(kind, names, same[rounds.arrays[kind][places]])


def _firsts(codes: Places, count: int) -> list[int]:
    """Where each code occurs first, -1 where it never does."""
    first = np.full(count, -1)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return first.tolist()


def _reasons(codes: Places, reasons: _Kind, count: int) -> list[tuple[tuple[str, int], ...]]:
    """For each code its reasons, the most frequent first; of equally frequent ones, what was said first."""
    width = len(reasons.names)
    both = codes * width + reasons.codes
    counts = np.bincount(both, minlength=count * width).reshape(count, width)
    first = _firsts(both, count * width)
    told: list[tuple[tuple[str, int], ...]] = []
    for code in range(count):
        said = [(-int(counts[code, n]), first[code * width + n], n) for n in np.flatnonzero(counts[code]).tolist()]
        told.append(tuple((reasons.names[n], -few) for few, _, n in sorted(said)))
    return told


def _above(rate: Rate, share: float) -> bool:
    return rate.rate is not None and rate.rate > share


def _leads(rounds: Columns, places: Places) -> tuple[str, ...]:
    return tuple(str(rounds.leads[n]) for n in places.tolist())
