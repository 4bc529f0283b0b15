"""Where do the minutes hide between a submission and what becomes of it, and whose minutes are they?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from batonpass.learn.intervals import Floats, Quantile, benjamini_hochberg
from batonpass.learn.log_rank import log_rank_of
from batonpass.learn.rounds import NEVER, Flags, Instants, Rounds, micros, places_of, seconds_between
from batonpass.learn.survival import Ordered, curve_through, ordered, wait_of
from batonpass.learn.working_of import HoursOf, Working

SURE: Final = 0.05


class Side(StrEnum):
    """Whose wait it is: the machine's, which people can only mend, or people's."""

    SYSTEM = "system"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """A stretch between two steps where a lead can wait. `owner` answers for it."""

    name: str
    start: str
    end: str
    side: Side
    owner: str
    says: str


POINTS: Final = (
    "submitted", "kept", "decided", "routed", "told", "delivered", "looked", "answered", "accepted", "touched",
    "disposed",
)  # fmt: skip
"""The steps in their order; answered is accepted or given back."""
SEAMS: Final = (
    Seam(name="submit-kept", start="submitted", end="kept", side=Side.SYSTEM, owner="marketing operations",
         says="submitted to kept"),
    Seam(name="kept-decided", start="kept", end="decided", side=Side.SYSTEM, owner="revenue operations",
         says="kept to decided"),
    Seam(name="decided-routed", start="decided", end="routed", side=Side.SYSTEM, owner="revenue operations",
         says="decided to given an owner"),
    Seam(name="routed-told", start="routed", end="told", side=Side.SYSTEM, owner="revenue operations",
         says="owner to message"),
    Seam(name="told-delivered", start="told", end="delivered", side=Side.SYSTEM, owner="the platform team",
         says="message to delivered"),
    Seam(name="delivered-looked", start="delivered", end="looked", side=Side.HUMAN, owner="the lead's owner",
         says="delivered to opened"),
    Seam(name="looked-answered", start="looked", end="answered", side=Side.HUMAN, owner="the lead's owner",
         says="opened to accepted or given back"),
    Seam(name="accepted-touched", start="accepted", end="touched", side=Side.HUMAN, owner="the lead's owner",
         says="accepted to first touch"),
    Seam(name="touched-disposed", start="touched", end="disposed", side=Side.HUMAN, owner="the lead's owner",
         says="first touch to disposition"),
)  # fmt: skip
SYSTEM_WHOLE: Final = Seam(
    name="system", start="submitted", end="delivered", side=Side.SYSTEM, owner="the platform team",
    says="all that machines took: submitted to delivered",
)  # fmt: skip
HUMAN_WHOLE: Final = Seam(
    name="human", start="delivered", end="touched", side=Side.HUMAN, owner="the lead's owner",
    says="all that people took: delivered to first touch",
)  # fmt: skip
WHOLE: Final = Seam(
    name="whole", start="submitted", end="touched", side=Side.HUMAN, owner="both",
    says="what the buyer waited: submitted to first touch",
)  # fmt: skip
BY_NAME: Final[Mapping[str, Seam]] = {one.name: one for one in (*SEAMS, SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)}
COLUMNS: Final = tuple(
    f"{name}_at" for name in (*POINTS, "rejected", "ended", "arrived", "mql") if name != "answered"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The waits at one seam: who came to it, whose wait is over, who waits still, and who went on without it.

    `start` and `end` are instants; where a wait is not over, `end` is how far it has been seen.
    """

    here: Flags
    over: Flags
    waiting: Flags
    skipped: Flags
    start: Instants
    end: Instants

    @property
    def counted(self) -> Flags:
        """Those whose wait is known, in full or so far."""
        return self.here & ~self.skipped

    def seconds(self) -> Floats:
        """How long each of the counted waited, or has waited so far, by the clock on the wall."""
        return seconds_between(self.start[self.counted], self.end[self.counted])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A seam in figures: the waits by wall clock, the median by working time too, and how many are in which state."""

    seam: Seam
    here: int
    over: int
    waiting: int
    skipped: int
    p50: Quantile
    p90: Quantile
    p99: Quantile
    working: Quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A seam now and before; `p` is the chance of such a difference if there were none, among all seams compared."""

    now: Measured
    before: Measured
    p: float

    @property
    def slower(self) -> float:
        """By how many seconds the median rose; nothing where one of them cannot be told."""
        now, before = self.now.p50.value, self.before.p50.value
        return now - before if now is not None and before is not None else 0.0

    @property
    def lost(self) -> float:
        """The seconds all leads of the seam together waited more, if the median stands for them."""
        return self.slower * self.now.here if self.p < SURE else 0.0


