"""Which rounds of leads does a report look at: as columns, cut by time and by kind?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from batonpass.learn.intervals import Floats

NEVER: Final = np.iinfo(np.int64).min
"""Stands for an instant that has not come; the others are microseconds since 1970."""
SECOND: Final = 1_000_000
QUARTER: Final = 900 * SECOND
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN: Final = "unknown"
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
HOURS: Final = tuple(f"{n:02}:00" for n in range(24))
BLOCKS: Final = tuple(f"{n:02}-{n + 3:02}" for n in range(0, 24, 3))
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
        places = [n for n, known in enumerate(self.words.get(name, ())) if known == word]
        return np.isin(self.arrays[name], places) if places else np.zeros(len(self), np.bool_)

    def cut(self, keep: Flags) -> Rounds:
        """Only these."""
        return replace(
            self,
            arrays={name: array[keep] for name, array in self.arrays.items()},
            leads=self.leads[keep] if len(self.leads) else self.leads,
        )

    def between(self, since: datetime, until: datetime) -> Rounds:
        """Only those that arrived in [since, until)."""
        at = self.at("arrived")
        return self.cut((at >= micros(since)) & (at < micros(until)))

    def handed(self) -> Rounds:
        """Only those that were handed over, and not as the past."""
        return self.cut(self.has("mql") & ~self.arrays["historic"])

    def groups(self, by: str) -> tuple[tuple[str, ...], Array]:
        """The values of a dimension and, for each round, the place of its value among them."""
        if by in CLOCKED:
            local = local_hours(self.at("arrived"), self.zone)
            places = {"hour": local % 24, "block": local % 24 // 3, "weekday": (local // 24 + 3) % 7}
            return {"hour": HOURS, "block": BLOCKS, "weekday": DAYS}[by], places[by]
        name = COLUMN_OF.get(by, by)
        return tuple(word or UNKNOWN for word in self.words[name]), self.arrays[name]

    def of(self, by: str, value: str) -> Flags:
        """Which rounds have this value of a dimension."""
        names, places = self.groups(by)
        return np.isin(places, [n for n, name in enumerate(names) if name == value])


def split(rounds: Rounds, by: str, most: int = 50) -> list[tuple[str, Rounds]]:
    """A part for each value of a dimension that occurs, the largest first; hours and weekdays in their order."""
    names, places = rounds.groups(by)
    counts = np.bincount(places.astype(np.int64), minlength=len(names)) if len(rounds) else np.zeros(0, np.int64)
    order: Sequence[int] = [int(n) for n in np.flatnonzero(counts)]
    if by not in CLOCKED:
        order = sorted(order, key=lambda n: (-int(counts[n]), names[n]))[:most]
    return [(names[n], rounds.cut(places == n)) for n in order]


def seconds_between(start: Instants, end: Instants) -> Floats:
    """Seconds from one instant to the other, never less than none: what came first waited not at all."""
    return np.maximum(0, end - start) / SECOND


def local_hours(at: Instants, zone: tzinfo) -> npt.NDArray[np.int64]:
    """The hours since 1970 on the wall clock of a zone; offsets are looked up once a quarter of an hour."""
    quarters, where = np.unique(at // QUARTER, return_inverse=True)
    shifts = np.array([_shift(int(q), zone) for q in quarters], np.int64)
    return (at // SECOND + (shifts[where] if len(at) else 0)) // 3600


def _shift(quarter: int, zone: tzinfo) -> int:
    offset = (EPOCH + timedelta(seconds=900 * quarter)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def micros(at: datetime) -> int:
    """An instant as the columns hold it."""
    return (at - EPOCH) // timedelta(microseconds=1)
