"""What is a machine's doing, which counts over time do rules read, and which pair of fit and behaviour is ready?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

ANY = "any"
"""In a feature: whatever the person did, signal or not."""
GRADES = "DCBA"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """More than `more_than` of these within `within` of each other, or of one `after`, were done by a machine."""

    name: str
    signals: frozenset[str]
    more_than: int
    within: timedelta
    says: str
    after: str | None = None


class FeatureKind(StrEnum):
    """What a feature measures; the value is the word of the playbook."""

    COUNT = "count"
    DAYS_SINCE = "days_since"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A number over time that conditions read as `feature.<name>`.

    How often within `within`; whole days since the last time; people of the account who did it within `within`.
    No `signals` means whatever they did; no `within` means ever.
    """

    name: str
    kind: FeatureKind
    signals: frozenset[str] = frozenset()
    within: timedelta | None = None


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