class Way:
    """When each round came to each step, and how it stands at each seam; a step is looked at once for all seams."""

    def __init__(self, rounds: Rounds) -> None:
        """Steps that the rounds do not know are those that nobody asked for."""
        self.rounds = rounds
        self.let_go = rounds.has("ended")
        now = micros(rounds.now)
        self.seen = np.where(self.let_go, np.minimum(rounds.at("ended"), now), now)
        self._at: dict[str, tuple[Instants, Flags]] = {}
        self._past: dict[str, Flags] = {}

    def at(self, name: str) -> tuple[Instants, Flags]:
        """When each round came to a step, or NEVER, and which did."""
        found = self._at.get(name)
        if found is None:
            at = point(self.rounds, name)
            found = self._at[name] = at, at != NEVER
        return found

    def past(self, name: str) -> Flags:
        """Which rounds have come to a step after this one."""
        found = self._past.get(name)
        if found is None:
            place = POINTS.index(name) + 1
            if place == len(POINTS):
                return np.zeros(len(self.rounds), np.bool_)
            found = self._past[name] = self.at(POINTS[place])[1] | self.past(POINTS[place])
        return found

    def waits(self, seam: Seam) -> Waits:
        """Who waited how long at a seam. Who has gone on past its end without it has skipped it, and is not counted.

        A lead that ended, given back or let go, waits no longer: it was seen to wait until then.
        """
        (start, here), (end, done) = self.at(seam.start), self.at(seam.end)
        past = self.past(seam.end) & ~done
        seen = np.where(done, end, self.seen)
        return Waits(
            here=here,
            over=here & done,
            waiting=here & ~(done | past | self.let_go),
            skipped=here & past,
            start=start,
            end=np.maximum(seen, np.where(here, start, seen)),
        )


def waits_at(rounds: Rounds, seam: Seam) -> Waits:
    """The waits at one seam alone."""
    return Way(rounds).waits(seam)


def point(rounds: Rounds, name: str) -> Instants:
    """When each round came to a step, or NEVER."""
    if name != "answered":
        return rounds.at(name)
    accepted, rejected = rounds.at("accepted"), rounds.at("rejected")
    first = np.where(rejected == NEVER, accepted, np.minimum(accepted, rejected))
    return np.where(accepted == NEVER, rejected, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A seam looked at: its waits, and how long the counted ones were, in order and by working time."""

    seam: Seam
    waits: Waits
    ordered: Ordered
    working: Ordered | None

    def measured(self) -> Measured:
        """In figures."""
        waits, count, curve = self.waits, len(self.ordered), curve_through(self.ordered)
        working = self.working
        return Measured(
            seam=self.seam,
            here=int(waits.here.sum()),
            over=int(waits.over.sum()),
            waiting=int(waits.waiting.sum()),
            skipped=int(waits.skipped.sum()),
            p50=wait_of(curve, 0.5, count),
            p90=wait_of(curve, 0.9, count),
            p99=wait_of(curve, 0.99, count, least=100),
            working=wait_of(curve_through(working), 0.5, count) if working and count else Quantile(of=count),
        )


def look(way: Way, seam: Seam, working: Working | None = None) -> Looked:
    """Put the waits of a seam in order; working time is that of each lead's owner, where hours are given."""
    waits = way.waits(seam)
    counted = places_of(waits.counted)
    over, start, end = waits.over[counted], waits.start[counted], waits.end[counted]
    found = ordered(*working.between(start, end, over=over, counted=counted)) if working else None
    return Looked(seam=seam, waits=waits, ordered=ordered(seconds_between(start, end), over), working=found)


def measure(rounds: Rounds, seam: Seam, hours_of: HoursOf | None = None) -> Measured:
    """A seam in figures; working time is that of each lead's owner, and of nobody when no hours are given."""
    return look(Way(rounds), seam, Working(rounds, hours_of) if hours_of else None).measured()


def changes(
    now: Rounds, before: Rounds, hours_of: HoursOf | None = None, *, seams: Sequence[Seam] = SEAMS
) -> tuple[Change, ...]:
    """Each seam now and before, in the order of the way."""
    working = Working(now, hours_of) if hours_of else None
    mine, theirs = Way(now), Way(before)
    both = [(look(mine, seam, working), look(theirs, seam)) for seam in seams]
    adjusted = benjamini_hochberg([log_rank_of(one.ordered, other.ordered) for one, other in both])
    return tuple(
        Change(now=one.measured(), before=other.measured(), p=p) for (one, other), p in zip(both, adjusted, strict=True)
    )


def wholes(now: Rounds, before: Rounds, hours_of: HoursOf | None) -> tuple[Change, ...]:
    """What machines took, what people took, and both, now and before; they are parts of each other, so uncompared."""
    working = Working(now, hours_of) if hours_of else None
    mine, theirs = Way(now), Way(before)
    return tuple(
        Change(now=look(mine, seam, working).measured(), before=look(theirs, seam).measured(), p=1.0)
        for seam in (SYSTEM_WHOLE, HUMAN_WHOLE, WHOLE)
    )


def worst(changed: tuple[Change, ...]) -> Change | None:
    """The seam that cost the most more than before, surely; None when no seam surely got slower."""
    slower = [one for one in changed if one.lost > 0]
    return max(slower, key=lambda one: one.lost, default=None)
