"""What have both sides said of the same leads, how far do they agree, and on which leads do they not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from batonpass.learn.agreement import Agreement, agreement_of


class Label(StrEnum):
    """What may be said of a lead."""

    READY = "ready"
    NOT_READY = "not_ready"
    CANNOT_TELL = "cannot_tell"


LABELS = tuple(Label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both sides' labels beside each other.

    `table` counts leads by sales' label (row) and marketing's (column) in the order of LABELS; `apart` are the places
    of the leads on which they differ; `ready` is how many of all both call ready, as the definition did.
    """

    agreement: Agreement
    table: tuple[tuple[int, ...], ...]
    apart: tuple[int, ...]
    ready: int


def compared(sales: Mapping[int, Label], marketing: Mapping[int, Label]) -> Compared:
    """Compare the labels of the places that both sides have labelled."""
    places = sorted(sales.keys() & marketing.keys())
    pairs = [(sales[place], marketing[place]) for place in places]
    return Compared(
        agreement=agreement_of([ours for ours, _ in pairs], [theirs for _, theirs in pairs]),
        table=tuple(tuple(pairs.count((ours, theirs)) for theirs in LABELS) for ours in LABELS),
        apart=tuple(place for place in places if sales[place] is not marketing[place]),
        ready=pairs.count((Label.READY, Label.READY)),
    )
