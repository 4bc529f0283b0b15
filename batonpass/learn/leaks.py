"""Which leads that were paid for did nobody follow up, and where are most of them lost?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from batonpass.learn.asked import Asked
from batonpass.learn.counted import OPENS, shares
from batonpass.learn.intervals import RATE_LEAST, Rate, rate_of
from batonpass.learn.rounds import Rounds, beyond, split
from batonpass.learn.table import Column, Row, Table, Type
from batonpass.learn.terms import Terms, name_in

KINDS: Final = ("source", "campaign", "region", "tier", "owner", "weekday")
"""By what a leak is looked for: what the lead is, who had it, and when it came."""
FIGURES: Final = ("unworked", "followed_up", "complete")
OF_LEAKS: Final = ("source", "campaign", "region", "tier", "first_owner")
ALL: Final = "all"


def leaks_report(rounds: Rounds, asked: Asked, terms: Terms) -> tuple[Table, ...]:
    """The leads handed over in the days asked for: of each kind how many nobody worked, most of them first.

    Cut by one dimension where one is asked for, else by each of `KINDS`. A lead counts once its promise of a first
    touch has come to a verdict; what cannot be known yet is no leak.
    """
    now = rounds.handed().between(asked.since, asked.until)
    kinds = (asked.by,) if asked.by else KINDS
    parts = [(ALL, "all leads", now), *_parts(now, kinds)]
    rows = sorted((_row(*part, asked=asked, terms=terms) for part in parts), key=_first)
    return (
        Table(
            name="leaks",
            title="Where leads are lost",
            columns=(
                Column(name="kind", says="By", type=Type.TEXT),
                Column(name="segment", says="Which", type=Type.TEXT),
                Column(name="handed", says="Handed over", type=Type.COUNT),
                Column(name="lost", says="Nobody worked", type=Type.COUNT),
                Column(name="unworked", says="Never worked", type=Type.SHARE),
                Column(name="followed_up", says="First touch in time", type=Type.SHARE),
                Column(name="complete", says="With a complete brief", type=Type.SHARE),
            ),
            rows=tuple(rows),
            notes=(
                "Never worked: the promise of a first touch is over, nobody reached out and nobody gave the lead back.",
                "What became of such leads is unknown, so nothing is said of what they would have brought.",
                f"Sorted by how many are lost, not by share; no share is shown for fewer than {RATE_LEAST} leads.",
                "Kinds overlap: a lead stands once under each. A difference between them is no effect of the kind.",
                *dict.fromkeys(note for kind in kinds for note in beyond(now, kind)),
            ),
        ),
    )


def _parts(now: Rounds, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Rounds]]:
    for kind in kinds:
        yield from ((kind, name, part) for name, part in split(now, kind))


def _row(kind: str, name: str, part: Rounds, *, asked: Asked, terms: Terms) -> Row:
    told = shares(part)
    rates: list[Rate] = []
    for figure in FIGURES:
        hits, of = (int(np.count_nonzero(one)) for one in told[figure])
        rates.append(rate_of(hits, of))
    here = {} if kind == ALL else {kind: name}
    says = name_in(terms, kind, name)
    opens = {"handed": asked.opens(**here, only="handed"), "lost": asked.opens(**here, only="unworked")}
    opens |= {figure: asked.opens(**here, **OPENS[figure]) for figure in FIGURES}
    return Row(cells=(kind, says, len(part), rates[0].hits, *rates), opens=opens)


def _first(row: Row) -> tuple[bool, int, str, str]:
    """The whole at the head, then where most are lost."""
    kind, says, _, lost, *_ = row.cells
    return kind != ALL, -int(str(lost)), str(kind), str(says)
