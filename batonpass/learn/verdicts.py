"""Was each promise kept, broken by whom, or does it still run?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from batonpass.handoff.instants import NEVER, since_1970
from batonpass.handoff.lead import ClockState
from batonpass.learn.intervals import Rate, rate_of
from batonpass.learn.rounds import Array, Flags, Rounds

WHATS = ("state", "due_at", "excuse")
ERASED = "erased"
"""How a promise stands that ran when its lead was forgotten: it ended without a verdict, and is counted still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many rounds' promise came to which verdict."""

    kept: int
    broken: int
    excused: int
    running: int
    closed: int

    @property
    def ever(self) -> bool:
        """Whether it was ever made."""
        return any((self.kept, self.broken, self.excused, self.running, self.closed))

    @property
    def rate(self) -> Rate:
        """The share kept of those that came to a verdict."""
        return rate_of(self.kept, self.kept + self.broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """One promise over many rounds. Excused ones broke by our own outage and count for nobody; closed ones for none."""

    kept: Flags
    broken: Flags
    excused: Flags
    running: Flags
    closed: Flags

    @property
    def rate(self) -> Rate:
        """The share kept of those that came to a verdict."""
        return self.counts().rate

    def of(self, result: str) -> Flags:
        """Those of a result by name: kept, broken, excused, running or closed; KeyError for another word."""
        named = {
            "kept": self.kept,
            "broken": self.broken,
            "excused": self.excused,
            "running": self.running,
            "closed": self.closed,
        }
        return named[result]

    def counts(self) -> Counts:
        """How many of each."""
        return Counts(**{name: int(np.count_nonzero(getattr(self, name))) for name in Counts.__slots__})

    def counts_by(self, places: Array, values: int) -> tuple[Counts, ...]:
        """How many of each for every value of a dimension; `places` says which value each round has."""
        each = {name: np.bincount(places[getattr(self, name)], minlength=values) for name in Counts.__slots__}
        return tuple(Counts(**{name: int(counts[n]) for name, counts in each.items()}) for n in range(values))


def columns_of(promise: str) -> tuple[str, ...]:
    """The columns a report reads to judge a promise."""
    return tuple(f"{promise}.{what}" for what in WHATS)


def verdicts(rounds: Rounds, promise: str) -> Verdicts:
    """Judge each round's promise as of the report's instant; one past due that runs on is broken already (T4)."""
    state = f"{promise}.state"
    if state not in rounds.arrays:
        none = np.zeros(len(rounds), np.bool_)
        return Verdicts(kept=none, broken=none, excused=none, running=none, closed=none)
    runs = rounds.says(state, ClockState.RUNNING)
    due = rounds.arrays[f"{promise}.due_at"]
    late = runs & (due != NEVER) & (due < since_1970(rounds.now))
    broken = late | rounds.says(state, ClockState.BREACHED)
    excused = broken & ~rounds.says(f"{promise}.excuse", "")
    return Verdicts(
        kept=rounds.says(state, ClockState.MET),
        broken=broken & ~excused,
        excused=excused,
        running=runs & ~late,
        closed=rounds.says(state, ClockState.CLOSED) | rounds.says(state, ERASED),
    )


def kept_under(rounds: Rounds, promise: str, rep: str) -> Flags:
    """Who held each lead when its promise was kept: this person? Where that was not noted, who got the lead first."""
    column, first = f"{promise}.owner", rounds.says("first_owner", rep)
    if column not in rounds.arrays:
        return first
    return rounds.says(column, rep) | (rounds.says(column, "") & first)


def broke_under(rounds: Rounds, promise: str, rep: str) -> Flags:
    """Who held each lead when its promise broke: this person? What nobody has booked yet is the owner's."""
    column = f"{promise}.breached_owner"
    owned = rounds.says("owner", rep)
    if column not in rounds.arrays:
        return owned
    return rounds.says(column, rep) | (rounds.says(column, "") & owned)
