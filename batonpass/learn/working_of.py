"""How long did leads wait in the working time of their owners?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from batonpass.handoff.hours import Hours
from batonpass.learn.intervals import Floats
from batonpass.learn.rounds import Flags, Instants, Rounds, places_of
from batonpass.learn.survival import Places
from batonpass.learn.working import worked

HoursOf: TypeAlias = Callable[[str], Hours | None]


class Working:
    """The working time of each round's owner, for all seams of the same rounds."""

    def __init__(self, rounds: Rounds, hours_of: HoursOf) -> None:
        """Owners whose hours are the same are looked up together; of whom no hours are known stands as place -1."""
        owners, words = rounds.arrays["first_owner"], rounds.words["first_owner"]
        place_of = np.full(max(len(words), 1), -1, np.int16)
        self.hours: list[Hours] = []
        for owner in np.flatnonzero(np.bincount(owners, minlength=len(place_of))).tolist():
            hours = hours_of(words[owner])
            if hours is None:
                continue
            known = next((n for n, one in enumerate(self.hours) if one is hours), len(self.hours))
            self.hours += [hours] if known == len(self.hours) else []
            place_of[owner] = known
        self.places = place_of[owners]

    def between(self, start: Instants, end: Instants, *, over: Flags, counted: slice | Places) -> tuple[Floats, Flags]:
        """Working time from start to end of the counted rounds whose hours are known, and which waits are over."""
        places = self.places[counted]
        found = np.zeros(len(start))
        for place, hours in enumerate(self.hours):
            theirs = places_of(places == place)
            found[theirs] = worked(start[theirs], end[theirs], hours)
        known = places_of(places >= 0)
        return found[known], over[known]
