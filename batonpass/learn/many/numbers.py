"""How do whole numbers stand for exact ones in a column, so that every comparison comes out as with the exact ones?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SCORE = "score."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Numbers of leads stand as their place among all distinct ones; points as whole multiples of 10**-places."""

    known: tuple[Decimal, ...]
    places: int = 2

    def bounds(self, path: str, number: Decimal) -> tuple[int, int]:
        """The least whole number that stands for `number` or more, and the greatest for `number` or less."""
        if path.startswith(SCORE):
            scaled = number.scaleb(self.places)
            return int(scaled.to_integral_value(ROUND_CEILING)), int(scaled.to_integral_value(ROUND_FLOOR))
        return bisect_left(self.known, number), bisect_right(self.known, number) - 1

    def alike(self, left: str, right: str) -> bool:
        """Places can be compared with places, points with points."""
        return left.startswith(SCORE) == right.startswith(SCORE)


def ranked(columns: Sequence[Iterable[Decimal | int | None]], *, places: int = 2) -> tuple[Ranks, list[pl.Series]]:
    """Rank the numbers of several columns together; what is unknown stays null."""
    import polars as pl  # noqa: PLC0415 - what does not learn need not wait for it

    kept = [list(column) for column in columns]
    known = tuple(sorted({Decimal(one) for column in kept for one in column if one is not None}))
    place = {number: n for n, number in enumerate(known)}
    ranks = [
        pl.Series([None if one is None else place[Decimal(one)] for one in column], dtype=pl.Int32) for column in kept
    ]
    return Ranks(known=known, places=places), ranks
