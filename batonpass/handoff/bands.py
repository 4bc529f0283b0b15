"""Which band does a score reach, by the pair of its halves or by its total, and on which grounds?"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from .facts import Scored
from .lead import Lead
from .playbook import Definition
from .record import Record
from .words import plain

RANK = {"": 0, "nurture": 0, "mql": 1, "hot": 2}


class Ground(Record):
    """A reason in words, and the place in the playbook that gives it."""

    rule: str
    because: str


class Points(Protocol):
    """Two halves and their sum; a score is such, and so is one that a lead might have."""

    @property
    def fit(self) -> Decimal:
        """How well they fit."""
        ...

    @property
    def behaviour(self) -> Decimal:
        """How much they did."""
        ...

    @property
    def total(self) -> Decimal:
        """Both together."""
        ...


def band(lead: Lead, scored: Scored, definition: Definition) -> str:
    """nurture, mql or hot; a band is left only below its exit threshold, so that a score does not flap."""
    now = reached(scored, definition)
    if RANK[lead.band] <= RANK[now]:
        return now
    still = _still(scored, definition)
    return min(lead.band, max(now, still, key=RANK.__getitem__), key=RANK.__getitem__)


def reached(scored: Points, definition: Definition) -> str:
    """The band that the cell of the matrix names, or else the total."""
    matrix = definition.matrix
    named = matrix.band(scored.fit, scored.behaviour) if matrix else None
    return named or _by_total(scored.total, definition.mql_from, definition.hot_from)


def _still(scored: Scored, definition: Definition) -> str:
    """The band by the exits: with the slack of the matrix, or else the total against the exit thresholds."""
    matrix, mql_exit = definition.matrix, definition.mql_exit_below
    named = matrix.band(scored.fit + matrix.slack, scored.behaviour + matrix.slack) if matrix else None
    return named or _by_total(
        scored.total, definition.mql_from if mql_exit is None else mql_exit, definition.hot_exit_below
    )


def _by_total(total: Decimal, mql: Decimal, hot: Decimal) -> str:
    if total >= hot:
        return "hot"
    return "mql" if total >= mql else "nurture"


def grounds_of(scored: Points, definition: Definition) -> Ground:
    """What decides the band this score reaches: a cell of the matrix, or the total against its threshold."""
    matrix, mql = definition.matrix, plain(definition.mql_from)
    cell = matrix.cell(scored.fit, scored.behaviour) if matrix else ""
    if matrix and cell in matrix.cells:
        pair = f"fit {plain(scored.fit)} and behaviour {plain(scored.behaviour)}"
        says = "is not for sales yet" if matrix.cells[cell] == "nurture" else "is ready for sales"
        return Ground(rule=f"definition.matrix.cells.{cell}", because=f"{cell} ({pair}) {says}")
    reaches = "reaches" if scored.total >= definition.mql_from else "is below"
    return Ground(rule="definition.mql_from", because=f"score {plain(scored.total)} {reaches} {mql}")


def short_of(scored: Points, definition: Definition) -> Ground | None:
    """What keeps a lead back: the band it reaches now, or a half below its own bar; None when nothing does."""
    if reached(scored, definition) == "nurture":
        return grounds_of(scored, definition)
    for half, has, floor in (
        ("fit", scored.fit, definition.fit_at_least),
        ("behaviour", scored.behaviour, definition.behaviour_at_least),
    ):
        if floor is not None and has < floor:
            because = f"score {plain(scored.total)}, but {half} is below {plain(floor)}"
            return Ground(rule=f"definition.{half}_at_least", because=because)
    return None
