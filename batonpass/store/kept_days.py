"""Which past days' columns does this process still hold, so that the next report need not read them again?

A day is packed as a whole, by one transaction: as long as the number of that transaction stands beside it, nothing of
it has changed. So what is held is never behind the database, and each process may hold its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Place: TypeAlias = tuple[str, date]
"""A day of a database."""
MOST_BYTES: Final = 160_000_000
A_WORD: Final = 80
"""So much of memory a lead's number takes as text."""


@dataclass(slots=True)
class KeptDay:
    """The columns held of a day as it was packed by transaction `version`; None for one that the day does not have."""

    version: int
    columns: dict[str, Array | None] = field(default_factory=dict[str, "Array | None"])
    size: int = 0


class KeptDays:
    """Days by when they were last used; the longest unused go when there are too many bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Hold `most` bytes, or a little more while a single report needs them."""
        self.most, self.size = most, 0
        self._days: OrderedDict[Place, KeptDay] = OrderedDict()

    def missing(self, database: str, days: Mapping[date, int], names: Iterable[str]) -> tuple[list[date], list[str]]:
        """Which days and columns must be read, of these days with the version each has now."""
        lacking: list[date] = []
        unread: set[str] = set()
        wanted = frozenset(names)
        for day, version in days.items():
            lacks = wanted - self._day(database, day, version).columns.keys()
            if lacks:
                lacking.append(day)
                unread |= lacks
        return lacking, sorted(unread)

    def keep(self, database: str, day: date, version: int, columns: Mapping[str, Array | None]) -> None:
        """Hold these columns of a day as it was packed in this version."""
        kept = self._day(database, day, version)
        for name, column in columns.items():
            grown = _size(column) - _size(kept.columns.get(name))
            kept.columns[name] = column
            kept.size += grown
            self.size += grown

    def of(self, database: str, day: date, version: int) -> dict[str, Array]:
        """What is held of a day in this version, without the columns it does not have."""
        kept = self._day(database, day, version)
        return {name: column for name, column in kept.columns.items() if column is not None}

    def shrink(self) -> None:
        """Let go of the days that were not used for the longest time, until few enough bytes are held."""
        while self.size > self.most and self._days:
            _, gone = self._days.popitem(last=False)
            self.size -= gone.size

    def _day(self, database: str, day: date, version: int) -> KeptDay:
        kept = self._days.get((database, day))
        if kept is None or kept.version != version:
            self.size -= kept.size if kept else 0
            kept = self._days[database, day] = KeptDay(version)
        self._days.move_to_end((database, day))
        return kept


def _size(column: Array | None) -> int:
    if column is None:
        return 0
    return len(column) * A_WORD if column.dtype == object else column.nbytes
