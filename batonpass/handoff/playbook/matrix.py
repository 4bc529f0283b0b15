"""Which pair of fit and behaviour is ready?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

GRADES = "DCBA"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Bands by the pair: fit from A (best) to D, behaviour from 1 (best) to 4.

    A cell that `cells` does not name goes by the total. `fit` and `behaviour` hold the points from which C, B, A and
    3, 2, 1 begin, lowest first. A lead keeps its band until a half falls `slack` below where its grade begins.
    """

    fit: tuple[Decimal, Decimal, Decimal]
    behaviour: tuple[Decimal, Decimal, Decimal]
    cells: Mapping[str, str] = field(default_factory=dict[str, str])
    slack: Decimal = ZERO

    def cell(self, fit: Decimal, behaviour: Decimal) -> str:
        """The cell of a pair of points: A1 to D4."""
        return f"{GRADES[bisect_right(self.fit, fit)]}{4 - bisect_right(self.behaviour, behaviour)}"

    def band(self, fit: Decimal, behaviour: Decimal) -> str | None:
        """The band the playbook names for the cell; None when the total decides."""
        return self.cells.get(self.cell(fit, behaviour))
