"""What may be written of machines, of counts over time, and of the pair of fit and behaviour?"""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator

from batonpass.written.schema.kinds import Count, Length, Line, Name, Names, Number, Section, one_of, wrong

CELLS = tuple(f"{fit}{behaviour}" for fit in "ABCD" for behaviour in "1234")
BANDS = ("nurture", "mql", "hot")
_GRADES = 3


def _three(value: object) -> object:
    if not isinstance(value, list) or len(value) != _GRADES:  # pyright: ignore[reportUnknownArgumentType] - counted only
        raise wrong("three thresholds are needed here", "Write where the best three grades begin, such as [30, 20, 10]")
    return value  # pyright: ignore[reportUnknownVariableType] - its numbers are read next


Three: TypeAlias = Annotated[list[Number], BeforeValidator(_three)]
Band: TypeAlias = Annotated[str, BeforeValidator(one_of(*BANDS))]
Cell: TypeAlias = Annotated[str, BeforeValidator(one_of(*CELLS))]


class BurstFile(Section):
    """So many of these so close together were done by a machine."""

    signals: Names
    more_than: Count
    within: Length
    after: Name | None = None
    says: Line = "a machine, not a person"


class FeatureFile(Section):
    """A number over time: one of `count`, `days_since` and `people`."""

    count: Names = []
    days_since: Names = []
    people: Annotated[str, BeforeValidator(one_of("account"))] | None = None
    did: Names = []
    within: Length | None = None
    label: Line | None = None


class MatrixFile(Section):
    """The pair of fit and behaviour as a cell, and what a cell means."""

    fit: Three
    behaviour: Three
    cells: dict[Cell, Band]
    slack: Number | None = None
