"""Which columns know more than anybody could have known when the lead was handed over?

A column that was written while a lead was worked makes any score look clever and be useless. It shows in three ways: it
is dated after the handoff; by itself it says nearly everything; or it is filled in for some leads only, and whether and
with what both give the outcome away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl

from batonpass.handoff.instants import NEVER
from batonpass.handoff.words import percent
from batonpass.learn.auc import Truth, area, auc_of
from batonpass.learn.intervals import Floats
from batonpass.learn.many import Small, Whole

TOO_GOOD: Final = 0.85
"""No single thing known beforehand orders leads so well: the best honest column of real lists reaches 0.76."""
GAPS_TELL: Final = 0.6
VALUES_TELL: Final = 0.7
LATE_MOST: Final = 0.01
"""Above this share of leads a column was written after the handoff as a habit, not by mistake."""
FOLDS: Final = 5
STEPS: Final = 10
FEW_KINDS: Final = 20
CAUTION: Final = 5.0
"""So many leads of the usual kind are added to each value, so that a rare one does not seem certain."""
LEADS_LEAST: Final = 100


class Why(StrEnum):
    """What gives a column away. GAPS alone is a question to ask and no proof."""

    LATE = "written after the handoff"
    ALONE = "by itself it says nearly everything"
    FILLED = "filled in for some only, and whether and with what both give the outcome away"
    GAPS = "whether it is filled in tells the outcome; make sure it is asked before the handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Something held of each lead as text (None: nothing), and when it was written, where that is known."""

    name: str
    values: Sequence[str | None]
    written_at: Whole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one column says of the outcome: in all, by being there, and where it is there (areas under the curve)."""

    name: str
    alone: float
    alone_low: float
    gaps: float
    filled: float
    missing: int
    converted_missing: float | None
    converted_filled: float | None
    late: int
    why: tuple[Why, ...]

    @property
    def leaks(self) -> bool:
        """Whether a score must not read it."""
        return any(one is not Why.GAPS for one in self.why)

    @property
    def because(self) -> str:
        """The reasons with their figures, in a sentence each."""
        return "; ".join(_reasons(self))


def look_for_leaks(
    columns: Sequence[Column], won: Truth, chance: np.random.Generator, *, handed_at: Whole | None = None
) -> tuple[Looked, ...]:
    """Look at each column by itself, those that leak first. `handed_at`: microseconds since 1970, NEVER if not yet.

    Raises ValueError for fewer than 100 leads, or when all of them came out alike: then nothing can be told.
    """
    if len(won) < LEADS_LEAST or won.all() or not won.any():
        raise ValueError(f"leaks show in {LEADS_LEAST} leads or more, some of which converted and some not")
    folds = (chance.permutation(len(won)) % FOLDS).astype(np.int32)
    looked = [_look(column, won, folds, handed_at) for column in columns]
    return tuple(sorted(looked, key=lambda one: (not one.leaks, not one.why, -one.alone)))


def _look(column: Column, won: Truth, folds: Small, handed_at: Whole | None) -> Looked:
    codes = codes_of(column.values)
    there = codes >= 0
    alone = auc_of(told_by(codes, won, folds), won)
    filled = area(told_by(codes[there], won[there], folds[there]), won[there])
    gaps, late = area(there.astype(np.float64), won), _late(column, there, handed_at)
    gaps = max(gaps, 1 - gaps)
    found = {
        Why.LATE: late > LATE_MOST * max(int(there.sum()), 1),
        Why.ALONE: (alone.low or 0.0) >= TOO_GOOD or gaps >= TOO_GOOD,
        Why.FILLED: gaps >= GAPS_TELL and filled >= VALUES_TELL,
    }
    why = tuple(one for one, holds in found.items() if holds)
    return Looked(
        name=column.name,
        alone=alone.value or 0.5,
        alone_low=alone.low or 0.0,
        gaps=gaps,
        filled=filled,
        missing=int((~there).sum()),
        converted_missing=_mean(won[~there]),
        converted_filled=_mean(won[there]),
        late=late,
        why=why or ((Why.GAPS,) if gaps >= GAPS_TELL else ()),
    )


def codes_of(values: Sequence[str | None]) -> Small:
    """A small number for each different value, -1 for none; numbers of many kinds become ten steps of equal size."""
    texts = pl.Series(values, dtype=pl.String)
    kinds = texts.n_unique()
    if kinds > FEW_KINDS:
        numbers = texts.cast(pl.Float64, strict=False)
        if numbers.null_count() == texts.null_count():
            return _stepped(numbers)
    return (texts.rank("dense").cast(pl.Int32).fill_null(0) - 1).to_numpy()


def told_by(codes: Small, won: Truth, folds: Small) -> Floats:
    """What each lead's value says of its chance, learned from the other folds only."""
    said = np.full(len(codes), 0.5)
    kinds = int(codes.max(initial=-1)) + 2
    for fold in range(FOLDS):
        here, others = folds == fold, folds != fold
        usual = float(won[others].mean()) if others.any() else 0.5
        count = np.bincount(codes[others] + 1, minlength=kinds)
        hits = np.bincount(codes[others] + 1, won[others], minlength=kinds)
        said[here] = ((hits + CAUTION * usual) / (count + CAUTION))[codes[here] + 1]
    return said


def _stepped(numbers: pl.Series) -> Small:
    values = numbers.fill_null(float("nan")).to_numpy()
    edges = np.unique(np.nanquantile(values, np.linspace(0, 1, STEPS + 1)[1:-1]))
    return np.where(np.isnan(values), -1, np.searchsorted(edges, values)).astype(np.int32)


def _late(column: Column, there: Truth, handed_at: Whole | None) -> int:
    if handed_at is None or column.written_at is None:
        return 0
    known = there & (handed_at != NEVER) & (column.written_at != NEVER)
    return int((known & (column.written_at > handed_at)).sum())


def _mean(won: Truth) -> float | None:
    return float(won.mean()) if len(won) else None


def _reasons(one: Looked) -> Iterator[str]:
    for why in one.why:
        match why:
            case Why.LATE:
                yield f"{why}, for {one.late:,} leads"
            case Why.ALONE:
                yield f"{why}: an area of {one.alone:.2f}, where the best honest columns reach 0.76"
            case Why.FILLED | Why.GAPS:
                empty, full = one.converted_missing or 0.0, one.converted_filled or 0.0
                values = f", and its values alone reach an area of {one.filled:.2f}" if why is Why.FILLED else ""
                yield (
                    f"{why}: {percent(empty)} convert where it is empty, {percent(full)} where it is filled in{values}"
                )
