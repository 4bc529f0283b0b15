"""Which rounds of leads does a report look at: as columns, cut by time and by kind?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from batonpass.handoff.instants import EPOCH, NEVER, since_1970
from batonpass.learn.intervals import Floats

SECOND: Final = 1_000_000
QUARTERS: Final = 96
"""Of an hour, in a day."""
UNKNOWN: Final = "unknown"
LINES: Final = 50
"""A table that is cut by a dimension has a line for so many of its values."""
Array: TypeAlias = npt.NDArray[Any]
Flags: TypeAlias = npt.NDArray[np.bool_]
Instants: TypeAlias = npt.NDArray[np.int64]
WORDED: Final = (
    "source", "channel", "campaign", "medium", "form", "team", "owner", "tier", "region", "segment", "persona", "band",
)  # fmt: skip
CLOCKED: Final = ("hour", "block", "weekday")
BY: Final = (*WORDED, *CLOCKED)
"""By what a report can be cut. Owner is who got the lead first; hour, block of three and weekday are of its arrival."""
COLUMN_OF: Final = {"owner": "first_owner"}
CALLED: Final = {"owner": "first owner"}
"""What a dimension is called where its own word might mean another, such as who has the lead now."""
HOURS: Final = tuple(f"{n:02}:00" for n in range(24))
BLOCKS: Final = tuple(f"{n:02}-{n + 3:02}" for n in range(0, 24, 3))
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Cut(Mapping[str, Array]):
    """Columns of which only some places are kept. A column is cut when it is first asked for: most never are."""

    __slots__ = ("_cut", "_keep", "_whole")

    def __init__(self, whole: Mapping[str, Array], keep: slice | Array) -> None:
        """`keep` says which places, as a slice or as their numbers."""
        self._whole, self._keep = whole, keep
        self._cut: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """The column, cut."""
        found = self._cut.get(name)
        if found is None:
            found = self._cut[name] = self._whole[name][self._keep]
        return found

    def __contains__(self, name: object) -> bool:
        """Whether there is such a column; it is not cut for that."""
        return name in self._whole

    def __iter__(self) -> Iterator[str]:
        """The names of the columns."""
        return iter(self._whole)

    def __len__(self) -> int:
        """How many columns."""
        return len(self._whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Rounds as arrays of one length; words are numbers of places in `words`. `now` is the instant of the report."""

    arrays: Mapping[str, Array]
    words: Mapping[str, tuple[str, ...]]
    now: datetime
    zone: tzinfo
    leads: Array

    def __len__(self) -> int:
        """How many rounds."""
        return len(self.arrays["arrived_at"])

    def at(self, name: str) -> Instants:
        """An instant of each round, NEVER where it has not come."""
        return self.arrays[f"{name}_at"]

    def has(self, name: str) -> Flags:
        """Which rounds have come so far."""
        return self.at(name) != NEVER

    def says(self, name: str, word: str) -> Flags:
        """Whose column holds this word; of nobody when no round does."""
        return are(self.arrays.get(name), [known == word for known in self.words.get(name, ())], len(self))

    def cut(self, keep: Flags) -> Rounds:
        """Only these."""
        if keep.all():
            return self
        kept = places_of(keep)
        return replace(self, arrays=Cut(self.arrays, kept), leads=self.leads[kept] if len(self.leads) else self.leads)

    def between(self, since: datetime, until: datetime) -> Rounds:
        """Only those that arrived in [since, until)."""
        at = self.at("arrived")
        return self.cut((at >= since_1970(since)) & (at < since_1970(until)))

    def handed(self) -> Rounds:
        """Only those that were handed over, and not as the past."""
        return self.cut(self.has("mql") & ~self.arrays["historic"])

    def on_the_way(self) -> Rounds:
        """Those that were handed over and those that marketing was asked about first, and none of the past."""
        came = self.has("mql")
        if "review_asked_at" in self.arrays:
            came = came | self.has("review_asked")
        return self.cut(came & ~self.arrays["historic"])

    def groups(self, by: str) -> tuple[tuple[str, ...], Array]:
        """The values of a dimension and, for each round, the place of its value among them."""
        if by in CLOCKED:
            local = local_hours(self.at("arrived"), self.zone)
            places = {"hour": local % 24, "block": local % 24 // 3, "weekday": (local // 24 + 3) % 7}
            return {"hour": HOURS, "block": BLOCKS, "weekday": DAYS}[by], places[by]
        name = COLUMN_OF.get(by, by)
        return told_apart(self.words[name], self.arrays[name])

    def of(self, by: str, value: str) -> Flags:
        """Which rounds have this value of a dimension."""
        names, places = self.groups(by)
        return are(places, [name == value for name in names], len(self))


def told_apart(words: Sequence[str], codes: Array) -> tuple[tuple[str, ...], Array]:
    """The names of a column's words and each row's place among them; whose word is "unknown" said as little as none."""
    if "" in words and UNKNOWN in words:
        codes = np.where(codes == words.index(UNKNOWN), codes.dtype.type(words.index("")), codes)
    return tuple(word or UNKNOWN for word in words), codes


def are(places: Array | None, wanted: Sequence[bool], count: int) -> Flags:
    """Which of `count` places are wanted ones; none where no column or nothing wanted is there."""
    if places is None or not any(wanted):
        return np.zeros(count, np.bool_)
    if sum(wanted) == 1:
        return places == wanted.index(True)
    return np.array(wanted, np.bool_)[places]


def places_of(keep: Flags) -> slice | Array:
    """The places that are kept; where they lie side by side, a slice, which costs nothing to cut."""
    places = np.flatnonzero(keep)
    if not len(places):
        return slice(0, 0)
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def values_of(rounds: Rounds, by: str, most: int = LINES) -> list[tuple[str, int]]:
    """Each value of a dimension that occurs with its place, the most frequent first; hours and weekdays in order."""
    names, places = rounds.groups(by)
    counts = np.bincount(places, minlength=len(names)) if len(rounds) else np.zeros(0, np.int64)
    order: Sequence[int] = [int(n) for n in np.flatnonzero(counts)]
    if by not in CLOCKED:
        order = sorted(order, key=lambda n: (-int(counts[n]), names[n]))[:most]
    return [(names[n], n) for n in order]


def beyond(rounds: Rounds, by: str) -> tuple[str, ...]:
    """What a table says of the values that have no line of their own in it; nothing where all have one."""
    left = len(set(rounds.groups(by)[1].tolist())) - LINES if by and by not in CLOCKED else 0
    return (f"The {LINES} most frequent have a line of their own; {left:,} others have none.",) if left > 0 else ()


def called(by: str) -> str:
    """A dimension as people read it."""
    return CALLED.get(by, by)


def split(rounds: Rounds, by: str, most: int = LINES) -> list[tuple[str, Rounds]]:
    """A part for each value of a dimension that occurs, in the order of `values_of`."""
    places = rounds.groups(by)[1]
    return [(name, rounds.cut(places == n)) for name, n in values_of(rounds, by, most)]


def seconds_between(start: Instants, end: Instants) -> Floats:
    """Seconds from one instant to the other, never less than none: what came first waited not at all."""
    return np.maximum(0, end - start) / SECOND


def local_hours(at: Instants, zone: tzinfo) -> npt.NDArray[np.int64]:
    """The hours since 1970 on the wall clock of a zone; offsets change on a quarter of an hour."""
    if not len(at):
        return at // SECOND // 3600
    seconds = at // SECOND
    first, last = (int(one) // 900 for one in (seconds.min(), seconds.max()))
    begins, shifts = zip(*_shifts(first, last, zone), strict=True)
    if len(shifts) == 1:
        return (seconds + shifts[0]) // 3600
    return (seconds + np.array(shifts)[np.searchsorted(np.array(begins) * 900, seconds, side="right") - 1]) // 3600


def _shifts(first: int, last: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """The offsets in force from one quarter of an hour to another, each with the quarter it begins at."""
    days = range(first, last + 1, QUARTERS)
    moved = (day for day in days if _shift(day, zone) != _shift(day + QUARTERS, zone))
    yield first, _shift(first, zone)
    for quarter in (day + n + 1 for day in moved for n in range(QUARTERS)):
        if (shift := _shift(quarter, zone)) != _shift(quarter - 1, zone):
            yield quarter, shift


def _shift(quarter: int, zone: tzinfo) -> int:
    offset = (EPOCH + timedelta(seconds=900 * quarter)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
