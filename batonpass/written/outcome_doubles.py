"""Which rows of a file tell of a lead that another of its rows tells of too, and which of them is used?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TELLS = {True: 2, False: 1, None: 0}
"""Who converted once did convert, and who failed was worked: the row that says more of a lead counts."""
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """The places of the rows that count, one a lead, in the order of the file.

    `by` says for each column how many rows it gave away, and `differ` how many leads have rows that do not agree on
    what became of them.
    """

    places: tuple[int, ...]
    by: Mapping[str, int]
    differ: int

    @property
    def doubled(self) -> int:
        """How many rows are not used, for their lead is there already."""
        return sum(self.by.values())


def once(names: Sequence[Names], converted: Sequence[bool | None]) -> Once:
    """Take each lead once. `names` has what a row's lead is known by, by column: its number, its e-mail address.

    A row is of a lead that came before when any of these is the same; a row without any is a lead of its own. The row
    used is the first of those that say most: converted before not converted, and that before unknown.
    """
    first: dict[tuple[str, str], int] = {}
    used: dict[int, int] = {}
    by: Counter[str] = Counter()
    differ: set[int] = set()
    for place, known in enumerate(names):
        held = [(column, first[column, name]) for column, name in known.items() if (column, name) in first]
        lead = held[0][1] if held else place
        for column, name in known.items():
            first.setdefault((column, name), lead)
        best = used.setdefault(lead, place)
        if held:
            by[held[0][0]] += 1
            if converted[place] is not converted[best]:
                differ.add(lead)
            if TELLS[converted[place]] > TELLS[converted[best]]:
                used[lead] = place
    return Once(places=tuple(sorted(used.values())), by=dict(by), differ=len(differ))
